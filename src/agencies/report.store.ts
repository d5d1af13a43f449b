import { statesToRead } from "../deadlines/record-states";
import type { DocumentInput } from "../dispute/document.input";
import type { EntityRows } from "../platform/entity-rows";
import type { Condition } from "../platform/keyset-page";
import type { HeldStatus } from "./held-status.entity";
import type { SentDetails } from "./record-details.rules";
import type { StatusReport } from "./status.rules";

/** A report as it is judged, and as it waits in `held_status`. */
export interface Report extends StatusReport {
  readonly note: string | null;
  readonly details: SentDetails | null;
  readonly documents: readonly DocumentInput[];
  readonly receivedAt: Date;
  readonly byPrincipal: string;
  /** Row it waits in, when it was there before this deed. */
  readonly heldId: string | null;
}

/** The disputes of the agency's own records that these ids or numbers name. */
export function disputesOfRecords(agencyId: string, ids: readonly string[], numberKeys: readonly string[]): Condition {
  return {
    text: `select dispute_id from agency_record
            where agency_id = $1 and (id = any($2::uuid[]) or number_key = any($3::text[]))`,
    values: [agencyId, ids, numberKeys],
  };
}

/** Those of the agency's own records `r` that these ids or numbers name. */
export function recordsNamed(agencyId: string, ids: readonly string[], numberKeys: readonly string[]): Condition {
  return {
    text: "select r.id from r where r.agency_id = $1 and (r.id = any($2::uuid[]) or r.number_key = any($3::text[]))",
    values: [agencyId, ids, numberKeys],
  };
}

/** The agency's own of the records `r`, its id being `$1`. */
export const OWN_RECORDS = "array(select r.id from r where r.agency_id = $1)";

/** Those of them at which reports wait for their turn. */
export const OWN_RECORDS_WAITING = `array(select h.record_id from held_status h where h.record_id = any(${OWN_RECORDS}) and h.outcome = 'HELD')`;

/**
 * The reports that wait for their turn at the agency's own of the records `r`; beside one that brings fields, the states
 * of its record, for what the fields say may move clocks that those states started.
 */
export function heldReports(held: EntityRows<HeldStatus>, agencyId: string): Condition {
  return {
    text: `select json_agg(json_build_array(${held.jsonArray("h")}, ${STATES_BESIDE}) order by h.record_id, h.sequence)
             from held_status h where h.record_id = any(${OWN_RECORDS}) and h.outcome = 'HELD'`,
    values: [agencyId],
  };
}

const STATES_BESIDE = `case when h.report->'details' <> 'null'::jsonb then (${statesToRead({ text: "select h.record_id", values: [] }).text}) end`;

export type HeldFound = readonly [values: readonly unknown[], states: unknown];

/** Digests of what was applied under these numbers at the agency's own of the records `r`. */
export function appliedReports(agencyId: string, sequences: readonly number[]): Condition {
  return {
    text: `select json_agg(json_build_array(e.record_id, e.sequence, e.body_hash))
             from timeline_event e
            where e.record_id = any(${OWN_RECORDS}) and e.sequence = any($2::int[]) and e.kind = 'STATUS'`,
    values: [agencyId, [...new Set(sequences)]],
  };
}

export type AppliedReport = readonly [recordId: string, sequence: number, bodyHash: string];

export function toReport(row: HeldStatus): Report {
  const report = row.report as Pick<Report, "toState" | "note" | "details" | "documents"> & {
    readonly occurredAt: string;
  };
  return {
    ...report,
    sequence: row.sequence,
    occurredAt: new Date(report.occurredAt),
    bodyHash: row.bodyHash,
    receivedAt: row.receivedAt,
    byPrincipal: row.byPrincipal,
    heldId: row.id,
  };
}
