import { Field, ID, InterfaceType, ObjectType, type ClassType } from "type-graphql";
import { openCursor, sealCursor, type CursorMac } from "./cursor";
import { parseGlobalId } from "./global-id";
import type { Page, PageWish } from "./keyset-page";

@InterfaceType("Node", {
  description: "节点 (Relay): anything that has a global id",
  // The id tells the type. TypeGraphQL's own search knows only classes that name Node themselves, not those that
  // implement it through another interface.
  resolveType: (node: Node) => parseGlobalId(node.globalId())?.type,
})
export abstract class Node {
  @Field(() => ID, { name: "id", description: "全局标识: global id" })
  globalId(): string {
    throw new Error("every type that implements Node resolves its own id");
  }
}

@ObjectType("PageInfo", { description: "分页信息 (Relay): where a page of a list ends" })
export class PageInfo {
  @Field(() => Boolean, { description: "后面还有: more follows after endCursor" })
  hasNextPage: boolean;

  @Field(() => Boolean, { description: "前面还有: whether the page was asked for with after" })
  hasPreviousPage: boolean;

  @Field(() => String, { nullable: true, description: "起始游标: cursor of the first item" })
  startCursor: string | null;

  @Field(() => String, { nullable: true, description: "结束游标: cursor of the last item; give it as after" })
  endCursor: string | null;
}

export interface Connection<Item> {
  edges: { cursor: string; node: Item }[];
  nodes: Item[];
  pageInfo: PageInfo;
}

/** The Relay connection of a type; `term` is the Chinese word for one item. */
export function connectionOf<Item extends object>(
  item: () => ClassType<Item> | (abstract new () => Item),
  name: string,
  term: string,
) {
  const itemType = item as () => ClassType<Item>;

  @ObjectType(`${name}Edge`, { description: `${term}(列表项): one item of a page` })
  class Edge {
    @Field(() => String, { description: "游标: cursor of this item" })
    cursor: string;

    @Field(itemType, { description: `${term}: the item` })
    node: Item;
  }

  @ObjectType(`${name}Connection`, { description: `${term}(分页列表): one page of a list` })
  class ItemConnection implements Connection<Item> {
    @Field(() => [Edge], { description: "列表项: items with their cursors" })
    edges: Edge[];

    @Field(() => [itemType()], { description: `${term}: the items alone` })
    nodes: Item[];

    @Field(() => PageInfo, { description: "分页信息: page information" })
    pageInfo: PageInfo;
  }

  return ItemConnection;
}

/** What a paged field is asked with, as GraphQL gives it. */
export interface PageArguments {
  readonly first: number;
  readonly after?: string | null | undefined;
}

/**
 * @param scope names the list and who asks; a cursor of another list, or of another caller, is refused.
 * @throws a bad request when the cursor is not one of ours for this scope.
 */
export function toWish(mac: CursorMac, scope: string, page: PageArguments): PageWish {
  return { first: page.first, after: page.after ? openCursor(mac, scope, page.after) : null };
}

export function toConnection<Item>(mac: CursorMac, scope: string, wish: PageWish, page: Page<Item>): Connection<Item> {
  const edges = page.nodes.map((node, index) => ({
    node,
    cursor: sealCursor(mac, { scope, position: page.positions[index]! }),
  }));
  return {
    edges,
    nodes: [...page.nodes],
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: wish.after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
