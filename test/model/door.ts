import { execute, parse, type DocumentNode } from "graphql";
import type { Caller } from "../../src/access/caller";
import { Loaders } from "../../src/access/hub-context";
import { SAMPLE_USERS } from "../../src/demo/sample-centre";
import type { TestHub } from "../support/hub";
import type { Answer, DeedName, Input } from "./world";

/** A way into the hub. */
export interface Door {
  // oxlint-disable-next-line typescript/no-explicit-any -- whoever asks knows what he asked for
  ask(user: string, query: string, variables: object): Promise<any>;
}

/** As a client comes in: HTTP, token, limits, access table. */
export function httpDoor(hub: TestHub): Door {
  return {
    async ask(user, query, variables) {
      // A token of its own for every call: a sequence lets more time pass than a token lasts.
      const answer = await hub.ask(
        SAMPLE_USERS.find(({ subject }) => subject === user)!,
        query,
        variables,
      );
      if (answer.errors) throw new Error(`${user}: ${answer.text} for ${JSON.stringify(variables)}`);
      return answer.data;
    },
  };
}

/** Past HTTP and Apollo, straight to the schema: the same inputs, resolvers and answers in half the time. */
export function schemaDoor(hub: TestHub): Door {
  const { parts, schema } = hub.hub;
  const documents = new Map<string, DocumentNode>();
  const callers = new Map<string, Caller>(SAMPLE_USERS.map((user) => [user.subject, { ...user, expiresAt: null }]));
  return {
    async ask(user, query, variables) {
      let document = documents.get(query);
      if (!document) documents.set(query, (document = parse(query)));
      const contextValue = { hub: parts, caller: callers.get(user)!, requestId: "model", loaders: new Loaders() };
      const { data, errors } = await execute({ schema, document, contextValue, variableValues: { ...variables } });
      const [error] = errors ?? [];
      if (error)
        throw new Error(`${user}: ${error.message} for ${JSON.stringify(variables)}`, { cause: error.originalError });
      return data;
    },
  };
}

const REFUSED = "... on Refused { code field currentVersion holder { code } allowedSteps { toState label } }";
const STATUS = `... on StatusRecorded { effect number sequence state phase lastSequence missing released refusedHeld
  refusedHeldCode disputeVersion record { id } }`;
const REGISTERED = `... on SubmissionRegistered { isNewDispute isRepeat disputeVersion receiptNo traceCode dispute { id } }`;

/** Only what is kept under the client's key, and the names of things; what may change later is read at the end. */
const SELECTIONS: Readonly<Record<DeedName, readonly [input: string, selection: string]>> = {
  registerSubmission: [
    "RegisterSubmissionInput",
    `${REGISTERED} ... on SimilarDisputesFound { similar { sameCategory sameRespondent titleLikeness dispute { id } } }`,
  ],
  attachSubmission: ["AttachSubmissionInput", REGISTERED],
  referDispute: ["ReferDisputeInput", "... on DisputeReferred { disputeVersion dispute { id } referrals { id } }"],
  acceptReferral: [
    "AcceptReferralInput",
    "... on ReferralAccepted { number state leadPassed disputeVersion dispute { id } referral { id } record { id } }",
  ],
  returnReferral: ["ReturnReferralInput", "... on ReferralReturned { state disputeVersion }"],
  reportStatus: ["ReportStatusInput", STATUS],
  reportStatuses: [
    "ReportStatusesInput",
    `... on StatusBatchRecorded { applied held duplicate refused results { is: __typename ${STATUS} ${REFUSED} } }`,
  ],
  correctEvent: ["CorrectEventInput", "... on EventCorrected { disputeVersion backTo dispute { id } event { id } }"],
  linkDisputes: ["LinkDisputesInput", "... on DisputesLinked { disputeVersion dispute { id } }"],
  evaluateDispute: ["EvaluateDisputeInput", "... on DisputeEvaluated { state disputeVersion dispute { id } }"],
};

export const TEXTS = Object.fromEntries(
  Object.entries(SELECTIONS).map(([deed, [input, selection]]) => [
    deed,
    `mutation ($input: ${input}!) { answer: ${deed}(input: $input) { is: __typename ${selection} ${REFUSED} } }`,
  ]),
);

export async function send(
  door: Door,
  call: { user: string; deed: DeedName; key: string; input: Input },
): Promise<Answer> {
  const { answer } = await door.ask(call.user, TEXTS[call.deed]!, { input: { clientKey: call.key, ...call.input } });
  return toComparable(answer);
}

/** The receipt's number is the dispute's code and a running number; the model knows only the second. */
function toComparable(answer: Answer): Answer {
  const { receiptNo, traceCode, ...rest } = answer as { receiptNo?: string; traceCode?: string };
  if (receiptNo === undefined || traceCode === undefined) return rest;
  const running = receiptNo.startsWith(`${traceCode}-`) ? Number(receiptNo.slice(traceCode.length + 1)) : receiptNo;
  return { ...rest, receipt: running };
}
