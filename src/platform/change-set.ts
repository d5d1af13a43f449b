import type { ColumnMetadata } from "typeorm/metadata/ColumnMetadata";
import type { Tx } from "./database";
import type { EntityCatalogue, EntityClass, EntityRows } from "./entity-rows";
import { rowsAsColumns, StatementValues } from "./row-values";

type Values = Readonly<Record<string, unknown>>;

/**
 * Everything one deed writes, sent to PostgreSQL as one statement: an INSERT or UPDATE per table. One item or a thousand
 * cost one round trip. What is handed over must not change any more: it is read when the deed commits.
 */
export class ChangeSet {
  private readonly inserts = new Map<EntityRows<object>, Values[]>();
  private readonly updates = new Map<EntityRows<object>, Map<string, Values>>();

  constructor(private readonly catalogue: EntityCatalogue) {}

  insert<E extends object>(entity: EntityClass<E>, values: Partial<E>): void {
    const rows = this.catalogue.of(entity) as EntityRows<object>;
    rows.refuseUnknown(values);
    const list = this.inserts.get(rows);
    if (list) list.push(values as Values);
    else this.inserts.set(rows, [values as Values]);
  }

  /** Sets properties of the row with this id; a later call for the same row adds to the earlier one. */
  update<E extends object>(entity: EntityClass<E>, id: string, values: Partial<E>): void {
    const rows = this.catalogue.of(entity) as EntityRows<object>;
    rows.refuseUnknown(values);
    let byId = this.updates.get(rows);
    if (!byId) this.updates.set(rows, (byId = new Map()));
    const earlier = byId.get(id);
    byId.set(id, { id, ...earlier, ...values });
  }

  /** Writes everything as the transaction's last statement, with its COMMIT. */
  async commit(tx: Tx): Promise<void> {
    const statement = this.toStatement();
    if (statement) await tx.commitWith(statement.text, statement.values, statement.isOfBatch);
  }

  private toStatement() {
    const parts: string[] = [];
    const checks: string[] = [];
    const all = new StatementValues();
    let isOfBatch = false;
    const sourceOf = (columns: readonly ColumnMetadata[], list: readonly Values[]) => {
      const { expressions, from } = rowsAsColumns(columns, list, all);
      if (from) isOfBatch = true;
      return { expressions, from: from ? ` from ${from}` : "" };
    };
    for (const [rows, list] of this.inserts) {
      const columns = rows.written();
      const { expressions, from } = sourceOf(columns, list);
      const names = columns.map(({ databaseName }) => `"${databaseName}"`).join(", ");
      parts.push(`i${parts.length} as (insert into ${rows.table} (${names}) select ${expressions.join(", ")}${from})`);
    }
    for (const [rows, byId] of this.updates) {
      for (const [properties, list] of byColumns(byId)) {
        const name = `u${parts.length}`;
        const columns = properties.map((property) => rows.metadataOf(property));
        const { expressions, from } = sourceOf(columns, list);
        const [id, ...values] = expressions;
        const sets = values.map((value, at) => `"${columns[at + 1]!.databaseName}" = ${value}`).join(", ");
        parts.push(`${name} as (update ${rows.table} t set ${sets}${from} where t.id = ${id} returning 1)`);
        checks.push(allUpdated(rows.table, name, all.add(String(list.length), "bigint")));
      }
    }
    if (parts.length === 0) return undefined;
    return { text: `with ${parts.join(", ")} select ${checks.join(", ") || "1"}`, values: all.values, isOfBatch };
  }
}

/**
 * A row to be updated was locked before, so its absence is a fault of ours. COMMIT is under way by then; only an error in
 * the statement itself still stops it.
 */
function allUpdated(table: string, name: string, expected: string): string {
  return `(select case when count(*) = ${expected} then 1 else (count(*) || ' rows of ${table} updated')::int end from ${name})`;
}

/**
 * Rows that set the same columns go together: a column that is not set must keep its value, not become null. Their id comes
 * first.
 */
function byColumns(byId: ReadonlyMap<string, Values>): [string[], Values[]][] {
  const groups = new Map<string, [string[], Values[]]>();
  for (const values of byId.values()) {
    const properties = Object.keys(values);
    const key = properties.join();
    const group = groups.get(key);
    if (group) group[1].push(values);
    else groups.set(key, [properties, [values]]);
  }
  return [...groups.values()];
}
