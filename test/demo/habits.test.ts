import { decideStatus, type StatusReport } from "../../src/agencies/status.rules";
import { entryStates } from "../../src/agencies/workflow.rules";
import { WORKFLOWS } from "../../src/agencies/workflows.rules";
import { planYear } from "../../src/demo/county-year";
import { HABITS, sendingsOf, type Habit } from "../../src/demo/habits";
import { isRace, mattersOf, referralsOf, type PlannedReferral, type Taking } from "../../src/demo/plan";

interface Report extends StatusReport {
  readonly bodyHash: string;
}

const NOW = new Date("2026-06-01T00:00:00Z");
const plan = planYear({ submissions: 3_000, seed: 5 });

function takingsOf(habit: Habit): { referral: PlannedReferral; taking: Taking }[] {
  return mattersOf(plan)
    .flatMap(referralsOf)
    .flatMap((referral) =>
      [...referral.answers].flatMap(([code, answer]) =>
        HABITS[code] === habit && answer.kind === "TAKE" ? [{ referral, taking: answer }] : [],
      ),
    );
}

/** What the hub's own rule answers to one sending after the other. */
function answersTo(
  habit: Habit,
  referral: PlannedReferral,
  taking: Taking,
): { expected: string[]; given: string[]; state: string } {
  const workflow = WORKFLOWS[referral.line];
  const record = { state: entryStates(workflow)[0]!.id, lastSequence: 0 };
  const applied = new Map<number, string>();
  let held: Report[] = [];
  const given = sendingsOf(habit, referral, taking).map(({ step, expects }) => {
    const { sequence, toState } = step;
    const report = { sequence, toState, occurredAt: new Date(step.occurredAt), bodyHash: `${sequence} ${toState}` };
    const decision = decideStatus(workflow, record, { appliedHash: applied.get(sequence), held }, report, NOW);
    if (!decision.ok) return decision.refusal.code;
    if (decision.change.kind === "HELD") held.push(report);
    if (decision.change.kind === "APPLIED") {
      for (const done of decision.change.steps) {
        Object.assign(record, { state: done.report.toState, lastSequence: done.report.sequence });
        applied.set(done.report.sequence, done.report.bodyHash);
        held = held.filter((one) => one.sequence !== done.report.sequence);
      }
    }
    // The hub answers the very same request from its memory; to the rule it is a repetition like any other.
    return expects === "SAME_ANSWER" && decision.change.kind === "DUPLICATE" ? expects : decision.change.kind;
  });
  expect(held).toEqual([]);
  return { given, expected: sendingsOf(habit, referral, taking).map(({ expects }) => expects), state: record.state };
}

test.each([...new Set(Object.values(HABITS))])(
  "what a client of the habit '%s' expects is what the hub's rule answers, and every walk arrives at its end",
  (habit) => {
    const takings = takingsOf(habit);
    expect(takings.length).toBeGreaterThan(20);
    for (const { referral, taking } of takings) {
      const { given, expected, state } = answersTo(habit, referral, taking);
      expect(given).toEqual(expected);
      if (taking.steps.length > 0) expect(state).toBe(taking.steps.at(-1)!.toState);
    }
  },
);

function expectations(habit: Habit): string[] {
  return takingsOf(habit).flatMap(({ referral, taking }) =>
    sendingsOf(habit, referral, taking).map(({ expects }) => expects),
  );
}

test("the mistaken agency is wrong about one time in fifty, the repeating one says every fifth status again", () => {
  const mistaken = expectations("mistaken");
  const wrong = mistaken.filter((expects) => expects === "STEP_NOT_ALLOWED").length;
  expect(wrong / mistaken.length).toBeGreaterThan(0.01);
  expect(wrong / mistaken.length).toBeLessThan(0.03);
  const repeating = expectations("duplicates");
  const again = repeating.filter((expects) => expects === "SAME_ANSWER").length;
  expect(again / repeating.filter((expects) => expects === "APPLIED").length).toBeCloseTo(0.2, 1);
});

test("the late agency's statuses come early, first last or pair by pair, and every one of them counts in the end", () => {
  const late = expectations("late");
  expect(late.filter((expects) => expects === "HELD").length).toBeGreaterThan(100);
});

test("whoever of two bodies wins a race, the same statuses are sent: bodies that race have no habit that shows", () => {
  const races = mattersOf(plan).flatMap(referralsOf).filter(isRace);
  expect(races.length).toBeGreaterThan(20);
  for (const referral of races) {
    const sent = [...referral.answers].map(([code, answer]) =>
      answer.kind === "TAKE" ? sendingsOf(HABITS[code]!, referral, answer) : [],
    );
    expect(sent[0]).toEqual(sent[1]);
    expect(sent[0]!.every(({ expects }) => expects === "APPLIED")).toBe(true);
  }
});
