import { isCalendarDay } from "../platform/text";
import type { WorkCalendar } from "./calendar.rules";
import { weekdayOf, type Day } from "./day.rules";
import { countHours } from "./hours.rules";
import { periodInWords } from "./limit-rows.rules";
import type { HoursFrom, Party, Period, Roll, Unit } from "./limit.rules";
import { countPeriod, isStanding, type SkippedDay } from "./period.rules";

export const ROLL_LABELS: Readonly<Record<Roll, string>> = {
  Y: "末日逢法定休假日,法律明文规定顺延",
  "Y*": "本法没有规定,末日逢法定休假日按民法典顺延",
  "n/a": "不发生顺延",
  S: "法律没有规定:当事人的权利顺延;机关的职责以原日为到期日,顺延后的日子过了才算逾期(项目政策)",
};

const ROLL_BASIS: Readonly<Record<Roll, readonly string[]>> = {
  Y: ["民事诉讼法 85(3)"],
  "Y*": ["民法典 203(1), 204"],
  "n/a": [],
  S: ["项目政策"],
};

const COUNT_BASIS: Readonly<Record<Unit, string>> = {
  HOUR: "民法典 201(2)",
  CALENDAR_DAY: "民法典 201(1)",
  WORKING_DAY: "民法典 201(1); 全国年节及纪念日放假办法 6, 7",
  MONTH: "民法典 201(1), 202",
  YEAR: "民法典 201(1), 202",
};

const NEXT_HOUR_BASIS = "民事诉讼法 85(2); 民诉解释 125";

const BOUNDS = {
  AT_LEAST: "法律规定的是最短期间,届满日是最早的一天",
  AT_MOST: "法律规定的是最长期间,可以定得更短",
};

/** What somebody asks who has nothing but a start and a length. */
export interface DeadlineQuestion {
  /** `2026-09-16`; of hours also `2026-09-16T10:30`, in China's time. */
  readonly start: string;
  /** The statutory limit that was asked for; null when only a length was. */
  readonly limit: {
    readonly id: string;
    readonly title: string;
    readonly basis: string;
    readonly isVerified: boolean;
    /** The event whose day is the start, in Chinese. */
    readonly anchor: string;
    /** What must be true of the matter besides, in Chinese. */
    readonly onlyIf: string | null;
    /** The law sets only a bound to what the body sets itself. */
    readonly bound: "AT_LEAST" | "AT_MOST" | null;
  } | null;
  readonly period: Period;
  readonly hoursFrom: HoursFrom;
  readonly roll: Roll;
  readonly party: Party;
  readonly isBefore: boolean;
}

export interface DeadlineAnswer extends DeadlineQuestion {
  readonly rawDueOn: Day;
  readonly dueOn: Day;
  readonly lateAfter: Day;
  /** Of hours: the moment, `2026-09-18T10:30`, in China's time. */
  readonly dueAt: string | null;
  readonly skipped: readonly SkippedDay[];
  readonly isProvisional: boolean;
  readonly basis: readonly string[];
}

const START = /^(\d{4}-\d{2}-\d{2})(?:T([01]\d|2[0-3]):([0-5]\d))?$/;

/** @returns the day, and the minutes after midnight; undefined when the text is neither a day nor a moment */
export function readStart(text: string): { readonly day: Day; readonly minutes: number } | undefined {
  const match = START.exec(text);
  if (!match || !isCalendarDay(match[1]!)) return undefined;
  return { day: match[1]!, minutes: Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0) };
}

export function answerDeadline(question: DeadlineQuestion, calendar: WorkCalendar): DeadlineAnswer {
  const { period, hoursFrom, roll, party, isBefore } = question;
  const start = readStart(question.start);
  if (!start) throw new Error("the start was not checked");
  const basis = basisOf({ basis: question.limit?.basis ?? null, period, hoursFrom, roll });
  if (period.unit === "HOUR") {
    const end = countHours(start, isBefore ? -period.length : period.length, hoursFrom);
    const due = { rawDueOn: end.day, dueOn: end.day, lateAfter: end.day };
    return { ...question, ...due, dueAt: `${end.day}T${clock(end.minutes)}`, skipped: [], isProvisional: false, basis };
  }
  const counted = countPeriod({ startOn: start.day, period, roll, party, isBefore }, calendar);
  if (isStanding(counted)) throw new Error("no pause was given");
  return { ...question, ...counted, dueAt: null, basis };
}

/** Law and article of a limit itself, of how its days are counted, and of what a day of rest does to the last. */
export function basisOf(
  counted: Pick<DeadlineQuestion, "period" | "hoursFrom" | "roll"> & { readonly basis: string | null },
): readonly string[] {
  const { basis, period, hoursFrom, roll } = counted;
  const counting = period.unit === "HOUR" && hoursFrom === "NEXT_HOUR" ? NEXT_HOUR_BASIS : COUNT_BASIS[period.unit];
  return [...(basis === null ? [] : [basis]), counting, ...ROLL_BASIS[roll]];
}

/** The answer as a page for somebody who reads no JSON. */
export function deadlineLines(answer: DeadlineAnswer): string[] {
  const { limit, period, roll, isBefore, skipped } = answer;
  const { day, minutes } = readStart(answer.start)!;
  return [
    ...(limit === null ? [] : limitLines(limit)),
    `起算日(不计入)  ${withWeekday(day)}${answer.dueAt === null ? "" : ` ${clock(minutes)}`}`,
    `期间            ${isBefore ? "之前 " : ""}${periodInWords(period)}`,
    `节假日          ${ROLL_LABELS[roll]}`,
    `原届满日        ${withWeekday(answer.rawDueOn)}`,
    `届满日          ${withWeekday(answer.dueOn)}${answer.dueAt === null ? "" : ` ${answer.dueAt.slice(-5)}`}`,
    ...(answer.lateAfter === answer.dueOn ? [] : [`此日之后为逾期  ${withWeekday(answer.lateAfter)}`]),
    ...(skipped.length === 0
      ? []
      : ["不计或越过的日子", ...skipped.map(({ day: on, reason }) => `  ${on}  ${reason}`)]),
    `依据            ${answer.basis.join("; ")}`,
    ...(answer.isProvisional
      ? ["暂定            有关年份的放假安排尚未公布,暂按周末和法定节日推算,公布后须重新计算"]
      : []),
  ];
}

function limitLines({
  id,
  title,
  isVerified,
  anchor,
  onlyIf,
  bound,
}: NonNullable<DeadlineQuestion["limit"]>): string[] {
  return [
    `期限            ${id} ${title}${isVerified ? "" : "(未核实)"}`,
    `起算            ${anchor}`,
    ...(onlyIf === null ? [] : [`仅限            ${onlyIf}`]),
    ...(bound === null ? [] : [`注意            ${BOUNDS[bound]}`]),
  ];
}

const withWeekday = (day: Day): string => `${day} ${weekdayOf(day)}`;

const clock = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
