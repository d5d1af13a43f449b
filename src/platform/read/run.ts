import type { CursorMac } from "../cursor";
import type { GlobalId } from "../global-id";
import type { PageWish } from "../keyset-page";
import type { Fetched, ReadNode, Values } from "./nodes";
import type { PageRead, RootPage } from "./reads";

/** What the parts of a root field's answer are made from, once its statement has been answered. */
export interface Run<C> {
  readonly context: C;
  readonly mac: CursorMac;
  /** The page the root field itself asks for, if it asks for one. */
  readonly rootPage: RootPage | undefined;
  /** Where the rows end that were looked at for the root's page; null when it was full before, or there were none. */
  readonly windowEnd: WindowEnd | null;
  /** The objects the root field asks for, if it asks for any; null where an id names none for the caller. */
  readonly ids: readonly (GlobalId | null)[];
  /** What the nested pages ask for, in the plan's order. */
  readonly wishes: readonly PageWish[];
  rowsOf(node: ReadNode<C>): Fetched;
  /** What the cursors of a row's page are bound to. */
  scopeOf(read: PageRead<C>, bound: string): string;
}

export interface WindowEnd {
  readonly position: Values;
  /** Whether the window ended before the rows did. */
  readonly isFull: boolean;
}

/** Makes a part of the answer from a row. */
export type Make<C> = (row: Values, run: Run<C>) => unknown;
