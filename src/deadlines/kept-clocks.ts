import { businessDay } from "../platform/clock";
import type { AgencyRecord } from "../agencies/agency-record.entity";
import type { Line } from "../agencies/workflow.rules";
import type { EntityRows } from "../platform/entity-rows";
import type { Condition } from "../platform/keyset-page";
import type { Clock } from "./clock.rules";
import type { LimitsMoved } from "./clocks.rules";
import type { Day } from "./day.rules";
import { FIELDS_OF_LINE, type RecordField, type RecordFields } from "./matter.rules";

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

/** The entity's rows know the columns. */
type RecordRows = Pick<EntityRows<AgencyRecord>, "column">;

const ALL_FIELDS: readonly RecordField[] = Object.values(FIELDS_OF_LINE).flat();

/**
 * The clocks of records and the fields that their limits hang on, to be read with their lock: the fields are columns of
 * the records `r` that were locked.
 * @param which as a condition on `r`
 */
export function keptClocks(rows: RecordRows, { text, values }: Condition): Condition {
  return clocksWhere(fieldsAsJson(rows, ALL_FIELDS), { which: text, condition: "true", values });
}

/** Only the clocks that entering a state can move. @param which as a condition on `r` */
export function keptClocksMoved(
  rows: RecordRows,
  line: Line,
  which: Condition,
  { started, moved }: LimitsMoved,
): Condition {
  const { text, values } = which;
  const [ofStarted, ofMoved] = [`$${values.length + 1}::text[]`, `$${values.length + 2}::text[]`];
  return clocksWhere(fieldsAsJson(rows, FIELDS_OF_LINE[line]), {
    which: text,
    condition: `(k.limit_id = any(${ofStarted}) or (k.limit_id = any(${ofMoved}) and k.closed_event_id is null))`,
    values: [...values, started, moved],
  });
}

function fieldsAsJson(rows: RecordRows, fields: readonly RecordField[]): string {
  return `json_build_object(${fields.map((field) => `'${field}', r.${rows.column(field)}`).join(", ")})`;
}

function clocksWhere(
  fields: string,
  { which, condition, values }: { which: string; condition: string; values: readonly unknown[] },
): Condition {
  const text = `select json_build_array(
    (select json_agg(json_build_array(r.id, ${fields})) from r where ${which}),
    (select json_agg(${KEPT} order by k.round, k.limit_id) from deadline k
      where k.record_id = any(array(select r.id from r where ${which})) and ${condition}))`;
  return { text, values };
}

/** What was kept of one record. */
export interface KeptRecord {
  readonly fields: RecordFields;
  /** In the order in which they began. */
  readonly clocks: readonly KeptClock[];
}

type Found = readonly [
  fields: readonly (readonly [id: string, fields: RecordFields])[] | null,
  clocks: readonly KeptValues[] | null,
];

/** By the record; none where nothing was asked. */
export function toKept(found: unknown): ReadonlyMap<string, KeptRecord> {
  const [records, clocks] = (found as Found | null) ?? [null, null];
  const byRecord = new Map<string, { readonly fields: RecordFields; readonly clocks: KeptClock[] }>();
  for (const [id, fields] of records ?? []) byRecord.set(id, { fields, clocks: [] });
  for (const values of clocks ?? []) byRecord.get(values[0])!.clocks.push(toKeptClock(values));
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
