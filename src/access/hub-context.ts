import type { Hub } from "../hub-parts";
import type { Caller } from "./caller";

/** Everything one request reads through; made anew for each, so that nothing read for one caller is seen by another. */
export class Loaders {
  private readonly known = new Map<string, unknown>();

  /** The loader under this name, made when first asked for. */
  once<Loader>(name: string, make: () => Loader): Loader {
    if (!this.known.has(name)) this.known.set(name, make());
    return this.known.get(name) as Loader;
  }
}

/** What every resolver is handed. */
export interface HubContext {
  readonly hub: Hub;
  readonly caller: Caller;
  readonly requestId: string;
  readonly loaders: Loaders;
}
