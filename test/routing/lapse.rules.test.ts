import type { Line } from "../../src/agencies/workflow.rules";
import { WORKFLOWS } from "../../src/agencies/workflows.rules";
import { hasOwnClock } from "../../src/deadlines/clock.rules";
import { LIMITS } from "../../src/deadlines/limits.rules";
import type { DisputeCategory } from "../../src/dispute/dispute.labels";
import { REQUESTED, type RequestedProcedure } from "../../src/routing/exclusion.rules";
import { knownFacts } from "../../src/routing/known-facts.rules";
import { CONCLUDING, CONCLUDING_IDS, lapseOf } from "../../src/routing/lapse.rules";
import { adviseRouting, besides } from "../../src/routing/routing-advice.rules";
import { standingOf, STANDINGS, type RoutedRecord } from "../../src/routing/standing.rules";

const LINES = Object.keys(CONCLUDING) as Line[];
const record = (line: Line, state: string, ...passed: readonly string[]): RoutedRecord => {
  const { phase, outcome } = WORKFLOWS[line].states.find(({ id }) => id === state)!;
  return { line, state, phase, outcome, passed: passed.map((limitId) => ({ limitId, lateAfter: "2026-04-30" })) };
};
const dispute = (category: DisputeCategory, ...records: readonly RoutedRecord[]) => ({
  category,
  flags: [],
  records,
  told: {},
  partyNames: [],
});

test("every limit that makes a procedure overdue is a duty of its line that a status starts", () => {
  for (const line of LINES) {
    for (const { limitId } of CONCLUDING[line]) {
      const row = LIMITS.find(({ id }) => id === limitId)!;
      expect([limitId, row.line, row.party, hasOwnClock(row)]).toEqual([limitId, line, "DUTY", true]);
    }
  }
});

test("each begins where the body begins to owe the end, or before", () => {
  for (const line of LINES) {
    for (const { limitId, from } of CONCLUDING[line]) {
      const row = LIMITS.find(({ id }) => id === limitId)!;
      const stageOf = (state: string) => STANDINGS[line][state]?.stage;
      const begins = limitId === "MED-LABOR" ? ["APPLIED"] : [from];
      expect(row.starts!.states.map(stageOf)).toEqual(expect.arrayContaining(begins));
    }
  }
});

test.each<[string, Line, string, string, RequestedProcedure, string | undefined]>([
  ["an award that is late", "ARBITRATION", "ACCEPTED", "ARB-AWARD", "LITIGATION", "OVERDUE"],
  ["a hearing held, the award still late", "ARBITRATION", "HEARD", "ARB-AWARD", "LITIGATION", "OVERDUE"],
  ["an award that was made, however late", "ARBITRATION", "AWARD_FINAL", "ARB-AWARD", "LITIGATION", undefined],
  ["an acceptance that is late, for the suit", "ARBITRATION", "APPLIED", "ARB-ACCEPT", "LITIGATION", "DECLINED"],
  ["the same for the inspectors", "ARBITRATION", "APPLIED", "ARB-ACCEPT", "INSPECTION", undefined],
  ["the same for another arbitration", "ARBITRATION", "APPLIED", "ARB-ACCEPT", "ARBITRATION", undefined],
  ["an acceptance that came late", "ARBITRATION", "ACCEPTED", "ARB-ACCEPT", "LITIGATION", undefined],
  ["papers served late", "ARBITRATION", "ACCEPTED", "ARB-SERVE-COPY", "LITIGATION", undefined],
  ["an investigation that is late", "INSPECTION", "INVESTIGATING", "INS-INVEST", "RECONSIDERATION", "OVERDUE"],
  ["an answer to a petition that is late", "PETITION", "PROCESSING", "PET-ANSWER", "PETITION", "OVERDUE"],
  ["a review that is late", "PETITION", "REVIEW_REQUESTED", "PET-REVIEW", "PETITION", "OVERDUE"],
  ["a simple answer that is late", "PETITION", "PROCESSING", "PET-SIMPLE-OPINION", "PETITION", undefined],
  ["a mediation over work that is late", "MEDIATION", "IN_MEDIATION", "MED-LABOR", "ARBITRATION", "OVERDUE"],
  ["a trial that is late", "LITIGATION", "TRIAL", "LIT-TRIAL-ORD", "LITIGATION", "OVERDUE"],
])("%s", (_what, line, state, limitId, requested, stage) => {
  expect(lapseOf(record(line, state, limitId), requested)?.stage).toBe(stage);
});

test("without a clock that has passed nothing is overdue, in any state", () => {
  const records = LINES.flatMap((line) => WORKFLOWS[line].states.map(({ id }) => record(line, id)));
  for (const one of records) for (const asked of REQUESTED) expect(lapseOf(one, asked)).toBeUndefined();
});

test("whatever clock has passed in whatever state, every procedure that is asked for still gets an answer", () => {
  for (const line of LINES) {
    for (const { id } of WORKFLOWS[line].states) {
      const one = record(line, id, ...CONCLUDING_IDS);
      if (!standingOf(one)) continue;
      for (const asked of REQUESTED) expect(() => besides(dispute("OTHER", one), {}, asked)).not.toThrow();
    }
  }
});

test("a late award opens the suit, and says by which clock and article", () => {
  const late = dispute("LABOR_CONTRACT", record("ARBITRATION", "HEARD", "ARB-AWARD"));
  const { lawful } = adviseRouting(late, {});
  expect(lawful.find(({ door }) => door === "LITIGATION")?.beside).toEqual([
    {
      rule: "ARBITRATION/LITIGATION/overdue",
      verdict: "ALLOWED",
      text: expect.stringMatching(
        /^作出裁决的期限\(ARB-AWARD,劳动争议调解仲裁法 43\(1\).*\)已于2026-04-30届满;逾期未作出裁决/,
      ),
      basis: expect.stringContaining("劳动争议调解仲裁法 43(1)"),
    },
  ]);
  expect(knownFacts(late, {})).toMatchObject({ arbitrationClosed: true });
  const inTime = dispute("LABOR_CONTRACT", record("ARBITRATION", "HEARD"));
  expect(knownFacts(inTime, {})).not.toHaveProperty("arbitrationClosed");
  expect(adviseRouting(inTime, {}).lawful.map(({ door }) => door)).not.toContain("LITIGATION");
});

test("what stays shut though the body is late says so as well", () => {
  const late = dispute("NEIGHBOR", record("LITIGATION", "TRIAL", "LIT-TRIAL-ORD"));
  const { forbidden } = adviseRouting(late, { concernsBuildingOrNoise: true });
  expect(forbidden.find(({ door }) => door === "COMPETENT_DEPARTMENT")).toMatchObject({
    rule: "LITIGATION/PETITION",
    reason: expect.stringMatching(/^同一事项已有诉讼\(已受理,超过法定期限没有结论\);第一审审结.*LIT-TRIAL-ORD/),
  });
});
