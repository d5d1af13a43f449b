import type { EntityRows, Row } from "./entity-rows";

export interface Page<Node> {
  readonly nodes: readonly Node[];
  /** For each node, the values of the order columns; what a cursor is made of. */
  readonly positions: readonly (readonly unknown[])[];
  readonly hasNextPage: boolean;
}

export interface PageWish {
  readonly first: number;
  readonly after: readonly unknown[] | null;
}

export interface KeysetOrder {
  readonly properties: readonly string[];
  readonly direction: "asc" | "desc";
}

/** The same order from its other end. */
export function backwards(order: KeysetOrder): KeysetOrder {
  return { ...order, direction: order.direction === "asc" ? "desc" : "asc" };
}

/** A condition written in SQL, its values numbered from `$1` of its own; `t` is the table read. */
export interface Condition {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Several conditions as one: joined by AND, their values counted through. */
export function numbered(conditions: readonly Condition[]): Condition {
  const all = new Numbered();
  const text = conditions.map((condition) => all.add(condition)).join(" and ") || "true";
  return { text, values: all.values };
}

/** SQL that counts its values from `$1`, counting on behind so many others. */
export function countedFrom(offset: number, text: string): string {
  return text.replace(/\$(\d+)/g, (_, place: string) => `$${Number(place) + offset}`);
}

/** Joins conditions that each count their values from `$1` into one statement. */
export class Numbered {
  readonly values: unknown[];

  constructor(first: readonly unknown[] = []) {
    this.values = [...first];
  }

  add(condition: Condition): string {
    const offset = this.values.length;
    this.values.push(...condition.values);
    return `(${countedFrom(offset, condition.text)})`;
  }
}

export function placeAfter(rows: EntityRows<object>, order: KeysetOrder, after: readonly unknown[]): Condition {
  const columns = order.properties.map((property) => `t.${rows.column(property)}`).join(", ");
  const places = order.properties.map((_, index) => `$${index + 1}`).join(", ");
  return { text: `(${columns}) ${order.direction === "asc" ? ">" : "<"} (${places})`, values: after };
}

/** A page of rows that were fetched with one more than wished, which tells that more follows. */
export function pageOfRows<E extends object>(
  rows: EntityRows<E>,
  order: KeysetOrder,
  found: readonly Row[],
  first: number,
): Page<E> {
  const shown = found.slice(0, first);
  return {
    nodes: shown.map((row) => rows.toEntity(row)),
    positions: shown.map((row) => order.properties.map((property) => row[unquoted(rows.column(property))])),
    hasNextPage: found.length > first,
  };
}

function unquoted(column: string): string {
  return column.slice(1, -1);
}
