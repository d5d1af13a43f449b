import { addDays, type Day } from "./day.rules";

/** A moment in China, by day and minutes after midnight; there is no summer time. */
export interface Moment {
  readonly day: Day;
  readonly minutes: number;
}

/**
 * Hours are counted through nights and holidays.
 * @param from MOMENT: from the moment that the law names (民法典 201(2)). NEXT_HOUR: the hour in which it begins is not
 * counted, as in civil procedure (民事诉讼法 85(2); 民诉解释 125).
 */
export function countHours(start: Moment, hours: number, from: "MOMENT" | "NEXT_HOUR"): Moment {
  const begin = from === "MOMENT" ? start.minutes : (Math.floor(start.minutes / 60) + 1) * 60;
  const end = begin + hours * 60;
  return { day: addDays(start.day, Math.floor(end / (24 * 60))), minutes: end % (24 * 60) };
}
