import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { REFUSALS, type RefusalCode } from "../../src/dispute/refusals";

const CODES = Object.keys(REFUSALS) as RefusalCode[];

/** What is said by the tests that send deeds through GraphQL to a real database. */
const TESTS = readdirSync(join(__dirname, ".."), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".resolver.test.ts"))
  .map((file) => readFileSync(join(__dirname, "..", file), "utf8"));

test.each(CODES)("there is a deed, sent as a client sends it, that is refused with %s", (code) => {
  expect(TESTS.some((text) => text.includes(`"${code}"`))).toBe(true);
});

test.each(Object.entries(REFUSALS))("%s says in Chinese what is wrong and what to do", (_, message) => {
  expect(message).toMatch(/^[^。]*[一-龥][^。]*。[^。]*[一-龥].*。$/su);
});
