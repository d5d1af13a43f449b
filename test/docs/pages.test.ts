import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isEnumType, isInputObjectType, isInterfaceType, isObjectType } from "graphql";
import { buildHubSchema } from "../../src/schema";

const ROOT = join(__dirname, "../..");
const DECISIONS = readdirSync(join(ROOT, "docs/adr")).map((file) => `docs/adr/${file}`);
const PAGES = ["README.md", "README.zh-CN.md", ...readdirSync(join(ROOT, "docs")).map((file) => `docs/${file}`)]
  .filter((file) => file.endsWith(".md"))
  .concat(DECISIONS);

const readPage = (file: string) => readFileSync(join(ROOT, file), "utf8");

/** Names in the third column of the glossary, and what else the pages call by its name in the schema. */
function namesInSchema(): Set<string> {
  const names = new Set<string>();
  for (const type of Object.values(buildHubSchema().getTypeMap())) {
    names.add(type.name);
    const parts =
      isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)
        ? Object.values(type.getFields()).flatMap((field) => [field, ...("args" in field ? field.args : [])])
        : isEnumType(type)
          ? type.getValues()
          : [];
    for (const { name } of parts) names.add(name).add(`${type.name}.${name}`);
  }
  return names;
}

test.each(PAGES)("the links of %s lead somewhere", (file) => {
  const links = [...readPage(file).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(([, target]) => target!);
  expect(links.filter((link) => !existsSync(join(ROOT, dirname(file), link)))).toEqual([]);
});

test("every word of the glossary stands in the schema where it says", () => {
  const known = namesInSchema();
  const rows = readPage("docs/glossary.md")
    .split("\n")
    .filter((line) => /^\| (?!中文|-)/.test(line));
  expect(rows.length).toBeGreaterThan(40);
  const named = rows.flatMap((row) => [...row.split("|")[3]!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!));
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

test("the operating guide tells what to do about every start fault", () => {
  const [, table = ""] = readPage("docs/errors.md").split("Start faults");
  const codes = [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, code]) => code!);
  expect(codes.length).toBeGreaterThan(15);
  const guide = readPage("docs/operating.md");
  expect(codes.filter((code) => !guide.includes(`\`${code}\``))).toEqual([]);
});

test.each(DECISIONS)("%s is one page that says what it costs and how it would be seen to be wrong", (file) => {
  const headings = [...readPage(file).matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
  expect(headings).toEqual(["Situation", "Choice", "Price", "How we shall know we were wrong"]);
  expect(readPage(file).split("\n").length).toBeLessThanOrEqual(60);
});

test("both READMEs name every decision", () => {
  for (const file of ["README.md", "README.zh-CN.md"]) {
    const page = readPage(file);
    expect(DECISIONS.filter((decision) => !page.includes(decision))).toEqual([]);
  }
});
