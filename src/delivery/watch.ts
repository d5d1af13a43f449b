import type { HubContext } from "../access/hub-context";
import { visibleDisputes } from "../access/visibility";
import { numbered } from "../platform/keyset-page";
import type { Change } from "./change.entity";

/** Changes the caller may see at the moment they happen; a right that ends, ends here too. */
export function watchDisputes(context: HubContext, disputeId: string | null): Promise<AsyncIterableIterator<Change>> {
  return context.hub.live.subscribe(async (changes) => {
    const wanted = disputeId === null ? changes : changes.filter((change) => change.disputeId === disputeId);
    if (wanted.length === 0) return wanted;
    const visible = await findVisible(context, [...new Set(wanted.map((change) => change.disputeId))]);
    const own = context.caller.agency?.id;
    return wanted.filter(({ disputeId: of, toldAgencyId }) =>
      toldAgencyId === null ? visible.has(of) : toldAgencyId === own,
    );
  });
}

async function findVisible({ hub, caller }: HubContext, disputeIds: readonly string[]): Promise<ReadonlySet<string>> {
  const where = numbered([{ text: "t.id = any($1::uuid[])", values: [disputeIds] }, visibleDisputes(caller)]);
  const found = await hub.db.query<{ id: string }>(`select t.id from dispute t where ${where.text}`, where.values);
  return new Set(found.map(({ id }) => id));
}
