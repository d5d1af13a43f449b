import {
  buildSchema,
  getIntrospectionQuery,
  getOperationAST,
  GraphQLError,
  parse,
  type GraphQLObjectType,
} from "graphql";
import { priceOf } from "../../../src/platform/http/cost";
import { COST_LIMITS } from "../../../src/platform/http/limits";
import { findOffsetArguments } from "./offset-arguments";
import { sampleSchema } from "./sample-schema";
import { closeSamples, post, serveSample, type Sample } from "./sample-server";

const executed: string[] = [];
const names = ["a", "b", "c"];
let server: Sample;

beforeAll(async () => {
  server = await serveSample({
    sample: { executed },
    limits: { cost: { maxCost: (caller) => (caller === null ? 50 : 20_000) } },
  });
});
beforeEach(() => void executed.splice(0));
afterAll(closeSamples);

describe("D8 a page is 1 to 100 long, however its size is given", () => {
  const literal = (size: string) => ({ query: `{ folios(first: ${size}) { nodes { id } } }` });
  const variable = (value: unknown) => ({
    query: "query ($n: Int) { folios(first: $n) { nodes { id } } }",
    variables: { n: value },
  });
  const byDefault = (size: string) => ({ query: `query ($n: Int = ${size}) { folios(first: $n) { nodes { id } } }` });

  test.each([
    ["literal: too many", literal("101")],
    ["literal: zero", literal("0")],
    ["literal: negative", literal("-1")],
    ["literal: huge", literal("2147483647")],
    ["literal: null", literal("null")],
    ["variable: too many", variable(101)],
    ["variable: zero", variable(0)],
    ["variable: negative", variable(-2147483648)],
    ["variable: null", variable(null)],
    ["default of the operation: too many", byDefault("1000000")],
    ["default of the operation: negative", byDefault("-5")],
    ["default of the operation: null", byDefault("null")],
    ["the other direction", { query: "{ folios(first: null, last: 101) { nodes { id } } }" }],
    ["both directions at once", { query: "{ folios(first: 1, last: 1) { nodes { id } } }" }],
  ])("%s", async (_form, body) => {
    const reply = await post(server, body);
    expect({ status: reply.status, code: reply.code }).toEqual({ status: 400, code: "BAD_USER_INPUT" });
    expect(reply.body.errors![0]).toMatchObject({ path: ["folios"], extensions: { limit: 100 } });
    expect(["first", "last"]).toContain((reply.body.errors![0]!.extensions["inputPath"] as string[])[0]);
    expect(executed).toEqual([]);
  });

  test("a size beyond 32 bits is no Int at all", async () => {
    expect((await post(server, literal("99999999999"))).code).toBe("GRAPHQL_VALIDATION_FAILED");
    expect((await post(server, variable(99999999999))).code).toBe("BAD_USER_INPUT");
    expect(executed).toEqual([]);
  });

  test.each([
    ["1", literal("1")],
    ["100", literal("100")],
    ["nothing, so the default of the schema holds", { query: "{ folios { nodes { id } } }" }],
    ["a variable that is not sent", { query: variable(1).query }],
    ["the other direction, this one null", { query: "{ folios(first: null, last: 5) { nodes { id } } }" }],
    [
      "a page that is switched off",
      { query: "query ($n: Int) { hello folios(first: $n) @skip(if: true) { nodes { id } } }", variables: { n: 0 } },
    ],
  ])("%s is served", async (_form, body) => {
    expect((await post(server, body)).status).toBe(200);
  });

  test("the path leads through aliases and fragments to the page that is wrong", async () => {
    const query = "{ mine: folio { ...F } } fragment F on Folio { notes: marginalia(first: 0) { total } }";
    expect((await post(server, { query })).body.errors![0]!.path).toEqual(["mine", "notes"]);
  });

  test("a list of ids is no longer than a page", async () => {
    const query = "query ($ids: [ID!]!) { exlibrisList(ids: $ids) { id } }";
    expect((await post(server, { query, variables: { ids: Array(100).fill("a") } })).status).toBe(200);
    expect((await post(server, { query, variables: { ids: Array(101).fill("a") } })).code).toBe("BAD_USER_INPUT");
  });

  test("a variable that is null where the argument allows none is the caller's mistake, not a fault", async () => {
    const query = "query ($n: Int = 5) { ledger(first: $n) { id } }";
    const reply = await post(server, { query, variables: { n: null } });
    expect({ status: reply.status, code: reply.code }).toEqual({ status: 400, code: "BAD_USER_INPUT" });
    expect(reply.body.errors![0]).toMatchObject({ path: ["ledger"], extensions: { inputPath: ["first"] } });
    expect(executed).toEqual([]);
  });

  test("a field may allow more by its extension maxPageSize", async () => {
    const schema = sampleSchema();
    Object.assign(schema.getQueryType()!.getFields()["folios"]!, { extensions: { maxPageSize: 5_000 } });
    const other = await serveSample({ schema });
    expect((await post(other, literal("5000"))).status).toBe(200);
    expect((await post(other, literal("5001"))).code).toBe("BAD_USER_INPUT");
  });
});

describe("the price of an operation", () => {
  const price = (query: string, variables = {}, schema = sampleSchema()): number => {
    const document = parse(query);
    return priceOf({ schema, document, operation: getOperationAST(document)!, variables }, COST_LIMITS);
  };

  test.each([
    ["one for every field", "{ folio { id inscription } }", 3],
    ["a list of scalars as often as it may have members", "{ folio { keywords } }", 12],
    ["a page as often as it is long", "{ shelf(first: 50) { id inscription } }", 101],
    ["a page without a size at the usual one", "{ shelf { id } }", 21],
    ["pages inside pages multiplied", "{ shelf(first: 10) { copies(first: 10) { id } } }", 1 + 10 * (1 + 10)],
    ["a connection by its nodes", "{ folios(first: 10) { nodes { id wording } } }", 1 + 10 * 3],
    ["a connection by its edges", "{ folios(first: 10) { edges { cursor node { id wording } } } }", 1 + 10 * 5],
    [
      "page info and totals nothing",
      "{ folios(first: 10) { pageInfo { hasNextPage endCursor } total nodes { id } } }",
      1 + 10 * 2,
    ],
    ["keys by their number", '{ exlibrisList(ids: ["a", "b", "c"]) { id } }', 4],
    [
      "of the alternatives of an interface the dearest",
      '{ exlibrisList(ids: ["a"]) { id ... on Folio { inscription binding } ... on Marginalia { wording } } }',
      4,
    ],
    ["what is skipped nothing", "{ hello folio @skip(if: true) { id } }", 1],
  ])("counts %s", (_what, query, expected) => {
    expect(price(query)).toBe(expected);
  });

  test("counts variables, their defaults and the defaults of the schema alike", () => {
    expect(price("query ($n: Int!) { shelf(first: $n) { id } }", { n: 30 })).toBe(31);
    expect(price("query ($n: Int = 40) { shelf(first: $n) { id } }")).toBe(41);
    expect(price("{ folios { nodes { id } } }")).toBe(1 + 20 * 2);
  });

  test("is what the field says of its lists, where it says something", () => {
    const schema = buildSchema(
      `type Query { report(of: Asked): [Row!]! rows: [Row!]! } type Row { a: Int } input Asked { months: [Int!]! }`,
    );
    const fields = (schema.getType("Query") as GraphQLObjectType).getFields();
    Object.assign(fields["report"]!, { extensions: { sizedBy: "of.months" } });
    Object.assign(fields["rows"]!, { extensions: { listSize: 3 } });
    expect(price("{ report(of: { months: [1, 2] }) { a } rows { a } }", {}, schema)).toBe(1 + 2 + (1 + 3));
    expect(price("{ report(of: { months: 1 }) { a } }", {}, schema)).toBe(1 + 1);
    expect(price("{ report { a } }", {}, schema)).toBe(1 + 10);
  });
});

test("a price that is remembered is remembered for those variables only", async () => {
  const query = `query ($n: Int = 50, $more: Boolean = true) {
    shelf(first: $n) { copies(first: 100) @include(if: $more) { copies(first: 10) { id } } }
  }`;
  const codes: unknown[] = [];
  for (const variables of [{ n: 1 }, {}, { n: 1 }, { more: false }, { n: null }, { n: 1, more: true }]) {
    codes.push((await post(server, { query, variables })).code);
  }
  expect(codes).toEqual([undefined, "QUERY_TOO_COMPLEX", undefined, undefined, "BAD_USER_INPUT", undefined]);
});

test.each([
  ["a variable", "mutation ($i: [ShelfmarkInput!]!) { shelveMany(inputs: $i) }", (inputs: object[]) => ({ i: inputs })],
  [
    "a list of variables",
    `mutation (${names.map((name) => `$${name}: ShelfmarkInput!`).join()}) { shelveMany(inputs: [$a, $b, $c]) }`,
    (inputs: object[]) => Object.fromEntries(names.map((name) => [name, inputs[0]])),
  ],
])("a field that a list gives its size is priced by the list's length: %s", async (_form, query, variablesOf) => {
  const schema = sampleSchema();
  Object.assign(schema.getMutationType()!.getFields()["shelveMany"]!, { extensions: { sizedBy: "inputs" } });
  const isOfOne = query.includes("$a");
  const own = await serveSample({ schema, limits: { cost: { maxCost: () => (isOfOne ? 3 : 4) } } });
  const codes: unknown[] = [];
  for (const count of [1, 3, 4, 1]) {
    const inputs = Array(count).fill({ clientKey: "a", shelfmark: "b" });
    codes.push((await post(own, { query, variables: variablesOf(inputs) })).code);
  }
  const dear = "QUERY_TOO_COMPLEX";
  // Written as a list of three, it is one of three, whatever is sent for them.
  expect(codes).toEqual(isOfOne ? [dear, dear, dear, dear] : [undefined, undefined, dear, undefined]);
});

test("no list is not the list that stands for one that is not given", async () => {
  const schema = buildSchema("type Query { report(of: [Int!]): [Int!]! }");
  Object.assign(schema.getQueryType()!.getFields()["report"]!, { extensions: { sizedBy: "of" } });
  const own = await serveSample({ schema, limits: { cost: { maxCost: () => 11 } } });
  const query = `query ($of: [Int!] = [${Array(11).fill(1).join()}]) { report(of: $of) }`;
  const codes: unknown[] = [];
  for (const variables of [{ of: null }, {}, { of: [1] }]) codes.push((await post(own, { query, variables })).code);
  expect(codes).toEqual(["INTERNAL_SERVER_ERROR", "QUERY_TOO_COMPLEX", "INTERNAL_SERVER_ERROR"]);
});

test("D8 the query of 61 bytes that fetched a million nodes is refused with its price and the limit", async () => {
  const query = "{ shelf(first: 100) { copies(first: 100) { copies(first: 100) { id } } } }";
  const reply = await post(server, { query });
  expect({ status: reply.status, code: reply.code }).toEqual({ status: 400, code: "QUERY_TOO_COMPLEX" });
  expect(reply.body.errors![0]!.extensions).toMatchObject({ cost: 1_010_101, limit: 20_000 });
  expect(executed).toEqual([]);
});

test("a caller's budget is the caller's own: what a signed-in caller may ask, a stranger may not", async () => {
  const query = "{ shelf(first: 100) { id } }";
  expect((await post(server, { query })).status).toBe(200);
  const reply = await post(server, { query }, { authorization: "" });
  expect(reply.body.errors![0]!.extensions).toMatchObject({ code: "QUERY_TOO_COMPLEX", cost: 101, limit: 50 });
});

test("what the access check refuses is refused before its price is worked out", async () => {
  const guarded = await serveSample({
    beforeExecute: ({ operation, variables, caller }) => {
      expect({ name: operation.name?.value, variables, caller }).toEqual({
        name: "A",
        variables: { n: 100 },
        caller: null,
      });
      return [1, 2].map((number) => new GraphQLError(`不可 ${number}`, { extensions: { code: "FORBIDDEN" } }));
    },
  });
  const query = "query A($n: Int = 100) { shelf(first: $n) { copies(first: 100) { copies(first: 100) { id } } } }";
  const reply = await post(guarded, { query }, { authorization: "" });
  expect({ status: reply.status, code: reply.code }).toEqual({ status: 403, code: "FORBIDDEN" });
  expect(reply.body.errors!.map(({ message }) => message)).toEqual(["不可 1", "不可 2"]);
});

test("the full introspection query passes all limits when introspection is on", async () => {
  const open = await serveSample({ introspection: true });
  const all = {
    inputValueDeprecation: true,
    oneOf: true,
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
  };
  const reply = await post(open, { query: getIntrospectionQuery(all) });
  expect(reply.status).toBe(200);
  expect(reply.text).toContain("Marginalia");
});

describe("D20 no list is read by counting into it", () => {
  test("the walk through a schema finds arguments and input fields that skip by number", () => {
    const schema = buildSchema(`
      type Query { a(offset: Int): [Int] b(page: PageInput): [Int] c(first: Int, after: String): [Int] d(pageSize: Int): Int }
      input PageInput { skip: Int from: String }
    `);
    expect(findOffsetArguments(schema).sort()).toEqual(["PageInput.skip", "Query.a(offset)", "Query.b(page)"]);
  });

  test("the sample has none", () => {
    expect(findOffsetArguments(sampleSchema())).toEqual([]);
  });
});
