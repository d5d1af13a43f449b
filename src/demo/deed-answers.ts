import type { Line } from "../agencies/workflow.rules";
import {
  acceptedEntry,
  evaluationEntry,
  holderEntry,
  recordEntry,
  referralEntry,
  returnedEntry,
  statusEntry,
  submissionEntry,
  type Entry,
} from "./book";

const REFUSED = "... on Refused { code message field currentVersion }";
const STATUS = "... on StatusRecorded { effect number sequence state phase lastSequence }";

/** The deeds clients do: the input's type, and what they want to be told. */
const DEEDS = {
  registerSubmission: [
    "RegisterSubmissionInput",
    `... on SubmissionRegistered { traceCode receiptNo followCode isRepeat disputeVersion dispute { id } }
     ... on SimilarDisputesFound { similar { dispute { id } } }`,
  ],
  attachSubmission: ["AttachSubmissionInput", "... on SubmissionRegistered { isRepeat disputeVersion }"],
  referDispute: ["ReferDisputeInput", "... on DisputeReferred { disputeVersion referrals { id } }"],
  evaluateDispute: ["EvaluateDisputeInput", "... on DisputeEvaluated { state disputeVersion }"],
  acceptReferral: ["AcceptReferralInput", "... on ReferralAccepted { number state record { id phase } }"],
  returnReferral: ["ReturnReferralInput", "... on ReferralReturned { state }"],
  reportStatus: ["ReportStatusInput", STATUS],
  reportStatuses: ["ReportStatusesInput", `... on StatusBatchRecorded { results { __typename ${STATUS} ${REFUSED} } }`],
} as const;

export type DeedName = keyof typeof DEEDS;

export function documentOf(name: DeedName): string {
  const [input, answer] = DEEDS[name];
  return `mutation ($input: ${input}!) { ${name}(input: $input) { __typename ${answer} ${REFUSED} } }`;
}

/** What a deed answered; which fields there are is said by its `__typename`. */
export interface DeedAnswer {
  readonly __typename: string;
  readonly [field: string]: unknown;
}

/** What a client knows of a deed beyond what it sends: the names the plan has for things. */
export interface About {
  /** The submission, and the one that opened the dispute it belongs to. */
  readonly externalNo?: string;
  readonly of?: string;
  /** What the clerk does when the hub offers similar disputes. */
  readonly onSimilar?: string;
  readonly targets?: readonly { readonly slip: string; readonly line: Line; readonly takesLead: boolean }[];
  readonly ordinal?: number;
  readonly slip?: string;
  readonly line?: Line;
  readonly code?: string;
  /** A sending beside the usual one: `-again` or `-wrong`. */
  readonly tail?: string;
  /** For a batch: the slip of each item. */
  readonly slips?: readonly string[];
}

interface StatusItem {
  readonly sequence: number;
  readonly toState: string;
}

/** Refusals that come of working side by side: the client reads again and repeats, and the plan knows nothing of them. */
const OF_THE_MOMENT = ["VERSION_CONFLICT", "REFERRAL_TAKEN"];

export function isOfTheMoment(answer: DeedAnswer): boolean {
  return answer.__typename === "Refused" && OF_THE_MOMENT.includes(answer["code"] as string);
}

/** The lines a client writes in its book on an answer. Read off the answer, never off what was hoped for. */
export function entriesOf(name: DeedName, about: About, input: object, answer: DeedAnswer): Entry[] {
  if (isOfTheMoment(answer)) return [];
  const { slip = "", externalNo = "", of = "", line = "MEDIATION", code = "" } = about;
  if (name === "reportStatus") return statusEntries(slip, about, input as StatusItem, answer);
  if (answer.__typename === "Refused") {
    return [{ kind: "REFUSED", id: externalNo || of || slip, value: answer["code"] as string }];
  }
  switch (name) {
    case "registerSubmission":
      if (answer.__typename === "SimilarDisputesFound") {
        return [{ kind: "SIMILAR", id: externalNo, value: about.onSimilar ?? "UNEXPECTED" }];
      }
      return [submissionEntry(externalNo, externalNo, answer["isRepeat"] as boolean)];
    case "attachSubmission":
      return [submissionEntry(externalNo, of, answer["isRepeat"] as boolean)];
    case "referDispute":
      return about.targets!.map((target) => referralEntry(target.slip, target.line, target.takesLead));
    case "evaluateDispute": {
      const { centre, agency } = input as { readonly centre: string; readonly agency: string };
      return [evaluationEntry(of, about.ordinal!, centre, agency)];
    }
    case "acceptReferral": {
      const { number, state, record } = answer as unknown as {
        readonly number: string;
        readonly state: string;
        readonly record: { readonly phase: string };
      };
      return [acceptedEntry(slip, line), holderEntry(slip, code, number), recordEntry(slip, state, 0, record.phase)];
    }
    case "returnReferral":
      return [returnedEntry(slip, code, (input as { readonly reason: string }).reason)];
    case "reportStatuses": {
      const { items } = input as { readonly items: readonly StatusItem[] };
      const results = answer["results"] as readonly DeedAnswer[];
      return items.flatMap((item, index) => statusEntries(about.slips![index]!, about, item, results[index]!));
    }
  }
}

function statusEntries(slip: string, { line, tail = "" }: About, item: StatusItem, answer: DeedAnswer): Entry[] {
  const id = `${slip}#${item.sequence}`;
  if (answer.__typename === "Refused") return [{ kind: "REFUSED", id, value: answer["code"] as string }];
  const { effect, state, lastSequence, phase } = answer as unknown as {
    readonly effect: string;
    readonly state: string;
    readonly lastSequence: number;
    readonly phase: string;
  };
  // The status itself is written once; what the repetition was answered is a line of its own.
  if (tail !== "") return [{ kind: "DUPLICATE", id: `${id}${tail}`, value: effect }];
  return [
    statusEntry(slip, line!, item.sequence, item.toState),
    recordEntry(slip, state, lastSequence, phase),
    ...(effect === "HELD" ? [{ kind: "HELD" as const, id, value: item.toState, under: line! }] : []),
    ...(effect === "DUPLICATE" ? [{ kind: "DUPLICATE" as const, id, value: effect }] : []),
  ];
}
