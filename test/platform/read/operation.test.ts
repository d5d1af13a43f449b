import { buildSchema, GraphQLError, Kind, type ExecutionResult } from "graphql";
import { toAnswer, type OperationPlan } from "../../../src/platform/read/operation";

const fields = buildSchema("type Query { may: Int must: Int! own: Int }").getQueryType()!.getFields();

const planOf = (keys: readonly string[]): OperationPlan<unknown> => ({
  keys: [...keys, "own"],
  roots: keys.map((key) => ({
    key,
    field: { kind: Kind.FIELD, name: { kind: Kind.NAME, value: key } },
    definition: fields[key]!,
    bind: () => null,
  })),
  rest: null,
  obstacles: [],
});
const told = (value: unknown): PromiseSettledResult<unknown> => ({ status: "fulfilled", value });
const failed: PromiseSettledResult<unknown> = { status: "rejected", reason: new Error("no connection") };
const REST: ExecutionResult = { data: { own: 3 } };

test("a field that failed is null where it may be, and the error says which it was", () => {
  const { data, errors } = toAnswer(planOf(["may", "must"]), [failed, told(2)], REST);
  expect(data).toEqual({ may: null, must: 2, own: 3 });
  expect(errors).toEqual([expect.objectContaining({ message: "no connection", path: ["may"] })]);
});

test("a field that failed and may not be null leaves no answer at all", () => {
  const { data, errors } = toAnswer(planOf(["may", "must"]), [told(1), failed], REST);
  expect([data, errors?.map(({ path }) => path)]).toEqual([null, [["must"]]]);
});

test("what the resolvers could not answer leaves none either, and both kinds of error are told", () => {
  const rest = { data: null, errors: [new GraphQLError("own failed", { path: ["own"] })] };
  const { data, errors } = toAnswer(planOf(["may", "must"]), [failed, told(2)], rest);
  expect([data, errors?.map(({ path }) => path)]).toEqual([null, [["own"], ["may"]]]);
});

test("without errors the answer has none, and its fields in the order of the query", () => {
  const answer = toAnswer(planOf(["must", "may"]), [told(2), told(1)], REST);
  expect(JSON.stringify(answer)).toBe('{"data":{"must":2,"may":1,"own":3}}');
});
