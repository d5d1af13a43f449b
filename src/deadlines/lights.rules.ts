import { addDays, daysBetween, type Day } from "./day.rules";
import type { ClockState } from "./clock.rules";

/**
 * How urgent a running deadline is (policy; the law knows no colours). RED: it has passed, and that is certain. ORANGE:
 * three days are left or fewer, or it may have passed. YELLOW: seven days or fewer. GREEN: more, or it stands.
 */
export type Light = "GREEN" | "YELLOW" | "ORANGE" | "RED";

export const ORANGE_DAYS = 3;
export const YELLOW_DAYS = 7;

export interface LitDeadline {
  readonly state: ClockState;
  readonly dueOn: Day | null;
  readonly lateFrom: Date | null;
  readonly isProvisional: boolean;
  readonly awaitsCondition: boolean;
}

/** It has passed, and nobody can say that it hangs on a receipt, a condition or a calendar that is not known. */
function hasCertainlyPassed(deadline: LitDeadline, now: Date): boolean {
  const { state, lateFrom, isProvisional, awaitsCondition } = deadline;
  return state === "OPEN" && lateFrom !== null && lateFrom <= now && !isProvisional && !awaitsCondition;
}

/** Null for a deadline that has ended. */
export function lightOf(deadline: LitDeadline, today: Day, now: Date): Light | null {
  if (deadline.state === "STANDING") return "GREEN";
  if (deadline.state !== "OPEN" || deadline.dueOn === null) return null;
  if (hasCertainlyPassed(deadline, now)) return "RED";
  if (deadline.dueOn <= addDays(today, ORANGE_DAYS)) return "ORANGE";
  return deadline.dueOn <= addDays(today, YELLOW_DAYS) ? "YELLOW" : "GREEN";
}

/** Calendar days to the last one, 0 on that day itself, fewer after it; null where none is running out. */
export function daysLeft({ state, dueOn }: Pick<LitDeadline, "state" | "dueOn">, today: Day): number | null {
  return state === "OPEN" && dueOn !== null ? daysBetween(today, dueOn) : null;
}
