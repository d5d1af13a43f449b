import { callerScope } from "../access/caller";
import type { HubContext } from "../access/hub-context";
import { DESK_STATES_CONDITION } from "../dispute/dispute.entity";
import { visibleDisputes } from "../access/visibility";
import { toConnection, toWish, type Connection, type PageArguments } from "../platform/connection";
import { Numbered, type Condition, type PageWish } from "../platform/keyset-page";
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
  const { text, values } = context.caller.agency ? agencyWork(context.caller.agency.id, wish) : deskWork(context, wish);
  const rows = await db.query<WorkRow>(text, values);
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

/** Each kind of work is cut to a page in the order of its own index, and the two pages are laid into one another. */
function agencyWork(agencyId: string, wish: PageWish): Condition {
  const all = new Numbered();
  const referrals = onePage(all, "c.offered_at, c.referral_id", wish, {
    text: "c.agency_id = $1 and c.state = 'OFFERED'",
    values: [agencyId],
  });
  const records = onePage(all, "r.opened_at, r.id", wish, {
    text: "r.agency_id = $1 and r.phase <> 'ENDED'",
    values: [agencyId],
  });
  const text = `select w.kind, w.id, w.dispute_id, w.since from (
      (select 'REFERRAL' as kind, c.referral_id as id, c.dispute_id, c.offered_at as since
         from referral_candidate c ${referrals})
      union all
      (select 'RECORD', r.id, r.dispute_id, r.opened_at from agency_record r ${records})) w
    order by w.since, w.id limit ${wish.first + 1}`;
  return { text, values: all.values };
}

/** Disputes nobody but the desk can move: new ones, returned ones, and those whose outcome waits for a follow-up. */
function deskWork({ caller }: HubContext, wish: PageWish): Condition {
  const all = new Numbered();
  const visible = visibleDisputes(caller);
  const desk = onePage(all, "t.state_since, t.id", wish, {
    text: `${DESK_STATES_CONDITION} and ${visible.text}`,
    values: visible.values,
  });
  const text = `select 'DESK' as kind, t.id, t.id as dispute_id, t.state_since as since from dispute t ${desk}`;
  return { text, values: all.values };
}

function onePage(all: Numbered, order: string, { first, after }: PageWish, wanted: Condition): string {
  const where = [all.add(wanted)];
  if (after) where.push(all.add({ text: `(${order}) > ($1, $2)`, values: after }));
  return `where ${where.join(" and ")} order by ${order} limit ${first + 1}`;
}
