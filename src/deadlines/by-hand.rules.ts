import { allow, refuse, type Decision } from "../platform/decision";
import type { WorkCalendar } from "./calendar.rules";
import { hasLapsed, isRunning, ranOut, recounted, type Clock } from "./clock.rules";
import type { Day } from "./day.rules";
import type { LimitRow, Period } from "./limit.rules";

/** What somebody says of a deadline that no status says. */
export interface Confirmation {
  /** Day on which the holder got the paper; of a limit that the law counts anew, the day of the event that does so. */
  readonly receivedOn: Day | null;
  /** Whether what the limit names besides is true of the matter. */
  readonly applies: boolean | null;
}

export type ConfirmationCode =
  "DEADLINE_ENDED" | "DEADLINE_NOTHING_TO_CONFIRM" | "RECEIVED_TOO_EARLY" | "RECEIVED_IN_FUTURE";

/**
 * A receipt is asked only of limits that are counted from one, a condition only of those that have one. What the law counts
 * anew, while it runs, is counted from the last such day that was told; where a status tells it, a new round begins instead.
 */
export function decideConfirmation(
  row: LimitRow,
  clock: Clock,
  { receivedOn, applies }: Confirmation,
  today: Day,
  calendar: WorkCalendar,
): Decision<Clock, ConfirmationCode> {
  const isAnew = receivedOn !== null && isCountedAnew(row);
  // What was done in time and is told late still saves a right; once its time has run out, nothing counts it anew.
  const isSaved = isAnew && hasLapsed(clock);
  if (!isRunning(clock) && !isSaved) return refuse("DEADLINE_ENDED");
  if (isAnew && ranOut(row, clock, receivedOn)) return refuse("DEADLINE_ENDED");
  if (receivedOn === null && applies === null) return refuse("DEADLINE_NOTHING_TO_CONFIRM");
  if (receivedOn !== null && !row.fromReceipt && !isCountedAnew(row)) return refuse("DEADLINE_NOTHING_TO_CONFIRM");
  if (applies !== null && row.onlyIf === undefined) return refuse("DEADLINE_NOTHING_TO_CONFIRM");
  if (receivedOn !== null && receivedOn < clock.anchorOn) return refuse("RECEIVED_TOO_EARLY");
  if (receivedOn !== null && receivedOn > today) return refuse("RECEIVED_IN_FUTURE");
  const told: Clock = {
    ...clock,
    receivedOn: receivedOn ?? clock.receivedOn,
    applies: applies ?? clock.applies,
    awaitsCondition: applies === null && clock.awaitsCondition,
    state: applies === false ? "CANCELLED" : isSaved ? "OPEN" : clock.state,
    ...(isSaved && { closedOn: null, closedBy: null }),
  };
  return allow(recounted(row, told, calendar));
}

export const isCountedAnew = ({ restarts }: LimitRow): boolean => restarts.length > 0;

export interface ExtensionWish {
  readonly period: Period;
  /** Day on which those were told whom the law wants told; null when nobody was. */
  readonly notifiedOn: Day | null;
}

export type ExtensionCode =
  "DEADLINE_ENDED" | "EXTENSION_NOT_ALLOWED" | "EXTENSION_TOO_LONG" | "EXTENSION_UNIT" | "EXTENSION_NOTICE_MISSING";

/** Each extension that the law knows is granted once, in their order, and is no longer than the law allows. */
export function decideExtension(
  row: LimitRow,
  clock: Clock,
  { period, notifiedOn }: ExtensionWish,
  calendar: WorkCalendar,
): Decision<Clock, ExtensionCode> {
  if (!isRunning(clock)) return refuse("DEADLINE_ENDED");
  const at = row.extensions.findIndex((_, place) => !clock.granted.some((granted) => granted.at === place));
  const extension = row.extensions[at];
  if (!extension) return refuse("EXTENSION_NOT_ALLOWED");
  const { most, notice } = extension;
  if (period.unit === "HOUR" || (most && most.unit !== period.unit)) return refuse("EXTENSION_UNIT");
  if (period.length < 1 || (most && period.length > most.length)) return refuse("EXTENSION_TOO_LONG");
  if (notice !== null && notifiedOn === null) return refuse("EXTENSION_NOTICE_MISSING");
  const granted = [...clock.granted, { at, period, eventId: null }];
  return allow(recounted(row, { ...clock, granted }, calendar));
}
