import type { GraphQLObjectType } from "graphql";
import type { Role } from "../../src/access/caller";
import { SAMPLE_USERS } from "../../src/demo/sample-centre";
import { DEEDS, documentOf } from "../support/deeds";
import { openTestHub, type TestHub, type User } from "../support/hub";
import { openWholeDispute, ROOT_SAMPLES, type WholeDispute } from "../support/root-samples";
import { flightsOf, statementsOf } from "../support/statements";
import { widestOperation } from "../support/widest";

let hub: TestHub;
let whole: WholeDispute;
beforeAll(async () => {
  hub = await openTestHub({ limits: { cost: { maxCost: () => 10_000_000 }, document: { selections: 10_000 } } });
  whole = await openWholeDispute(hub);
});
afterAll(() => hub.close());

const roleOf = (user: User): Role =>
  user === null ? "PUBLIC" : SAMPLE_USERS.find(({ subject }) => subject === user)!.role;

function rootFields(): { field: string; statements: unknown }[] {
  const { schema } = hub.hub;
  return [schema.getQueryType(), schema.getMutationType()].flatMap((root) =>
    Object.values((root as GraphQLObjectType).getFields()).map(({ name, extensions }) => ({
      field: name,
      statements: extensions["statements"],
    })),
  );
}

test("every root field says how many statements it may take, and is asked here", () => {
  const asked = new Set(ROOT_SAMPLES.map(({ field }) => field));
  const wanting = rootFields().filter(({ field, statements }) => !Number.isInteger(statements) || !asked.has(field));
  expect(wanting).toEqual([]);
});

test.each([...new Set(ROOT_SAMPLES.map(({ field }) => field))])(
  "the widest operation on %s takes no more statements than it declares",
  async (field) => {
    const { statements } = rootFields().find((root) => root.field === field)!;
    for (const sample of ROOT_SAMPLES.filter((candidate) => candidate.field === field)) {
      const text = widestOperation(hub.hub.schema, sample, roleOf(sample.user));
      const values = await sample.variables(hub, whole);
      const sent = await statementsOf(async () => {
        const answer = await hub.ask(sample.user, text, values);
        if (answer.errors || !answer.data[field]) throw new Error(answer.text);
        if (answer.data[field].__typename === "Refused") throw new Error(answer.text);
      });
      // Which questions meet in one batch depends on whose answer is faster, so some may be fewer at times.
      expect(sent.length).toBeLessThanOrEqual(statements as number);
    }
  },
);

/** Each trip costs both sides a change of process, and the dispute's other writers wait meanwhile. */
const ROUND_TRIPS: Readonly<Record<string, number>> = {
  // Who is who is settled under locks of its own, before the dispute is known or locked.
  registerSubmission: 6,
  attachSubmission: 7,
  referDispute: 2,
  acceptReferral: 2,
  returnReferral: 2,
  closeSupervision: 2,
  closeAgency: 2,
  // What it touches is counted before the last statement, which goes with COMMIT.
  loadCalendarNotice: 3,
  reportStatus: 2,
  reportStatuses: 2,
  correctEvent: 2,
  linkDisputes: 2,
  evaluateDispute: 2,
  confirmDeadline: 2,
  extendDeadline: 2,
  openDeadline: 2,
  closeDeadline: 2,
};

test.each(DEEDS)("%s goes to the database and back no more often than it has to", async (deed) => {
  const sample = ROOT_SAMPLES.find(({ field }) => field === deed)!;
  const values = await sample.variables(hub, whole);
  const text = documentOf(deed).replace(/\{ __typename[^]*$/, "{ __typename } }");
  const flights = await flightsOf(async () => {
    const answer = await hub.ask(sample.user, text, values);
    if (answer.errors || answer.data[deed].__typename === "Refused") throw new Error(answer.text);
  });
  expect(flights.length).toBeLessThanOrEqual(ROUND_TRIPS[deed]!);
});

test("root fields that have no statement of their own cost those beside them nothing", async () => {
  const query = `query ($id: ID!) { me { agency { code } } __typename agencies { code }
    dispute(id: $id) { timeline { nodes { agency { name } record { number } documents { name } } } } }`;
  const sent = await statementsOf(async () => {
    const answer = await hub.ask("ph-court", query, { id: whole.disputeId });
    if (answer.errors) throw new Error(answer.text);
  });
  expect(sent).toHaveLength(3);
});
