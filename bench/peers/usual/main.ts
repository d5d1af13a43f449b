// The usual way with the hub's own libraries: Apollo's standalone server, type-graphql's resolvers, TypeORM's repositories
// and a DataLoader for every relation, over the hub's own entities and as their manuals show it.

import "reflect-metadata";
import { createRequire } from "node:module";
import { join } from "node:path";
import { DataSource } from "typeorm";
import { buildSchema } from "type-graphql";
import { ENTITIES } from "../../../src/entities";
import { ROOT } from "../../ground/paths";
import { CitizenHistoryResolver, DisputeResolver, EventResolver, PersonResolver, RecordResolver } from "./resolvers";
import { openContexts, type UsualContext } from "./context";

// The peers' folder has an Apollo of its own, which would bring a second copy of graphql beside type-graphql's.
const ofHub = createRequire(join(ROOT, "package.json"));
const { ApolloServer } = ofHub("@apollo/server") as typeof import("@apollo/server");
const { startStandaloneServer } = ofHub("@apollo/server/standalone") as typeof import("@apollo/server/standalone");

async function main(): Promise<void> {
  const dataSource = await new DataSource({
    type: "postgres",
    url: process.env["DATABASE_URL"]!,
    entities: ENTITIES,
    // As many connections as the hub has. Given back soon, so that the servers that wait for their turn hold none.
    extra: { max: 10, idleTimeoutMillis: 3_000, options: "-c TimeZone=UTC -c DateStyle=ISO" },
  }).initialize();
  const schema = await buildSchema({
    resolvers: [CitizenHistoryResolver, DisputeResolver, EventResolver, PersonResolver, RecordResolver],
  });
  const server = new ApolloServer<UsualContext>({ schema });
  const contextOf = await openContexts(dataSource, process.env["HUB_DATA_DIR"]!);
  await startStandaloneServer(server, {
    context: async ({ req }) => contextOf(req.headers.authorization),
    listen: { port: Number(process.env["PORT"]), host: "127.0.0.1" },
  });
  process.once("SIGTERM", () => process.exit(0));
}

void main();
