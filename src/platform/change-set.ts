import type { Tx } from "./database";
import type { EntityCatalogue, EntityClass, EntityRows, Row } from "./entity-rows";

interface Update {
  readonly rows: EntityRows<object>;
  readonly values: Map<string, Row>;
}

/**
 * Everything one deed writes, sent to PostgreSQL as one statement: an INSERT or UPDATE per table, each fed by one JSON
 * array. One item or a thousand cost one round trip.
 */
export class ChangeSet {
  private readonly inserts = new Map<EntityRows<object>, Row[]>();
  private readonly updates = new Map<EntityRows<object>, Update>();

  constructor(private readonly catalogue: EntityCatalogue) {}

  insert<E extends object>(entity: EntityClass<E>, values: Partial<E>): void {
    const rows = this.catalogue.of(entity) as EntityRows<object>;
    const list = this.inserts.get(rows);
    if (list) list.push(rows.toRow(values));
    else this.inserts.set(rows, [rows.toRow(values)]);
  }

  /** Sets properties of the row with this id; a later call for the same row adds to the earlier one. */
  update<E extends object>(entity: EntityClass<E>, id: string, values: Partial<E>): void {
    const rows = this.catalogue.of(entity) as EntityRows<object>;
    let update = this.updates.get(rows);
    if (!update) this.updates.set(rows, (update = { rows, values: new Map() }));
    update.values.set(id, { ...update.values.get(id), ...rows.toRow(values) });
  }

  /** Writes everything as the transaction's last statement, with its COMMIT. */
  async commit(tx: Tx): Promise<void> {
    const statement = this.toStatement();
    if (statement) await tx.commitWith(statement.text, statement.values);
  }

  private toStatement() {
    const parts: string[] = [];
    const checks: string[] = [];
    const values: string[] = [];
    for (const [rows, list] of this.inserts) {
      const columns = rows
        .written()
        .map((column) => `"${column.databaseName}"`)
        .join(", ");
      values.push(JSON.stringify(list));
      parts.push(
        `i${parts.length} as (insert into ${rows.table} (${columns}) ` +
          `select ${columns} from jsonb_populate_recordset(null::${rows.table}, $${values.length}::jsonb))`,
      );
    }
    for (const { rows, values: byId } of this.updates.values()) {
      for (const [columns, list] of byColumns(byId)) {
        const name = `u${parts.length}`;
        values.push(JSON.stringify(list));
        const sets = columns.map((column) => `"${column}" = s."${column}"`).join(", ");
        parts.push(
          `${name} as (update ${rows.table} t set ${sets} ` +
            `from jsonb_populate_recordset(null::${rows.table}, $${values.length}::jsonb) s where t.id = s.id returning 1)`,
        );
        values.push(String(list.length));
        checks.push(allUpdated(rows.table, name, `$${values.length}`));
      }
    }
    if (parts.length === 0) return undefined;
    return { text: `with ${parts.join(", ")} select ${checks.join(", ") || "1"}`, values };
  }
}

/**
 * A row to be updated was locked before, so its absence is a fault of ours. COMMIT is under way by then; only an error in
 * the statement itself still stops it.
 */
function allUpdated(table: string, name: string, expected: string): string {
  return `(select case when count(*) = ${expected} then 1 else (count(*) || ' rows of ${table} updated')::int end from ${name})`;
}

/** Rows that set the same columns go together: a column that is not set must keep its value, not become null. */
function byColumns(byId: ReadonlyMap<string, Row>): [string[], Row[]][] {
  const groups = new Map<string, [string[], Row[]]>();
  for (const [id, values] of byId) {
    const columns = Object.keys(values).sort();
    const key = columns.join();
    const group = groups.get(key);
    if (group) group[1].push({ id, ...values });
    else groups.set(key, [columns, [{ id, ...values }]]);
  }
  return [...groups.values()];
}
