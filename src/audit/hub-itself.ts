import type { Hub } from "../hub-parts";
import { AuditEntry } from "./audit-entry.entity";
import type { Deed } from "./deed";

/** As who the hub stands in the trail for what nobody asked it to do. */
const HUB_ITSELF = { principal: "hub", role: "HUB" } as const;

/** What the hub does by itself in one transaction. */
export function hubDeed(hub: Hub, now: Date, changes: Deed["changes"]) {
  return { hub, now, changes, caller: { subject: HUB_ITSELF.principal, agency: null } };
}

/** Its line in the trail. @param requestId names what it was done for, as there was no request */
export function auditHub(
  { hub, now, changes }: Pick<Deed, "hub" | "now" | "changes">,
  line: Pick<AuditEntry, "action" | "disputeId" | "recordId" | "requestId"> & Partial<Pick<AuditEntry, "bodyHash">>,
): void {
  changes.insert(AuditEntry, {
    ...HUB_ITSELF,
    id: hub.ids.uuid(),
    at: now,
    verdict: "ALLOWED",
    clientKey: null,
    bodyHash: null,
    ...line,
  });
}
