import DataLoader from "dataloader";
import { toConnection, toWish, type Connection, type PageArguments } from "../platform/connection";
import type { EntityClass, Row } from "../platform/entity-rows";
import { parseGlobalId } from "../platform/global-id";
import { countedFrom, numbered, pageOfRows, placeAfter, type Condition } from "../platform/keyset-page";
import { pageScope } from "../platform/read/reads";
import type {
  ComputedRead,
  ListRead,
  ObjectsRead,
  OneRead,
  PageRead,
  RootBinding,
  RootRead,
} from "../platform/read/reads";
import { callerScope } from "./caller";
import type { HubContext } from "./hub-context";
import { loadWindow } from "./loaded-window";

/**
 * The reads of `platform/read/reads.ts` by DataLoader, one statement per level: for answers of deeds, for events that are
 * pushed, and for queries that ask for something the planner does not look ahead to. Both ways must tell the same.
 */
type Parent = object;

/** Several requests of one tick share a statement, up to so many. */
const BATCH = { maxBatchSize: 500 };

/** The row itself must be one that the caller may see already. */
export function loadOne<E extends object>(
  context: HubContext,
  read: OneRead<HubContext>,
  parent: Parent,
): Promise<E | null> {
  const id = (parent as Record<string, unknown>)[read.by] as string | null;
  return id === null ? Promise.resolve(null) : loadById<E>(context, read, id);
}

export function loadById<E extends object>(
  context: HubContext,
  read: OneRead<HubContext>,
  id: string,
): Promise<E | null> {
  const { db, catalogue } = context.hub;
  const rows = catalogue.of(read.entity());
  const only = read.only?.(context);
  const key = `one:${rows.metadata.name}:${only?.text ?? ""}:${read.note?.name ?? ""}`;
  const loader = context.loaders.once(key, () => {
    return new DataLoader<string, object | null>(async (ids) => {
      const where = numbered([{ text: "t.id = any($1::uuid[])", values: [ids] }, ...(only ? [only] : [])]);
      const statement = noted(
        `select ${rows.select("t")} from ${rows.table} t where `,
        where,
        read.note?.statement(context),
      );
      const found = await db.query<Row>(statement.text, statement.values);
      const byId = new Map(found.map((row) => [row["id"], rows.toEntity(row)]));
      return ids.map((wanted) => byId.get(wanted) ?? null);
    }, BATCH);
  });
  return loader.load(id) as Promise<E | null>;
}

/** Objects by their global ids; null for each that is not there for the caller. */
export function loadObjects<E extends object, A>(
  context: HubContext,
  { types, isTold, ids }: ObjectsRead<HubContext, A>,
  args: A,
): Promise<(E | null)[]> {
  return Promise.all(
    ids(args).map(async (text) => {
      const id = parseGlobalId(text);
      if (!id || !Object.hasOwn(types, id.type) || !isTold(id.type, context)) return null;
      const { read, only } = types[id.type]!;
      const isOpen = !only || (await mayBeFound(context, read, only(context), id.uuid));
      return isOpen ? loadById<E>(context, read, id.uuid) : null;
    }),
  );
}

function mayBeFound(context: HubContext, read: OneRead<HubContext>, only: Condition, id: string): Promise<boolean> {
  const { db, catalogue } = context.hub;
  const { table } = catalogue.of(read.entity());
  return context.loaders
    .once(JSON.stringify(["found", table, only]), () => {
      return new DataLoader<string, boolean>(async (ids) => {
        const where = numbered([{ text: "t.id = any($1::uuid[])", values: [ids] }, only]);
        const found = await db.query<Row>(`select t.id from ${table} t where ${where.text}`, where.values);
        const known = new Set(found.map((row) => row["id"]));
        return ids.map((wanted) => known.has(wanted));
      }, BATCH);
    })
    .load(id);
}

export async function loadPage<E extends object>(
  context: HubContext,
  read: PageRead<HubContext>,
  parent: Parent,
  page: PageArguments,
): Promise<Connection<E>> {
  const known = parent as Record<string, string>;
  const scope = `${pageScope(read, known[read.boundTo]!)}:${callerScope(context.caller)}`;
  const wish = toWish(context.hub.crypto, scope, page);
  const rows = context.hub.catalogue.of(read.entity());
  const found = await rowsOfMany(context, read, wish.first + 1, wish.after).load(known["id"]!);
  return toConnection(
    context.hub.crypto,
    scope,
    wish,
    pageOfRows(rows, read.order, found, wish.first),
  ) as Connection<E>;
}

export async function loadList<E extends object>(
  context: HubContext,
  read: ListRead<HubContext>,
  parent: Parent,
): Promise<readonly E[]> {
  const rows = context.hub.catalogue.of(read.entity());
  const found = await rowsOfMany(context, read, read.most, null).load((parent as { id: string }).id);
  return found.map((row) => rows.toEntity(row) as E);
}

/** The only row of a list, where there is one. */
export async function loadFirst<E extends object>(
  context: HubContext,
  read: ListRead<HubContext>,
  parent: Parent,
): Promise<E | null> {
  const [first] = await loadList<E>(context, read, parent);
  return first ?? null;
}

/** Children of many parents, all that are asked for with the same wish in one statement. */
function rowsOfMany(
  context: HubContext,
  read: PageRead<HubContext> | ListRead<HubContext>,
  limit: number,
  after: readonly unknown[] | null,
): DataLoader<string, readonly Row[]> {
  const { db, catalogue } = context.hub;
  const rows = catalogue.of(read.entity());
  const belonging = "belongs" in read ? belongsTo(read, rows) : `t.${rows.column(read.by)} = p.id`;
  const conditions: Condition[] = read.only ? [read.only(context)] : [];
  if (after) conditions.push(placeAfter(rows, read.order, after));
  const key = JSON.stringify(["many", rows.metadata.name, belonging, read.order, limit, conditions]);
  return context.loaders.once(key, () => {
    return new DataLoader<string, readonly Row[]>(async (ids) => {
      const where = numbered([{ text: "p.id = any($1::uuid[])", values: [ids] }, ...conditions]);
      const order = rows.orderBy(read.order);
      const found = await db.query<Row>(
        `select x.*, p.id as "^" from unnest($1::uuid[]) p(id) cross join lateral (
           select ${rows.select("t")} from ${rows.table} t where ${belonging} and ${where.text} order by ${order} limit ${limit}) x`,
        where.values,
      );
      const groups = new Map<unknown, Row[]>(ids.map((id) => [id, []]));
      for (const row of found) groups.get(row["^"])!.push(row);
      return ids.map((id) => groups.get(id)!);
    }, BATCH);
  });
}

function belongsTo({ belongs }: PageRead<HubContext>, rows: { column(property: string): string }): string {
  return "by" in belongs ? `t.${rows.column(belongs.by)} = p.id` : belongs.where;
}

export async function loadComputed<Value>(
  context: HubContext,
  read: ComputedRead<HubContext>,
  parent: Parent,
): Promise<Value> {
  const names = Object.keys(read.related);
  const values = await Promise.all(
    names.map((name) => {
      const { read: related } = read.related[name]!;
      return related.kind === "one" ? loadOne(context, related, parent) : loadList(context, related, parent);
    }),
  );
  const related = Object.fromEntries(names.map((name, at) => [name, values[at]]));
  return read.value(parent as Record<string, unknown>, related, context) as Value;
}

/** The one row a root field asks for, as an entity. */
export async function loadRoot<E extends object, A>(
  context: HubContext,
  read: RootRead<HubContext, A>,
  args: A,
): Promise<E | null> {
  const binding = read.bind(args, context);
  const [row] = binding ? await ask(context, read, binding, "") : [];
  return row ? (context.hub.catalogue.of(read.entity()).toEntity(row) as E) : null;
}

/** The few rows a root field asks for. */
export async function loadRootList<E extends object, A>(
  context: HubContext,
  read: RootRead<HubContext, A>,
  args: A,
): Promise<E[]> {
  const binding = read.bind(args, context);
  const { shape } = read;
  if (!binding || shape.kind !== "list") throw new Error("a row or a page is no list");
  const rows = context.hub.catalogue.of<E>(read.entity() as EntityClass<E>);
  const found = await ask(context, read, binding, ` order by ${rows.orderBy(shape.order)} limit ${shape.most}`);
  return found.map((row) => rows.toEntity(row));
}

/** The page of rows a root field asks for. */
export async function loadRootPage<E extends object, A>(
  context: HubContext,
  read: RootRead<HubContext, A>,
  args: A,
): Promise<Connection<E>> {
  const binding = read.bind(args, context);
  const { shape } = read;
  if (!binding?.page || shape.kind !== "page") throw new Error("a list without a page");
  const { conditions, page } = binding;
  const { first, after, scope } = page;
  const rows = context.hub.catalogue.of<E>(read.entity() as EntityClass<E>);
  if (shape.window) return loadWindow(context, rows, { ...shape, window: shape.window }, { conditions, page });
  const among = after ? [...conditions, placeAfter(rows, shape.order, after)] : conditions;
  const tail = ` order by ${rows.orderBy(shape.order)} limit ${first + 1}`;
  const found = await ask(context, read, { ...binding, conditions: among }, tail);
  return toConnection(context.hub.crypto, scope, page, pageOfRows(rows, shape.order, found, first));
}

function ask(
  context: HubContext,
  read: Pick<RootRead<HubContext>, "entity">,
  { from, conditions, note }: RootBinding<HubContext>,
  tail: string,
): Promise<Row[]> {
  const { db, catalogue } = context.hub;
  const rows = catalogue.of(read.entity());
  const source = from ? `(${from.text})` : rows.table;
  const where = numbered([...(from ? [{ text: "true", values: from.values }] : []), ...conditions]);
  const { text, values } = noted(
    `select ${rows.select("t")} from ${source} t where `,
    where,
    note?.statement(context),
    tail,
  );
  return db.query<Row>(text, values);
}

/** A read together with what it leaves behind, in one statement: nothing is shown unnoted. */
function noted(select: string, where: Condition, note: Condition | undefined, tail = ""): Condition {
  const read = { text: `${select}${where.text}${tail}`, values: where.values };
  if (!note) return read;
  const noting = countedFrom(read.values.length, note.text);
  return {
    text: `with found as (${read.text}), noted as (${noting}) select * from found`,
    values: [...read.values, ...note.values],
  };
}
