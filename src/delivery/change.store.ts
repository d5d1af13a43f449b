import { callerScope } from "../access/caller";
import type { HubContext } from "../access/hub-context";
import { visibleThroughDispute } from "../access/visibility";
import { toConnection, toWish, type Connection, type PageArguments } from "../platform/connection";
import { readPage } from "../platform/keyset-page";
import { Change } from "./change.entity";
import { IN_FEED_ORDER, SETTLED } from "./feed.store";

/** A page of the feed; a cursor stays good for ever, so a reader that was down for a week goes on where it was. */
export async function readChanges(context: HubContext, page: PageArguments): Promise<Connection<Change>> {
  const { db, catalogue, crypto } = context.hub;
  const scope = `changes:${callerScope(context.caller)}`;
  const wish = toWish(crypto, scope, page);
  const conditions = [SETTLED, visibleThroughDispute(context.caller)];
  return toConnection(crypto, scope, wish, await readPage(db, catalogue.of(Change), IN_FEED_ORDER, conditions, wish));
}
