import { addDays, type Day } from "./day.rules";
import type { HoursFrom } from "./limit.rules";

/** A moment in China, by day and minutes after midnight; there is no summer time. */
export interface Moment {
  readonly day: Day;
  readonly minutes: number;
}

const MINUTES_OF_DAY = 24 * 60;

/**
 * Hours are counted through nights and holidays.
 * @param from MOMENT: from the moment that the law names (民法典 201(2)). NEXT_HOUR: the hour in which it begins is not
 * counted, as in civil procedure (民事诉讼法 85(2); 民诉解释 125).
 * @param hours negative: back from the moment
 */
export function countHours(start: Moment, hours: number, from: HoursFrom): Moment {
  const begin = from === "MOMENT" ? start.minutes : (Math.floor(start.minutes / 60) + 1) * 60;
  const end = begin + hours * 60;
  const days = Math.floor(end / MINUTES_OF_DAY);
  return { day: addDays(start.day, days), minutes: end - days * MINUTES_OF_DAY };
}
