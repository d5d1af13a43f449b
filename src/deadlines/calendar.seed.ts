import type { SolarDay } from "tyme4ts";
import { makeCalendar, type MarkedDay, type WorkCalendar, type YearNotice } from "./calendar.rules";
import { addDays, type Day } from "./day.rules";

// Loaded when they are asked and not above: a start on a database that has the notices needs neither library, and each
// takes some twenty milliseconds.
let noticesLibrary: typeof import("chinese-days") | undefined;
const dayDetail = (day: Day) =>
  (noticesLibrary ??= require("chinese-days") as typeof import("chinese-days")).getDayDetail(day);
const lunarLibrary = () => require("tyme4ts") as typeof import("tyme4ts");

/** The first year whose notice the library holds. */
const FIRST_YEAR = 2004;

/** The notices that came with this release. Later ones are loaded into the database and count before these. */
export function seededNotices(): YearNotice[] {
  const notices: YearNotice[] = [];
  for (let year = FIRST_YEAR; festivalOn(`${year}-01-01`) !== undefined; year++) notices.push(noticeOf(year));
  return notices;
}

/** What is known without the database. */
export function seededCalendar(): WorkCalendar {
  return makeCalendar(seededNotices(), festivalsOf);
}

function noticeOf(year: number): YearNotice {
  const days: MarkedDay[] = [];
  for (let day: Day = `${year}-01-01`; day <= `${year}-12-31`; day = addDays(day, 1)) {
    const name = festivalOn(day);
    if (name) days.push({ day, kind: dayDetail(day).work ? "MAKE_UP_WORKDAY" : "HOLIDAY", name });
  }
  return { year, source: `国务院办公厅关于${year}年部分节假日安排的通知`, days };
}

/** "National Day,国庆节,3" for a day that a notice names; an ordinary day has the English name of its weekday. */
function festivalOn(day: Day): string | undefined {
  return dayDetail(day).name.split(",")[1];
}

/**
 * The festivals of 全国年节及纪念日放假办法 (2024年修订) 2. One that falls on a weekend is made up for on another day, which
 * only the notice names. Not by the library of the notices: its lunar days are another day west of Greenwich.
 */
export function festivalsOf(year: number): MarkedDay[] {
  const { LunarDay, SolarTerm } = lunarLibrary();
  const lunar = (month: number, date: number): Day => toDay(LunarDay.fromYmd(year, month, date).getSolarDay());
  const newYear = lunar(1, 1);
  const days: readonly (readonly [name: string, days: readonly Day[]])[] = [
    ["元旦", [`${year}-01-01`]],
    ["春节", [-1, 0, 1, 2].map((offset) => addDays(newYear, offset))],
    ["清明", [toDay(SolarTerm.fromName(year, "清明").getJulianDay().getSolarDay())]],
    ["劳动节", [`${year}-05-01`, `${year}-05-02`]],
    ["端午", [lunar(5, 5)]],
    ["中秋", [lunar(8, 15)]],
    ["国庆节", [1, 2, 3].map((date) => `${year}-10-0${date}`)],
  ];
  return days.flatMap(([name, list]) => list.map((day): MarkedDay => ({ day, kind: "HOLIDAY", name })));
}

function toDay(day: SolarDay): Day {
  const twoDigits = (number: number) => String(number).padStart(2, "0");
  return `${day.getYear()}-${twoDigits(day.getMonth())}-${twoDigits(day.getDay())}`;
}
