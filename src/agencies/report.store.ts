import { keptClocks } from "../deadlines/kept-clocks";
import { statesToRead } from "../deadlines/record-states";
import type { DocumentInput } from "../dispute/document.input";
import type { EntityRows } from "../platform/entity-rows";
import type { Condition } from "../platform/keyset-page";
import type { AgencyRecord } from "./agency-record.entity";
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

/** The agency's own of the records `r`. */
export const ownRecords = (agencyId: string): Condition => ({ text: "r.agency_id = $1", values: [agencyId] });

/**
 * The reports that wait for their turn at the agency's own of the records `r`, each with all clocks of its record, for
 * who knows which of them it moves. Beside one that brings fields, also the states of its record: what the fields say may
 * move clocks that those states started.
 */
export function heldReports(
  held: EntityRows<HeldStatus>,
  records: EntityRows<AgencyRecord>,
  agencyId: string,
): Condition {
  const clocks = keptClocks(records, { text: "r.id = h.record_id", values: [] });
  return {
    text: `select json_agg(json_build_array(${held.jsonArray("h")}, ${STATES_BESIDE}, (${clocks.text})) order by h.record_id, h.sequence)
             from held_status h
            where h.record_id = any(array(select r.id from r where r.agency_id = $1)) and h.outcome = 'HELD'`,
    values: [agencyId],
  };
}

const STATES_BESIDE = `case when h.report->'details' <> 'null'::jsonb then (${statesToRead({ text: "select h.record_id", values: [] }).text}) end`;

export type HeldFound = readonly [values: readonly unknown[], states: unknown, clocks: unknown];

/** What one report names its record by; null where it does not. */
export interface NamedReport {
  readonly recordId: string | null;
  readonly numberKey: string | null;
  readonly sequence: number;
}

/** Digests of what was applied under these numbers at the agency's own of the records `r`. */
export function appliedReports(agencyId: string, reports: readonly NamedReport[]): Condition {
  const ids = reports.map(({ recordId }) => recordId);
  const numberKeys = reports.map(({ numberKey }) => numberKey);
  const sequences = reports.map(({ sequence }) => sequence);
  // The next status of a record, which nearly every one is, has nothing to be looked for.
  return {
    text: `select json_agg(json_build_array(e.record_id, e.sequence, e.body_hash))
             from (select r.id, i.sequence from unnest($2::uuid[], $4::int[]) i(id, sequence)
                     join r on r.id = i.id and r.agency_id = $1 and i.sequence <= r.last_sequence
                   union
                   select r.id, i.sequence from unnest($3::text[], $4::int[]) i(number_key, sequence)
                     join r on r.number_key = i.number_key and r.agency_id = $1 and i.sequence <= r.last_sequence) p
             join timeline_event e on e.record_id = p.id and e.sequence = p.sequence and e.kind = 'STATUS'`,
    values: [agencyId, ids, numberKeys, sequences],
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
