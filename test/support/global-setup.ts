import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { liveOwner } from "../../src/platform/data-dir-lock";
import { openDatabase } from "../../src/platform/database";
import { startEmbedded, type EmbeddedServer } from "../../src/platform/embedded";
import { removeDataDir } from "../../src/platform/embedded-place";
import { migrate } from "../../src/platform/migrate";
import { identifyProcess } from "../../src/platform/processes";
import { stopOrphan } from "../../src/platform/orphan";
import { MIGRATIONS } from "../../src/migrations";

const CACHE = join(__dirname, "../../node_modules/.cache/test-database");
const TEMPLATE = "hub_template";

const silent = { info() {}, warn() {}, error() {} };

/** One server per run; several runs may work side by side in one checkout, so each has a folder of its own. */
export default async function globalSetup(): Promise<void> {
  await clearAbandonedRuns();
  const dataDir = join(CACHE, `run-${process.pid}`);
  const server = await startEmbedded({ dataDir, log: silent, durable: false });
  globalThis.testServer = { server, dataDir };
  try {
    await buildTemplate(server);
  } catch (error) {
    await server.stop();
    throw error;
  }
  process.env.TEST_RUN_DIR = dataDir;
  process.env.TEST_DATABASE_ADMIN_URL = server.adminUrl;
  process.env.TEST_DATABASE_URL = server.url;
  process.env.TEST_DATABASE_TEMPLATE = TEMPLATE;
}

/** Built by the migrations alone: a test that passes on a schema made by other means proves nothing. */
async function buildTemplate(server: EmbeddedServer): Promise<void> {
  const admin = new Client({ connectionString: server.adminUrl });
  await admin.connect();
  await admin.query(`create database ${TEMPLATE} owner hub`);
  const database = await openDatabase({ url: templateUrl(server), migrations: MIGRATIONS });
  try {
    await migrate(database);
  } finally {
    await database.close();
    await admin.end();
  }
}

function templateUrl(server: EmbeddedServer): string {
  const url = new URL(server.url);
  url.pathname = `/${TEMPLATE}`;
  return url.toString();
}

/** Runs that were killed leave their folder and perhaps their server; runs that live are left alone. */
async function clearAbandonedRuns(): Promise<void> {
  mkdirSync(CACHE, { recursive: true });
  for (const name of readdirSync(CACHE)) {
    const folder = join(CACHE, name);
    // run-123, and run-123-killed beside it: while that run lives, its servers may be dead for a moment on purpose.
    const isRunning = identifyProcess(Number.parseInt(name.replace("run-", ""), 10)) !== undefined;
    if (isRunning || liveOwner(join(folder, "hub.lock")) !== undefined) continue;
    await stopOrphan(join(folder, "cluster"));
    removeDataDir(folder);
  }
}

declare global {
  var testServer: { server: EmbeddedServer; dataDir: string } | undefined;
}
