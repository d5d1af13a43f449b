import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "pg";
import pino from "pino";
import type { Bench, Inside } from "../../bench/benches/bench";
import { disputeBench } from "../../bench/benches/dispute";
import { historyBench } from "../../bench/benches/history";
import { changesBench, searchBench } from "../../bench/benches/lists";
import { writeBench } from "../../bench/benches/status";
import { Tokens } from "../../bench/benches/tokens";
import { worklistBench } from "../../bench/benches/worklist";
import { fill } from "../../bench/fill/fill";
import { startServer, type Server } from "../../bench/ground/servers";
import { openHub, type RunningHub } from "../../src/hub";
import { createCryptoProvider, loadOrCreateMasterKey } from "../../src/platform/crypto";
import { createTestDatabase, type FreshDatabase } from "../support/fresh-database";

// What the benches compare before they time anything, on a database as small as it may be: a column that the fill does not
// know, or an answer that the floor gives otherwise, is met here and not when somebody measures. Hub and floor check the
// same tokens by the machine's clock, as they do there.

const DISPUTES = 2_000;

let database: FreshDatabase | undefined;
let hubDir: string | undefined;
let hub: RunningHub;
let floor: Server;
let inside: Inside;
let servers: Server[];

beforeAll(async () => {
  database = await createTestDatabase();
  const { url } = database;
  const dataDir = mkdtempSync(join(tmpdir(), "hub-bench-"));
  hubDir = dataDir;
  const adminUrl = process.env["TEST_DATABASE_ADMIN_URL"]!;
  await fill({ url, adminUrl, dataDir, disputes: DISPUTES, onProgress: () => {} });
  hub = await openHub({
    database: { url, poolSize: 4, acquireTimeoutMs: 15_000, lockTimeoutMs: 15_000 },
    dataDir,
    log: pino({ level: "silent" }),
    explorer: false,
    durable: false,
  });
  const address = await hub.http.app.listen({ host: "127.0.0.1", port: 0 });
  floor = await startServer("floor", { url, hubDir: dataDir });
  const own: Server = {
    name: "hub",
    url: address,
    pid: process.pid,
    answers: false,
    ask: async () => undefined,
    stop: async () => undefined,
  };
  servers = [own, floor];
  const pool = new Pool({ connectionString: url, max: 2 });
  const crypto = createCryptoProvider({ masterKey: loadOrCreateMasterKey(join(dataDir, "master.key")) });
  const ground = {
    place: dataDir,
    url,
    adminUrl,
    hubDir: dataDir,
    postmaster: process.pid,
    stop: async () => undefined,
  };
  inside = { ground, pool, crypto, tokens: await Tokens.open(dataDir) };
});

afterAll(async () => {
  await floor?.stop();
  await inside?.pool.end();
  await hub?.close();
  await database?.drop();
  if (hubDir) rmSync(hubDir, { recursive: true, force: true });
});

const BENCHES: readonly Bench[] = [historyBench, disputeBench, worklistBench, searchBench, changesBench, writeBench];

test.each(BENCHES.map((bench) => [bench.name, bench] as const))(
  "%s: hub and floor do the same work",
  async (_name, bench) => {
    const scenarios = await bench.scenarios(inside);
    expect(scenarios.length).toBeGreaterThan(0);
    for (const scenario of scenarios)
      expect(await scenario.compare(servers)).toMatch(/of hub, floor are equal|at hub, floor/);
  },
);
