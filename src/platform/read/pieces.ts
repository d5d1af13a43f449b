import { countedFrom, type Condition, type PageWish } from "../keyset-page";
import type { RootBinding } from "./reads";

/** A piece of SQL as it stands, or with values of its own. */
export type Piece = string | Condition;

/** What of a statement is known only when it is asked. */
export interface Asked<C> {
  /** One for each of the parts that stand at the root. */
  readonly bindings: readonly RootBinding<C>[];
  readonly wishes: readonly PageWish[];
  readonly context: C;
}

/** A piece that is the same every time, or one that depends on what is asked. */
export type Part<C> = string | ((asked: Asked<C>) => readonly Piece[]);

/** Joins the pieces, their values counted through from `$1`. */
export function numberedThrough(pieces: readonly Piece[]): string {
  let offset = 0;
  return pieces
    .map((piece) => {
      if (typeof piece === "string") return piece;
      const text = countedFrom(offset, piece.text);
      offset += piece.values.length;
      return text;
    })
    .join("");
}
