import type { HubContext } from "../access/hub-context";

export interface ReadLine {
  /** Root field or kind of reading. */
  readonly action: string;
  readonly disputeId?: string;
  readonly personId?: string;
  readonly purpose?: string;
}

/** Notes who looks at what, before it is shown; when the note cannot be written, nothing is shown. */
export async function logReads({ hub, caller, requestId }: HubContext, lines: readonly ReadLine[]): Promise<void> {
  if (lines.length === 0) return;
  const rows = lines.map((line) => ({
    id: hub.ids.uuid(),
    action: line.action,
    person_id: line.personId ?? null,
    dispute_id: line.disputeId ?? null,
    purpose: line.purpose ?? null,
  }));
  await hub.db.query(
    `insert into read_entry (id, at, principal, role, action, person_id, dispute_id, purpose, request_id)
     select l.id, $2, $3, $4, l.action, l.person_id, l.dispute_id, l.purpose, $5
       from jsonb_populate_recordset(null::read_entry, $1::jsonb) l`,
    [JSON.stringify(rows), hub.clock.now(), caller.subject, caller.role, requestId],
  );
}

export function logRead(context: HubContext, line: ReadLine): Promise<void> {
  return logReads(context, [line]);
}
