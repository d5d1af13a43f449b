import type { WorkCalendar } from "./calendar.rules";
import { addDays, addMonths, type Day } from "./day.rules";
import type { Party, Period, Roll } from "./limit.rules";

/** Time that does not count: an appraisal, an announcement, a suspension. */
export interface Pause {
  readonly from: Day;
  /** The first day that counts again; null while it goes on. */
  readonly until: Day | null;
  /** In Chinese. */
  readonly reason: string;
}

export interface PeriodToCount {
  /** The day of the event; it is not counted itself (民法典 201(1); 民事诉讼法 85(2)). */
  readonly startOn: Day;
  readonly period: Period;
  readonly roll: Roll;
  readonly party: Party;
  /** Counted back from a day that lies ahead: the last day on which it may still be done. */
  readonly isBefore?: boolean;
  /** Those that were granted, in their order. */
  readonly extensions?: readonly Period[];
  readonly pauses?: readonly Pause[];
}

export interface SkippedDay {
  readonly day: Day;
  /** In Chinese. */
  readonly reason: string;
}

export interface CountedPeriod {
  /** Where the bare count ends. */
  readonly rawDueOn: Day;
  /** Last day on which it is in time. */
  readonly dueOn: Day;
  /** It is late from the day after. Later than `dueOn` where the law is silent on days of rest and binds an agency. */
  readonly lateAfter: Day;
  /** Every day that was not counted, and every day of rest that the end moved over. */
  readonly skipped: readonly SkippedDay[];
  /** A day it hangs on is in a year whose notice is not known. */
  readonly isProvisional: boolean;
}

/** The clock stands still and nobody knows when it will end. */
export interface StandingPeriod {
  readonly standsSince: Day;
  readonly reason: string;
}

/** Hours are counted by `countHours`. */
export function countPeriod(toCount: PeriodToCount, calendar: WorkCalendar): CountedPeriod | StandingPeriod {
  const { roll, party, isBefore = false, pauses = [] } = toCount;
  const count = new Count(calendar, pauses, isBefore ? -1 : 1);
  let raw = toCount.startOn;
  for (const period of chained(toCount.period, toCount.extensions ?? [])) raw = count.from(raw, period);
  const standing = pauses.find(({ from, until }) => until === null && from <= raw);
  if (standing) return { standsSince: standing.from, reason: standing.reason };

  const moved = roll === "n/a" ? raw : count.moved(raw);
  const staysRaw = roll === "S" && party === "DUTY";
  return {
    rawDueOn: raw,
    dueOn: staysRaw ? raw : moved,
    lateAfter: moved,
    skipped: count.skipped,
    isProvisional: count.isProvisional,
  };
}

export function isStanding(counted: CountedPeriod | StandingPeriod): counted is StandingPeriod {
  return "standsSince" in counted;
}

/** An extension in the same unit makes one longer period, so that the end of a short month cuts off no day twice. */
function chained(first: Period, extensions: readonly Period[]): Period[] {
  const chain = [first];
  for (const extension of extensions) {
    const last = chain.at(-1)!;
    if (last.unit !== extension.unit) chain.push(extension);
    else chain[chain.length - 1] = { ...last, length: last.length + extension.length };
  }
  return chain;
}

class Count {
  readonly skipped: SkippedDay[] = [];
  isProvisional = false;

  constructor(
    private readonly calendar: WorkCalendar,
    private readonly pauses: readonly Pause[],
    private readonly step: 1 | -1,
  ) {}

  from(start: Day, { length, unit }: Period): Day {
    switch (unit) {
      case "CALENDAR_DAY":
        return this.overPauses(start, addDays(start, length * this.step));
      case "WORKING_DAY":
        return this.walk(start, length);
      case "MONTH":
        return this.overPauses(start, addMonths(start, length * this.step));
      case "YEAR":
        return this.overPauses(start, addMonths(start, 12 * length * this.step));
      case "HOUR":
        throw new Error("hours are not counted in days");
    }
  }

  /** The nearest working day, on the way on which it was counted. */
  moved(day: Day): Day {
    let moved = day;
    for (let reason = this.restOn(moved); reason !== null; reason = this.restOn(moved)) {
      this.skipped.push({ day: moved, reason });
      moved = addDays(moved, this.step);
    }
    return moved;
  }

  private walk(start: Day, length: number): Day {
    let day = start;
    for (let left = length; left > 0;) {
      day = addDays(day, this.step);
      const reason = this.pauseOn(day) ?? this.restOn(day);
      if (reason === null) left--;
      else this.skipped.push({ day, reason });
    }
    return day;
  }

  /** Each day that does not count within days, months or years puts the end off by a day. */
  private overPauses(start: Day, end: Day): Day {
    if (this.pauses.length === 0) return end;
    let last = end;
    for (let day = start; day !== last;) {
      day = addDays(day, this.step);
      const reason = this.pauseOn(day);
      if (reason === null) continue;
      this.skipped.push({ day, reason });
      last = addDays(last, this.step);
    }
    return last;
  }

  /** One that goes on has no days yet; that it stands is found when the count is done. */
  private pauseOn(day: Day): string | null {
    const pause = this.pauses.find(({ from, until }) => until !== null && from <= day && day < until);
    return pause?.reason ?? null;
  }

  private restOn(day: Day): string | null {
    if (!this.calendar.isOfficial(day)) this.isProvisional = true;
    return this.calendar.restOn(day);
  }
}
