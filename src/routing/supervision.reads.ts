import type { HubContext } from "../access/hub-context";
import { visibleThroughDispute } from "../access/visibility";
import { root, type RootRead } from "../platform/read/reads";
import { SupervisionOrder } from "./supervision-order.entity";

/** What the coordinating meeting has before it in the caller's region, longest waiting first; 100 at most. */
export const WAITING_ORDERS: RootRead<HubContext, object> = root(
  () => SupervisionOrder,
  (_arguments, { caller }) => ({
    conditions: [{ text: "t.closed_at is null", values: [] }, visibleThroughDispute(caller)],
  }),
  { kind: "list", order: { properties: ["issuedAt", "id"], direction: "asc" }, most: 100 },
);
