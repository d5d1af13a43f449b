/**
 * Days of the calendar as texts `YYYY-MM-DD`, which sort as they follow each other. A day has no time zone: which day it
 * is in China is asked once, where an instant comes in (`businessDay`).
 */
export type Day = string;

const MILLISECONDS = 86_400_000;

/** Days since 1970-01-01. */
function toNumber(day: Day): number {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  return Date.UTC(year, month - 1, date) / MILLISECONDS;
}

const fromNumber = (number: number): Day => new Date(number * MILLISECONDS).toISOString().slice(0, 10);

export function addDays(day: Day, count: number): Day {
  return fromNumber(toNumber(day) + count);
}

export function daysBetween(from: Day, to: Day): number {
  return toNumber(to) - toNumber(from);
}

/** The corresponding day of a later or earlier month; where there is none, the last of that month (民法典 202). */
export function addMonths(day: Day, count: number): Day {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + count, Math.min(date, lastOfMonth))).toISOString().slice(0, 10);
}

const WEEKDAYS = ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"] as const;

/** In Chinese. */
export function weekdayOf(day: Day): (typeof WEEKDAYS)[number] {
  return WEEKDAYS[(((toNumber(day) + 4) % 7) + 7) % 7]!;
}

export const yearOf = (day: Day): number => Number(day.slice(0, 4));
