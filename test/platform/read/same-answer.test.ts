import { getNamedType, getOperationAST, parse, type GraphQLObjectType } from "graphql";
import { rolesOf } from "../../../src/access/access.check";
import { SAMPLE_USERS } from "../../../src/demo/sample-centre";
import { aStatus, doDeed, openDispute, openRecord } from "../../support/deeds";
import { openTestHub, type Answer, type TestHub } from "../../support/hub";
import { aWholeDispute, type Whole } from "../../support/whole-dispute";
import { QueryWriter, seeded } from "./random-query";

/** The same database and keys, asked in the two ways: one statement for all, and field by field. */
let planned: TestHub;
let executed: TestHub;
let whole: Whole;
let roots: Readonly<Record<string, string>>;

beforeAll(async () => {
  planned = await openTestHub();
  executed = await planned.another({ readAhead: false });
  whole = await aWholeDispute(planned);
  await openDispute(planned);
  const { recordId } = await openRecord(planned, "ARBITRATION");
  await doDeed(planned, "ph-arbitration", "reportStatus", aStatus(planned, recordId, 2, "DECIDED"));
  const { data } = await planned.ask("ph-mediation", `{ person(id: "${whole.ids["Person"]}") { idNumber } }`);
  roots = {
    dispute: `dispute(id: "${whole.disputeId}")`,
    traced: `dispute(traceCode: "${whole.traceCode}")`,
    disputes: "disputes(first: 2)",
    some: 'disputes(filter: { states: [REGISTERED, FOLLOW_UP], regionCode: "330482" })',
    citizenHistory: `citizenHistory(idNumber: "${data.person.idNumber}", purpose: HANDLING)`,
    found: `disputes(filter: { text: "漏水" }, first: 3)`,
    worklist: "worklist(first: 2)",
    person: `person(id: "${whole.ids["Person"]}")`,
  };
});
afterAll(async () => {
  await executed.close();
  await planned.close();
});

const CURSOR = /^A1[\w-]{40,}\.A1[\w-]{40,}$/;

/** Cursors are sealed anew each time; what matters is where they lead. */
function withOpenCursors(answer: Answer): unknown {
  return JSON.parse(answer.text, (key, value: unknown) => {
    if (typeof value !== "string" || !CURSOR.test(value)) return key === "requestId" ? "" : value;
    const position = JSON.parse(planned.hub.parts.crypto.open(value.slice(0, value.lastIndexOf(".")))) as string[];
    return position.map((place) => (/^\d{4}-/.test(place) ? new Date(place).toISOString() : place));
  });
}

const plannedRoots = () => Object.keys(roots);

function obstacleTo(query: string): string | undefined {
  const document = parse(query);
  return planned.hub.planner.obstacle(document, getOperationAST(document)!, { few: 2, no: false });
}

test("whatever is selected, both ways give the same answer", async () => {
  const seed = Number(process.env["QUERY_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
  const random = seeded(seed);
  const asked = new Set<string>();
  let compared = 0;
  for (let round = 0; round < 240; round++) {
    const user = SAMPLE_USERS[round % SAMPLE_USERS.length]!;
    const root = plannedRoots()[Math.floor(random() * plannedRoots().length)]!;
    const field = roots[root]!.split("(")[0]!;
    if (!rolesOf("Query", field).has(user.role)) continue;
    const writer = new QueryWriter(planned.hub.schema, (type, name) => rolesOf(type, name).has(user.role), random);
    const type = getNamedType(planned.hub.schema.getQueryType()!.getFields()[field]!.type) as GraphQLObjectType;
    const query = `query ($few: Int! = 2, $no: Boolean! = false) {
      ${roots[root]} ${writer.selection(type, 3)}
      few: disputes(first: $few) { pageInfo { hasNextPage } }
      no: disputes(first: 1) @include(if: $no) { pageInfo { hasNextPage } }
    }`;
    const [one, other] = [await planned.ask(user.subject, query), await executed.ask(user.subject, query)];
    try {
      expect(withOpenCursors(one)).toEqual(withOpenCursors(other));
    } catch (error) {
      throw new Error(`seed ${seed}, ${user.subject}: ${query}\n${String(error)}`, { cause: error });
    }
    if (one.errors) continue;
    if (obstacleTo(query) === undefined) compared++;
    for (const name of writer.asked) asked.add(name);
  }
  expect(compared).toBeGreaterThan(100);
});

test("a wrong cursor, a hidden dispute and a bad number are told in the same words", async () => {
  const queries: readonly [string, string][] = [
    ["clerk", `{ dispute(id: "${whole.disputeId}") { timeline(after: "nonsense") { nodes { id } } } }`],
    ["clerk", `{ disputes(after: "nonsense") { nodes { id } } }`],
    ["jx-court", `{ dispute(id: "${whole.disputeId}") { id } }`],
    ["clerk", `{ dispute(id: "nonsense") { id } }`],
    ["clerk", `{ dispute { id } }`],
    ["clerk", `{ citizenHistory(idNumber: "330482199001010000", purpose: HANDLING) { person { id } } }`],
    ["report", `{ dispute(id: "${whole.disputeId}") { title } }`],
    ["report", `{ dispute(id: "${whole.disputeId}") { state records { nodes { state } } } }`],
  ];
  for (const [user, query] of queries) {
    const [one, other] = [await planned.ask(user, query), await executed.ask(user, query)];
    expect([one.status, withOpenCursors(one)]).toEqual([other.status, withOpenCursors(other)]);
  }
});

test("both ways leave the same lines in the read log", async () => {
  const query = `{ dispute(id: "${whole.disputeId}") { parties { nodes { person { maskedName } } } submissions { nodes { applicant { name } agent { name } } } } }`;
  const linesOf = async (hub: TestHub) => {
    const before = await hub.count("read_entry");
    await hub.ask("clerk", query);
    const lines = await hub.hub.parts.db.query<{ line: string }>(
      `select concat_ws(' ', action, principal, role, person_id, dispute_id, purpose) as line from read_entry order by xmin::text::bigint, action desc offset ${before}`,
    );
    return lines.map(({ line }) => line).sort();
  };
  const lines = await linesOf(planned);
  expect(lines).toHaveLength(3);
  expect(await linesOf(executed)).toEqual(lines);
});
