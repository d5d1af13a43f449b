import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  ACTIVE_LABELS,
  decideExclusion,
  FACT_LABELS,
  matchesExclusion,
  openFacts,
  REQUESTED,
  STAGE_LABELS,
  type ActiveProcedure,
  type ExclusionFact,
  type ExclusionFacts,
  type ExclusionQuestion,
  type RequestedProcedure,
  type Stage,
} from "../../src/routing/exclusion.rules";
import { EXCLUSIONS, TOGETHER } from "../../src/routing/exclusions.rules";
import { faultsOfBasis } from "../../src/law/act.rules";
import { ACTS } from "../../src/law/acts.rules";

const FACTS = Object.keys(FACT_LABELS) as ExclusionFact[];

function* questions(): Generator<ExclusionQuestion> {
  for (const active of Object.keys(ACTIVE_LABELS) as ActiveProcedure[])
    for (const requested of REQUESTED)
      for (const stage of Object.keys(STAGE_LABELS) as Stage[])
        for (let bits = 0; bits < 2 ** FACTS.length; bits++) {
          const facts = Object.fromEntries(FACTS.map((fact, at) => [fact, Boolean(bits & (1 << at))]));
          yield { active, requested, stage, facts };
        }
}

test("every question there is has exactly one row", () => {
  const wrong = new Map<string, number>();
  let asked = 0;
  for (const question of questions()) {
    asked++;
    const { length } = EXCLUSIONS.filter((row) => matchesExclusion(row, question));
    const { active, requested, stage } = question;
    if (length !== 1) wrong.set(`${active}/${requested}/${stage}`, length);
  }
  expect([asked, [...wrong]]).toEqual([11 * 9 * 5 * 2 ** 7, []]);
});

test("every row answers some question, and no two have the same name", () => {
  const answering = new Set([...questions()].map((question) => decideExclusion(EXCLUSIONS, question).id));
  expect(EXCLUSIONS.filter(({ id }) => !answering.has(id)).map(({ id }) => id)).toEqual([]);
  expect(new Set(EXCLUSIONS.map(({ id }) => id)).size).toBe(EXCLUSIONS.length);
});

test("whoever is turned away is told a route, in Chinese", () => {
  const turnedAway = EXCLUSIONS.flatMap((row) => ("route" in row ? [row] : []));
  expect(turnedAway.length).toBeGreaterThan(40);
  for (const { id, route } of turnedAway) expect([id, route]).toEqual([id, expect.stringMatching(/[一-龥]{6,}/)]);
});

test("legal aid is never shut by anything, and shuts nothing", () => {
  for (const question of questions()) {
    const isOfAid = question.requested === "LEGAL_AID" || question.active === "LEGAL_AID";
    if (isOfAid && question.requested !== question.active)
      expect(decideExclusion(EXCLUSIONS, question).verdict).toBe("ALLOWED");
  }
});

test("every article stands in the list of laws", () => {
  const bases = [...EXCLUSIONS, ...TOGETHER].flatMap(({ basis }) => basis ?? []);
  expect(bases.flatMap((basis) => faultsOfBasis(ACTS, basis))).toEqual([]);
});

test("a fact that is not known reads as the closed one, and is asked for", () => {
  const question = (facts: ExclusionFacts): ExclusionQuestion => ({
    active: "ARBITRATION",
    requested: "LITIGATION",
    stage: "DECIDED",
    facts,
  });
  expect(decideExclusion(EXCLUSIONS, question({})).verdict).toBe("GUIDED");
  expect(openFacts(EXCLUSIONS, question({}))).toEqual(["isNonFinalAward", "isByWorker"]);
  expect(openFacts(EXCLUSIONS, question({ isNonFinalAward: true }))).toEqual(["isByWorker"]);
});

describe("cases written by hand", () => {
  const [, ...lines] = readFileSync(join(__dirname, "cases", "exclusions.tsv"), "utf8")
    .trimEnd()
    .split("\n");
  const cases = lines.map((line) => line.split("\t") as [string, string, string, string, string, string, string?]);

  test("are more than eighty, and touch every pair of procedures that excludes something", () => {
    expect(cases.length).toBeGreaterThan(80);
    const touched = new Set(cases.map(([active, requested]) => `${active}/${requested}`));
    const shut = EXCLUSIONS.filter(({ verdict, stages }) => verdict !== "ALLOWED" && stages.includes("ACCEPTED"));
    expect(shut.filter(({ active, requested }) => !touched.has(`${active}/${requested}`)).map(({ id }) => id)).toEqual(
      [],
    );
  });

  test.each(cases)("%s, then %s (%s, %s): %s, %s", (active, requested, stage, facts, verdict, article) => {
    const row = decideExclusion(EXCLUSIONS, {
      active: active as ActiveProcedure,
      requested: requested as RequestedProcedure,
      stage: stage as Stage,
      facts: facts === "-" ? {} : Object.fromEntries(facts.split(",").map((fact) => [fact, true])),
    });
    expect(row.verdict).toBe(verdict);
    if (article === "-") return;
    expect(faultsOfBasis(ACTS, article)).toEqual([]);
    const [title = "", number = ""] = article.split(" ");
    expect(row.basis).toContain(title);
    expect(row.basis).toContain(number);
  });
});
