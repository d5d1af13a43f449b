import { festivalsOf } from "../../src/deadlines/calendar.seed";
import { readNotice } from "../../src/deadlines/calendar-file";

const SOURCE = "国务院办公厅关于2027年部分节假日安排的通知";

/** One value to a line, so that a fault's line can be told by hand: the first day's object begins on line 5. */
function fileOf(changes: { year?: unknown; source?: unknown; days?: unknown } = {}): string {
  const days = [...festivalsOf(2027), { day: "2027-02-14", kind: "MAKE_UP_WORKDAY", name: "春节" }];
  return JSON.stringify({ year: 2027, source: SOURCE, days, ...changes }, null, 1);
}

test("a notice is read", () => {
  const notice = readNotice(fileOf());
  expect(notice).toMatchObject({ year: 2027, source: SOURCE });
  expect(notice.days.at(-1)).toEqual({ day: "2027-02-14", kind: "MAKE_UP_WORKDAY", name: "春节" });
});

const withDay = (change: object) =>
  fileOf({ days: [{ day: "2027-01-01", kind: "HOLIDAY", name: "元旦", ...change }, ...festivalsOf(2027).slice(1)] });

test.each([
  ["no JSON", '{\n "year": 2027,\n}', "第 3 行:不是正确的 JSON。"],
  ["no object", "[1]", "第 1 行:须为 JSON 对象"],
  ["no year", fileOf({ year: undefined }), "第 1 行:缺少 year。"],
  ["a year as text", fileOf({ year: "2027" }), "第 2 行:year 须为 2004 至 2079 的整数。"],
  ["no source", fileOf({ source: " " }), "第 3 行:source 须写通知的名称和文号"],
  ["a source with a NUL", fileOf({ source: "通知\0" }), "第 3 行:source 须写通知的名称和文号"],
  ["a day that is no object", fileOf({ days: [1] }), "第 5 行:缺少 day。"],
  ["no days", fileOf({ days: [] }), "第 4 行:days 须为 1 至 120 天的列表。"],
  ["a day that there is not", withDay({ day: "2027-02-30" }), "第 6 行:day 须为真实存在的日期"],
  ["a day of another year", withDay({ day: "2026-12-25" }), "第 6 行:2026-12-25 不在 2027 年的通知范围内。"],
  ["a day twice", withDay({ day: "2027-05-01" }), "2027-05-01 写了两次。"],
  ["a kind that there is not", withDay({ kind: "REST" }), "第 7 行:kind 须为 HOLIDAY"],
  ["a make-up day on a Friday", withDay({ kind: "MAKE_UP_WORKDAY" }), "第 7 行:2027-01-01 是星期五"],
  ["no name", withDay({ name: undefined }), "第 5 行:缺少 name。"],
  ["a festival is missing", fileOf({ days: festivalsOf(2027).slice(1) }), "第 4 行:缺少法定节日 元旦(2027-01-01)"],
] as const)("%s is refused with the line at fault", (_what, text, message) => {
  expect(() => readNotice(text)).toThrow(message);
});
