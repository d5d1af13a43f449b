import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { liveOwner } from "../src/platform/data-dir-lock";
import { startEmbedded } from "../src/platform/embedded";
import { removeDataDir } from "../src/platform/embedded-place";
import { stopOrphan } from "../src/platform/orphan";
import { identifyProcess } from "../src/platform/processes";

const CACHE = join(__dirname, "..", "node_modules", ".cache", "check-database");
const silent = { info() {}, warn() {}, error() {} };

/** A PostgreSQL of this script's own for as long as the work takes. Its data may be lost at any moment: it is for looking. */
export async function withThrowawayServer<T>(
  work: (createDatabase: (name: string) => Promise<string>) => Promise<T>,
): Promise<T> {
  await clearAbandonedRuns();
  const dataDir = join(CACHE, `run-${process.pid}`);
  const server = await startEmbedded({ dataDir, log: silent, durable: false });
  try {
    return await work(async (name) => {
      const admin = new Client({ connectionString: server.adminUrl });
      await admin.connect();
      await admin.query(`create database ${name} owner hub`);
      await admin.end();
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      return url.toString();
    });
  } finally {
    await server.stop();
    removeDataDir(dataDir);
  }
}

/** A script that was killed leaves its folder and perhaps its server; those of scripts that run are left alone. */
async function clearAbandonedRuns(): Promise<void> {
  mkdirSync(CACHE, { recursive: true });
  for (const name of readdirSync(CACHE)) {
    const folder = join(CACHE, name);
    const isRunning = identifyProcess(Number(name.replace("run-", ""))) !== undefined;
    if (isRunning || liveOwner(join(folder, "hub.lock")) !== undefined) continue;
    await stopOrphan(join(folder, "cluster"));
    removeDataDir(folder);
  }
}
