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

/** Whose clock it is: a right is lost when it ends, a duty is broken. */
export type Party = "RIGHT" | "DUTY";

/** The body whose work the limit belongs to; the agencies' lines, and two that are not agencies of the hub yet. */
export type LimitLine =
  "PETITION" | "LITIGATION" | "MEDIATION" | "ARBITRATION" | "INSPECTION" | "LEGAL_AID" | "HOTLINE" | "RECONSIDERATION";

/** A record of the line enters one of these states of its workflow table. */
export interface Trigger {
  readonly states: readonly string[];
}

export interface Extension {
  /** Null where the law leaves it to whoever grants it. */
  readonly most: Period | null;
  /** Who may grant it, in Chinese. */
  readonly by: string;
  /** Who has to be told, in Chinese; null where the law asks for no notice. */
  readonly notice: string | null;
  readonly basis: string;
}

/** One statutory limit, as a lawyer reads it. */
export interface LimitRow {
  readonly id: string;
  readonly line: LimitLine;
  /** What has to be done in time, in Chinese. */
  readonly title: string;
  /** Null where the law leaves the length to be set for each case. */
  readonly period: Period | null;
  readonly party: Party;
  /** Who has the right or the duty, in Chinese. */
  readonly holder: string;
  /** The event from which it is counted, in Chinese. */
  readonly anchor: string;
  /** Counted backwards from an event that lies ahead: the last day on which it may still be done. */
  readonly isBefore?: true;
  /** Null where no status that the hub receives says so; it is then opened by hand. */
  readonly starts: Trigger | null;
  readonly ends: Trigger | null;
  readonly extension: Extension | null;
  /** Time that does not count, in Chinese: appraisal, announcement, a hearing. */
  readonly excluded: readonly string[];
  /** Events from which it is counted anew, in Chinese. */
  readonly restarts: readonly string[];
  readonly roll: Roll;
  /** What follows when it ends unused, in Chinese. */
  readonly expiry: string;
  /** Law and article, as `citationsIn` reads it. */
  readonly basis: string;
  /** False where nobody has read the article; then it is shown as unverified. */
  readonly verified: boolean;
  readonly note?: string;
}
