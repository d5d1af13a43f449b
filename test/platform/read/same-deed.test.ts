import { getNamedType, type GraphQLObjectType, type GraphQLUnionType } from "graphql";
import { DeedAnswers } from "../../../src/platform/read/deed-answers";
import { World } from "../../../src/platform/read/world";
import {
  aStatus,
  aSubmission,
  freshKey,
  freshNumber,
  openDispute,
  openRecord,
  openReferral,
} from "../../support/deeds";
import { openTestHub, type TestHub } from "../../support/hub";
import { QueryWriter, seeded } from "./random-query";

/** The same database and keys, a deed's answer given from a plan and field by field. */
let planned: TestHub;
let executed: TestHub;
let world: World;

beforeAll(async () => {
  planned = await openTestHub();
  executed = await planned.another({ answerAhead: false });
  world = new World(planned.hub.parts.catalogue);
});

afterAll(async () => {
  await executed.close();
  await planned.close();
});

interface Sent {
  readonly user: string;
  readonly deed: string;
  readonly input: object;
  /** What is answered. */
  readonly by: string;
}

/** Deeds of many kinds, done and refused. */
async function deedsToSend(): Promise<Sent[]> {
  const { recordId, disputeId, version } = await openRecord(planned, "MEDIATION");
  const { referralId } = await openReferral(planned);
  const open = await openDispute(planned);
  const send = (user: string, deed: string, by: string, input: object): Sent => ({
    user,
    deed,
    by,
    input,
  });
  const waiting = aStatus(planned, recordId, 4, "PERFORMED");
  return [
    send("clerk", "registerSubmission", "SubmissionRegistered", aSubmission(planned, { title: "拖欠物业费" })),
    send("clerk", "evaluateDispute", "Refused", {
      disputeId,
      expectedVersion: version + 9,
      centre: "SATISFIED",
      agency: "SATISFIED",
      evaluatedAt: planned.clock.now().toISOString(),
    }),
    send("clerk", "referDispute", "DisputeReferred", {
      disputeId: open.disputeId,
      expectedVersion: open.version,
      targets: [{ line: "MEDIATION", agencyCodes: ["ph-mediation"], takesLead: true, reason: "人民调解法17" }],
    }),
    send("ph-mediation", "acceptReferral", "ReferralAccepted", {
      referralId,
      expectedVersion: 1,
      number: freshNumber("MEDIATION"),
      occurredAt: planned.clock.now().toISOString(),
    }),
    send("ph-mediation", "reportStatus", "Refused", aStatus(planned, recordId, 1, "NO_SUCH_STATE")),
    send("ph-mediation", "reportStatus", "Refused", aStatus(planned, recordId, 1, "PERFORMED")),
    send("ph-mediation", "reportStatus", "StatusRecorded", aStatus(planned, recordId, 1, "ACCEPTED")),
    send("ph-mediation", "reportStatuses", "StatusBatchRecorded", {
      items: [waiting, aStatus(planned, recordId, 1, "ACCEPTED"), aStatus(planned, recordId, 2, "NO_SUCH_STATE")],
    }),
    send("ph-mediation", "reportStatuses", "Refused", { items: [] }),
  ];
}

test("whatever is selected of what a deed has made, both ways give the same answer", async () => {
  const seed = Number(process.env["QUERY_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
  const random = seeded(seed);
  const { schema } = planned.hub;
  const made = (type: string, field: string) => !world.isResolved(schema.getType(type) as GraphQLObjectType, field);
  const writer = new QueryWriter(schema, made, random);
  const answer = jest.spyOn(DeedAnswers.prototype, "answer");
  for (const { user, deed, by, input } of await deedsToSend()) {
    const field = schema.getMutationType()!.getFields()[deed]!;
    const result = getNamedType(field.type) as GraphQLUnionType;
    const sent = { input: { clientKey: freshKey(), ...input } };
    for (let round = 0; round < 12; round++) {
      const query = `mutation ($input: ${String(field.args[0]!.type)}, $no: Boolean! = false) {
        kind: ${deed}(input: $input) { __typename }
        ${deed}(input: $input) ${writer.selection(result, 3)}
        no: ${deed}(input: $input) @include(if: $no) { __typename }
      }`;
      // The first time the deed is done; after it the same key brings the same answer.
      const [one, other] = [await planned.ask(user, query, sent), await executed.ask(user, query, sent)];
      try {
        expect([one.status, one.text]).toEqual([other.status, other.text]);
        expect(one.data.kind.__typename).toBe(by);
        expect(await answer.mock.results.at(-1)!.value).toBeDefined();
      } catch (error) {
        throw new Error(`seed ${seed}, ${user}: ${query}\n${String(error)}`, { cause: error });
      }
    }
  }
});
