import { toConnection, type Connection } from "../platform/connection";
import { sealCursor } from "../platform/cursor";
import type { EntityRows, Row } from "../platform/entity-rows";
import { backwards, Numbered, numbered, pageOfRows, type Condition, type KeysetOrder } from "../platform/keyset-page";
import type { RootPage, Window } from "../platform/read/reads";
import { WINDOW, windowRows } from "../platform/read/window";
import type { HubContext } from "./hub-context";

/** The rows of a window that the caller may see, and the window's end where they do not fill the page. */
export async function loadWindow<E extends object>(
  { hub }: HubContext,
  rows: EntityRows<E>,
  { order, window }: { readonly order: KeysetOrder; readonly window: Window },
  { conditions, page }: { readonly conditions: readonly Condition[]; readonly page: RootPage },
): Promise<Connection<E>> {
  const { first, after, scope } = page;
  const all = new Numbered();
  const looked = all.add(windowRows(rows, order, window, after));
  const shown = all.add(numbered(conditions));
  const found = await hub.db.query<Row & { looked: string | null }>(
    `with ${WINDOW} as materialized ${looked},
     found as materialized (
       select t.* from ${WINDOW} t cross join lateral (select where ${shown} offset 0) v
        order by ${rows.orderBy(order)} limit ${first + 1})
     select null as looked, f.* from found f
     union all
     (select (select count(*) from ${WINDOW}), t.* from ${WINDOW} t where (select count(*) from found) <= ${first}
       order by ${rows.orderBy(backwards(order))} limit 1)`,
    all.values,
  );
  const last = found.at(-1);
  const end = last && last.looked !== null ? last : null;
  const lines = pageOfRows(rows, order, end ? found.slice(0, -1) : found, first);
  const isFull = Number(end?.looked) === window.most;
  const connection = toConnection(hub.crypto, scope, page, { ...lines, hasNextPage: lines.hasNextPage || isFull });
  // Everything up to the window's end has been looked at, whether or not the last of it was for this reader.
  const position = end && pageOfRows(rows, order, [end], 1).positions[0]!;
  if (position && position.join() !== lines.positions.at(-1)?.join())
    connection.pageInfo.endCursor = sealCursor(hub.crypto, { scope, position });
  return connection;
}
