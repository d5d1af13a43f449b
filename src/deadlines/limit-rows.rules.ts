import type { LimitLine, LimitRow, Period, Trigger, Unit } from "./limit.rules";

const inUnit =
  (unit: Unit) =>
  (length: number): Period => ({ length, unit });

export const hours = inUnit("HOUR");
export const days = inUnit("CALENDAR_DAY");
export const workingDays = inUnit("WORKING_DAY");
export const months = inUnit("MONTH");
export const years = inUnit("YEAR");

export const on = (...states: readonly string[]): Trigger => ({ states });
/** The state by these steps only; any other state of the trigger as before. */
export const onStep = (from: readonly string[], to: string, also: Trigger = on()): Trigger => ({
  states: [...also.states, to],
  from: { ...also.from, [to]: from },
});

/** Written out only where there is something to say. */
type Silent = "starts" | "ends" | "extensions" | "excluded" | "restarts";
export type LimitDraft = Omit<LimitRow, "line" | Silent> & Partial<Pick<LimitRow, Silent>>;

export function limitsOfLine(line: LimitLine, drafts: readonly LimitDraft[]): readonly LimitRow[] {
  return drafts.map((draft) => ({
    starts: null,
    ends: null,
    extensions: [],
    excluded: [],
    restarts: [],
    ...draft,
    line,
  }));
}

export const UNIT_WORDS: Readonly<Record<Unit, string>> = {
  HOUR: "小时",
  CALENDAR_DAY: "日",
  WORKING_DAY: "个工作日",
  MONTH: "个月",
  YEAR: "年",
};

/** The longest limit of the law is 20 years; whatever is longer is a slip of the finger. */
export const LONGEST: Readonly<Record<Unit, number>> = {
  HOUR: 8_760,
  CALENDAR_DAY: 7_305,
  WORKING_DAY: 5_000,
  MONTH: 240,
  YEAR: 20,
};

export function periodInWords({ length, unit }: Period): string {
  return `${length} ${UNIT_WORDS[unit]}`;
}
