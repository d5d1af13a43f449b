import { weekdayOf, yearOf, type Day } from "./day.rules";

/** A day that is not what its weekday says: a holiday, or a weekend's day on which people work (调休). */
export interface MarkedDay {
  readonly day: Day;
  readonly kind: "HOLIDAY" | "MAKE_UP_WORKDAY";
  /** Name of the festival, in Chinese. */
  readonly name: string;
}

/** The days of one year as the State Council's yearly notice sets them (全国年节及纪念日放假办法 6, 7). */
export interface YearNotice {
  readonly year: number;
  /** The notice, in Chinese. */
  readonly source: string;
  readonly days: readonly MarkedDay[];
}

export interface WorkCalendar {
  /** Why nobody works on this day, in Chinese; null on a working day. */
  restOn(day: Day): string | null;
  /** False while the year's notice is not known: weekends and the festivals of the law are all there is to go by. */
  isOfficial(year: number): boolean;
}

const WEEKEND: Readonly<Record<number, string>> = { 0: "星期日", 6: "星期六" };

/**
 * @param notices of two for the same year the later one counts, whole
 * @param festivalsOf the days of a year that are holidays by the law itself, without any notice
 */
export function makeCalendar(
  notices: readonly YearNotice[],
  festivalsOf: (year: number) => readonly MarkedDay[],
): WorkCalendar {
  const official = new Map(notices.map(({ year, days }) => [year, byDay(days)]));
  const guessed = new Map<number, ReadonlyMap<Day, MarkedDay>>();
  const marksOf = (year: number): ReadonlyMap<Day, MarkedDay> => {
    const known = official.get(year) ?? guessed.get(year);
    if (known) return known;
    const marks = byDay(festivalsOf(year));
    guessed.set(year, marks);
    return marks;
  };
  return {
    restOn(day) {
      const mark = marksOf(yearOf(day)).get(day);
      if (mark) return mark.kind === "HOLIDAY" ? `${mark.name}放假` : null;
      return WEEKEND[weekdayOf(day)] ?? null;
    },
    isOfficial: (year) => official.has(year),
  };
}

function byDay(days: readonly MarkedDay[]): ReadonlyMap<Day, MarkedDay> {
  return new Map(days.map((mark) => [mark.day, mark]));
}
