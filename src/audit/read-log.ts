import type { HubContext } from "../access/hub-context";

export interface ReadLine {
  /** Root field or kind of reading. */
  readonly action: string;
  readonly disputeId?: string;
  readonly personId?: string;
  readonly purpose?: string;
}

/** Notes who looks at what, before it is shown; when the note cannot be written, nothing is shown. */
export async function logRead({ hub, caller, requestId }: HubContext, line: ReadLine): Promise<void> {
  await hub.db.query(
    `insert into read_entry (id, at, principal, role, action, person_id, dispute_id, purpose, request_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      hub.ids.uuid(),
      hub.clock.now(),
      caller.subject,
      caller.role,
      line.action,
      line.personId ?? null,
      line.disputeId ?? null,
      line.purpose ?? null,
      requestId,
    ],
  );
}
