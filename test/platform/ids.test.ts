import { randomIds } from "../../src/platform/ids";

const UUID_7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("identifiers are UUIDs of version 7, begin with the moment, and no two have the same random end", () => {
  const ids = randomIds({ now: () => new Date(0x0123_4567_89ab) });
  const made = Array.from({ length: 10_000 }, () => ids.uuid());
  expect(made.filter((id) => !UUID_7.test(id))).toEqual([]);
  expect(made[0]).toMatch(/^01234567-89ab-7/);
  expect(new Set(made.map((id) => id.slice(19))).size).toBe(made.length);
});

test("they sort in the order in which they were made, though the clock stands still or goes back", () => {
  let now = 1_772_000_000_000;
  const ids = randomIds({ now: () => new Date(now) });
  const made = Array.from({ length: 10_000 }, (_, index) => {
    if (index === 5_000) now -= 60_000;
    return ids.uuid();
  });
  expect([...made].sort()).toEqual(made);
});

test("codes are made of letters and digits that are not mistaken for each other", () => {
  const code = randomIds({ now: () => new Date(0) }).code(4_000);
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4000}$/);
  expect(new Set(code).size).toBe(32);
});
