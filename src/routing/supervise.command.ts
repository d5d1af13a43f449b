import { visibleDisputes } from "../access/visibility";
import { runPreparedDeed, type Answer, type Asking, type Deed, type DeedRequest } from "../audit/deed";
import { disputesOf, lockDisputes, type Locked } from "../dispute/lock-disputes";
import { refused, type RefusedAnswer } from "../dispute/refused";
import { fromGlobalId } from "../platform/global-id";
import { COORDINATION, ordersOf, type CoordinationRow } from "./coordination";
import { SupervisionOrder } from "./supervision-order.entity";
import type { CloseSupervisionInput } from "./supervision.types";

export interface SupervisionClosedAnswer extends Answer {
  readonly __typename: "SupervisionClosed";
  readonly disputeId: string;
  readonly disputeVersion: number;
}

/** Closes the order of the coordinating meeting with what it decided; the desk then refers by it. */
export function closeSupervision(
  request: DeedRequest,
  input: CloseSupervisionInput,
): Promise<SupervisionClosedAnswer | RefusedAnswer> {
  const id = fromGlobalId("Dispute", input.disputeId);
  const lock = (asking: Asking) =>
    lockDisputes(asking, disputesOf(id === undefined ? [] : [id]), visibleDisputes(asking.caller), {
      also: [COORDINATION],
    });
  return runPreparedDeed(request, "closeSupervision", input, lock, decideOnOrder);
}

function decideOnOrder(
  deed: Deed,
  { disputes, also }: Locked,
  input: CloseSupervisionInput,
): SupervisionClosedAnswer | RefusedAnswer {
  const [locked] = disputes.values();
  if (!locked) return refused("NOT_FOUND", { field: "disputeId" });
  const { dispute } = locked;
  if (dispute.version !== input.expectedVersion) {
    return refused("VERSION_CONFLICT", { field: "expectedVersion", currentVersion: dispute.version });
  }
  const open = ordersOf(also[0] as CoordinationRow, locked.id).find(({ closedAt }) => closedAt === null);
  if (!open) return refused("SUPERVISION_NONE", { field: "disputeId" });
  const { resolution } = input;
  deed.changes.update(SupervisionOrder, open.id, { closedAt: deed.now, closedBy: deed.caller.subject, resolution });
  locked.addEvent(deed, { kind: "SUPERVISION_CLOSED", occurredAt: deed.now, note: resolution });
  locked.settle(deed);
  deed.audit({ disputeId: dispute.id, verdict: "ALLOWED" });
  return { __typename: "SupervisionClosed", disputeId: dispute.id, disputeVersion: dispute.version };
}
