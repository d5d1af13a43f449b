import { callerScope } from "../access/caller";
import type { HubContext } from "../access/hub-context";
import { visibleThroughDispute } from "../access/visibility";
import { toConnection, toWish, type Connection, type PageArguments } from "../platform/connection";
import { sealCursor } from "../platform/cursor";
import type { Row } from "../platform/entity-rows";
import { Numbered, type PageWish } from "../platform/keyset-page";
import { Change } from "./change.entity";
import { SETTLED } from "./feed.store";

/**
 * Lines of the feed that are looked at for one page. Somebody with a small share of it would otherwise make the hub go
 * through millions of lines of others; so a page may end before it is full, and says where to go on.
 */
const WINDOW = 2_000;

/** A page of the feed; a cursor stays good for ever, so a reader that was down for a week goes on where it was. */
export async function readChanges(context: HubContext, page: PageArguments): Promise<Connection<Change>> {
  const { crypto } = context.hub;
  const scope = `changes:${callerScope(context.caller)}`;
  const wish = toWish(crypto, scope, page);
  const { lines, end } = await readWindow(context, wish);
  const hasMore = lines.length > wish.first;
  const shown = lines.slice(0, wish.first);
  const connection = toConnection(crypto, scope, wish, {
    nodes: shown,
    positions: shown.map(({ xid, id }) => [xid, id]),
    hasNextPage: hasMore || end?.isFull === true,
  });
  // Everything up to the window's end has been looked at, whether or not the last of it was for this reader.
  if (!hasMore && end && end.position[1] !== shown.at(-1)?.id)
    connection.pageInfo.endCursor = sealCursor(crypto, { scope, position: end.position });
  return connection;
}

interface WindowEnd {
  readonly position: readonly [string, string];
  /** Whether the window ended before the feed did. */
  readonly isFull: boolean;
}

/**
 * The lines of the window that the caller may see, one more than the page holds, and the window's end where they do not
 * fill it. In one statement, so that a right which changes meanwhile is seen one way for all lines; and asked line by
 * line (OFFSET 0), so that it ends with the page and never gathers everything an agency takes part in.
 */
async function readWindow(
  { hub, caller }: HubContext,
  { first, after }: PageWish,
): Promise<{ readonly lines: Change[]; readonly end: WindowEnd | null }> {
  const rows = hub.catalogue.of(Change);
  const all = new Numbered();
  const place = after ? ` and ${all.add({ text: "(t.xid, t.id) > ($1::bigint, $2::uuid)", values: after })}` : "";
  const visible = all.add(visibleThroughDispute(caller));
  const found = await hub.db.query<Row & { window_size: string | null }>(
    `with seen as materialized (
       select ${rows.select("t")} from ${rows.table} t where ${SETTLED.text}${place} order by t.xid, t.id limit ${WINDOW}),
     page as materialized (
       select t.* from seen t cross join lateral (select where ${visible} offset 0) v
        order by t.xid, t.id limit ${first + 1})
     select null as window_size, p.* from page p
     union all
     (select (select count(*) from seen), t.* from seen t where (select count(*) from page) <= ${first}
       order by t.xid desc, t.id desc limit 1)`,
    all.values,
  );
  const last = found.at(-1);
  const isEnd = last !== undefined && last.window_size !== null;
  return {
    lines: (isEnd ? found.slice(0, -1) : found).map((row) => rows.toEntity(row)),
    end: isEnd
      ? { position: [last["xid"] as string, last["id"] as string], isFull: Number(last.window_size) === WINDOW }
      : null,
  };
}
