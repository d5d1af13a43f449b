import { seededCalendar } from "./calendar.seed";
import type { WorkCalendar } from "./calendar.rules";

let calendar: WorkCalendar | undefined;

/** Made when it is first asked for: twenty years of notices take longer than a start may wait. */
export function knownCalendar(): WorkCalendar {
  calendar ??= seededCalendar();
  return calendar;
}
