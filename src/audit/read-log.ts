import type { HubContext } from "../access/hub-context";
import type { Condition } from "../platform/keyset-page";

interface ReadColumns {
  /** Column of what was found that holds the id of the dispute, or of the person, looked at. */
  readonly disputeId?: string;
  readonly personId?: string;
  readonly purpose?: string;
  /** A line is left even when nothing was found. */
  readonly isAlways?: boolean;
}

/** The part of a statement that reads (`found`) which leaves a line for each row found: none is shown unnoted. */
export function readLine({ hub, caller, requestId }: HubContext, action: string, columns: ReadColumns): Condition {
  const { disputeId, personId, purpose = null, isAlways = false } = columns;
  const rows = isAlways ? "(select 1) one left join found f on true" : "found f";
  return {
    text: `insert into read_entry (id, at, principal, role, action, dispute_id, person_id, purpose, request_id)
           select uuidv7(), $1, $2, $3, $4, ${disputeId ? `f.${disputeId}` : "null::uuid"}, ${personId ? `f.${personId}` : "null::uuid"}, $5, $6 from ${rows}`,
    values: [hub.clock.now(), caller.subject, caller.role, action, purpose, requestId],
  };
}

/** The same for people looked for: a line that somebody did, even when nobody was found, and one for each who was. */
export function searchLines({ hub, caller, requestId }: HubContext, action: string, purpose: string): Condition {
  return {
    text: `insert into read_entry (id, at, principal, role, action, person_id, purpose, request_id)
           select uuidv7(), $1, $2, $3, l.action, l.person_id, l.purpose, $6 from (
             select $4::text as action, null::uuid as person_id, $5::text as purpose
             union all select 'person', f.id, null from found f) l`,
    values: [hub.clock.now(), caller.subject, caller.role, action, purpose, requestId],
  };
}
