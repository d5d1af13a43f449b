import type { Tx } from "../platform/database";
import type { Condition } from "../platform/keyset-page";
import type { EnteredEvent } from "./record-clocks";

interface StateRow {
  readonly id: string;
  readonly record_id: string;
  readonly from_state: string | null;
  readonly to_state: string;
  readonly occurred_at: Date;
  readonly sequence: number | null;
}

const STATES = `
  select e.id, e.record_id, e.from_state, e.to_state, e.sequence,
         coalesce((select c.occurred_at from timeline_event c where c.corrects_id = e.id limit 1), e.occurred_at) as occurred_at
    from timeline_event e
   where e.dispute_id in (select r.dispute_id from agency_record r where r.id in (@))
     and e.record_id in (@) and e.kind in ('ACCEPTED', 'STATUS')
     and not exists (select from timeline_event c where c.corrects_id = e.id and c.to_state is not null)
   order by e.record_id, e.sequence nulls first`;

/**
 * States that records entered and no correction took back, in the order of their numbers, each at the time to which it
 * was corrected.
 * @param which a SELECT of the records' ids
 */
export async function statesOfRecord(tx: Tx, which: Condition): Promise<readonly EnteredEvent[]> {
  const rows = await tx.lookUp<StateRow>(STATES.replaceAll("@", which.text), which.values);
  return rows.map(toEvent);
}

const AS_JSON = `select json_agg(json_build_array(s.record_id, s.id, s.from_state, s.to_state, s.occurred_at, s.sequence)
                                order by s.record_id, s.sequence nulls first) from (@) s`;

/** The same as JSON, to be read with a lock. @param which a SELECT of the records' ids */
export const statesToRead = ({ text, values }: Condition): Condition => ({
  text: AS_JSON.replace("@", STATES.replaceAll("@", text)),
  values,
});

type StateValues = readonly [
  recordId: string,
  id: string,
  from: string | null,
  to: string,
  at: string,
  sequence: number | null,
];

/** By the record. @param found as {@link statesToRead} reads it */
export function toStates(found: unknown): ReadonlyMap<string, readonly EnteredEvent[]> {
  const byRecord = new Map<string, EnteredEvent[]>();
  for (const [recordId, id, fromState, toState, at, sequence] of (found as readonly StateValues[] | null) ?? []) {
    const event = { id, fromState, toState, occurredAt: new Date(at), sequence: sequence ?? 0 };
    const list = byRecord.get(recordId);
    if (list) list.push(event);
    else byRecord.set(recordId, [event]);
  }
  return byRecord;
}

/** By the record. */
export async function statesOfRecords(
  tx: Tx,
  recordIds: readonly string[],
): Promise<ReadonlyMap<string, readonly EnteredEvent[]>> {
  const rows = await tx.lookUp<StateRow>(STATES.replaceAll("@", "select unnest($1::uuid[])"), [recordIds]);
  const byRecord = new Map<string, EnteredEvent[]>();
  for (const row of rows) {
    const list = byRecord.get(row.record_id);
    if (list) list.push(toEvent(row));
    else byRecord.set(row.record_id, [toEvent(row)]);
  }
  return byRecord;
}

const toEvent = ({ id, from_state, to_state, occurred_at, sequence }: StateRow): EnteredEvent => ({
  id,
  fromState: from_state,
  toState: to_state,
  occurredAt: occurred_at,
  sequence: sequence ?? 0,
});
