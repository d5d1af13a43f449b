import type { Outcome, Phase } from "../../src/agencies/workflow.rules";
import {
  deriveDisputeState,
  DISPUTE_STATE_ROWS,
  DISPUTE_STATES,
  disputeStatePage,
  factsFromRecords,
  isOpen,
  OUTCOME_RANKS,
  type DisputeFacts,
  type DisputeState,
} from "../../src/dispute/dispute-state.rules";

const BOTH = [false, true];
const EVERYTHING: readonly DisputeFacts[] = BOTH.flatMap((hasActiveRecord) =>
  BOTH.flatMap((hasSettlingRecord) =>
    BOTH.flatMap((hasPendingReferral) =>
      OUTCOME_RANKS.flatMap((bestOutcome) =>
        BOTH.flatMap((isGradedOrReferred) =>
          BOTH.flatMap((isEvaluated) =>
            BOTH.map((isReturned) => ({
              hasActiveRecord,
              hasSettlingRecord,
              hasPendingReferral,
              bestOutcome,
              isGradedOrReferred,
              isEvaluated,
              isReturned,
            })),
          ),
        ),
      ),
    ),
  ),
);

const desk = { hasPendingReferral: false, isGradedOrReferred: true, isEvaluated: false, isReturned: false };
const underWay = { phase: "ACTIVE", outcome: null } as const;
const settlingAs = (outcome: Outcome) => ({ phase: "SETTLING", outcome }) as const;
const endedAs = (outcome: Outcome) => ({ phase: "ENDED", outcome }) as const;
type Records = readonly { readonly phase: Phase; readonly outcome: Outcome | null }[];

const stateOf = (facts: DisputeFacts): DisputeState => deriveDisputeState(facts).state;
const stateWith = (records: Records, changes: Partial<typeof desk> = {}): DisputeState =>
  stateOf(factsFromRecords(records, { ...desk, ...changes }));

describe("whatever the records and the desk say", () => {
  test("there is exactly one state, one of the nine, with a reason in Chinese", () => {
    expect(EVERYTHING).toHaveLength(320);
    for (const facts of EVERYTHING) {
      const { state, reason } = deriveDisputeState(facts);
      expect(Object.keys(DISPUTE_STATES)).toContain(state);
      expect(reason).toMatch(/[一-龥]/);
    }
  });

  test("every row decides something, and every state is reached", () => {
    const answers = EVERYTHING.map(deriveDisputeState);
    expect(new Set(answers.map((answer) => answer.row))).toEqual(new Set(DISPUTE_STATE_ROWS.map((row) => row.id)));
    expect(new Set(answers.map((answer) => answer.state))).toEqual(new Set(Object.keys(DISPUTE_STATES)));
    expect(new Set(DISPUTE_STATE_ROWS.map((row) => row.id)).size).toBe(DISPUTE_STATE_ROWS.length);
  });

  test("an agency at work keeps the dispute in process", () => {
    for (const facts of EVERYTHING) expect(stateOf({ ...facts, hasActiveRecord: true })).toBe("IN_PROCESS");
  });

  test("a referral nobody has taken yet keeps the dispute open", () => {
    for (const facts of EVERYTHING) expect(isOpen(stateOf({ ...facts, hasPendingReferral: true }))).toBe(true);
  });

  test("a result that may still change never lets the dispute close", () => {
    for (const facts of EVERYTHING) expect(stateOf({ ...facts, hasSettlingRecord: true })).not.toBe("CLOSED");
  });

  test("an evaluation never opens what was closed", () => {
    for (const facts of EVERYTHING.filter((some) => stateOf(some) === "CLOSED")) {
      expect(stateOf({ ...facts, isEvaluated: true })).toBe("CLOSED");
    }
  });

  test("a quarrel that came back is never shown as closed", () => {
    for (const facts of EVERYTHING) {
      const { hasActiveRecord, hasPendingReferral } = facts;
      const isSomebodyOnIt = hasActiveRecord || hasPendingReferral;
      expect(stateOf({ ...facts, isReturned: true }) === "REOPENED").toBe(!isSomebodyOnIt);
    }
  });

  test("without evaluation nothing closes but a withdrawal", () => {
    for (const facts of EVERYTHING.filter((some) => !some.isEvaluated && stateOf(some) === "CLOSED")) {
      expect(facts.bestOutcome).toBe("WITHDRAWN");
    }
  });
});

test.each<[string, DisputeState, Records, Partial<typeof desk>]>([
  ["fresh from the counter", "REGISTERED", [], { isGradedOrReferred: false }],
  ["graded by the desk", "TRIAGED", [], {}],
  ["sent to an agency", "ROUTED", [], { hasPendingReferral: true }],
  ["returned by every agency", "TRIAGED", [], { hasPendingReferral: false }],
  ["in the mediator's hands", "IN_PROCESS", [underWay], {}],
  [
    "in the mediator's hands while another agency has not answered",
    "IN_PROCESS",
    [underWay],
    { hasPendingReferral: true },
  ],
  ["agreed, performance awaited", "RESOLVED", [settlingAs("RESOLVED")], {}],
  ["agreed, citizen already asked, performance awaited", "FOLLOW_UP", [settlingAs("RESOLVED")], { isEvaluated: true }],
  ["performed, citizen not yet asked", "RESOLVED", [endedAs("RESOLVED")], {}],
  ["performed and evaluated", "CLOSED", [endedAs("RESOLVED")], { isEvaluated: true }],
  ["mediation failed", "UNRESOLVED", [endedAs("UNRESOLVED")], {}],
  ["mediation failed and evaluated", "CLOSED", [endedAs("UNRESOLVED")], { isEvaluated: true }],
  ["mediation failed, court agreed to look", "IN_PROCESS", [endedAs("UNRESOLVED"), underWay], {}],
  ["mediation failed, court resolved it", "RESOLVED", [endedAs("UNRESOLVED"), endedAs("RESOLVED")], {}],
  ["withdrawn everywhere", "CLOSED", [endedAs("WITHDRAWN")], {}],
  ["withdrawn, legal aid not yet filed away", "FOLLOW_UP", [endedAs("WITHDRAWN"), settlingAs("REDIRECTED")], {}],
  ["shown another way, which nobody has taken", "TRIAGED", [endedAs("REDIRECTED")], {}],
  ["shown another way and referred there", "ROUTED", [endedAs("REDIRECTED")], { hasPendingReferral: true }],
  ["closed, then brought in again", "REOPENED", [endedAs("RESOLVED")], { isEvaluated: true, isReturned: true }],
  ["brought in again and taken up", "IN_PROCESS", [endedAs("RESOLVED"), underWay], { isReturned: true }],
])("a dispute %s is %s", (_story, state, records, changes) => {
  expect(stateWith(records, changes)).toBe(state);
});

describe("the facts read from records", () => {
  const SOME: Records = [
    underWay,
    ...OUTCOME_RANKS.slice(1).flatMap((o) => [settlingAs(o as Outcome), endedAs(o as Outcome)]),
  ];
  const rank = (facts: DisputeFacts): number => OUTCOME_RANKS.indexOf(facts.bestOutcome);

  test("of no record are none", () => {
    expect(factsFromRecords([], desk)).toEqual({
      ...desk,
      hasActiveRecord: false,
      hasSettlingRecord: false,
      bestOutcome: "NONE",
    });
  });

  test("take the best outcome whatever the order, and leave work under way out of it", () => {
    const records = [endedAs("RESOLVED"), underWay, settlingAs("UNRESOLVED"), endedAs("REDIRECTED")];
    for (const order of [records, [...records].reverse()]) {
      expect(factsFromRecords(order, desk)).toMatchObject({
        hasActiveRecord: true,
        hasSettlingRecord: true,
        bestOutcome: "RESOLVED",
      });
    }
  });

  test("only grow: one more record never worsens the outcome and never ends another agency's work", () => {
    for (const one of SOME) {
      for (const two of SOME) {
        const before = factsFromRecords([one], desk);
        const after = factsFromRecords([one, two], desk);
        expect(rank(after)).toBeGreaterThanOrEqual(rank(before));
        if (before.hasActiveRecord) expect(after.hasActiveRecord).toBe(true);
        if (before.hasSettlingRecord) expect(after.hasSettlingRecord).toBe(true);
      }
    }
  });
});

test("only a closed dispute is not open", () => {
  const closed = (Object.keys(DISPUTE_STATES) as DisputeState[]).filter((state) => !isOpen(state));
  expect(closed).toEqual(["CLOSED"]);
});

test("the printed page shows every state by its Chinese name and every row with its reason", () => {
  const page = disputeStatePage();
  for (const [state, label] of Object.entries(DISPUTE_STATES)) expect(page).toContain(`| \`${state}\` | ${label} |`);
  for (const row of DISPUTE_STATE_ROWS) expect(page).toContain(`| ${row.reason} |`);
  expect(page).toContain("| 4 | `EVALUATED_FINAL` |  | 否 |  | RESOLVED, UNRESOLVED |  | 是 |  | 办结 `CLOSED` |");
});
