import type { WorkCalendar } from "../deadlines/calendar.rules";
import type { Day } from "../deadlines/day.rules";
import { LIMITS } from "../deadlines/limits.rules";
import { countPeriod, isStanding } from "../deadlines/period.rules";
import { allow, refuse, type Decision } from "../platform/decision";
import type { ReturnReason } from "./referral.labels";

/** Reasons that deny that the matter is the agency's: 职权异议. */
const OBJECTIONS: readonly ReturnReason[] = ["NOT_COMPETENT", "OTHER_AGENCY"];

/** Five working days for every line, as the regulation has them for petitions (the other lines' is policy). */
const LIMIT = LIMITS.find(({ id }) => id === "PET-OBJ")!;

export interface ObjectionRefusal {
  readonly code: "OBJECTION_LATE";
  readonly basis: string;
  /** Last day on which it could have been raised. */
  readonly dueOn: Day;
}

/**
 * 职权异议 (信访工作条例 23(3)). Both days are the hub's: what an agency says of its own day could be put back.
 * @param offeredOn the day on which the hub offered the dispute, which is the day of receipt
 */
export function decideObjection(
  reason: ReturnReason,
  offeredOn: Day,
  today: Day,
  calendar: WorkCalendar,
): Decision<null, ObjectionRefusal> {
  if (!OBJECTIONS.includes(reason)) return allow(null);
  const { period, roll, party, basis } = LIMIT;
  const counted = countPeriod({ startOn: offeredOn, period: period!, roll, party }, calendar);
  if (isStanding(counted) || today <= counted.lateAfter) return allow(null);
  return refuse({ code: "OBJECTION_LATE", basis, dueOn: counted.dueOn });
}
