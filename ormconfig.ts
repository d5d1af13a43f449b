import { DataSource } from "typeorm";
import { ENTITIES } from "./src/entities";
import { MIGRATIONS } from "./src/migrations";
import { dataSourceOptions } from "./src/platform/database";

// Reading this file must be harmless, so a missing address shows only when somebody connects: names under .invalid
// are never found (RFC 2606), and the error names this one. A default such as localhost could be the wrong database.
const ADDRESS_OF_NOTHING = "postgres://please-set-database-url.invalid/hub";

/** For TypeORM's own command line, as in `npx typeorm migration:show -d dist/ormconfig.js` after `npm run build`. */
export default new DataSource({
  ...dataSourceOptions({
    url: process.env.DATABASE_URL || ADDRESS_OF_NOTHING,
    entities: ENTITIES,
    migrations: MIGRATIONS,
  }),
  // The hub keeps TypeORM quiet; here a person is waiting for its words.
  logger: "advanced-console",
  logging: ["error", "warn", "schema", "migration"],
});
