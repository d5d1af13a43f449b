import { findNodeAtLocation, getNodeValue, parseTree, type ParseError } from "jsonc-parser";
import type { YearNotice } from "./calendar.rules";
import { festivalsOf } from "./calendar.seed";
import { decideNotice } from "./notice.rules";

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

/**
 * Reads a notice from JSON: `{"year": 2027, "source": "…", "days": [{"day": "2027-01-01", "kind": "HOLIDAY", "name": "元旦"}]}`.
 * The kind of a weekend's day on which people work (调休) is `MAKE_UP_WORKDAY`.
 * @throws {CalendarFileFault} with the line at fault
 */
export function readNotice(text: string): YearNotice {
  const lineAt = (offset: number) => text.slice(0, offset).split("\n").length;
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: false, disallowComments: true });
  const [error] = errors;
  if (error) throw new CalendarFileFault(lineAt(error.offset), "不是正确的 JSON。");
  if (root?.type !== "object") {
    throw new CalendarFileFault(1, '须为 JSON 对象,如 {"year": 2027, "source": "…", "days": []}。');
  }
  const decision = decideNotice(getNodeValue(root), festivalsOf);
  if (decision.ok) return decision.change;
  const { path, what } = decision.refusal;
  throw new CalendarFileFault(lineAt((findNodeAtLocation(root, [...path]) ?? root).offset), what);
}
