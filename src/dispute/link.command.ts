import { runPreparedDeed, type Answer, type Asking, type Deed, type DeedRequest } from "../audit/deed";
import { visibleDisputes } from "../access/visibility";
import { fromGlobalId } from "../platform/global-id";
import type { LinkDisputesInput } from "./deed.types";
import { DisputeLink } from "./dispute-link.entity";
import { disputesOf, lockDisputes } from "./lock-disputes";
import type { LockedDispute } from "./locked-dispute";
import { refused, type RefusedAnswer } from "./refused";

export interface LinkedAnswer extends Answer {
  readonly __typename: "DisputesLinked";
  readonly disputeId: string;
  readonly linkId: string;
  readonly disputeVersion: number;
}

/** Links two disputes the caller may both see; the event stands on the timeline of each. */
export function linkDisputes(request: DeedRequest, input: LinkDisputesInput): Promise<LinkedAnswer | RefusedAnswer> {
  const lock = (asking: Asking) => lockBoth(asking, input);
  return runPreparedDeed(request, "linkDisputes", input, lock, link);
}

function link(deed: Deed, { from, to, isLinked }: Both, input: LinkDisputesInput): LinkedAnswer | RefusedAnswer {
  if (!from) return refused("NOT_FOUND", { field: "fromDisputeId" });
  if (!to) return refused("NOT_FOUND", { field: "toDisputeId" });
  if (from === to) return refused("LINK_TO_ITSELF", { field: "toDisputeId" });
  if (from.dispute.version !== input.expectedVersion) {
    return refused("VERSION_CONFLICT", { field: "expectedVersion", currentVersion: from.dispute.version });
  }
  if (isLinked) return refused("LINK_EXISTS", { field: "toDisputeId" });

  const linkId = deed.hub.ids.uuid();
  deed.changes.insert(DisputeLink, {
    id: linkId,
    fromDisputeId: from.id,
    toDisputeId: to.id,
    kind: input.kind,
    reason: input.reason,
    linkedAt: deed.now,
    linkedBy: deed.caller.subject,
  });
  for (const side of [from, to]) {
    // The reason stays with the link: who sees one side need not be allowed to see the other.
    side.addEvent(deed, { kind: "LINKED", occurredAt: deed.now });
    side.settle(deed);
    deed.audit({ disputeId: side.id, verdict: "ALLOWED" });
  }
  return { __typename: "DisputesLinked", disputeId: from.id, linkId, disputeVersion: from.dispute.version };
}

interface Both {
  readonly from: LockedDispute | undefined;
  readonly to: LockedDispute | undefined;
  readonly isLinked: boolean;
}

async function lockBoth(asking: Asking, input: LinkDisputesInput): Promise<Both> {
  const fromId = fromGlobalId("Dispute", input.fromDisputeId);
  const toId = fromGlobalId("Dispute", input.toDisputeId);
  const ids = [fromId, toId].filter((id) => id !== undefined);
  const [{ disputes }, existing] = await Promise.all([
    lockDisputes(asking, disputesOf(ids), visibleDisputes(asking.caller)),
    asking.tx.lookUp("select 1 from dispute_link where from_dispute_id = $1 and to_dispute_id = $2 and kind = $3", [
      fromId ?? null,
      toId ?? null,
      input.kind,
    ]),
  ]);
  return {
    from: fromId === undefined ? undefined : disputes.get(fromId),
    to: toId === undefined ? undefined : disputes.get(toId),
    isLinked: existing.length > 0,
  };
}
