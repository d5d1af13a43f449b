import { businessDay } from "../platform/clock";
import type { Condition } from "../platform/keyset-page";
import type { Clock } from "./clock.rules";
import type { LimitsMoved } from "./clocks.rules";
import type { Day } from "./day.rules";
import type { RecordField, RecordFields } from "./matter.rules";

/** A clock as it lies in the database. */
export interface KeptClock extends Clock {
  readonly id: string;
}

type KeptValues = readonly [
  recordId: string,
  id: string,
  limitId: string,
  anchorEventId: string,
  anchorAt: string,
  opened: Clock["opened"],
  round: number,
  receivedOn: Day | null,
  applies: boolean | null,
  granted: Clock["granted"],
  pauses: Clock["pauses"],
  state: Clock["state"],
  awaitsCondition: boolean,
  rawDueOn: Day | null,
  dueOn: Day | null,
  lateAfter: Day | null,
  isProvisional: boolean,
  closedOn: Day | null,
  closedBy: string | null,
];

const KEPT = `json_build_array(k.record_id, k.id, k.limit_id, k.anchor_event_id, k.anchor_at, k.opened, k.round, k.received_on,
  k.applies, k.granted, k.pauses, k.state, k.awaits_condition, k.raw_due_on, k.due_on, k.late_after, k.is_provisional,
  k.closed_on, k.closed_event_id)`;

const FIELDS: readonly (readonly [field: RecordField, column: string])[] = [
  ["petitionMatter", "petition_matter"],
  ["petitionItem", "petition_item"],
  ["petitionIsFirst", "petition_is_first"],
  ["petitionIsSimple", "petition_is_simple"],
  ["courtProcedure", "court_procedure"],
  ["causeOfAction", "cause_of_action"],
  ["mediationKind", "mediation_kind"],
  ["isSimplified", "arbitration_is_simplified"],
  ["aidForm", "aid_form"],
];

/**
 * The clocks of records and the fields that their limits hang on, to be read with their lock: the fields are columns of
 * the records `r` that were locked.
 * @param records an array of their ids, as SQL
 */
export function keptClocks(records: string, values: readonly unknown[] = []): Condition {
  return clocksWhere(records, "true", values);
}

interface MovedRecords {
  /** An array of their ids, as SQL. */
  readonly records: string;
  /** An array of those of which every clock is wanted nevertheless. */
  readonly whole: string;
  /** Of both. */
  readonly values: readonly unknown[];
}

/** Only the clocks that entering a state can move. */
export function keptClocksMoved({ records, whole, values }: MovedRecords, { started, moved }: LimitsMoved): Condition {
  const [ofStarted, ofMoved] = [`$${values.length + 1}::text[]`, `$${values.length + 2}::text[]`];
  const isMoved = `k.limit_id = any(${ofStarted}) or (k.limit_id = any(${ofMoved}) and k.closed_event_id is null)`;
  return clocksWhere(records, `(${isMoved} or k.record_id = any(${whole}))`, [...values, started, moved]);
}

function clocksWhere(records: string, condition: string, values: readonly unknown[]): Condition {
  const columns = FIELDS.map(([, column]) => `r.${column}`).join(", ");
  const text = `select json_build_array(
    (select json_agg(json_build_array(r.id, ${columns})) from r where r.id = any(${records})),
    (select json_agg(${KEPT} order by k.round, k.limit_id) from deadline k
      where k.record_id = any(${records}) and ${condition}))`;
  return { text, values };
}

/** What was kept of one record. */
export interface KeptRecord {
  readonly fields: RecordFields;
  /** In the order in which they began. */
  readonly clocks: readonly KeptClock[];
}

type Found = readonly [
  fields: readonly (readonly [id: string, ...values: unknown[]])[] | null,
  clocks: readonly KeptValues[] | null,
];

/** By the record. */
export function toKept(found: unknown): ReadonlyMap<string, KeptRecord> {
  const [records, clocks] = found as Found;
  const byRecord = new Map<string, { readonly fields: RecordFields; readonly clocks: KeptClock[] }>();
  for (const [id, ...values] of records ?? []) {
    const fields = Object.fromEntries(FIELDS.map(([field], at) => [field, values[at] ?? null])) as RecordFields;
    byRecord.set(id, { fields, clocks: [] });
  }
  // A record that this caller may not see was not locked, and so is not there.
  for (const values of clocks ?? []) byRecord.get(values[0])?.clocks.push(toKeptClock(values));
  return byRecord;
}

function toKeptClock(values: KeptValues): KeptClock {
  const [, id, limitId, anchorEventId, anchorAt, opened, round, receivedOn, applies, ...rest] = values;
  const [granted, pauses, state, awaitsCondition, rawDueOn, dueOn, lateAfter, isProvisional, closedOn, closedBy] = rest;
  return {
    id,
    limitId,
    anchorEventId,
    ...momentOf(new Date(anchorAt)),
    opened,
    round,
    receivedOn,
    applies,
    granted,
    pauses,
    state,
    awaitsCondition,
    rawDueOn,
    dueOn,
    lateAfter,
    isProvisional,
    closedOn,
    closedBy,
    // Days that were skipped are written and never judged; hours have none and are counted anew where they are needed.
    dueMinutes: null,
    skipped: [],
  };
}

const CHINA_HOURS = 8;

export function momentOf(moment: Date): { readonly anchorOn: string; readonly anchorMinutes: number } {
  const minutes = moment.getUTCHours() * 60 + moment.getUTCMinutes() + CHINA_HOURS * 60;
  return { anchorOn: businessDay(moment), anchorMinutes: minutes % (24 * 60) };
}
