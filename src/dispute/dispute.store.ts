import DataLoader from "dataloader";
import { callerScope } from "../access/caller";
import type { HubContext } from "../access/hub-context";
import { regionPrefix } from "../access/region.rules";
import { visibleDisputes } from "../access/visibility";
import { digest } from "../audit/deed";
import { logReads } from "../audit/read-log";
import { toHalfWidth } from "../platform/text";
import { toConnection, toWish, type Connection, type PageArguments } from "../platform/connection";
import { readPage, rowsById, type Condition, type KeysetOrder } from "../platform/keyset-page";
import { Dispute } from "./dispute.entity";
import type { DisputeFilter } from "./dispute.types";

const NEWEST_FIRST: KeysetOrder = { properties: ["openedAt", "id"], direction: "desc" };

/** One dispute the caller may see. That it was looked at is on record before it is shown. */
export async function findDispute(
  context: HubContext,
  wanted: { readonly id?: string | undefined; readonly traceCode?: string | undefined },
): Promise<Dispute | null> {
  if (!wanted.id === !wanted.traceCode) return null;
  const id = wanted.id ?? (await findByTraceCode(context, wanted.traceCode!));
  return id ? loggedDispute(context).load(id) : null;
}

async function findByTraceCode({ hub }: HubContext, typed: string): Promise<string | undefined> {
  const traceCode = toHalfWidth(typed).trim().toUpperCase();
  const [found] = await hub.db.query<{ id: string }>("select id from dispute where trace_code = $1", [traceCode]);
  return found?.id;
}

/** Like {@link visibleDispute}, with a line in the read log for each one found. */
function loggedDispute(context: HubContext): DataLoader<string, Dispute | null> {
  return context.loaders.once(
    "logged-dispute",
    () =>
      new DataLoader<string, Dispute | null>(
        async (ids) => {
          const found = await Promise.all(ids.map((id) => visibleDispute(context).load(id)));
          await logReads(
            context,
            found.filter((dispute) => dispute !== null).map(({ id }) => ({ action: "dispute", disputeId: id })),
          );
          return found;
        },
        { maxBatchSize: 500 },
      ),
  );
}

/** Disputes by id that the caller may see; the others are null, as if they did not exist. */
export function visibleDispute({ hub, caller, loaders }: HubContext): DataLoader<string, Dispute | null> {
  return loaders.once("visible-dispute", () => rowsById(hub.db, hub.catalogue.of(Dispute), [visibleDisputes(caller)]));
}

export async function listDisputes(
  context: HubContext,
  filter: DisputeFilter,
  page: PageArguments,
  more: readonly Condition[] = [],
): Promise<Connection<Dispute>> {
  const { db, catalogue, crypto } = context.hub;
  const scope = `disputes:${digest([filter, more])}:${callerScope(context.caller)}`;
  const wish = toWish(crypto, scope, page);
  const conditions = [visibleDisputes(context.caller), ...filterConditions(filter), ...more];
  return toConnection(crypto, scope, wish, await readPage(db, catalogue.of(Dispute), NEWEST_FIRST, conditions, wish));
}

/** An empty list of states asks for none; only a list left out asks for all. */
function filterConditions(filter: DisputeFilter): Condition[] {
  const conditions: Condition[] = [];
  const add = (text: string, value: unknown) => conditions.push({ text, values: [value] });
  if (filter.states) add("t.state = any($1::text[])", filter.states);
  if (filter.categories) add("t.category = any($1::text[])", filter.categories);
  if (filter.openedFrom) add("t.opened_at >= $1", filter.openedFrom);
  if (filter.openedBefore) add("t.opened_at < $1", filter.openedBefore);
  if (filter.regionCode) {
    const prefix = regionPrefix(filter.regionCode);
    conditions.push({ text: "t.region_code >= $1 and t.region_code < $2", values: [prefix, `${prefix}:`] });
  }
  return conditions;
}
