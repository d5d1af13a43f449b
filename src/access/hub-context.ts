import DataLoader from "dataloader";
import type { Hub } from "../hub-parts";
import type { EntityClass } from "../platform/entity-rows";
import {
  nestedPages,
  rowsById,
  type Condition,
  type KeysetOrder,
  type Page,
  type PageWish,
} from "../platform/keyset-page";
import type { Caller } from "./caller";

type PageLoader<E> = (parentId: string, wish: PageWish) => Promise<Page<E>>;

/** Everything one request reads through; made anew for each, so that nothing read for one caller is seen by another. */
export class Loaders {
  private readonly known = new Map<string, unknown>();

  constructor(private readonly hub: Hub) {}

  /** The loader under this name, made when first asked for. */
  once<Loader>(name: string, make: () => Loader): Loader {
    if (!this.known.has(name)) this.known.set(name, make());
    return this.known.get(name) as Loader;
  }

  byId<E extends object>(entity: EntityClass<E>): DataLoader<string, E | null> {
    return this.once(`id:${entity.name}`, () => rowsById(this.hub.db, this.hub.catalogue.of(entity)));
  }

  pages<E extends object>(
    entity: EntityClass<E>,
    parentProperty: string,
    order: KeysetOrder,
    conditions: readonly Condition[] = [],
  ): PageLoader<E> {
    return this.once(`page:${JSON.stringify([entity.name, parentProperty, order, conditions])}`, () =>
      nestedPages(this.hub.db, this.hub.catalogue.of(entity), parentProperty, order, conditions),
    );
  }
}

/** What every resolver is handed. */
export interface HubContext {
  readonly hub: Hub;
  readonly caller: Caller;
  readonly requestId: string;
  readonly loaders: Loaders;
}
