import DataLoader from "dataloader";
import type { Sql } from "./database";
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

/** A condition written in SQL, its values numbered from `$1` of its own; `t` is the table read. */
export interface Condition {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** One page of a table in keyset order: no offset, so the thousandth page costs what the first does. */
export async function readPage<E extends object>(
  sql: Sql,
  rows: EntityRows<E>,
  order: KeysetOrder,
  conditions: readonly Condition[],
  wish: PageWish,
): Promise<Page<E>> {
  const all = new Numbered();
  const where = conditions.map((condition) => all.add(condition));
  if (wish.after) where.push(all.add(afterCondition(rows, order, wish.after)));
  const found = await sql.query<Row>(
    `select ${rows.select("t")} from ${rows.table} t where ${where.join(" and ") || "true"} ` +
      `order by ${orderBy(rows, order)} limit ${wish.first + 1}`,
    all.values,
  );
  return toPage(rows, order, found, wish.first);
}

/** Pages of the children of many parents, all that are asked with the same wish in one statement. */
export function nestedPages<E extends object>(
  sql: Sql,
  rows: EntityRows<E>,
  parentProperty: string,
  order: KeysetOrder,
  conditions: readonly Condition[] = [],
): (parentId: string, wish: PageWish) => Promise<Page<E>> {
  const loaders = new Map<string, DataLoader<string, Page<E>>>();
  const parent = rows.column(parentProperty);

  async function load(parentIds: readonly string[], wish: PageWish): Promise<Page<E>[]> {
    const all = new Numbered([parentIds]);
    const where = [`t.${parent} = p.id`, ...conditions.map((condition) => all.add(condition))];
    if (wish.after) where.push(all.add(afterCondition(rows, order, wish.after)));
    const found = await sql.query<Row>(
      `select x.* from unnest($1::uuid[]) p(id) cross join lateral (` +
        `select ${rows.select("t")} from ${rows.table} t where ${where.join(" and ")} ` +
        `order by ${orderBy(rows, order)} limit ${wish.first + 1}) x`,
      all.values,
    );
    const byParent = groupRows(found, unquoted(parent));
    return parentIds.map((id) => toPage(rows, order, byParent.get(id) ?? [], wish.first));
  }

  return (parentId, wish) => {
    const key = JSON.stringify(wish);
    let loader = loaders.get(key);
    if (!loader) {
      loader = new DataLoader((ids: readonly string[]) => load(ids, wish), { maxBatchSize: 500 });
      loaders.set(key, loader);
    }
    return loader.load(parentId);
  };
}

/** Rows by id, matched by key and never by place; a missing one is null. */
export function rowsById<E extends object>(
  sql: Sql,
  rows: EntityRows<E>,
  conditions: readonly Condition[] = [],
): DataLoader<string, E | null> {
  return new DataLoader<string, E | null>(
    async (ids) => {
      const all = new Numbered([ids]);
      const where = ["t.id = any($1::uuid[])", ...conditions.map((condition) => all.add(condition))];
      const found = await sql.query<Row>(
        `select ${rows.select("t")} from ${rows.table} t where ${where.join(" and ")}`,
        all.values,
      );
      const byId = new Map(found.map((row) => [row["id"], rows.toEntity(row)]));
      return ids.map((id) => byId.get(id) ?? null);
    },
    { maxBatchSize: 500 },
  );
}

/** Several conditions as one: joined by AND, their values counted through. */
export function numbered(conditions: readonly Condition[]): Condition {
  const all = new Numbered();
  const text = conditions.map((condition) => all.add(condition)).join(" and ") || "true";
  return { text, values: all.values };
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
    return `(${condition.text.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + offset}`)})`;
  }
}

function afterCondition(rows: EntityRows<object>, order: KeysetOrder, after: readonly unknown[]): Condition {
  const columns = order.properties.map((property) => `t.${rows.column(property)}`).join(", ");
  const places = order.properties.map((_, index) => `$${index + 1}`).join(", ");
  return { text: `(${columns}) ${order.direction === "asc" ? ">" : "<"} (${places})`, values: after };
}

function orderBy(rows: EntityRows<object>, order: KeysetOrder): string {
  return order.properties.map((property) => `t.${rows.column(property)} ${order.direction}`).join(", ");
}

function toPage<E extends object>(
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

function groupRows(found: readonly Row[], column: string): Map<unknown, Row[]> {
  const groups = new Map<unknown, Row[]>();
  for (const row of found) {
    const group = groups.get(row[column]);
    if (group) group.push(row);
    else groups.set(row[column], [row]);
  }
  return groups;
}
