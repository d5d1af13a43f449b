import type { Client } from "pg";

interface Definition {
  readonly table: string;
  readonly name: string;
  readonly text: string;
}

/**
 * What is quicker to build over all rows at once than to keep up row by row: indexes and keys, and the references
 * between tables. Everything is read from the catalogue and put back word for word.
 */
export class Structure {
  private constructor(
    private readonly client: Client,
    private readonly references: readonly Definition[],
    private readonly keys: readonly Definition[],
    private readonly indexes: readonly Definition[],
    private readonly before: string,
  ) {}

  static async read(client: Client): Promise<Structure> {
    const constraints = (types: string) =>
      definitions(
        client,
        `select conrelid::regclass::text as "table", conname as name, pg_get_constraintdef(oid) as text
           from pg_constraint where connamespace = 'public'::regnamespace and contype in (${types}) order by 1, 2`,
      );
    const indexes = await definitions(
      client,
      `select i.indrelid::regclass::text as "table", c.relname as name, pg_get_indexdef(i.indexrelid) as text
         from pg_index i join pg_class c on c.oid = i.indexrelid
        where c.relnamespace = 'public'::regnamespace
          and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
        order by 1, 2`,
    );
    const keys = await constraints("'p', 'u', 'x'");
    return new Structure(client, await constraints("'f'"), keys, indexes, await listing(client));
  }

  async takeDown(): Promise<void> {
    for (const { table, name } of [...this.references, ...this.keys.filter(isFilled)]) {
      await this.client.query(`alter table ${table} drop constraint "${name}"`);
    }
    for (const { name } of this.indexes) await this.client.query(`drop index "${name}"`);
  }

  /** @param onStep is told after each of the steps, for a bar that shows how far it has come */
  async putBack(onStep: () => void): Promise<void> {
    for (const { table, name, text } of this.keys.filter(isFilled)) {
      await this.client.query(`alter table ${table} add constraint "${name}" ${text}`);
      onStep();
    }
    for (const { text } of this.indexes) {
      await this.client.query(text);
      onStep();
    }
    for (const { table, name, text } of this.references) {
      await this.client.query(`alter table ${table} add constraint "${name}" ${text}`);
      onStep();
    }
    const after = await listing(this.client);
    if (after !== this.before) throw new Error("the filled database does not have the structure it was migrated to");
  }

  get steps(): number {
    return this.references.length + this.keys.filter(isFilled).length + this.indexes.length;
  }
}

/** The list of migrations is the migrations' own affair. */
const isFilled = ({ table }: Definition): boolean => table !== "schema_migration";

async function definitions(client: Client, text: string): Promise<Definition[]> {
  return (await client.query<Definition>(text)).rows;
}

/** Everything the migrations made, as one text to compare. */
async function listing(client: Client): Promise<string> {
  const { rows } = await client.query<{ line: string }>(
    `select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || convalidated as line
       from pg_constraint where connamespace = 'public'::regnamespace and conrelid <> 0
      union all
     select pg_get_indexdef(indexrelid) || indisvalid from pg_index i
       join pg_class c on c.oid = i.indexrelid where c.relnamespace = 'public'::regnamespace
      union all
     select tgrelid::regclass || ' ' || pg_get_triggerdef(oid) || tgenabled::text from pg_trigger where not tgisinternal
      order by 1`,
  );
  return rows.map(({ line }) => line).join("\n");
}
