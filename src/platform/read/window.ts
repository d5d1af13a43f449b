import type { EntityRows } from "../entity-rows";
import { numbered, placeAfter, type Condition, type KeysetOrder } from "../keyset-page";
import type { Window } from "./reads";

/** The rows that were looked at for a page; a window's conditions may read them under this name. */
export const WINDOW = "looked";

/** A select of the rows that a page is cut out of, in its order, whoever may see them. */
export function windowRows(
  rows: EntityRows<object>,
  order: KeysetOrder,
  { only, most }: Window,
  after: readonly unknown[] | null,
): Condition {
  const { text, values } = numbered([only, ...(after ? [placeAfter(rows, order, after)] : [])]);
  return {
    text: `select ${rows.select("t")} from ${rows.table} t where ${text} order by ${rows.orderBy(order)} limit ${most}`,
    values,
  };
}
