import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CATEGORY_LABELS, type DisputeCategory } from "../../src/dispute/dispute.labels";
import { citationsIn, faultsOfBasis } from "../../src/law/act.rules";
import { ACTS } from "../../src/law/acts.rules";
import { adviseChannels } from "../../src/routing/channels.rules";
import { MEDIATION_DOORS } from "../../src/routing/door.labels";
import { FACT_LABELS, type Facts } from "../../src/routing/fact.labels";

/** What a lawyer would answer, written by hand from the law's table. Row C: the bodies that usually deal with it. */
const CASES = readFileSync(join(__dirname, "cases", "channels.tsv"), "utf8")
  .trimEnd()
  .split("\n")
  .slice(1)
  .map((line, index) => {
    const [row = "", category = "", facts = "", first = "", fallback = "", forbidden = "", article = ""] =
      line.split("\t");
    return {
      title: `line ${index + 2}, row ${row}: ${category}, ${facts}`,
      row,
      category: category as DisputeCategory,
      facts: words(facts),
      expected: { first: words(first), fallback: words(fallback), forbidden: doorsIn(forbidden) },
      article,
    };
  });

function words(cell: string): string[] {
  return cell === "-" ? [] : cell.split(" ").toSorted();
}

function doorsIn(cell: string): string[] {
  return words(cell)
    .flatMap((door) => (door === "every-mediation" ? MEDIATION_DOORS : [door]))
    .toSorted();
}

function toFacts(cells: readonly string[]): Facts {
  return Object.fromEntries(
    cells.map((cell) => {
      const [fact = "", answer = ""] = cell.split("=");
      if (!(fact in FACT_LABELS)) throw new Error(`no fact is called ${fact}`);
      if (answer !== "yes" && answer !== "no") throw new Error(`${cell} says neither yes nor no`);
      return [fact, answer === "yes"];
    }),
  );
}

test.each(CASES)("$title", ({ row, category, facts, expected, article }) => {
  const { lawful, forbidden } = adviseChannels(category, toFacts(facts));
  const doors = (order: string): string[] =>
    lawful.flatMap((open) => (open.order === order ? [open.door] : [])).toSorted();
  expect({
    first: doors("FIRST"),
    fallback: doors("FALLBACK"),
    forbidden: forbidden.map(({ door }) => door).toSorted(),
  }).toEqual(expected);
  const answers = [...lawful, ...forbidden];
  const group = row === "C" ? "惯例" : row.padStart(2, "0");
  expect(answers.map(({ rule }) => rule)).toContainEqual(expect.stringMatching(`^${group}-`));
  if (article === "policy") {
    expect(answers.some(({ policy }) => policy)).toBe(true);
    return;
  }
  expect(faultsOfBasis(ACTS, article)).toEqual([]);
  const cited = answers.flatMap(({ basis }) => (basis === null ? [] : citationsIn(basis)));
  expect(cited).toEqual(expect.arrayContaining(citationsIn(article)));
});

test("there are cases for every category and for each of the thirty-five rows of the law's table", () => {
  expect(CASES.length).toBeGreaterThanOrEqual(120);
  const rows = Array.from({ length: 35 }, (_, index) => String(index + 1));
  expect(rows.filter((row) => !CASES.some((one) => one.row === row))).toEqual([]);
  expect(Object.keys(CATEGORY_LABELS).filter((category) => !CASES.some((one) => one.category === category))).toEqual(
    [],
  );
});

test("no two cases ask the same", () => {
  const asked = CASES.map(({ category, facts }) => `${category} ${facts.join(" ")}`);
  expect(asked.filter((one, index) => asked.indexOf(one) !== index)).toEqual([]);
});
