import { getOperationAST, isObjectType, parse } from "graphql";
import { openTestHub, type TestHub } from "../../support/hub";

let hub: TestHub;
beforeAll(async () => void (hub = await openTestHub()));
afterAll(() => hub.close());

/** A field that has no way of its own makes every query that asks for it slower. */
test("every field of every row is looked ahead to", () => {
  const { schema, planner } = hub.hub;
  const loaded = Object.values(schema.getTypeMap()).flatMap((type) => {
    const ways = isObjectType(type) ? Object.entries(planner.waysOf(type) ?? {}) : [];
    return ways.filter(([, way]) => way === "resolver").map(([field]) => `${type.name}.${field}`);
  });
  expect(loaded).toEqual([]);
});

test("the ways of a dispute and of its parts", () => {
  const { schema, planner } = hub.hub;
  const waysOf = (name: string) => {
    const type = schema.getType(name);
    if (!isObjectType(type)) throw new Error(name);
    return planner.waysOf(type);
  };
  expect(waysOf("Dispute")).toMatchObject({
    id: "global id",
    title: "column",
    leadOwner: "self",
    allowedActions: "columns",
    timeline: "page",
  });
  expect(waysOf("TimelineEvent")).toMatchObject({
    agency: "one",
    note: "computed",
    correctedBy: "list",
    documents: "list",
  });
});

test.each([
  ["dispute", '{ dispute(traceCode: "x") { title timeline { nodes { note agency { name } } } } }', []],
  ["worklist", "{ worklist { nodes { since dispute { title } record { allowedActions { action } } } } }", []],
  ["a number in full", '{ dispute(traceCode: "x") { parties { nodes { person { idNumber } } } } }', []],
  ["the change feed", "{ changes { nodes { kind dispute { title } } pageInfo { endCursor } } }", []],
  ["namesakes", '{ searchPersons(name: "x", purpose: INTAKE) { maskedName } }', []],
  ["any object", '{ node(id: "x") { id ... on Dispute { title } ... on AgencyRecord { waiting { sequence } } } }', []],
  ["objects", '{ nodes(ids: ["x"]) { __typename ... on Party { person { name } } } }', []],
  ["the directory", "{ agencies { code } }", ["Query.agencies"]],
  ["beside others", "{ me { role } __typename disputes { nodes { id } } }", ["Query.me", "__typename"]],
])("%s: what stands against looking ahead", (_name, query, obstacles) => {
  const document = parse(query);
  expect(hub.hub.planner.obstacles(document, getOperationAST(document)!, {})).toEqual(obstacles);
});
