import { ENTITIES } from "../../src/entities";
import { MIGRATIONS } from "../../src/migrations";
import { openDatabase, type Database, type DatabaseOptions } from "../../src/platform/database";
import { createTestDatabase } from "./fresh-database";

/** A database of the calling test file's own, built by the migrations. close() drops it. */
export async function openTestDatabase(options: Partial<DatabaseOptions> = {}): Promise<Database> {
  const { url, drop } = await createTestDatabase();
  const database = await openDatabase({ url, entities: ENTITIES, migrations: MIGRATIONS, poolSize: 5, ...options });
  const close = database.close.bind(database);
  database.close = async () => {
    await close();
    await drop();
  };
  return database;
}
