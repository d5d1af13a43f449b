import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ENTITIES } from "../src/entities";
import { MIGRATIONS } from "../src/migrations";
import { MIGRATIONS_TABLE, openDatabase, type Database } from "../src/platform/database";
import { migrate } from "../src/platform/migrate";
import { dumpSchema } from "./dump-schema";
import { report } from "./gate-report";
import { lineDifferences } from "./line-differences";
import { withThrowawayServer } from "./throwaway-server";

// The entities say what the code believes, the migrations make what the database is, and schema/database.sql is what
// review has seen. Where the three part, the first to notice is a clerk. TypeORM's comparison sees columns and not
// triggers, the dump sees both but not the entities, and a down() nobody ran is wrong on the night it is needed.
// To see it fail: add a column to an entity, or take a trigger out of a migration, and run `npm run check:migrations`.

const FILE = join(__dirname, "..", "schema", "database.sql");

async function main(): Promise<void> {
  const { faults, dump } = await withThrowawayServer(async (createDatabase) => {
    const url = await createDatabase("check_migrations");
    const stages = await upStepByStep(url);
    const found = [...(await driftFromEntities(url)), ...(await downStepByStep(url, stages))];
    // After a down() that did not lead back, the way up starts from a clean place: its fault is told, not hit upon.
    return { faults: found, dump: await upAtOnce(found.length === 0 ? url : await createDatabase("check_again")) };
  });
  if (process.argv.includes("--write")) writeFileSync(FILE, dump);
  const differences = lineDifferences(existsSync(FILE) ? readFileSync(FILE, "utf8") : "", dump);
  if (differences.length > 0) {
    faults.push(
      "schema/database.sql is not what the migrations build (- file, + migrations). If it is meant: npm run schema",
    );
  }
  report([...faults, ...differences], `${MIGRATIONS.length} migrations up, down and up again; dump and entities agree`);
}

/** The dump before any migration and after each. */
async function upStepByStep(url: string): Promise<string[]> {
  const dumps = [await using(url, 0, dump)];
  for (let count = 1; count <= MIGRATIONS.length; count++) {
    dumps.push(
      await using(url, count, async (database) => {
        await migrate(database);
        return dump(database);
      }),
    );
  }
  return dumps;
}

async function driftFromEntities(url: string): Promise<string[]> {
  return using(url, MIGRATIONS.length, async ({ dataSource }) => {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    return upQueries.map(({ query }) => `the entities want what no migration does: ${query}`);
  });
}

/** Each down() must lead back to just where its up() began. */
async function downStepByStep(url: string, stages: readonly string[]): Promise<string[]> {
  const faults: string[] = [];
  for (let count = MIGRATIONS.length; count > 0; count--) {
    const after = await using(url, count, async (database) => {
      await database.dataSource.undoLastMigration({ transaction: "each" });
      return dump(database);
    });
    const left = lineDifferences(stages[count - 1]!, after);
    if (left.length > 0) {
      faults.push(`down() of ${MIGRATIONS[count - 1]!.name} does not lead back (- before up, + after down)`, ...left);
      break;
    }
  }
  return faults;
}

async function upAtOnce(url: string): Promise<string> {
  return using(url, MIGRATIONS.length, async (database) => {
    await migrate(database);
    return dump(database);
  });
}

function dump(database: Database): Promise<string> {
  return dumpSchema(database, MIGRATIONS_TABLE);
}

/** The hub as it was when it had only the first `count` migrations. */
async function using<T>(url: string, count: number, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({ url, entities: ENTITIES, migrations: MIGRATIONS.slice(0, count), poolSize: 2 });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

void main();
