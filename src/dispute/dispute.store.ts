import DataLoader from "dataloader";
import { callerScope } from "../access/caller";
import type { HubContext } from "../access/hub-context";
import { maySearchTitles, visibleDisputes } from "../access/visibility";
import { digest } from "../audit/deed";
import { logReads } from "../audit/read-log";
import { toHalfWidth } from "../platform/text";
import { toConnection, toWish, type Connection, type PageArguments } from "../platform/connection";
import { callerError } from "../platform/http/errors";
import { readPage, rowsById, type Condition, type KeysetOrder } from "../platform/keyset-page";
import { Dispute } from "./dispute.entity";
import { filterConditions, pageOfDisputes, type ReadFilter } from "./dispute-list.store";
import type { DisputeFilter } from "./dispute.types";
import { decideWords, MOST_WORDS } from "./search.rules";

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
  const wanted = readFilter(context, filter);
  // Conditions of the caller's own name few rows already, which no index of the list could find better.
  const conditions =
    more.length > 0
      ? [visibleDisputes(context.caller), ...filterConditions(wanted), ...more]
      : pageOfDisputes(context.caller, wanted, wish);
  return toConnection(crypto, scope, wish, await readPage(db, catalogue.of(Dispute), NEWEST_FIRST, conditions, wish));
}

function readFilter({ caller }: HubContext, { text, ...filter }: DisputeFilter): ReadFilter {
  if (text === undefined || text === null) return { ...filter, words: [] };
  if (!maySearchTitles(caller))
    throw callerError("FORBIDDEN", { message: "您的身份不能按事由检索，请去掉 text 后再查。" });
  const words = decideWords(text);
  if (words.ok) return { ...filter, words: words.change };
  const message =
    words.refusal === "WORD_TOO_SHORT"
      ? "检索词至少两个字，请输入更完整的词再查。"
      : `检索词最多 ${MOST_WORDS} 个，请减少后再查。`;
  throw callerError("BAD_USER_INPUT", { message, details: { inputPath: ["filter", "text"] } });
}
