import type { ColumnMetadata } from "typeorm/metadata/ColumnMetadata";
import type { EntityRows } from "../entity-rows";
import type { ListRead, OneRead, PageRead, RootShape } from "./reads";

/** Where the rows of a part of the statement come from. */
export type Source<C> =
  | { readonly kind: "root"; readonly shape: RootShape; readonly at: number }
  | { readonly kind: "page"; readonly parent: ReadNode<C>; readonly read: PageRead<C>; readonly args: number }
  | { readonly kind: "list"; readonly parent: ReadNode<C>; readonly read: ListRead<C> }
  | { readonly kind: "one"; readonly read: OneRead<C>; readonly references: Reference<C>[] };

interface Reference<C> {
  readonly parent: ReadNode<C>;
  readonly column: string;
}

/** One part of the statement (`with n1 as …`): rows of one table, of which only some columns are fetched. */
export class ReadNode<C> {
  /** Names of the fetched columns, in the order in which a row holds their values. */
  readonly columns: string[] = [];

  /** One row more than wished is fetched, to tell whether more follows. */
  looksAhead = false;
  /** It is told where the rows end that were looked at for a page. */
  tellsEnd = false;
  /** Others hang on its rows; nothing may hang on the row that is only fetched to look ahead. */
  hasChildren = false;

  constructor(
    readonly name: string,
    readonly rows: EntityRows<object>,
    readonly source: Source<C>,
  ) {}

  /** Where a row holds a property; it is fetched from now on. */
  place(property: string): number {
    const name = this.metadata(property).databaseName;
    const known = this.columns.indexOf(name);
    return known >= 0 ? known : this.columns.push(name) - 1;
  }

  metadata(property: string): ColumnMetadata {
    return this.rows.metadataOf(property);
  }

  /** Rows of pages and lists say in their last place whom they belong to. */
  get hasOwner(): boolean {
    return this.source.kind === "page" || this.source.kind === "list";
  }
}

/** Values of a row, each in the place its node gave it. */
export type Values = readonly unknown[];

/** The rows one part of the statement brought, found by what the other parts know of them. */
export class Fetched {
  private ids: Map<unknown, Values> | undefined;
  private groups: Map<unknown, Values[]> | undefined;

  constructor(readonly rows: readonly Values[]) {}

  byId(place: number, id: unknown): Values | undefined {
    this.ids ??= new Map(this.rows.map((row) => [row[place], row]));
    return this.ids.get(id);
  }

  of(owner: unknown): readonly Values[] {
    if (!this.groups) {
      this.groups = new Map();
      for (const row of this.rows) {
        const group = this.groups.get(row.at(-1));
        if (group) group.push(row);
        else this.groups.set(row.at(-1), [row]);
      }
    }
    return this.groups.get(owner) ?? NONE;
  }
}

const NONE: readonly Values[] = [];

/** PostgreSQL writes whole seconds without a fraction; a session of ours is always in UTC. */
export function instantText(text: string): string {
  if (!text.endsWith("+00:00")) return new Date(text).toISOString();
  return `${text.slice(0, 19)}.${text.slice(20, -6).padEnd(3, "0").slice(0, 3)}Z`;
}

/** A value out of PostgreSQL's JSON as a property of an entity holds it. */
export function toProperty(column: ColumnMetadata, value: unknown): unknown {
  return column.type === "timestamptz" && typeof value === "string" ? new Date(value) : value;
}
