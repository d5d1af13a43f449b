import { getNamedType, getOperationAST, isInterfaceType, isObjectType, parse } from "graphql";
import { rolesOf } from "../../../src/access/access.check";
import { SAMPLE_USERS } from "../../../src/demo/sample-centre";
import { aStatus, doDeed, openDispute, openRecord } from "../../support/deeds";
import { eventually } from "../../support/eventually";
import { openTestHub, type TestHub } from "../../support/hub";
import { attach, person, secretIds, WORDS } from "../../support/informers";
import { aWholeDispute, type Whole } from "../../support/whole-dispute";
import { withOpenCursors } from "./open-cursors";
import { QueryWriter, seeded } from "./random-query";

/** The same database and keys, asked in the two ways: one statement for all, and field by field. */
let planned: TestHub;
let executed: TestHub;
let whole: Whole;
let roots: Readonly<Record<string, string>>;

beforeAll(async () => {
  planned = await openTestHub();
  executed = await planned.another({ answerAhead: false });
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
    changes: "changes(first: 2)",
    feed: "changes(first: 60)",
    later: `changes(first: 4, after: "${PLACE}")`,
    person: `person(id: "${whole.ids["Person"]}")`,
    searchPersons: 'searchPersons(name: "沈秋实", purpose: HANDLING)',
    nobody: 'searchPersons(name: "沈秋实", purpose: INTAKE, phone: "13900000000")',
    node: `node(id: "${ANY}")`,
    nodes: `nodes(ids: ["${ANY}", "${ANY}", "nonsense", "${whole.disputeId}"])`,
  };
  const { data: elsewhere } = await planned.ask("clerk", "{ disputes(first: 1) { nodes { id } } }");
  // Some of what there is leads to an informer: what it says is for the few who may know.
  await attach(planned, whole, { applicant: person(WORDS.informer), isReport: true, documents: [PAPER] });
  ids = [...Object.values(whole.ids), ...(await secretIds(planned, whole)), elsewhere.disputes.nodes[0].id];
  await feedIsSettled();
});

const PAPER = { kind: "身份证明", name: WORDS.paper, digest: "a".repeat(64) };

/** Told in the answers, the feed must not grow between the two of a pair. */
async function feedIsSettled(): Promise<void> {
  await eventually("the feed has settled", async () => {
    const [row] = await planned.hub.parts.db.query<{ done: boolean }>(
      "select max(xid) < pg_snapshot_xmin(pg_current_snapshot())::text::bigint as done from change_log",
    );
    return row!.done;
  });
}

/** Stands for a place in the feed, which each reader has for itself. */
const PLACE = "PLACE";
const places = new Map<string, string>();
async function placeOf(user: string): Promise<string> {
  const known = places.get(user);
  if (known !== undefined) return known;
  const { data } = await planned.ask(user, "{ changes(first: 5) { pageInfo { endCursor } } }");
  const place: string = data.changes.pageInfo.endCursor;
  places.set(user, place);
  return place;
}

/** Stands for the id of any object there is. */
const ANY = "ANY";
let ids: readonly string[];

const fieldOf = (root: string) => roots[root]!.split("(")[0]!;

async function rootFor(user: string, root: string, random: () => number): Promise<string> {
  const place = roots[root]!.includes(PLACE) ? await placeOf(user) : "";
  return roots[root]!.replace(PLACE, place).replaceAll(ANY, () => ids[Math.floor(random() * ids.length)]!);
}

/** Of objects by their ids, some of the types are asked that these ids name; all would seldom go together. */
function selectionBelow(root: string, writer: QueryWriter, random: () => number): string {
  const { schema } = planned.hub;
  const type = getNamedType(schema.getQueryType()!.getFields()[root.split("(")[0]!]!.type);
  if (isObjectType(type)) return writer.selection(type, 3);
  const named = Object.entries(whole.ids).flatMap(([name, id]) => (root.includes(id) ? [name] : []));
  const fragments = [...named, "AgencyRecord"].map((name) => {
    const of = schema.getType(name);
    if (!(isObjectType(of) || isInterfaceType(of)) || random() < 0.3) return "";
    return `... on ${name} ${writer.selection(of, 2)}`;
  });
  return `{ __typename id ${fragments.join(" ")} }`;
}

/** Root fields that resolvers answer beside those that statements do. */
const LEFT = "me { role agency { code } } __typename ...rest rest: agencies(line: MEDIATION) @skip(if: $no) { code }";

afterAll(async () => {
  await executed.close();
  await planned.close();
});

function obstaclesTo(query: string): readonly string[] {
  const document = parse(query);
  return planned.hub.planner.obstacles(document, getOperationAST(document)!, { few: 2, no: false });
}

test("whatever is selected, both ways give the same answer", async () => {
  const seed = Number(process.env["QUERY_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
  const random = seeded(seed);
  const compared = new Map(Object.keys(roots).map((root) => [root, 0]));
  for (let round = 0; round < 480; round++) {
    const { subject, role } = SAMPLE_USERS[round % SAMPLE_USERS.length]!;
    const open = Object.keys(roots).filter((root) => rolesOf("Query", fieldOf(root)).has(role));
    // Some roots are open to few; what was compared least is asked in every second round.
    const [least] = open.toSorted((one, other) => compared.get(one)! - compared.get(other)!);
    const root = random() < 0.5 ? least : open[Math.floor(random() * open.length)];
    if (root === undefined) continue;
    const writer = new QueryWriter(planned.hub.schema, (type, name) => rolesOf(type, name).has(role), random);
    const left = random() < 0.3 ? "Query.me,__typename,Query.agencies" : "";
    const asked = await rootFor(subject, root, random);
    const query = `query ($few: Int! = 2, $no: Boolean! = false) {
      few: disputes(first: $few) { pageInfo { hasNextPage } }
      ...rest @include(if: $no)
      ${left === "" ? "" : LEFT}
      ${asked} ${selectionBelow(asked, writer, random)}
      no: disputes(first: 1) @include(if: $no) { pageInfo { hasNextPage } }
    }
    fragment rest on Query { agencies(line: MEDIATION) { id name } }`;
    const [one, other] = [await planned.ask(subject, query), await executed.ask(subject, query)];
    try {
      const [answer, expected] = [withOpenCursors(planned, one), withOpenCursors(planned, other)];
      expect(answer).toEqual(expected);
      // The order of the fields too is that of the query.
      expect(JSON.stringify(answer)).toBe(JSON.stringify(expected));
    } catch (error) {
      throw new Error(`seed ${seed}, ${subject}: ${query}\n${String(error)}`, { cause: error });
    }
    if (!one.errors && obstaclesTo(query).join() === left) compared.set(root, compared.get(root)! + 1);
  }
  expect([...compared].filter(([, times]) => times < 5)).toEqual([]);
});

test("a wrong cursor, a hidden dispute and a bad number are told in the same words", async () => {
  const { data } = await planned.ask(
    "clerk",
    `{ dispute(id: "${whole.disputeId}") { timeline(first: 1) { pageInfo { endCursor } } } }`,
  );
  const cursor: string = data.dispute.timeline.pageInfo.endCursor;
  const onFrom = (given: readonly string[]) =>
    `{ nodes(ids: ${JSON.stringify(given)}) { ... on Dispute { timeline(first: 1, after: "${cursor}") { nodes { id } } } } }`;
  const queries: readonly [string, string][] = [
    ["clerk", onFrom([whole.disputeId])],
    ["clerk", onFrom([whole.disputeId, ids.at(-1)!])],
    ["clerk", `{ dispute(id: "${whole.disputeId}") { timeline(after: "nonsense") { nodes { id } } } }`],
    ["clerk", `{ changes(after: "nonsense") { nodes { id } } }`],
    ["clerk", `{ changes(first: 1, after: "${await placeOf("supervisor")}") { nodes { id } } }`],
    ["clerk", `{ node(id: "${whole.disputeId}") { ... on Dispute { timeline(after: "nonsense") { nodes { id } } } } }`],
    [
      "jx-court",
      `{ node(id: "${whole.disputeId}") { ... on Dispute { timeline(after: "nonsense") { nodes { id } } } } }`,
    ],
    ["clerk", `{ nodes(ids: []) { id } node(id: "") { id } }`],
    ["clerk", `{ disputes(after: "nonsense") { nodes { id } } }`],
    ["jx-court", `{ dispute(id: "${whole.disputeId}") { id } }`],
    ["clerk", `{ dispute(id: "nonsense") { id } }`],
    ["clerk", `{ dispute { id } }`],
    ["clerk", `{ citizenHistory(idNumber: "330482199001010000", purpose: HANDLING) { person { id } } }`],
    ["report", `{ dispute(id: "${whole.disputeId}") { title } }`],
    ["clerk", `{ __proto__: dispute(id: "${whole.disputeId}") { __proto__: title id } }`],
    ["clerk", `{ __proto__: dispute(id: "nonsense") { id } disputes(first: 1) { nodes { __proto__: title } } }`],
    ["clerk", `{ disputes(first: 1) { __proto__: pageInfo { __proto__: hasNextPage } edges { __proto__: cursor } } }`],
    ["report", `{ dispute(id: "${whole.disputeId}") { state records { nodes { state } } } }`],
  ];
  for (const [user, query] of queries) {
    const [one, other] = [await planned.ask(user, query), await executed.ask(user, query)];
    expect([one.status, withOpenCursors(planned, one)]).toEqual([other.status, withOpenCursors(planned, other)]);
  }
});

describe("both ways leave the same lines in the read log", () => {
  const PEOPLE =
    "parties { nodes { person { maskedName } } } submissions { nodes { applicant { name } agent { name } } }";
  const linesOf = async (hub: TestHub, query: string) => {
    const before = await hub.count("read_entry");
    const answer = await hub.ask("clerk", query);
    if (answer.errors) throw new Error(answer.text);
    const lines = await hub.hub.parts.db.query<{ line: string }>(
      `select concat_ws(' ', action, principal, role, person_id, dispute_id, purpose) as line from read_entry order by xmin::text::bigint, action desc offset ${before}`,
    );
    return lines.map(({ line }) => line).sort();
  };
  const ways: readonly [string, number, () => string][] = [
    ["dispute", 4, () => `{ dispute(id: "${whole.disputeId}") { ${PEOPLE} } }`],
    ["changes", 3, () => `{ changes(first: 3) { nodes { dispute { ${PEOPLE} } } } }`],
    ["searchPersons", 5, () => '{ searchPersons(name: "沈秋实", purpose: HANDLING) { name } }'],
    ["a person by id", 1, () => `{ node(id: "${whole.ids["Person"]}") { ... on Person { name } } }`],
    [
      "a person by id and on the way",
      4,
      () => `{ nodes(ids: ["${whole.ids["Person"]}", "${whole.disputeId}", "${whole.disputeId}"]) {
        ... on Dispute { ${PEOPLE} } ... on Person { name } } }`,
    ],
    ["an object of a dispute", 0, () => `{ node(id: "${whole.ids["Party"]}") { id } }`],
    ["a search for nobody", 1, () => '{ searchPersons(name: "查无此人", purpose: INTAKE) { name } }'],
  ];
  test.each(ways)("%s: %i", async (_way, count, query) => {
    expect(obstaclesTo(query())).toEqual([]);
    const lines = await linesOf(planned, query());
    expect(lines).toHaveLength(count);
    expect(await linesOf(executed, query())).toEqual(lines);
  });
});
