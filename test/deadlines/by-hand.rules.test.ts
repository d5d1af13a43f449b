import { decideConfirmation } from "../../src/deadlines/by-hand.rules";
import { seededCalendar } from "../../src/deadlines/calendar.seed";
import { NOTHING_KNOWN, type Clock } from "../../src/deadlines/clock.rules";
import { foldClocks, swept } from "../../src/deadlines/clocks.rules";
import { LIMITS } from "../../src/deadlines/limits.rules";

const calendar = seededCalendar();
const ROW = LIMITS.find(({ id }) => id === "LIT-ENF-APPLY")!;

/** A creditor's two years, from 2 March 2022 on. */
function twoYears(applies: boolean | null): Clock {
  const state = { eventId: "e0", from: "JUDGED", state: "EFFECTIVE", on: "2022-03-02", minutes: 600 };
  const matter = { category: "OTHER", flags: [], number: "", fields: {} };
  const facts = { ...NOTHING_KNOWN, applies };
  const [clock] = foldClocks(
    [{ ...state, isByParty: false, sequence: 1 }],
    { rows: [ROW], calendar, matter },
    () => facts,
  );
  return clock!;
}

const interrupted = (clock: Clock, receivedOn: string, today: string) =>
  decideConfirmation(ROW, clock, { receivedOn, applies: null }, today, calendar);

test("an interruption has a right counted anew from its day", () => {
  expect(interrupted(twoYears(true), "2023-06-01", "2023-06-05")).toMatchObject({
    ok: true,
    change: { dueOn: "2025-06-03" },
  });
});

test("one that happened in time and is told when the time was over saves the right", () => {
  const over = swept(ROW, twoYears(true));
  expect(over).toMatchObject({ state: "LATE", closedBy: null });
  const change = { state: "OPEN", closedOn: null, closedBy: null, dueOn: "2026-02-02" };
  expect(interrupted(over, "2024-02-01", "2024-05-01")).toMatchObject({ ok: true, change });
});

test.each([
  ["swept or not", swept(ROW, twoYears(true))],
  ["though nobody has said yet whether the limit applies", twoYears(null)],
])("nothing counts anew what had run out, %s", (_case, clock) => {
  expect(interrupted(clock, "2024-09-01", "2024-09-02")).toMatchObject({
    ok: false,
    refusal: "DEADLINE_ENDED",
  });
});
