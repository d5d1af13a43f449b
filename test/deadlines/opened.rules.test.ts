import * as fc from "fast-check";
import { entryStates, nextSteps, type Line } from "../../src/agencies/workflow.rules";
import { WORKFLOWS } from "../../src/agencies/workflows.rules";
import { seededCalendar } from "../../src/deadlines/calendar.seed";
import { hasOwnClock, type Clock, type Entered } from "../../src/deadlines/clock.rules";
import { enteredOpened, enterState, type Ground } from "../../src/deadlines/clocks.rules";
import { addDays } from "../../src/deadlines/day.rules";
import type { Period } from "../../src/deadlines/limit.rules";
import { LIMITS } from "../../src/deadlines/limits.rules";
import type { Matter } from "../../src/deadlines/matter.rules";
import {
  decideClosing,
  decideOpening,
  openedClock,
  type ClosingWish,
  type OpeningWish,
} from "../../src/deadlines/opened.rules";
import { refold } from "../../src/deadlines/refold.rules";

const calendar = seededCalendar();
const TODAY = "2026-03-20";
const MATTER: Matter = { category: "NEIGHBOR", flags: [], number: "", fields: {} };
const rowOf = (id: string) => LIMITS.find((row) => row.id === id);
const days = (length: number): Period => ({ length, unit: "CALENDAR_DAY" });
const wish = (changes: Partial<OpeningWish> = {}): OpeningWish => ({
  anchorOn: "2026-03-02",
  anchorMinutes: null,
  period: null,
  ...changes,
});

describe("what may be opened", () => {
  test.each([
    ["ARB-LIM", {}, null],
    ["INS-DECIDE", {}, null],
    ["PET-FEEDBACK", { period: days(20) }, null],
    ["HOT-HANDLE", { period: { length: 24, unit: "HOUR" }, anchorMinutes: 600 }, null],
    ["HOT-HANDLE", { period: { length: 24, unit: "HOUR" } }, "ANCHOR_TIME_MISSING"],
    ["AID-CUSTODY", {}, "ANCHOR_TIME_MISSING"],
    ["ARB-PANEL-HEARING", { anchorOn: "2026-05-01" }, null],
    ["ARB-PANEL-HEARING", { anchorOn: "2029-05-01" }, "ANCHOR_OUT_OF_RANGE"],
    ["ARB-LIM", { anchorOn: "2026-03-21" }, "ANCHOR_OUT_OF_RANGE"],
    ["ARB-LIM", { anchorOn: "2006-03-01" }, "ANCHOR_OUT_OF_RANGE"],
    ["ARB-LIM", { period: days(3) }, "PERIOD_FIXED"],
    ["PET-FEEDBACK", {}, "PERIOD_MISSING"],
    ["LIT-EVID-ORDINARY", {}, "PERIOD_MISSING"],
    ["LIT-EVID-ORDINARY", { period: days(15) }, null],
    ["LIT-EVID-ORDINARY", { period: days(14) }, "PERIOD_OUT_OF_BOUNDS"],
    ["LIT-EVID-SUMMARY", { period: days(16) }, "PERIOD_OUT_OF_BOUNDS"],
    ["LIT-EVID-SUMMARY", { period: { length: 1, unit: "MONTH" } }, "PERIOD_OUT_OF_BOUNDS"],
    ["PET-FEEDBACK", { period: days(0) }, "PERIOD_OUT_OF_BOUNDS"],
    ["PET-FEEDBACK", { period: { length: 21, unit: "YEAR" } }, "PERIOD_OUT_OF_BOUNDS"],
    ["PET-FWD", {}, "LIMIT_BY_STATUS"],
    ["ARB-RESTART", {}, "LIMIT_BY_STATUS"],
    ["NONE", {}, "LIMIT_UNKNOWN"],
    ["MED-TRAFFIC-POLICE-REQUEST", {}, "LIMIT_NOT_APPLICABLE"],
  ] as const)("%s %j: %s", (id, changes, refusal) => {
    const decision = decideOpening(rowOf(id), wish(changes), { clocks: [], matter: MATTER, today: TODAY });
    expect(decision.ok ? null : decision.refusal).toBe(refusal);
  });

  test("not again while it runs; again once it has ended", () => {
    const clock = openOf("ARB-LIM", wish());
    const again = (state: Clock["state"]) =>
      decideOpening(rowOf("ARB-LIM"), wish(), { clocks: [{ ...clock, state }], matter: MATTER, today: TODAY }).ok;
    expect([again("OPEN"), again("STANDING"), again("MET"), again("CANCELLED")]).toEqual([false, false, true, true]);
  });
});

function openOf(id: string, opening: OpeningWish, after = 0, clocks: readonly Clock[] = []): Clock {
  return openedClock(
    rowOf(id)!,
    { eventId: `by-hand-${id}`, wish: opening, period: opening.period, after, clocks },
    calendar,
  );
}

describe("how it is closed", () => {
  const clock = openOf("LIT-FEE", wish());
  const close = (changes: Partial<ClosingWish>, of: Clock = clock) => {
    const said = { closedOn: null, withdraws: false, ...changes };
    const decision = decideClosing(rowOf("LIT-FEE")!, of, said, { today: TODAY, eventId: "e" });
    return decision.ok ? decision.change.state : decision.refusal;
  };

  test.each([
    ["on the last day", { closedOn: "2026-03-09" }, "MET"],
    ["a day later", { closedOn: "2026-03-10" }, "LATE"],
    ["taken back", { withdraws: true }, "CANCELLED"],
    ["without a day", {}, "CLOSED_ON_MISSING"],
    ["before it began", { closedOn: "2026-03-01" }, "CLOSED_ON_OUT_OF_RANGE"],
    ["tomorrow", { closedOn: "2026-03-21" }, "CLOSED_ON_OUT_OF_RANGE"],
  ] as const)("%s: %s", (_what, changes, expected) => expect(close(changes)).toBe(expected));

  test("only what somebody opened, and only once; a right that time has ended may still have been kept", () => {
    expect(close({ closedOn: "2026-03-09" }, { ...clock, opened: null })).toBe("DEADLINE_BY_STATUS");
    expect(close({ closedOn: "2026-03-09" }, { ...clock, state: "MET", closedBy: "e" })).toBe("DEADLINE_ENDED");
    expect(close({ closedOn: "2026-03-09" }, { ...clock, state: "LATE", closedOn: "2026-03-09" })).toBe("MET");
  });
});

// Opened at any point of a history, it ends as it would have ended by a fold over the whole.

interface History {
  readonly entered: readonly Entered[];
  /** How many of them were there when it was opened. */
  readonly openedAfter: number;
  readonly limitId: string;
  readonly anchorOn: string;
}

const OPENABLE = (line: Line) => LIMITS.filter((row) => row.line === line && !hasOwnClock(row) && !row.isRule);

const histories = (line: Line): fc.Arbitrary<History> =>
  fc
    .record({
      choices: fc.array(fc.record({ step: fc.nat(99), far: fc.nat(20) }), { minLength: 1, maxLength: 12 }),
      at: fc.nat(12),
      limit: fc.nat(99),
      back: fc.integer({ min: -40, max: 60 }),
    })
    .map(({ choices, at, limit, back }) => {
      let state = entryStates(WORKFLOWS[line])[0]!.id;
      let day = "2026-01-05";
      const entered: Entered[] = [
        { eventId: "s0", from: null, state, on: day, minutes: 600, isByParty: false, sequence: 0 },
      ];
      for (const { step, far } of choices) {
        day = addDays(day, far);
        const next = nextSteps(WORKFLOWS[line], state, day);
        if (next.length === 0) break;
        const { from, to, by } = next[step % next.length]!;
        state = to;
        const sequence = entered.length;
        entered.push({
          eventId: `s${sequence}`,
          from,
          state,
          on: day,
          minutes: 600,
          isByParty: by === "PARTY",
          sequence,
        });
      }
      const openable = OPENABLE(line);
      const openedAfter = 1 + (at % entered.length);
      return { entered, openedAfter, limitId: openable[limit % openable.length]!.id, anchorOn: addDays(day, -back) };
    });

test.each(["PETITION", "LITIGATION", "MEDIATION", "ARBITRATION", "INSPECTION", "LEGAL_AID", "HOTLINE"] as const)(
  "%s: opened at any time, the steps one by one and a fold over the whole end in the same clocks",
  (line) => {
    const rows = LIMITS.filter((row) => row.line === line);
    const ground: Ground = { rows, calendar, matter: { ...MATTER, category: "OTHER" } };
    fc.assert(
      fc.property(histories(line), ({ entered, openedAfter, limitId, anchorOn }) => {
        const row = rowOf(limitId)!;
        const period = row.period && !row.bound ? null : (row.period ?? days(20));
        const before = entered.slice(0, openedAfter);
        const kept = before.reduce<readonly Clock[]>((clocks, one) => enterState(clocks, one, ground), []);
        const opening = { anchorOn, anchorMinutes: 600, period };
        const opened = before.reduce(
          (clock, one) => enteredOpened(clock, one, rows, calendar),
          openOf(limitId, opening, before.at(-1)!.sequence, kept),
        );
        const whole = entered
          .slice(openedAfter)
          .reduce<readonly Clock[]>((clocks, one) => enterState(clocks, one, ground), [...kept, opened]);
        const folded = refold("CORRECTED", whole, entered, ground);
        const told = (clocks: readonly Clock[]) => clocks.map((clock) => JSON.stringify(clock)).toSorted();
        expect(told(folded)).toEqual(told(whole));
        expect(folded.filter((clock) => clock.opened !== null)).toHaveLength(1);
        // A status that is taken back leaves it as if it had not been, whichever side of the opening it was on.
        const without = entered.slice(0, -1);
        const first = openOf(limitId, opening, before.at(-1)!.sequence);
        const untold = without.reduce((clock, one) => enteredOpened(clock, one, rows, calendar), first);
        const taken = refold("CORRECTED", whole, without, ground).find(({ opened: by }) => by !== null)!;
        expect({ ...taken, round: 1 }).toEqual(untold);
      }),
      { numRuns: 200 },
    );
  },
);
