import type { MarkedDay, YearNotice } from "../../src/deadlines/calendar.rules";
import { festivalsOf } from "../../src/deadlines/calendar.seed";

let running = 0;

/** A notice of what the law itself gives and some days more, under a name that nobody has used yet. */
export function aNotice(year = 2032, more: readonly MarkedDay[] = []): YearNotice {
  running += 1;
  const source = `国务院办公厅关于${year}年部分节假日安排的通知(第${running}稿)`;
  // In some years two festivals fall on one day.
  const days = new Map([...festivalsOf(year), ...more].map((marked) => [marked.day, marked]));
  return { year, source, days: [...days.values()] };
}

/** Spring festival of 2031 begins on 22 January; these days make of it more than the law itself gives. */
export const LONG_SPRING_FESTIVAL: readonly MarkedDay[] = ["2031-01-27", "2031-01-28", "2031-01-29"].map((day) => ({
  day,
  kind: "HOLIDAY",
  name: "春节",
}));
