import type { EntityClass } from "../entity-rows";
import type { Condition, KeysetOrder, PageWish } from "../keyset-page";

/**
 * What a field reads, written once beside the field (`@Extensions({ read })`) and understood in two ways: by the planner,
 * which makes one statement of a whole query, and by the loaders, which serve what the planner does not look ahead to.
 * `C` is the context of a request. In every condition `t` is the table read.
 */
export type FieldRead<C> = ColumnsRead | ComputedRead<C> | OneRead<C> | PageRead<C> | ListRead<C> | SelfRead;

/** The field's own resolver makes the value, at once, from these properties of its row. */
export interface ColumnsRead {
  readonly kind: "columns";
  readonly needs: readonly string[];
}

/** The row's own values that a computed field may ask for, and those of rows it hangs together with. */
export type Known = Readonly<Record<string, unknown>>;

/** Made from properties of the row and of rows related to it. */
export interface ComputedRead<C> {
  readonly kind: "computed";
  readonly needs: readonly string[];
  readonly related: Readonly<Record<string, RelatedRead<C>>>;
  /** @param related null where there is no such row, an array for a list */
  value(row: Known, related: Readonly<Record<string, unknown>>, context: C): unknown;
}

export interface RelatedRead<C> {
  readonly read: OneRead<C> | ListRead<C>;
  readonly needs: readonly string[];
}

/** Something to be written down whenever rows are read, by the statement that reads them; `found` holds their `id`. */
export interface Note<C> {
  /** Reads with notes of the same name share what they have read, and note it once. */
  readonly name: string;
  /** A statement that can stand in WITH. */
  readonly statement: (context: C) => Condition;
}

/** The row a property of this one names. */
export interface OneRead<C> {
  readonly kind: "one";
  readonly entity: () => EntityClass<object>;
  readonly by: string;
  readonly only?: (context: C) => Condition;
  readonly note?: Note<C>;
}

/** A page (Relay connection) of rows that belong to this one. */
export interface PageRead<C> {
  readonly kind: "page";
  readonly entity: () => EntityClass<object>;
  /** How the rows belong to this one: by a property that holds its id, or by a condition in which `p` is its table. */
  readonly belongs: { readonly by: string } | { readonly where: string; readonly name: string };
  readonly order: KeysetOrder;
  /** Property of this row that the cursors of its page are bound to. */
  readonly boundTo: string;
  readonly only?: (context: C) => Condition;
}

/** All rows that belong to this one, so few that they need no pages; or the first of them alone. */
export interface ListRead<C> {
  readonly kind: "list";
  readonly entity: () => EntityClass<object>;
  readonly by: string;
  readonly order: KeysetOrder;
  readonly most: number;
  readonly single?: boolean;
  readonly only?: (context: C) => Condition;
}

/** The row itself under another GraphQL type. */
export interface SelfRead {
  readonly kind: "self";
}

export const SELF: SelfRead = { kind: "self" };

export const columns = (...needs: string[]): ColumnsRead => ({ kind: "columns", needs });

export function one<C>(
  entity: () => EntityClass<object>,
  by: string,
  more: Pick<OneRead<C>, "only" | "note"> = {},
): OneRead<C> {
  return { kind: "one", entity, by, ...more };
}

/** Pages of rows that hold this row's id in `by`, in the order of a property. */
export function pageOf<C>(
  entity: () => EntityClass<object>,
  by: string,
  orderedBy: string,
  only?: (context: C) => Condition,
): PageRead<C> {
  const order: KeysetOrder = { properties: [orderedBy, "id"], direction: "asc" };
  return { kind: "page", entity, belongs: { by }, order, boundTo: "id", ...(only && { only }) };
}

/** What the cursors of a row's page are bound to, but for who asks. */
export function pageScope<C>({ entity, belongs }: PageRead<C>, bound: string): string {
  return `${entity().name}.${"by" in belongs ? belongs.by : belongs.name}:${bound}`;
}

/** What a root field asks the database, once its arguments are known. */
export interface RootBinding<C> {
  /** Read instead of the entity's table: a select that has the same columns, in brackets or not. Not with a window. */
  readonly from?: Condition;
  readonly conditions: readonly Condition[];
  /** Only for pages. */
  readonly page?: RootPage;
  readonly note?: Note<C>;
  /** Properties of the row that the arguments give away already; cursors of its pages can be opened by them. */
  readonly known?: Readonly<Record<string, string>>;
}

export interface RootPage extends PageWish {
  /** What the cursors are bound to. */
  readonly scope: string;
}

/**
 * Rows that are looked at for one page, whoever asks. Somebody who may see few of them would otherwise make the database
 * go through all there are; so the page may end before it is full, and goes on behind what was looked at.
 */
export interface Window {
  readonly only: Condition;
  readonly most: number;
}

/** One row or none; or rows in an order: so few that they need no pages, or a page of them. */
export type RootShape =
  | { readonly kind: "row" }
  | { readonly kind: "list"; readonly order: KeysetOrder; readonly most: number }
  | { readonly kind: "page"; readonly order: KeysetOrder; readonly window?: Window };

/** Rows that a root field answers with. */
export interface RootRead<C, A = Readonly<Record<string, unknown>>> {
  readonly kind: "root";
  readonly entity: () => EntityClass<object>;
  readonly shape: RootShape;
  /** @returns null when the answer is null whatever the database holds */
  bind(args: A, context: C): RootBinding<C> | null;
}

export function root<C, A>(
  entity: () => EntityClass<object>,
  bind: RootRead<C, A>["bind"],
  shape: RootShape = { kind: "row" },
): RootRead<C, A> {
  return { kind: "root", entity, shape, bind };
}

/** How an object is read that is asked for by its global id. */
export interface ObjectRead<C> {
  /** As on the way from another row; its `by` is the object's own id. */
  readonly read: OneRead<C>;
  /** Who has not come by such a way must be one that could have. */
  readonly only?: (context: C) => Condition;
}

/** Objects by their global ids, of whatever types, in the order asked; null for what is not there for the caller. */
export interface ObjectsRead<C, A = Readonly<Record<string, unknown>>> {
  readonly kind: "objects";
  /** By the name of the type; one that is missing is found by nobody. */
  readonly types: Readonly<Record<string, ObjectRead<C>>>;
  /** Whether the caller may be told that there are such objects. */
  isTold(type: string, context: C): boolean;
  ids(args: A): readonly string[];
}
