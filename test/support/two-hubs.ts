import { removeDataDir } from "../../src/platform/embedded-place";
import { createTestDatabase } from "./fresh-database";
import { HttpClient } from "./http-client";
import { startHubProcess, type HubProcess } from "./hub-process";
import { ownDataDir } from "./own-server";

export interface TwoHubs {
  readonly hubs: readonly HubProcess[];
  readonly clients: readonly HttpClient[];
  readonly databaseUrl: string;
  close(): Promise<void>;
}

/** Two processes of the hub on one database and under one set of keys. */
export async function startTwoHubs(name: string): Promise<TwoHubs> {
  const database = await createTestDatabase();
  const dataDir = ownDataDir(name);
  const hubs = await Promise.all([1, 2].map(() => startHubProcess({ dataDir, databaseUrl: database.url })));
  const clients = hubs.map(({ url }) => new HttpClient(url));
  return {
    hubs,
    clients,
    databaseUrl: database.url,
    async close() {
      for (const client of clients) client.close();
      await Promise.all(hubs.map((hub) => hub.stop()));
      await database.drop();
      removeDataDir(dataDir);
    },
  };
}

/** Works through the items, so many at a time. */
export async function eachOf<Item>(
  items: Iterable<Item>,
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let next = queue.next(); !next.done; next = queue.next()) await work(next.value);
    }),
  );
}
