import { getOperationAST, parse } from "graphql";
import { PlanCache } from "../../../src/platform/read/plan-cache";

const document = parse(
  "query ($on: Boolean!, $off: Boolean, $name: String) { a(n: $name) @include(if: $on) b @skip(if: $off) }",
);
const operation = getOperationAST(document)!;

test("a plan is made of nothing but what decides what is selected", () => {
  const given: unknown[] = [];
  const cache = new PlanCache<number>();
  const get = (variables: object) =>
    cache.get(document, operation, variables as Record<string, unknown>, (switches) => given.push(switches));
  const name = "330482199001010000";
  expect([get({ on: true, name }), get({ on: true, name: "other" }), get({ on: false, off: true, name })]).toEqual([
    1, 1, 2,
  ]);
  // What was not given may have a default, and is not null.
  expect(given).toEqual([{ on: true }, { on: false, off: true }]);
});

test("nobody can fill the memory with plans of one operation", () => {
  const cache = new PlanCache<object>();
  const get = (on: unknown) => cache.get(document, operation, { on }, () => ({}));
  const first = get("0");
  for (let at = 1; at < 20; at++) get(String(at));
  expect(get("0")).toBe(first);
  get("20");
  expect(get("0")).not.toBe(first);
});
