import { businessDay } from "../platform/clock";
import type { Condition } from "../platform/keyset-page";
import type { Clock } from "./clock.rules";
import type { RecordField, RecordFields } from "./matter.rules";

/** A clock as it lies in the database. */
export interface KeptClock extends Clock {
  readonly id: string;
}

type KeptValues = readonly [
  recordId: string,
  clock: Omit<KeptClock, "anchorOn" | "anchorMinutes" | "dueMinutes" | "skipped"> & { readonly anchorAt: string },
];

const KEPT = `json_build_array(k.record_id, json_build_object(
  'id', k.id, 'limitId', k.limit_id, 'anchorEventId', k.anchor_event_id, 'anchorAt', k.anchor_at,
  'opened', k.opened, 'round', k.round,
  'receivedOn', k.received_on, 'applies', k.applies, 'granted', k.granted, 'pauses', k.pauses, 'state', k.state,
  'awaitsCondition', k.awaits_condition, 'rawDueOn', k.raw_due_on, 'dueOn', k.due_on, 'lateAfter', k.late_after, 'isProvisional', k.is_provisional,
  'closedOn', k.closed_on, 'closedBy', k.closed_event_id))`;

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
  const columns = FIELDS.map(([, column]) => `r.${column}`).join(", ");
  const text = `select json_build_array(
    (select json_agg(json_build_array(r.id, ${columns})) from r where r.id = any(${records})),
    (select json_agg(${KEPT} order by k.round, k.limit_id) from deadline k where k.record_id = any(${records})))`;
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
  for (const [recordId, { anchorAt, ...clock }] of clocks ?? []) {
    const moment = new Date(anchorAt);
    // A record that this caller may not see was not locked, and so is not there.
    // Days that were skipped are written and never judged; hours have none and are counted anew where they are needed.
    byRecord.get(recordId)?.clocks.push({ ...clock, ...momentOf(moment), dueMinutes: null, skipped: [] });
  }
  return byRecord;
}

const CHINA_HOURS = 8;

export function momentOf(moment: Date): { readonly anchorOn: string; readonly anchorMinutes: number } {
  const minutes = moment.getUTCHours() * 60 + moment.getUTCMinutes() + CHINA_HOURS * 60;
  return { anchorOn: businessDay(moment), anchorMinutes: minutes % (24 * 60) };
}
