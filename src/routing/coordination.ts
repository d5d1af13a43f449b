import type { LockedDispute, Writing } from "../dispute/locked-dispute";
import { businessDay } from "../platform/clock";
import type { Condition } from "../platform/keyset-page";
import { RETURN_REASON_LABELS } from "./referral.labels";
import { SupervisionOrder, type SupervisionGround } from "./supervision-order.entity";

/** The orders of the disputes `d`, and the names of the bodies they were offered to. */
export const COORDINATION: Condition = {
  text: `(select json_build_object(
    'orders', (select json_agg(json_build_array(o.id, o.dispute_id, o.closed_at)) from supervision_order o
       where o.dispute_id = any(array(select d.id from d))),
    'names', (select json_object_agg(a.id, a.name) from agency a where a.id = any(array(
       select c.agency_id from referral_candidate c where c.dispute_id = any(array(select d.id from d)))))))`,
  values: [],
};

export interface CoordinationRow {
  readonly orders: readonly (readonly [id: string, disputeId: string, closedAt: string | null])[] | null;
  readonly names: Readonly<Record<string, string>> | null;
}

export interface Order {
  readonly id: string;
  readonly closedAt: Date | null;
}

export function ordersOf({ orders }: CoordinationRow, disputeId: string): Order[] {
  return (orders ?? [])
    .filter(([, of]) => of === disputeId)
    .map(([id, , closedAt]) => ({ id, closedAt: closedAt === null ? null : new Date(closedAt) }));
}

/** 提交联席会议 (信访工作条例 24): the order and its event, with everything that came before, in the deed's one statement. */
export function coordinate(
  deed: Writing,
  locked: LockedDispute,
  ground: SupervisionGround,
  { names }: CoordinationRow,
): void {
  const history = historyOf(locked, names ?? {});
  deed.changes.insert(SupervisionOrder, {
    id: deed.hub.ids.uuid(),
    disputeId: locked.id,
    ground,
    history,
    issuedAt: deed.now,
    closedAt: null,
    closedBy: null,
    resolution: null,
  });
  locked.addEvent(deed, { kind: "COORDINATED", occurredAt: deed.now, note: history });
}

function historyOf(locked: LockedDispute, names: Readonly<Record<string, string>>): string {
  const lines = locked.allCandidates().flatMap(({ agencyId, state, decidedAt, returnReason, returnNote }) => {
    if (state !== "RETURNED" || decidedAt === null) return [];
    const reason = returnReason === null ? "" : RETURN_REASON_LABELS[returnReason];
    const text = `${businessDay(decidedAt)} ${names[agencyId] ?? ""}退回(${reason}):${returnNote ?? ""}`;
    return [{ at: decidedAt.getTime(), text }];
  });
  const inOrder = lines.toSorted((one, other) => one.at - other.at || (one.text < other.text ? -1 : 1));
  return inOrder.map(({ text }) => text).join("\n") || "承办机关撤并,原有案卷尚未办结";
}
