import { allow, refuse, type Decision } from "../platform/decision";
import type { WorkCalendar } from "./calendar.rules";
import { hasLapsed, hasOwnClock, isLate, isRunning, recounted, type Clock } from "./clock.rules";
import { addDays, type Day } from "./day.rules";
import { LONGEST } from "./limit-rows.rules";
import type { LimitRow, Period } from "./limit.rules";
import { verdictOf, type Matter } from "./matter.rules";

/** A clock that somebody wants to run, of a limit that no status starts. */
export interface OpeningWish {
  /** Day of the event from which it is counted, or back from which. */
  readonly anchorOn: Day;
  /** Minutes after midnight; null where only the day was told. */
  readonly anchorMinutes: number | null;
  /** The length that was set in the case; null where none was told. */
  readonly period: Period | null;
}

/** What is known of the record. */
export interface OpeningGround {
  readonly clocks: readonly Clock[];
  readonly matter: Matter;
  readonly today: Day;
}

export type OpeningCode =
  | "LIMIT_UNKNOWN"
  | "LIMIT_BY_STATUS"
  | "LIMIT_NOT_APPLICABLE"
  | "LIMIT_RUNNING"
  | "PERIOD_FIXED"
  | "PERIOD_MISSING"
  | "PERIOD_OUT_OF_BOUNDS"
  | "ANCHOR_OUT_OF_RANGE"
  | "ANCHOR_TIME_MISSING";

/** No limit of the law is longer than twenty years, so what began earlier is over; and no hearing is set so far ahead. */
const LONGEST_AGO_DAYS = 7_305;
const LONGEST_AHEAD_DAYS = 731;

/**
 * Opened is what no status starts, or what the law leaves to be set in the case; while it runs nothing starts it again.
 * What is known not to apply is not opened; of what is not known, whoever opens it says that it does.
 * @param row of the record's own line, in force
 * @returns the length that was set in the case; null where the law has one
 */
export function decideOpening(
  row: LimitRow | undefined,
  wish: OpeningWish,
  { clocks, matter, today }: OpeningGround,
): Decision<Period | null, OpeningCode> {
  if (!row) return refuse("LIMIT_UNKNOWN");
  if (row.isRule || hasOwnClock(row)) return refuse("LIMIT_BY_STATUS");
  if (verdictOf(row, matter) === "NO") return refuse("LIMIT_NOT_APPLICABLE");
  if (clocks.some((clock) => clock.limitId === row.id && isRunning(clock))) return refuse("LIMIT_RUNNING");
  const period = decidePeriod(row, wish.period);
  if (!period.ok) return period;
  const { anchorOn, anchorMinutes } = wish;
  const latest = row.isBefore ? addDays(today, LONGEST_AHEAD_DAYS) : today;
  if (anchorOn > latest || anchorOn < addDays(today, -LONGEST_AGO_DAYS)) return refuse("ANCHOR_OUT_OF_RANGE");
  const isOfHours = (period.change ?? row.period)!.unit === "HOUR";
  return isOfHours && anchorMinutes === null ? refuse("ANCHOR_TIME_MISSING") : period;
}

function decidePeriod(
  { period, bound }: LimitRow,
  wished: Period | null,
): Decision<Period | null, "PERIOD_FIXED" | "PERIOD_MISSING" | "PERIOD_OUT_OF_BOUNDS"> {
  if (period && !bound) return wished === null ? allow(null) : refuse("PERIOD_FIXED");
  if (wished === null) return refuse("PERIOD_MISSING");
  const { length, unit } = wished;
  const isAllowed =
    length >= 1 &&
    length <= LONGEST[unit] &&
    (!period || (unit === period.unit && (bound === "AT_LEAST" ? length >= period.length : length <= period.length)));
  return isAllowed ? allow(wished) : refuse("PERIOD_OUT_OF_BOUNDS");
}

export interface Opening {
  readonly eventId: string;
  readonly wish: OpeningWish;
  readonly period: Period | null;
  /** The last number of the record's statuses. */
  readonly after: number;
  readonly clocks: readonly Clock[];
}

const NO_DATES = { rawDueOn: null, dueOn: null, lateAfter: null, dueMinutes: null, skipped: [], isProvisional: false };

/** The clock as it begins, before any status has moved it. */
export function openedClock(row: LimitRow, opening: Opening, calendar: WorkCalendar): Clock {
  const { eventId, wish, period, after, clocks } = opening;
  const clock: Clock = {
    ...NO_DATES,
    limitId: row.id,
    anchorEventId: eventId,
    anchorOn: wish.anchorOn,
    anchorMinutes: wish.anchorMinutes ?? 0,
    opened: { period, after, isClosed: false },
    receivedOn: row.fromReceipt ? wish.anchorOn : null,
    applies: row.onlyIf === undefined ? null : true,
    awaitsCondition: false,
    granted: [],
    pauses: [],
    round: 1 + clocks.filter(({ limitId, state }) => limitId === row.id && state !== "CANCELLED").length,
    state: "OPEN",
    closedOn: null,
    closedBy: null,
  };
  return recounted(row, clock, calendar);
}

/** What somebody says of a clock that somebody opened: that it was done, on a day, or that it should not have been. */
export interface ClosingWish {
  readonly closedOn: Day | null;
  readonly withdraws: boolean;
}

export type ClosingCode = "DEADLINE_ENDED" | "DEADLINE_BY_STATUS" | "CLOSED_ON_MISSING" | "CLOSED_ON_OUT_OF_RANGE";

/** A right that time has ended is closed too: the step may have been taken in time and told late. */
export function decideClosing(
  row: LimitRow,
  clock: Clock,
  { closedOn, withdraws }: ClosingWish,
  { today, eventId }: { readonly today: Day; readonly eventId: string },
): Decision<Clock, ClosingCode> {
  if (clock.opened === null) return refuse("DEADLINE_BY_STATUS");
  if (!isRunning(clock) && !hasLapsed(clock)) return refuse("DEADLINE_ENDED");
  const opened = { ...clock.opened, isClosed: true };
  if (withdraws) return allow({ ...clock, opened, state: "CANCELLED", closedOn: null, closedBy: eventId });
  if (closedOn === null) return refuse("CLOSED_ON_MISSING");
  const isTooEarly = !row.isBefore && closedOn < clock.anchorOn;
  if (isTooEarly || closedOn > today) return refuse("CLOSED_ON_OUT_OF_RANGE");
  return allow({ ...clock, opened, state: isLate(row, clock, closedOn) ? "LATE" : "MET", closedOn, closedBy: eventId });
}
