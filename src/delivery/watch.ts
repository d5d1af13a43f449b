import type { HubContext } from "../access/hub-context";
import { visibleDisputes } from "../access/visibility";
import { numbered } from "../platform/keyset-page";
import type { Change } from "./change.entity";

/** Changes the caller may see at the moment each one happens; a right that ends, ends here too. */
export async function* watchDisputes(
  context: HubContext,
  disputeId: string | null,
): AsyncGenerator<Change, void, void> {
  const { hub, caller } = context;
  for await (const change of hub.live.subscribe()) {
    if (disputeId !== null && change.disputeId !== disputeId) continue;
    const where = numbered([{ text: "t.id = $1", values: [change.disputeId] }, visibleDisputes(caller)]);
    const seen = await hub.db.query(`select 1 from dispute t where ${where.text}`, where.values);
    if (seen.length > 0) yield change;
  }
}
