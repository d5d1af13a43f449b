import { callerScope } from "../access/caller";
import type { HubContext } from "../access/hub-context";
import { DESK_STATES_CONDITION } from "../dispute/dispute.entity";
import { visibleDisputes } from "../access/visibility";
import { toConnection, toWish, type Connection, type PageArguments } from "../platform/connection";
import type { Condition } from "../platform/keyset-page";
import type { WorklistItem } from "./worklist.types";

interface WorkRow {
  readonly kind: WorklistItem["kind"];
  readonly id: string;
  readonly dispute_id: string;
  readonly since: Date;
}

/** One page of what waits, longest first. An agency's work is its open offers and records; the desk's, its disputes. */
export async function readWorklist(context: HubContext, page: PageArguments): Promise<Connection<WorklistItem>> {
  const { db, crypto } = context.hub;
  const scope = `worklist:${callerScope(context.caller)}`;
  const wish = toWish(crypto, scope, page);
  const { text, values } = context.caller.agency ? agencyWork(context.caller.agency.id) : deskWork(context);
  const [since, id] = wish.after ?? [null, null];
  const place = values.length;
  const rows = await db.query<WorkRow>(
    `select w.kind, w.id, w.dispute_id, w.since from (${text}) w
      where $${place + 1}::timestamptz is null or (w.since, w.id) > ($${place + 1}::timestamptz, $${place + 2}::uuid)
      order by w.since, w.id limit ${page.first + 1}`,
    [...values, since, id],
  );
  const shown = rows.slice(0, page.first);
  return toConnection(crypto, scope, wish, {
    nodes: shown.map((row) => ({
      kind: row.kind,
      since: row.since,
      disputeId: row.dispute_id,
      referralId: row.kind === "REFERRAL" ? row.id : null,
      recordId: row.kind === "RECORD" ? row.id : null,
    })),
    positions: shown.map((row) => [row.since, row.id]),
    hasNextPage: rows.length > page.first,
  });
}

function agencyWork(agencyId: string): Condition {
  return {
    text: `select 'REFERRAL' as kind, c.referral_id as id, c.dispute_id, c.offered_at as since
             from referral_candidate c where c.agency_id = $1 and c.state = 'OFFERED'
           union all
           select 'RECORD', r.id, r.dispute_id, r.opened_at
             from agency_record r where r.agency_id = $1 and r.phase <> 'ENDED'`,
    values: [agencyId],
  };
}

/** Disputes nobody but the desk can move: new ones, returned ones, and those whose outcome waits for a follow-up. */
function deskWork({ caller }: HubContext): Condition {
  const visible = visibleDisputes(caller);
  return {
    text: `select 'DESK' as kind, t.id, t.id as dispute_id, t.state_since as since from dispute t
            where ${DESK_STATES_CONDITION} and ${visible.text}`,
    values: visible.values,
  };
}
