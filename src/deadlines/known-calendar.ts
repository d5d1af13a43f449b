import type { WorkCalendar } from "./calendar.rules";

let calendar: WorkCalendar | undefined;

/** Loaded and made when it is first asked for: twenty years of notices take longer than a start may wait. */
export function knownCalendar(): WorkCalendar {
  if (!calendar) {
    const { seededCalendar } = require("./calendar.seed") as typeof import("./calendar.seed.js");
    calendar = seededCalendar();
  }
  return calendar;
}
