import type { DataSource, EntityMetadata } from "typeorm";
import type { ColumnMetadata } from "typeorm/metadata/ColumnMetadata";

export type EntityClass<E> = abstract new (...args: never[]) => E;
export type Row = Record<string, unknown>;

interface SharedColumn {
  readonly property: string;
  readonly databaseName: string;
  readonly isInstant: boolean;
}

/** Rows of an entity as PostgreSQL writes them and as they are read back. */
export interface JsonArray<E> {
  /** SQL of one row of the table with this alias. */
  select(alias: string): string;
  toEntity(values: readonly unknown[]): E;
}

/** Values that JavaScript's numbers cannot hold, nor JSON's as it reads them: they are sent as text. */
const INEXACT = new Set<unknown>(["numeric", "bigint"]);

/** Knows, from TypeORM's metadata, how an entity's properties and a table's columns belong together. */
export class EntityRows<E extends object> {
  readonly metadata: EntityMetadata;
  readonly table: string;
  private readonly columnByProperty = new Map<string, ColumnMetadata>();
  private readonly allColumns: readonly ColumnMetadata[];
  /** The columns that the rows of every class have. */
  private readonly shared: readonly SharedColumn[];
  private readonly jsonArrays = new Map<string, JsonArray<E>>();
  private readonly classByDiscriminator = new Map<unknown, new () => E>();

  constructor(dataSource: DataSource, entity: EntityClass<E>) {
    const metadata = dataSource.getMetadata(entity);
    this.metadata = metadata;
    this.table = `"${metadata.tableName}"`;
    for (const member of [metadata, ...metadata.childEntityMetadatas]) {
      for (const column of member.columns) this.columnByProperty.set(column.propertyName, column);
      if (member.discriminatorValue !== undefined) {
        this.classByDiscriminator.set(member.discriminatorValue, member.target as new () => E);
      }
    }
    this.allColumns = [...this.columnByProperty.values()];
    const classes = metadata.childEntityMetadatas.map(
      ({ columns }) => new Set(columns.map(({ databaseName }) => databaseName)),
    );
    this.shared = [...this.columnByProperty]
      .filter(([, { databaseName }]) => classes.every((columns) => columns.has(databaseName)))
      .map(([property, { databaseName, type }]) => ({ property, databaseName, isInstant: type === "timestamptz" }));
  }

  /** Quoted column name of a property. */
  column(property: string): string {
    return `"${this.metadataOf(property).databaseName}"`;
  }

  has(property: string): boolean {
    return this.columnByProperty.has(property);
  }

  metadataOf(property: string): ColumnMetadata {
    return this.columnByProperty.get(property) ?? unknownProperty(this.metadata, property);
  }

  /** The classes a row may become, by the value that tells them apart; null where there is only one. */
  get kinds(): { readonly property: string; readonly classes: ReadonlyMap<unknown, new () => E> } | null {
    const { discriminatorColumn } = this.metadata;
    return discriminatorColumn
      ? { property: discriminatorColumn.propertyName, classes: this.classByDiscriminator }
      : null;
  }

  /** Every column, quoted, each with the given table alias. */
  select(alias: string): string {
    return [...this.columnByProperty.values()].map((column) => `${alias}."${column.databaseName}"`).join(", ");
  }

  /** The order of a list, for the table under the name `t`. */
  orderBy({ properties, direction }: { readonly properties: readonly string[]; readonly direction: string }): string {
    return properties.map((property) => `t.${this.column(property)} ${direction}`).join(", ");
  }

  /** One column's value as JSON can carry it without loss. */
  exactly(databaseName: string, alias: string): string {
    const isInexact = this.columns().some((column) => column.databaseName === databaseName && INEXACT.has(column.type));
    return `${alias}."${databaseName}"${isInexact ? "::text" : ""}`;
  }

  /** A row as a JSON array: what all of its classes have. */
  jsonArray(alias: string): string {
    return this.asJsonArray().select(alias);
  }

  /** The entity of a row that was written as {@link jsonArray}; a class's own properties are missing. */
  fromJsonArray(values: readonly unknown[]): E {
    return this.asJsonArray().toEntity(values);
  }

  /** The same of rows of which nobody asks for some properties; they are missing. */
  asJsonArray(without: readonly (keyof E & string)[] = []): JsonArray<E> {
    const key = without.join();
    let found = this.jsonArrays.get(key);
    if (!found) this.jsonArrays.set(key, (found = this.makeJsonArray(without)));
    return found;
  }

  private makeJsonArray(without: readonly string[]): JsonArray<E> {
    const columns = this.shared.filter(({ property }) => !without.includes(property));
    const kind = this.metadata.discriminatorColumn?.databaseName;
    const kindAt = columns.findIndex(({ databaseName }) => databaseName === kind);
    const texts = new Map<string, string>();
    return {
      select: (alias) => {
        let text = texts.get(alias);
        if (text === undefined) {
          const values = columns.map(({ databaseName }) => this.exactly(databaseName, alias));
          texts.set(alias, (text = `json_build_array(${values.join(", ")})`));
        }
        return text;
      },
      toEntity: (values) => {
        const entity = this.create(kindAt < 0 ? undefined : values[kindAt]) as Record<string, unknown>;
        columns.forEach(({ property, isInstant }, at) => {
          const value = values[at];
          entity[property] = isInstant && value !== null ? new Date(value as string) : value;
        });
        return entity as E;
      },
    };
  }

  columns(): readonly ColumnMetadata[] {
    return this.allColumns;
  }

  /** Columns a writer fills itself; those the database fills are left out. */
  written(): readonly ColumnMetadata[] {
    return [...this.columnByProperty.values()].filter((column) => column.default === undefined && !column.isGenerated);
  }

  /** An entity without properties yet; of the class that the value tells, where there are several. */
  create(discriminatorValue: unknown): E {
    const target = this.metadata.discriminatorColumn
      ? this.classByDiscriminator.get(discriminatorValue)
      : (this.metadata.target as new () => E);
    if (!target) throw new Error(`${this.metadata.name}: unknown kind of row`);
    return new target();
  }

  toEntity(row: Row): E {
    const { discriminatorColumn } = this.metadata;
    const entity = this.create(discriminatorColumn && row[discriminatorColumn.databaseName]) as Record<string, unknown>;
    for (const [property, column] of this.columnByProperty) {
      if (column.databaseName in row) entity[property] = row[column.databaseName];
    }
    return entity as E;
  }

  /** Throws when a property has no column: what is misspelt would silently be null. */
  refuseUnknown(values: object): void {
    for (const property in values) if (!this.columnByProperty.has(property)) unknownProperty(this.metadata, property);
  }
}

function unknownProperty(metadata: EntityMetadata, property: string): never {
  throw new Error(`${metadata.name} has no column for "${property}"`);
}

/** One {@link EntityRows} per entity, made when first asked for. */
export class EntityCatalogue {
  private readonly known = new Map<unknown, EntityRows<object>>();

  constructor(private readonly dataSource: DataSource) {}

  has(entity: EntityClass<object>): boolean {
    return this.dataSource.hasMetadata(entity);
  }

  of<E extends object>(entity: EntityClass<E>): EntityRows<E> {
    let rows = this.known.get(entity);
    if (!rows) this.known.set(entity, (rows = new EntityRows<object>(this.dataSource, entity as EntityClass<object>)));
    return rows as EntityRows<E>;
  }
}
