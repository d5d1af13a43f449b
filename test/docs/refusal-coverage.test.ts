import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { REFUSALS, type RefusalCode } from "../../src/dispute/refusals";

const TESTS = join(__dirname, "..");
const DOCS = join(TESTS, "..", "docs");

/** Every test file but those about the documentation, which name codes without bringing them about. */
const texts = readdirSync(TESTS, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".test.ts") && !file.startsWith("docs"))
  .map((file) => readFileSync(join(TESTS, file), "utf8"));

const CODES = Object.entries(REFUSALS) as [RefusalCode, string][];

test.each(CODES)("the refusal %s is brought about by a test", (code) => {
  expect(texts.some((text) => text.includes(`"${code}"`))).toBe(true);
});

/** What is wrong; then what to do, or where it stands. */
const SENTENCES = /^\p{Script=Han}[^。]{5,}。[^。]*(?:请|见|无需)[^。]+。$/u;

test.each(CODES)("the message of %s says what is wrong and what to do, in Chinese", (_code, message) => {
  expect(message).toMatch(SENTENCES);
});

test("every refusal has its line in the page of errors", () => {
  const page = readFileSync(join(DOCS, "errors.md"), "utf8");
  for (const [code, message] of CODES) expect(page).toContain(`| \`${code}\` | ${message} | refusal |`);
});
