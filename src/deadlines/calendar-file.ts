import { findNodeAtLocation, getNodeValue, parseTree, type JSONPath, type Node, type ParseError } from "jsonc-parser";
import { isBlank, isCalendarDay } from "../platform/text";
import type { MarkedDay, YearNotice } from "./calendar.rules";
import { festivalsOf } from "./calendar.seed";
import { weekdayOf } from "./day.rules";

/** What is wrong with a notice that somebody wants to load. */
export class CalendarFileFault extends Error {
  constructor(
    /** Of the file, from 1; null when it cannot be read at all. */
    readonly line: number | null,
    /** In Chinese. */
    readonly what: string,
  ) {
    super(line === null ? what : `第 ${line} 行:${what}`);
  }
}

const KINDS: readonly unknown[] = ["HOLIDAY", "MAKE_UP_WORKDAY"];
const [FIRST_YEAR, LAST_YEAR] = [2004, 2079];
const MOST_DAYS = 120;

/**
 * Reads a notice from JSON: `{"year": 2027, "source": "…", "days": [{"day": "2027-01-01", "kind": "HOLIDAY", "name": "元旦"}]}`.
 * The kind of a weekend's day on which people work (调休) is `MAKE_UP_WORKDAY`. It must hold every festival that the law
 * itself gives, for a notice that misses one is a slip of whoever typed it.
 * @throws {CalendarFileFault} with the line at fault
 */
export function readNotice(text: string): YearNotice {
  const file = new File(text);
  const year = file.value([], "year", (value) => isYear(value) || `year 须为 ${FIRST_YEAR} 至 ${LAST_YEAR} 的整数。`);
  const source = file.value([], "source", (value) => isText(value) || "source 须写通知的名称和文号。");
  const days = file.list("days", MOST_DAYS);
  const seen = new Set<string>();
  const marked = days.map((_, at): MarkedDay => {
    const path = ["days", at];
    const day = file.value(path, "day", (value) => dayFault(value, year as number, seen) ?? true) as string;
    seen.add(day);
    const kind = file.value(path, "kind", (value) => kindFault(value, day) ?? true) as MarkedDay["kind"];
    const name = file.value(path, "name", (value) => isText(value) || "name 须写节日名称。") as string;
    return { day, kind, name };
  });
  const holidays = new Set(marked.filter(({ kind }) => kind === "HOLIDAY").map(({ day }) => day));
  for (const { day, name } of festivalsOf(year as number)) {
    if (!holidays.has(day)) file.fail(["days"], `缺少法定节日 ${name}(${day}),请核对通知。`);
  }
  return { year: year as number, source: source as string, days: marked };
}

const isYear = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= FIRST_YEAR && (value as number) <= LAST_YEAR;

const isText = (value: unknown): boolean => typeof value === "string" && !isBlank(value) && value.length <= 200;

/** A notice may speak of the last days of the year before, which its festival reaches into. */
function dayFault(value: unknown, year: number, seen: ReadonlySet<string>): string | undefined {
  if (typeof value !== "string" || !isCalendarDay(value)) return "day 须为真实存在的日期,写作 YYYY-MM-DD。";
  if (value < `${year - 1}-12-26` || value > `${year}-12-31`) return `${value} 不在 ${year} 年的通知范围内。`;
  return seen.has(value) ? `${value} 写了两次。` : undefined;
}

function kindFault(value: unknown, day: string): string | undefined {
  if (!KINDS.includes(value)) return "kind 须为 HOLIDAY(放假)或 MAKE_UP_WORKDAY(调休上班)。";
  const isWeekend = ["星期六", "星期日"].includes(weekdayOf(day));
  return value === "MAKE_UP_WORKDAY" && !isWeekend ? `${day} 是${weekdayOf(day)},本来就上班,不是调休。` : undefined;
}

/** A JSON text that knows on which line each of its values stands. */
class File {
  private readonly root: Node;

  constructor(private readonly text: string) {
    const errors: ParseError[] = [];
    const root = parseTree(text, errors, { allowTrailingComma: false, disallowComments: true });
    const [error] = errors;
    if (error) throw new CalendarFileFault(this.lineAt(error.offset), "不是正确的 JSON。");
    if (root?.type !== "object")
      throw new CalendarFileFault(1, '须为 JSON 对象,如 {"year": 2027, "source": "…", "days": []}。');
    this.root = root;
  }

  /** @param check true, or what is wrong */
  value(path: JSONPath, name: string, check: (value: unknown) => string | boolean): unknown {
    const node = findNodeAtLocation(this.root, [...path, name]);
    if (!node) return this.fail(path, `缺少 ${name}。`);
    const value: unknown = getNodeValue(node);
    const verdict = check(value);
    return verdict === true ? value : this.fail([...path, name], verdict || `${name} 不对。`);
  }

  list(name: string, most: number): readonly unknown[] {
    const node = findNodeAtLocation(this.root, [name]);
    const members = node?.type === "array" ? (node.children ?? []) : [];
    if (members.length > 0 && members.length <= most) return members;
    return this.fail(node ? [name] : [], `${name} 须为 1 至 ${most} 天的列表。`);
  }

  fail(path: JSONPath, what: string): never {
    const node = findNodeAtLocation(this.root, path) ?? this.root;
    throw new CalendarFileFault(this.lineAt(node.offset), what);
  }

  private lineAt(offset: number): number {
    return this.text.slice(0, offset).split("\n").length;
  }
}
