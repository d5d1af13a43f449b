import { SolarDay } from "tyme4ts";

// The same calendar from somebody else's table, and the same counting done another way: one day after the other with
// native dates, and the last day of a month tried downwards. What both ways agree on was not copied from either.

export interface OtherDay {
  readonly isWorking: boolean;
  /** The festival of the notice that names the day; undefined on a day like any other. */
  readonly festival: string | undefined;
}

export function otherDay(day: string): OtherDay {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  const marked = SolarDay.fromYmd(year, month, date).getLegalHoliday();
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return {
    isWorking: marked ? marked.isWork() : weekday !== 0 && weekday !== 6,
    festival: marked?.getName(),
  };
}

export function nextDay(day: string, by = 1): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + by);
  return date.toISOString().slice(0, 10);
}

export function walk(start: string, length: number, unit: string): string {
  if (unit === "MONTH" || unit === "YEAR") return sameDayLater(start, unit === "YEAR" ? length * 12 : length);
  let day = start;
  for (let counted = 0; counted < length;) {
    day = nextDay(day);
    if (unit === "CALENDAR_DAY" || otherDay(day).isWorking) counted++;
  }
  return day;
}

export function walkToWork(day: string): string {
  let found = day;
  while (!otherDay(found).isWorking) found = nextDay(found);
  return found;
}

function sameDayLater(start: string, months: number): string {
  const [year = 0, month = 0, date = 0] = start.split("-").map(Number);
  const count = year * 12 + (month - 1) + months;
  const stem = `${String(Math.floor(count / 12)).padStart(4, "0")}-${String((count % 12) + 1).padStart(2, "0")}`;
  for (let last = date; ; last--) {
    const day = `${stem}-${String(last).padStart(2, "0")}`;
    // A day that does not exist is read as none, or as one of the next month.
    const read = new Date(`${day}T00:00:00Z`);
    if (!Number.isNaN(read.getTime()) && read.toISOString().startsWith(day)) return day;
  }
}
