import type { MatterCondition } from "./matter.rules";

export type Unit = "HOUR" | "CALENDAR_DAY" | "WORKING_DAY" | "MONTH" | "YEAR";

export interface Period {
  readonly length: number;
  readonly unit: Unit;
}

/**
 * What happens when the last day is a day of rest. Y: it moves to the next working day, by express rule (民事诉讼法 85(3) or
 * an act that refers to it). Y*: the act has no rule of its own, the civil one fills the gap (民法典 203(1), 204). n/a:
 * counted in working days or hours, so the question does not arise. S: the act is silent; a citizen's right then moves,
 * an agency's duty is due on the raw day and is broken only after the moved one (policy).
 */
export type Roll = "Y" | "Y*" | "n/a" | "S";

export type HoursFrom = "MOMENT" | "NEXT_HOUR";

/** Whose clock it is: a right is lost when it ends, a duty is broken. */
export type Party = "RIGHT" | "DUTY";

/** The body whose work the limit belongs to; the agencies' lines, and two that are not agencies of the hub yet. */
export type LimitLine =
  "PETITION" | "LITIGATION" | "MEDIATION" | "ARBITRATION" | "INSPECTION" | "LEGAL_AID" | "HOTLINE" | "RECONSIDERATION";

/** A record of the line enters (or, where that is said, stands in) one of these states of its workflow table. */
export interface Trigger {
  readonly states: readonly string[];
  /** Of some of them: only where the record comes from one of these. */
  readonly from?: Readonly<Record<string, readonly string[]>>;
}

/** A step of a record; from null where it opens with the state. */
export interface StateStep {
  readonly from: string | null;
  readonly state: string;
}

export function isNamed(trigger: Trigger | null | undefined, { from, state }: StateStep): boolean {
  if (!trigger?.states.includes(state)) return false;
  const origins = trigger.from?.[state];
  return !origins || (from !== null && origins.includes(from));
}

export interface Extension {
  /** Null where the law leaves it to whoever grants it. */
  readonly most: Period | null;
  /** Who may grant it, in Chinese. */
  readonly by: string;
  /** Who has to be told, in Chinese; null where the law asks for no notice. */
  readonly notice: string | null;
  readonly basis: string;
  /** Entering one of these states says that it was granted; as long as the law allows, for the status names no length. */
  readonly states?: Trigger;
}

/** One statutory limit, as a lawyer reads it. */
export interface LimitRow extends MatterCondition {
  readonly id: string;
  readonly line: LimitLine;
  /** No clock of its own: it says when another limit takes effect or starts anew. Kept so that nothing read is lost. */
  readonly isRule?: true;
  /** What has to be done in time, in Chinese. */
  readonly title: string;
  /** Null where the law leaves the length to be set for each case. */
  readonly period: Period | null;
  /** Of hours: from the moment itself, or from the next full hour, as in civil procedure (民事诉讼法 85(2)). */
  readonly hoursFrom?: HoursFrom;
  /** The law sets no length, only a bound to the one set in the case; `period` is that bound. */
  readonly bound?: "AT_LEAST" | "AT_MOST";
  readonly party: Party;
  /** Who has the right or the duty, in Chinese. */
  readonly holder: string;
  /** The event from which it is counted, in Chinese. */
  readonly anchor: string;
  /**
   * Counted from the day on which the holder got the paper. The day of the status is only the earliest it can be: until
   * the day of receipt is known the date is provisional, and nobody may be told that it has passed.
   */
  readonly fromReceipt?: true;
  /** Every party has a clock of its own; what one of them does ends only its own. */
  readonly eachParty?: true;
  /** Counted backwards from an event that lies ahead: the last day on which it may still be done. */
  readonly isBefore?: true;
  /** Null where no status that the hub receives says so; it is then opened by hand. While it runs nothing starts it again. */
  readonly starts: Trigger | null;
  /** At most once in a record: coming back to the state later opens no second clock. */
  readonly once?: true;
  readonly ends: Trigger | null;
  /** Why no status ends what a status starts, in Chinese. */
  readonly whyNoEnd?: string;
  /** While the record stands in one of these states the time does not count. */
  readonly pauses?: Trigger;
  /** In the order in which they may be granted; empty where the law knows none. */
  readonly extensions: readonly Extension[];
  /** Time that does not count, in Chinese: appraisal, announcement, a hearing. */
  readonly excluded: readonly string[];
  /** Events from which it is counted anew, in Chinese. */
  readonly restarts: readonly string[];
  readonly roll: Roll;
  /** What follows when it ends unused, in Chinese. */
  readonly expiry: string;
  /** Law and article, as `citationsIn` reads it. */
  readonly basis: string;
  /** False where nobody has read what the length, the unit or the anchor rests on; then it is shown as unverified. */
  readonly verified: boolean;
  readonly note?: string;
}
