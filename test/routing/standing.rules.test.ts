import type { Line } from "../../src/agencies/workflow.rules";
import { WORKFLOWS } from "../../src/agencies/workflows.rules";
import { CATEGORY_LABELS, type DisputeCategory } from "../../src/dispute/dispute.labels";
import { REFUSALS } from "../../src/dispute/refusals";
import { decideRoute } from "../../src/routing/confirm.rules";
import { LINE_DOORS } from "../../src/routing/line-doors.rules";
import { FACTS_OF_PROCEDURES, knownFacts, newlyTold, type RoutedDispute } from "../../src/routing/known-facts.rules";
import { adviseRouting } from "../../src/routing/routing-advice.rules";
import { STANDINGS, standingOf, type RoutedRecord } from "../../src/routing/standing.rules";
import { ACTS } from "../../src/law/acts.rules";
import { faultsOfBasis } from "../../src/law/act.rules";

const LINES = Object.keys(WORKFLOWS) as Line[];
const record = (line: Line, state: string, more: Partial<RoutedRecord> = {}): RoutedRecord => {
  const { phase, outcome } = WORKFLOWS[line].states.find(({ id }) => id === state)!;
  return { line, state, phase, outcome, ...more };
};
const dispute = (category: DisputeCategory, ...records: readonly RoutedRecord[]): RoutedDispute => ({
  category,
  flags: [],
  records,
  told: {},
  partyNames: [],
});

test.each(LINES)("every state of %s says what it means to another procedure, and no other state does", (line) => {
  expect(Object.keys(STANDINGS[line]).toSorted()).toEqual(WORKFLOWS[line].states.map(({ id }) => id).toSorted());
});

test("a procedure that is under way bears on others; one that was only applied for has not been accepted", () => {
  for (const line of LINES) {
    for (const { id, phase, entry } of WORKFLOWS[line].states) {
      const found = standingOf(record(line, id));
      if (phase === "ACTIVE") expect([line, id, found !== null]).toEqual([line, id, true]);
      if (entry && found && /^(REGISTERED|APPLIED|COMPLAINT_RECEIVED)$/.test(id)) expect(found.stage).toBe("APPLIED");
    }
  }
});

test("a petition that was rechecked stays concluded, whatever was written under it since", () => {
  expect(standingOf(record("PETITION", "CONCLUDED_UNRESOLVED"))).toMatchObject({ active: "PETITION" });
  const rechecked = record("PETITION", "CONCLUDED_UNRESOLVED", { isRechecked: true });
  expect(standingOf(rechecked)).toMatchObject({ active: "PETITION_CONCLUDED" });
  const advice = adviseRouting(dispute("OTHER", rechecked), { hasNoLegalChannel: true });
  expect(advice.forbidden).toContainEqual(
    expect.objectContaining({
      door: "PETITION_31_6",
      rule: "PETITION_CONCLUDED/PETITION",
      basis: "信访工作条例 36(3)",
    }),
  );
});

test("mediation by an authority or the police is not people's mediation", () => {
  for (const mediationKind of ["ADMIN", "POLICE"]) {
    expect(standingOf(record("MEDIATION", "ACCEPTED", { mediationKind }))).toMatchObject({ active: "ADMIN_MEDIATION" });
  }
  expect(standingOf(record("MEDIATION", "ACCEPTED", { mediationKind: "PEOPLES" }))).toMatchObject({
    active: "PEOPLES_MEDIATION",
  });
});

test("what the records tell beats what the desk says, and what they are silent on stays unknown", () => {
  const facts = knownFacts(dispute("WAGE_ARREARS", record("ARBITRATION", "AWARD_FINAL")), {
    arbitrationBegan: false,
    hasWageIou: true,
  });
  expect(facts).toEqual({
    arbitrationBegan: true,
    arbitrationClosed: true,
    arbitrationRefused: false,
    hasWageIou: true,
  });
  expect(knownFacts(dispute("NEIGHBOR", record("LITIGATION", "WITHDRAWN")), {})).toEqual({});
});

test("every door leads to one line, and every lawful door of the advice names its rule", () => {
  const doors = LINE_DOORS.map(({ door }) => door);
  expect(new Set(doors).size).toBe(doors.length);
  for (const category of Object.keys(CATEGORY_LABELS) as DisputeCategory[]) {
    const { lawful, undecided, forbidden } = adviseRouting(dispute(category), {});
    for (const { rule, basis } of [...lawful, ...undecided, ...forbidden]) {
      expect(rule).not.toBe("");
      if (basis !== null) expect(faultsOfBasis(ACTS, basis)).toEqual([]);
    }
    expect(lawful.filter(({ door }) => door === "LEGAL_AID")).toHaveLength(1);
  }
});

/** Every category beside every state of every line, towards every line: 34 × 120 × 5 questions. */
test("whoever is turned away is told a lawful way, and no exclusion is overridden", () => {
  const records = LINES.flatMap((line) => WORKFLOWS[line].states.map(({ id }) => record(line, id)));
  let refusals = 0;
  for (const category of Object.keys(CATEGORY_LABELS) as DisputeCategory[]) {
    for (const one of records) {
      const about = dispute(category, one);
      const advice = adviseRouting(about, {});
      for (const line of LINES) {
        const clerk = decideRoute(about, advice, { line, door: null, overrideReason: null }, "WINDOW_CLERK");
        const boss = decideRoute(about, advice, { line, door: null, overrideReason: "理由" }, "SUPERVISOR");
        if (clerk.ok) {
          expect(boss).toEqual(clerk);
          continue;
        }
        refusals += 1;
        const { code, route, reason, isRegistered } = clerk.refusal;
        expect(REFUSALS).toHaveProperty(code);
        expect([route === null || route === "", reason === ""]).toEqual([false, false]);
        const isFinal = code === "EXCLUDED" || code === "ACCUSATION_RECEIVER";
        expect(boss.ok).toBe(!isFinal);
        if (isFinal) expect(isRegistered).toBe(true);
      }
    }
  }
  expect(refusals).toBeGreaterThan(1000);
});

test("what was told before counts until the desk says otherwise, and neither outweighs the records", () => {
  const about = { ...dispute("WAGE_ARREARS", record("ARBITRATION", "ACCEPTED")), told: { hasWageIou: true } };
  expect(knownFacts(about, {})).toEqual({ hasWageIou: true, arbitrationBegan: true, arbitrationRefused: false });
  expect(knownFacts(about, { hasWageIou: false })).toMatchObject({ hasWageIou: false });
  expect(knownFacts({ ...about, told: { arbitrationBegan: false, arbitrationRefused: true } }, {})).toEqual({
    arbitrationBegan: true,
    arbitrationRefused: false,
  });
});

describe("inspection beside an arbitration", () => {
  const inspectionBeside = (...states: readonly string[]) => {
    const records = states.map((state) => record("ARBITRATION", state));
    const { lawful, forbidden } = adviseRouting(dispute("WAGE_ARREARS", ...records), {});
    const stands = (doors: readonly { readonly door: string }[]) =>
      doors.some(({ door }) => door === "LABOUR_INSPECTION");
    return stands(lawful) ? "OPEN" : stands(forbidden) ? "SHUT" : "UNTOLD";
  };

  test.each([
    ["that was not accepted", ["NOT_ACCEPTED"], "OPEN"],
    ["that nobody decided on in time", ["NO_DECISION_TIMEOUT"], "OPEN"],
    ["that was only applied for", ["APPLIED"], "SHUT"],
    ["that runs", ["HEARD"], "SHUT"],
    ["that ended with an award", ["AWARD_FINAL"], "SHUT"],
    ["that ended with a settlement", ["MEDIATED"], "SHUT"],
    ["of which there are two, one of them accepted", ["NOT_ACCEPTED", "ACCEPTED"], "SHUT"],
    ["that was given up", ["WITHDRAWN"], "OPEN"],
  ])("%s", (_which, states, expected) => {
    expect(inspectionBeside(...states)).toBe(expected);
  });
});

test("only what is new or different is kept of what the desk says", () => {
  const told = { hasWageIou: true, isMigrantWorker: false };
  expect(newlyTold(told, { hasWageIou: true, isMigrantWorker: true, claimsWages: false })).toEqual([
    ["isMigrantWorker", true],
    ["claimsWages", false],
  ]);
});

test("whatever a record alone can tell is a fact of procedures", () => {
  const found = LINES.flatMap((line) => WORKFLOWS[line].states.map(({ id }) => record(line, id))).flatMap((one) =>
    Object.keys(knownFacts(dispute("MEDICAL", one), {})),
  );
  expect([...new Set(found)].toSorted()).toEqual([...FACTS_OF_PROCEDURES].toSorted());
});
