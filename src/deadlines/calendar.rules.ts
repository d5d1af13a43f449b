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
  /** False while a notice that may speak of the day is not known: weekends and the law's own festivals are all there is. */
  isOfficial(day: Day): boolean;
}

const WEEKEND: readonly string[] = ["星期六", "星期日"];

/**
 * @param notices of two for the same year the later one counts, whole
 * @param festivalsOf the days of a year that are holidays by the law itself, without any notice
 */
export function makeCalendar(
  notices: readonly YearNotice[],
  festivalsOf: (year: number) => readonly MarkedDay[],
): WorkCalendar {
  const inForce = new Map(notices.map((notice) => [notice.year, notice]));
  // A notice may speak of the last days of the year before, which its festival reaches into.
  const official = byDay([...inForce.values()].flatMap(({ days }) => days));
  const guessed = new Map<number, ReadonlyMap<Day, MarkedDay>>();
  const guess = (day: Day): MarkedDay | undefined => {
    const year = yearOf(day);
    if (inForce.has(year)) return undefined;
    let marks = guessed.get(year);
    if (!marks) guessed.set(year, (marks = byDay(festivalsOf(year))));
    return marks.get(day);
  };
  return {
    restOn(day) {
      const mark = official.get(day) ?? guess(day);
      if (mark) return mark.kind === "HOLIDAY" ? `${mark.name}放假` : null;
      const weekday = weekdayOf(day);
      return WEEKEND.includes(weekday) ? weekday : null;
    },
    isOfficial: (day) => inForce.has(yearOf(day)) && (!isOfNextNoticeToo(day) || inForce.has(yearOf(day) + 1)),
  };
}

/** New Year's holiday can begin in December, and be made up for before; a week is more than any notice has taken. */
const isOfNextNoticeToo = (day: Day): boolean => day.slice(5) >= "12-26";

function byDay(days: readonly MarkedDay[]): ReadonlyMap<Day, MarkedDay> {
  return new Map(days.map((mark) => [mark.day, mark]));
}
