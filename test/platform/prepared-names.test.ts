import { PreparedNames } from "../../src/platform/prepared-names";

let now: number;
let names: PreparedNames;
beforeEach(() => {
  now = 0;
  names = new PreparedNames(1_000, 200, () => now);
});

const send = (name: string, times: number): boolean[] => Array.from({ length: times }, () => names.isNamed(name));

test("a statement is prepared from its third use on", () => {
  expect(send("history", 5)).toEqual([false, false, true, true, true]);
});

test("strangers' statements take no more than the places there are, and the known ones stay prepared", () => {
  send("history", 3);
  for (let number = 0; number < 1_000; number++) send(`stranger-${number}`, 3);
  const prepared = Array.from({ length: 1_000 }, (_, number) => names.isNamed(`stranger-${number}`));
  expect(prepared.filter(Boolean)).toHaveLength(199);
  expect(names.isNamed("history")).toBe(true);
});

test("each period begins anew, so that what is asked now finds a place again", () => {
  for (let number = 0; number < 1_000; number++) send(`stranger-${number}`, 3);
  expect(send("history", 3)).toEqual([false, false, false]);
  now = 1_000;
  expect(send("history", 3)).toEqual([false, false, true]);
});
