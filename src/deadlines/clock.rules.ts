import type { WorkCalendar } from "./calendar.rules";
import { addDays, type Day } from "./day.rules";
import { countHours } from "./hours.rules";
import type { LimitRow, Period, StateStep } from "./limit.rules";
import { countPeriod, isStanding, type SkippedDay } from "./period.rules";

/** A state that a record entered, as the fold over its reports has it. */
export interface Entered extends StateStep {
  readonly eventId: string;
  /** In China. */
  readonly on: Day;
  /** Minutes after midnight; only hours are counted from them. */
  readonly minutes: number;
  /** A party's own step: it ends no clock but his own (`eachParty`). */
  readonly isByParty: boolean;
  /** Of its status; 0 for the state with which the record began. */
  readonly sequence: number;
}

/**
 * OPEN: it runs. STANDING: the time does not count and nobody knows when it will again. MET: ended in time. LATE: ended
 * too late, or a right that ran out. CANCELLED: what had started it was taken back, or it never applied.
 */
export type ClockState = "OPEN" | "STANDING" | "MET" | "LATE" | "CANCELLED";

/** While the record stood in a state that stops the clock; null while it still does. */
export interface ClockPause {
  readonly from: Day;
  readonly until: Day | null;
}

export interface GrantedExtension {
  /** Place in the row's extensions: each is granted once. */
  readonly at: number;
  readonly period: Period;
  /** The status that granted it; null when somebody entered it. */
  readonly eventId: string | null;
}

/** What is asked by hand of one clock. No status says it, so a new fold over the same statuses starts with it. */
export interface ClockFacts {
  /** The day on which the holder got the paper, or from which the law counts anew; null while it is not known, or not asked. */
  readonly receivedOn: Day | null;
  /** Whether what the row names besides is true of the matter, in somebody's word; null where nobody has said. */
  readonly applies: boolean | null;
  readonly granted: readonly GrantedExtension[];
}

/** What somebody said who opened a clock that no status starts. */
export interface OpenedByHand {
  /** The length that was set in the case; null where the law has one itself. */
  readonly period: Period | null;
  /** The last status of the record that was in force. */
  readonly after: number;
  /** Somebody has closed it too: no status moves it any more. */
  readonly isClosed: boolean;
}

export interface ClockDates {
  readonly rawDueOn: Day | null;
  readonly dueOn: Day | null;
  readonly lateAfter: Day | null;
  /** Of hours: minutes after midnight of the due day. */
  readonly dueMinutes: number | null;
  readonly skipped: readonly SkippedDay[];
  /** It hangs on a year without notice, or on the day of a receipt that nobody has told yet. */
  readonly isProvisional: boolean;
}

/** One running of one limit in one record. */
export interface Clock extends ClockFacts, ClockDates {
  readonly limitId: string;
  /** The state that started it, or the entry of whoever opened it. */
  readonly anchorEventId: string;
  readonly anchorOn: Day;
  readonly anchorMinutes: number;
  /** Null where a status started it. */
  readonly opened: OpenedByHand | null;
  /** How often the limit has run in the record, with this. */
  readonly round: number;
  readonly pauses: readonly ClockPause[];
  /** Nobody has said whether it applies, and what is known of the matter does not tell. */
  readonly awaitsCondition: boolean;
  readonly state: ClockState;
  readonly closedOn: Day | null;
  /** Null where time alone ended it. */
  readonly closedBy: string | null;
}

export const NOTHING_KNOWN: ClockFacts = { receivedOn: null, applies: null, granted: [] };

/** By which a clock is found again after the statuses were folded anew. */
export const clockKey = ({ limitId, anchorEventId }: Pick<Clock, "limitId" | "anchorEventId">): string =>
  `${limitId}:${anchorEventId}`;

export const isRunning = ({ state }: Pick<Clock, "state">): boolean => state === "OPEN" || state === "STANDING";

/** Whether a status can start it. A length that the case sets, a bound, and what lies before an event need a person. */
export function hasOwnClock(row: LimitRow): boolean {
  return row.starts !== null && row.period !== null && !row.isRule && !row.isBefore && !row.bound;
}

export const awaitsReceipt = (row: LimitRow, { receivedOn }: Pick<Clock, "receivedOn">): boolean =>
  row.fromReceipt === true && receivedOn === null;

/** A right that time has ended; a step that was taken in time, and told late, still saves it. */
export const hasLapsed = ({ state, closedBy }: Clock): boolean => state === "LATE" && closedBy === null;

export const cancelled = (clock: Clock): Clock => ({ ...clock, state: "CANCELLED", closedOn: null, closedBy: null });

/** The window of a right has passed; not as long as its first day is unknown. */
export function ranOut(row: LimitRow, clock: Clock, on: Day): boolean {
  return row.party === "RIGHT" && !awaitsReceipt(row, clock) && clock.lateAfter !== null && on > clock.lateAfter;
}

export const isLate = (row: LimitRow, clock: Clock, on: Day): boolean =>
  !awaitsReceipt(row, clock) && clock.lateAfter !== null && on > clock.lateAfter;

/** Dates of a clock under a row and a calendar. */
export function datesOf(
  row: LimitRow,
  clock: Pick<Clock, "anchorOn" | "anchorMinutes" | "opened" | "receivedOn" | "granted" | "pauses">,
  calendar: WorkCalendar,
): ClockDates & { readonly stands: boolean } {
  const period = (clock.opened?.period ?? row.period)!;
  const isUnreceived = awaitsReceipt(row, clock);
  if (period.unit === "HOUR") {
    const start = { day: clock.anchorOn, minutes: clock.anchorMinutes };
    const { day, minutes } = countHours(start, period.length, row.hoursFrom ?? "MOMENT");
    const due = { rawDueOn: day, dueOn: day, lateAfter: day, dueMinutes: minutes };
    return { ...due, skipped: [], isProvisional: isUnreceived, stands: false };
  }
  const counted = countPeriod(
    {
      startOn: clock.receivedOn ?? clock.anchorOn,
      period,
      roll: row.roll,
      party: row.party,
      isBefore: row.isBefore ?? false,
      extensions: [...clock.granted].sort((a, b) => a.at - b.at).map((granted) => granted.period),
      pauses: clock.pauses.map((pause) => ({ ...pause, reason: "停止计算" })),
    },
    calendar,
  );
  if (isStanding(counted)) {
    const none = { rawDueOn: null, dueOn: null, lateAfter: null, dueMinutes: null };
    return { ...none, skipped: [], isProvisional: isUnreceived, stands: true };
  }
  const { isProvisional, ...days } = counted;
  return { ...days, dueMinutes: null, isProvisional: isProvisional || isUnreceived, stands: false };
}

/** The clock with its dates counted anew. */
export function recounted(row: LimitRow, clock: Clock, calendar: WorkCalendar): Clock {
  const { stands, ...dates } = datesOf(row, clock, calendar);
  return { ...clock, ...dates, state: isRunning(clock) ? (stands ? "STANDING" : "OPEN") : clock.state };
}

/** The first moment that is too late, in China's time; null while there is none. */
export function lateFrom({ lateAfter, dueMinutes }: Pick<Clock, "lateAfter" | "dueMinutes">): string | null {
  if (lateAfter === null) return null;
  if (dueMinutes === null) return `${addDays(lateAfter, 1)}T00:00:00+08:00`;
  const [hours, minutes] = [Math.floor(dueMinutes / 60), dueMinutes % 60].map((part) => String(part).padStart(2, "0"));
  return `${lateAfter}T${hours}:${minutes}:00+08:00`;
}
