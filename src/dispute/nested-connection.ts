import { callerScope } from "../access/caller";
import type { HubContext } from "../access/hub-context";
import { toConnection, toWish, type Connection, type PageArguments } from "../platform/connection";
import type { EntityClass } from "../platform/entity-rows";
import type { Condition, KeysetOrder } from "../platform/keyset-page";

/** One page of the children of one parent; pages of many parents asked at once share a statement. */
export async function nestedConnection<E extends object>(
  context: HubContext,
  entity: EntityClass<E>,
  parentProperty: string,
  order: KeysetOrder,
  parentId: string,
  page: PageArguments,
  conditions: readonly Condition[] = [],
): Promise<Connection<E>> {
  const { crypto } = context.hub;
  const scope = `${entity.name}.${parentProperty}:${parentId}:${callerScope(context.caller)}`;
  const wish = toWish(crypto, scope, page);
  return toConnection(
    crypto,
    scope,
    wish,
    await context.loaders.pages(entity, parentProperty, order, conditions)(parentId, wish),
  );
}
