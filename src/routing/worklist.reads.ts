import { callerScope } from "../access/caller";
import type { HubContext } from "../access/hub-context";
import { visibleDeadlines, visibleDisputes } from "../access/visibility";
import { RUNNING_CONDITION } from "../deadlines/deadline.entity";
import { DESK_STATES_CONDITION } from "../dispute/dispute.entity";
import { toWish, type PageArguments } from "../platform/connection";
import { Numbered, type Condition, type PageWish } from "../platform/keyset-page";
import { root, type RootRead } from "../platform/read/reads";
import { WorklistItem, type WorkOrder } from "./worklist.types";

export interface WorklistArguments extends PageArguments {
  readonly by?: WorkOrder | null | undefined;
}

/**
 * What waits, longest first: an agency's work is its open offers and records; the desk's, its disputes. Or each deadline
 * that runs, the nearest first.
 */
export const WORKLIST: RootRead<HubContext, WorklistArguments> = root(
  () => WorklistItem,
  ({ by, ...page }, context) => {
    const scope = `worklist:${by ?? "LONGEST_WAITING"}:${callerScope(context.caller)}`;
    const wish = toWish(context.hub.crypto, scope, page);
    const { agency } = context.caller;
    const waiting = () => (agency ? agencyWork(agency.id, wish) : deskWork(context, wish));
    const from = by === "DUE_SOON" ? dueSoon(context, wish) : waiting();
    return { from, conditions: [], page: { ...wish, scope } };
  },
  { kind: "page", order: { properties: ["rank", "id"], direction: "asc" } },
);

const MIDNIGHT = "(t.lists_on::timestamp at time zone 'Asia/Shanghai')";

/** An index holds days, the list's cursors moments: the day on which it is midnight in China then. */
function dueSoon({ caller }: HubContext, { first, after }: PageWish): Condition {
  const all = new Numbered();
  const where = [`t.${RUNNING_CONDITION}`, all.add(visibleDeadlines(caller))];
  const place = "(t.lists_on, t.id) > (($1::timestamptz at time zone 'Asia/Shanghai')::date, $2::uuid)";
  if (after) where.push(all.add({ text: place, values: after }));
  const text = `select t.id, 'RECORD' as kind, t.anchor_at as since, ${MIDNIGHT} as rank, t.dispute_id, null::uuid as referral_id,
            t.record_id, t.id as deadline_id from deadline t
      where ${where.join(" and ")} order by t.lists_on, t.id limit ${first + 1}`;
  return { text, values: all.values };
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
  const text = `(select c.referral_id as id, 'REFERRAL' as kind, c.offered_at as since,
            c.offered_at as rank, c.dispute_id, c.referral_id, null::uuid as record_id, null::uuid as deadline_id from referral_candidate c ${referrals})
    union all
    (select r.id, 'RECORD', r.opened_at, r.opened_at, r.dispute_id, null, r.id, null from agency_record r ${records})`;
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
  const text = `select t.id, 'DESK' as kind, t.state_since as since, t.state_since as rank, t.id as dispute_id,
            null::uuid as referral_id, null::uuid as record_id, null::uuid as deadline_id from dispute t ${desk}`;
  return { text, values: all.values };
}

function onePage(all: Numbered, order: string, { first, after }: PageWish, wanted: Condition): string {
  const where = [all.add(wanted)];
  if (after) where.push(all.add({ text: `(${order}) > ($1, $2)`, values: after }));
  return `where ${where.join(" and ")} order by ${order} limit ${first + 1}`;
}
