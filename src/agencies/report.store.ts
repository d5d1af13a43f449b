import type { DocumentInput } from "../dispute/document.input";
import type { EntityRows } from "../platform/entity-rows";
import { Numbered, type Condition } from "../platform/keyset-page";
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

/** What one report names its record by; null where it does not. */
export interface NamedReport {
  readonly recordId: string | null;
  readonly numberKey: string | null;
  readonly sequence: number;
}

/** The disputes of the agency's own records that these reports name. */
export function disputesOfRecords(agencyId: string, named: readonly NamedReport[]): Condition {
  const { text, values } = isNamed(agencyId, named, "t");
  return { text: `select t.dispute_id from agency_record t where ${text}`, values };
}

/** Those of the agency's own records `r` that these reports name. */
export function recordsNamed(agencyId: string, named: readonly NamedReport[]): Condition {
  const { text, values } = isNamed(agencyId, named, "r");
  return { text: `select r.id from r where ${text}`, values };
}

/** A system names its records by ids or by numbers, seldom by both; what it does not use would cost a search all the same. */
function isNamed(agencyId: string, named: readonly NamedReport[], alias: string): Condition {
  const ids = named.flatMap(({ recordId }) => recordId ?? []);
  const numberKeys = named.flatMap(({ numberKey }) => numberKey ?? []);
  const byId = { text: `${alias}.id = any($1::uuid[])`, values: [ids] };
  const byNumber = { text: `${alias}.number_key = any($1::text[])`, values: [numberKeys] };
  const all = new Numbered([agencyId]);
  const ways = [
    ...(ids.length > 0 || numberKeys.length === 0 ? [byId] : []),
    ...(numberKeys.length > 0 ? [byNumber] : []),
  ];
  return { text: `${alias}.agency_id = $1 and (${ways.map((way) => all.add(way)).join(" or ")})`, values: all.values };
}

/** In the place of something that this deed has no need to read. */
export const NOTHING: Condition = { text: "null::json", values: [] };

/** The agency's own of the records `r`. */
export const ownRecords = (agencyId: string): Condition => ({ text: "r.agency_id = $1", values: [agencyId] });

/** The reports that wait for their turn at the agency's own of the records `r`. */
export function heldReports(held: EntityRows<HeldStatus>, agencyId: string): Condition {
  return {
    text: `select json_agg(${held.jsonArray("h")} order by h.record_id, h.sequence)
             from held_status h
            where h.record_id = any(array(select r.id from r where r.agency_id = $1)) and h.outcome = 'HELD'`,
    values: [agencyId],
  };
}

/** Digests of what was applied under these numbers at the agency's own of the records `r`. */
export function appliedReports(agencyId: string, named: readonly NamedReport[]): Condition {
  const all = new Numbered();
  const ways = (["recordId", "numberKey"] as const).flatMap((way) => {
    const reports = named.filter((report) => report[way] !== null);
    if (reports.length === 0) return [];
    const [column, type] = way === "recordId" ? ["id", "uuid"] : ["number_key", "text"];
    // The next status of a record, which nearly every one is, has nothing to be looked for.
    return all.add({
      text: `select r.id, i.sequence from unnest($1::${type}[], $2::int[]) i(${column}, sequence)
               join r on r.${column} = i.${column} and i.sequence <= r.last_sequence
              where r.agency_id = $3`,
      values: [reports.map((report) => report[way]), reports.map(({ sequence }) => sequence), agencyId],
    });
  });
  if (ways.length === 0) return NOTHING;
  return {
    text: `select json_agg(json_build_array(e.record_id, e.sequence, e.body_hash))
             from (${ways.join(" union ")}) p
             join timeline_event e on e.record_id = p.id and e.sequence = p.sequence and e.kind = 'STATUS'`,
    values: all.values,
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
