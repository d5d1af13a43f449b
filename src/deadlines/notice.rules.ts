import { allow, refuse, type Decision } from "../platform/decision";
import { findTextFault, isBlank, isCalendarDay } from "../platform/text";
import type { MarkedDay, YearNotice } from "./calendar.rules";
import { weekdayOf, type Day } from "./day.rules";

/** What is wrong with a notice that somebody wants to load. */
export interface NoticeFault {
  /** To the value at fault, or to what ought to hold it. */
  readonly path: readonly (string | number)[];
  /** In Chinese. */
  readonly what: string;
}

type Json = Readonly<Record<string, unknown>>;

export const DAY_KINDS: Readonly<Record<MarkedDay["kind"], string>> = {
  HOLIDAY: "放假",
  MAKE_UP_WORKDAY: "调休上班",
};
/** Those of which the festivals are known. */
const [FIRST_YEAR, LAST_YEAR] = [2004, 2079];
const MOST_DAYS = 120;
const MOST_SOURCE = 200;
const MOST_NAME = 100;

/**
 * A notice as somebody typed it: `{year, source, days: [{day, kind, name}]}`. It must hold every festival that the law
 * itself gives (全国年节及纪念日放假办法 2), for a notice that misses one is a slip of whoever typed it.
 * @param festivalsOf the days of a year that are holidays by the law itself, without any notice
 */
export function decideNotice(
  typed: Json,
  festivalsOf: (year: number) => readonly MarkedDay[],
): Decision<YearNotice, NoticeFault> {
  const head =
    valueFault(typed, "year", isYear, `须为 ${FIRST_YEAR} 至 ${LAST_YEAR} 的整数。`) ??
    valueFault(typed, "source", isText(MOST_SOURCE), `须写通知的名称和文号,不超过 ${MOST_SOURCE} 字。`) ??
    listFault(typed["days"]);
  if (head) return refuse(head);
  const { year, source } = typed as unknown as YearNotice;
  const days: MarkedDay[] = [];
  for (const [at, one] of (typed["days"] as readonly unknown[]).entries()) {
    const entry = isObject(one) ? one : {};
    const fault = entryFault(entry, year, days);
    if (fault) return refuse({ path: ["days", at, ...fault.path], what: fault.what });
    const { day, kind, name } = entry as unknown as MarkedDay;
    days.push({ day, kind, name });
  }
  const holidays = new Set(days.filter(({ kind }) => kind === "HOLIDAY").map(({ day }) => day));
  const missed = festivalsOf(year).find(({ day }) => !holidays.has(day));
  if (missed) return refuse({ path: ["days"], what: `缺少法定节日 ${missed.name}(${missed.day}),请核对通知。` });
  return allow({ year, source, days });
}

/** @param before the days that stand before it */
function entryFault(entry: Json, year: number, before: readonly MarkedDay[]): NoticeFault | undefined {
  const wrongDay = valueFault(entry, "day", isDay, "须为真实存在的日期,写作 YYYY-MM-DD。");
  if (wrongDay) return wrongDay;
  const day = entry["day"] as Day;
  const at = (name: string, what: string): NoticeFault => ({ path: [name], what });
  // A notice may speak of the last days of the year before, which its festival reaches into.
  if (day < `${year - 1}-12-26` || day > `${year}-12-31`) return at("day", `${day} 不在 ${year} 年的通知范围内。`);
  if (before.some((known) => known.day === day)) return at("day", `${day} 写了两次。`);
  const wrongKind = valueFault(entry, "kind", isKind, "须为 HOLIDAY(放假)或 MAKE_UP_WORKDAY(调休上班)。");
  if (wrongKind) return wrongKind;
  const weekday = weekdayOf(day);
  if (entry["kind"] === "MAKE_UP_WORKDAY" && !["星期六", "星期日"].includes(weekday)) {
    return at("kind", `${day} 是${weekday},本来就上班,不是调休。`);
  }
  return valueFault(entry, "name", isText(MOST_NAME), `须写节日名称,不超过 ${MOST_NAME} 字。`);
}

function valueFault(
  holder: Json,
  name: string,
  isFit: (value: unknown) => boolean,
  wanted: string,
): NoticeFault | undefined {
  if (holder[name] === undefined) return { path: [], what: `缺少 ${name}。` };
  return isFit(holder[name]) ? undefined : { path: [name], what: `${name} ${wanted}` };
}

function listFault(days: unknown): NoticeFault | undefined {
  if (Array.isArray(days) && days.length > 0 && days.length <= MOST_DAYS) return undefined;
  return { path: days === undefined ? [] : ["days"], what: `days 须为 1 至 ${MOST_DAYS} 天的列表。` };
}

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null;
const isYear = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= FIRST_YEAR && (value as number) <= LAST_YEAR;
const isDay = (value: unknown): boolean => typeof value === "string" && isCalendarDay(value);
const isKind = (value: unknown): boolean => typeof value === "string" && Object.hasOwn(DAY_KINDS, value);
const isText =
  (most: number) =>
  (value: unknown): boolean =>
    typeof value === "string" && !isBlank(value) && [...value].length <= most && findTextFault(value) === null;
