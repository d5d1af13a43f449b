import type { Dice } from "./random";

/**
 * The year that is told. It is fixed and lies in the past, so that the same seed tells the same year whenever it is run,
 * and no clock of the hub can find a moment of it to be in the future.
 */
export const YEAR = 2025;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Midnight of the first of January in China, which is eight hours ahead of UTC and keeps no summer time. */
const YEAR_START = Date.UTC(YEAR, 0, 1) - 8 * 60 * MINUTE;
export const DAYS = 365;
export const YEAR_END = YEAR_START + DAYS * DAY;

const OPENING = 8 * 60 + 30;
const CLOSING = 17 * 60 + 30;

function onDay(day: number, minute: number): number {
  return YEAR_START + day * DAY + minute * MINUTE;
}

export function dayOf(moment: number): number {
  return Math.floor((moment - YEAR_START) / DAY);
}

/** 1 January 2025 was a Wednesday. Public holidays are left out: no figure depends on them. */
function isWeekend(day: number): boolean {
  return [3, 4].includes(((day % 7) + 7) % 7);
}

/** A moment in office hours, so many days after `from`, put off to Monday if need be, and always behind `from`. */
export function officeTime(dice: Dice, from: number, fewestDays: number, mostDays: number): number {
  const start = dayOf(from);
  let day = start + dice.between(fewestDays, mostDays);
  const minute = Math.floor((from - onDay(start, 0)) / MINUTE) + dice.between(5, 60);
  if (day === start && !isWeekend(day) && minute >= OPENING && minute <= CLOSING) return onDay(day, minute);
  if (day === start && (isWeekend(day) || minute > CLOSING)) day += 1;
  while (isWeekend(day)) day += 1;
  return onDay(day, dice.between(OPENING, CLOSING));
}

/** When the counter, the post and the telephone are served. */
export function atCounter(dice: Dice, day: number): number {
  let open = day;
  while (isWeekend(open)) open += 1;
  return onDay(open, dice.between(OPENING, CLOSING));
}

/** Whoever writes online does so when there is time for it. */
export function atAnyHour(dice: Dice, day: number): number {
  return onDay(day, dice.between(6 * 60, 23 * 60));
}

/** The hours a hotline counts as night are not published; these are ours: 18:00 to 8:30. */
export function atNight(dice: Dice, day: number): number {
  const minute = dice.between(0, 14 * 60 + 29);
  return onDay(day, (18 * 60 + minute) % (24 * 60));
}

export function isNight(moment: number): boolean {
  const minute = Math.floor((moment - onDay(dayOf(moment), 0)) / MINUTE);
  return minute >= 18 * 60 || minute < OPENING;
}

/** 2025-03-14 */
export function dateText(moment: number): string {
  return new Date(moment + 8 * 60 * MINUTE).toISOString().slice(0, 10);
}
