import {
  execute,
  getOperationAST,
  GraphQLEnumType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
  parse,
  type ExecutionResult,
} from "graphql";
import { DeedAnswers } from "../../../src/platform/read/deed-answers";

const must = (type: ConstructorParameters<typeof GraphQLNonNull>[0]) => new GraphQLNonNull(type as typeof GraphQLInt);
const Colour = new GraphQLEnumType({ name: "Colour", values: { RED: { value: "r" }, BLUE: { value: "b" } } });
const Step = new GraphQLObjectType({
  name: "Step",
  fields: { to: { type: must(GraphQLString) }, after: { type: GraphQLString } },
});
const Done = new GraphQLObjectType({
  name: "Done",
  fields: () => ({
    count: { type: must(GraphQLInt) },
    colour: { type: Colour },
    steps: { type: new GraphQLList(must(Step)) },
    rows: { type: new GraphQLList(new GraphQLList(GraphQLInt)) },
    parts: { type: must(new GraphQLList(must(Result))) },
    related: { type: GraphQLString, resolve: () => "somewhere else" },
  }),
});
const Refused = new GraphQLObjectType({ name: "Refused", fields: { code: { type: must(GraphQLString) } } });
const Result: GraphQLUnionType = new GraphQLUnionType({
  name: "Result",
  types: [Done, Refused],
  resolveType: ({ __typename }: { readonly __typename: string }) => __typename,
});

/** What the deeds have done, in the order in which they did it. */
let log: unknown[];
/** What they answer. */
let made: unknown;
const deed = (type: unknown) => ({
  type: type as typeof Result,
  args: { size: { type: GraphQLInt, defaultValue: 7 }, colour: { type: Colour } },
  async resolve(_root: unknown, args: object, context: unknown, info: { readonly path: { readonly key: unknown } }) {
    await Promise.resolve();
    log.push([info.path.key, args, context]);
    if (made instanceof Error) throw made;
    return made;
  },
});
const schema = new GraphQLSchema({
  query: new GraphQLObjectType({ name: "Query", fields: { one: { type: GraphQLInt } } }),
  mutation: new GraphQLObjectType({
    name: "Mutation",
    fields: { act: deed(must(Result)), may: deed(Result), plain: { type: GraphQLString, resolve: () => "done" } },
  }),
});

const answers = new DeedAnswers({ schema, isResolved: (_type, field) => field === "related" });
const CONTEXT = { who: "somebody" };

/** The same operation in both ways. */
async function both(source: string, given: Record<string, unknown> = {}, answer: unknown = done) {
  const document = parse(source);
  const operation = getOperationAST(document)!;
  [made, log] = [answer, []];
  const expected = (await execute({
    schema,
    document,
    variableValues: given,
    contextValue: CONTEXT,
  })) as ExecutionResult;
  const byExecution = log;
  log = [];
  // The variables here are what they are coerced to.
  const coerced = { ...given, ...("colour" in given && { colour: "b" }) };
  const found = await answers.answer(document, operation, coerced, CONTEXT);
  return { found, expected, log, byExecution };
}

const done = {
  __typename: "Done",
  count: 2,
  colour: "r",
  steps: [{ to: "NEXT", after: undefined }, { to: "LAST" }],
  rows: [[1, null], null, []],
  parts: [
    { __typename: "Done", count: 1, colour: null, steps: null, rows: null, parts: [] },
    { __typename: "Refused", code: "NO" },
  ],
};

const ALL = `... on Done { count colour steps { to after } rows parts { __typename ... on Done { c: count steps { to } } ... on Refused { code } } }`;

test.each([
  ["all there is", `mutation { act { ${ALL} ... on Refused { code } } }`, {}],
  [
    "under other names, twice",
    `mutation { x: act { ... on Done { n: count count } __typename } y: act { __typename } }`,
  ],
  [
    "fragments in fragments",
    `mutation { act { ...d } } fragment d on Result { ... on Done { ...p } } fragment p on Done { steps { ...s } parts { __typename } } fragment s on Step { to }`,
  ],
  [
    "what is switched on",
    `mutation ($on: Boolean!) { act { ... on Done { count @include(if: $on) colour @skip(if: $on) } } }`,
    { on: true },
  ],
  [
    "what is switched off",
    `mutation ($on: Boolean!) { act { ... on Done { count @include(if: $on) colour @skip(if: $on) } } }`,
    { on: false },
  ],
  [
    "arguments from variables, with defaults",
    `mutation ($colour: Colour, $none: Int) { act(colour: $colour, size: $none) { __typename } may(size: 3) { __typename } }`,
    { colour: "BLUE" },
  ],
  [
    "a key called __proto__",
    `mutation { __proto__: act { ... on Done { __proto__: count parts { __proto__: __typename } } } }`,
  ],
  ["a field that is no union", `mutation { plain act { __typename } }`],
])("%s: the same answer, the same deeds", async (_name, source, given = {}) => {
  const { found, expected, log: mine, byExecution } = await both(source, given);
  expect(JSON.stringify(found)).toBe(JSON.stringify(expected));
  expect(mine).toEqual(byExecution);
});

test("one document with its switch both ways has a plan for each", async () => {
  const document = parse(`mutation ($on: Boolean!) { act { ... on Done { count @include(if: $on) colour } } }`);
  const ask = (on: boolean) => answers.answer(document, getOperationAST(document)!, { on }, CONTEXT);
  made = done;
  expect((await ask(true))?.data).toEqual({ act: { count: 2, colour: "RED" } });
  expect((await ask(false))?.data).toEqual({ act: { colour: "RED" } });
});

test("a deed that fails ends the operation where its answer was promised, and is null where it was not", async () => {
  const fault = new Error("no connection");
  for (const source of [
    "mutation { may { __typename } plain }",
    "mutation { act { __typename } may { __typename } }",
    "mutation { may { __typename } act { __typename } x: may { __typename } }",
  ]) {
    const { found, expected, log: mine, byExecution } = await both(source, {}, fault);
    expect(JSON.stringify(found)).toBe(JSON.stringify(expected));
    expect(found!.errors?.map(({ originalError }) => originalError)).toEqual(
      expected.errors?.map(({ originalError }) => originalError),
    );
    expect(mine).toEqual(byExecution);
  }
});

test.each([
  ["null where something is promised", { __typename: "Done", count: null }],
  ["nothing where something is promised", { __typename: "Done" }],
  ["a number that is none", { __typename: "Done", count: "many" }],
  ["a type that is not of the union", { __typename: "Step" }],
  ["no type at all", {}],
])("%s takes the answer with it", async (_name, broken) => {
  const { found, expected } = await both("mutation { act { ... on Done { count } } }", {}, broken);
  expect([found?.data, found?.errors?.length]).toEqual([null, 1]);
  expect([expected.data, expected.errors?.length]).toEqual([null, 1]);
  expect(found!.errors![0]!.path?.[0]).toBe("act");
});

test.each([
  ["a field with a resolver of its own", "mutation { act { ... on Done { related } } }"],
  ["such a field within an item", "mutation { act { ... on Done { parts { ... on Done { related } } } } }"],
  ["the root's own name", "mutation { __typename act { __typename } }"],
  ["a query", "{ one }"],
])("%s is left to the executor, and nothing was done", async (_name, source) => {
  const { found, log: mine } = await both(source);
  expect([found, mine]).toEqual([undefined, []]);
});
