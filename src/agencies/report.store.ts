import type { Deed } from "../audit/deed";
import type { DocumentInput } from "../dispute/document.input";
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

interface HeldRow {
  readonly id: string;
  readonly record_id: string;
  readonly sequence: number;
  readonly body_hash: string;
  readonly report: Pick<Report, "toState" | "note" | "details" | "documents"> & { readonly occurredAt: string };
  readonly received_at: Date;
  readonly by_principal: string;
}

/** The reports that wait for their turn at these records. */
export function readHeld(deed: Deed, recordIds: readonly string[]): Promise<HeldRow[]> {
  return deed.tx.query<HeldRow>(
    `select id, record_id, sequence, body_hash, report, received_at, by_principal
       from held_status where record_id = any($1::uuid[]) and outcome = 'HELD' order by record_id, sequence`,
    [recordIds],
  );
}

export function toReport(row: HeldRow): Report {
  return {
    ...row.report,
    sequence: row.sequence,
    occurredAt: new Date(row.report.occurredAt),
    bodyHash: row.body_hash,
    receivedAt: row.received_at,
    byPrincipal: row.by_principal,
    heldId: row.id,
  };
}

/** Digests of what was applied at these records under these numbers. */
export function readApplied(deed: Deed, recordIds: readonly string[], sequences: readonly number[]) {
  return deed.tx.query<{ record_id: string; sequence: number; body_hash: string }>(
    `select record_id, sequence, body_hash from timeline_event
      where record_id = any($1::uuid[]) and sequence = any($2::int[]) and kind = 'STATUS'`,
    [recordIds, [...new Set(sequences)]],
  );
}
