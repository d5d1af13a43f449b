import { callerScope } from "../access/caller";
import type { HubContext } from "../access/hub-context";
import { visibleDisputes } from "../access/visibility";
import { DESK_STATES_CONDITION } from "../dispute/dispute.entity";
import { toWish, type PageArguments } from "../platform/connection";
import { Numbered, type Condition, type PageWish } from "../platform/keyset-page";
import { root, type RootRead } from "../platform/read/reads";
import { WorklistItem } from "./worklist.types";

/** What waits, longest first. An agency's work is its open offers and records; the desk's, its disputes. */
export const WORKLIST: RootRead<HubContext, PageArguments> = root(
  () => WorklistItem,
  (page, context) => {
    const scope = `worklist:${callerScope(context.caller)}`;
    const wish = toWish(context.hub.crypto, scope, page);
    const { agency } = context.caller;
    const from = agency ? agencyWork(agency.id, wish) : deskWork(context, wish);
    return { from, conditions: [], page: { ...wish, scope } };
  },
  { kind: "page", order: { properties: ["since", "id"], direction: "asc" } },
);

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
  const text = `(select c.referral_id as id, 'REFERRAL' as kind, c.offered_at as since, c.dispute_id,
            c.referral_id, null::uuid as record_id from referral_candidate c ${referrals})
    union all
    (select r.id, 'RECORD', r.opened_at, r.dispute_id, null, r.id from agency_record r ${records})`;
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
  const text = `select t.id, 'DESK' as kind, t.state_since as since, t.id as dispute_id, null::uuid as referral_id,
            null::uuid as record_id from dispute t ${desk}`;
  return { text, values: all.values };
}

function onePage(all: Numbered, order: string, { first, after }: PageWish, wanted: Condition): string {
  const where = [all.add(wanted)];
  if (after) where.push(all.add({ text: `(${order}) > ($1, $2)`, values: after }));
  return `where ${where.join(" and ")} order by ${order} limit ${first + 1}`;
}
