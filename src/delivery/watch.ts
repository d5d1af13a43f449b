import type { HubContext } from "../access/hub-context";
import { visibleDisputes } from "../access/visibility";
import { numbered } from "../platform/keyset-page";
import type { Change } from "./change.entity";

/** Changes the caller may see at the moment each one happens; a right that ends, ends here too. */
export async function watchDisputes(
  context: HubContext,
  disputeId: string | null,
): Promise<AsyncIterableIterator<Change>> {
  const changes = await context.hub.live.subscribe();
  const watch: AsyncIterableIterator<Change> = {
    async next() {
      for (;;) {
        const result = await changes.next();
        if (result.done || (await mayTell(context, result.value, disputeId))) return result;
      }
    },
    return: () => changes.return!(),
    [Symbol.asyncIterator]: () => watch,
  };
  return watch;
}

async function mayTell({ hub, caller }: HubContext, change: Change, disputeId: string | null): Promise<boolean> {
  if (disputeId !== null && change.disputeId !== disputeId) return false;
  const where = numbered([{ text: "t.id = $1", values: [change.disputeId] }, visibleDisputes(caller)]);
  const seen = await hub.db.query(`select 1 from dispute t where ${where.text}`, where.values);
  return seen.length > 0;
}
