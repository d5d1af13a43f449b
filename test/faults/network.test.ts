import * as pg from "pg";
import { DataSource } from "typeorm";
import { openDatabase, type Database } from "../../src/platform/database";
import { asAdmin, createTestDatabase, type FreshDatabase } from "../support/fresh-database";
import { startProxy, type TcpProxy } from "../support/tcp-proxy";

const QUERY_TIMEOUT_MS = 300;
const RECOVERY_MS = 2_000;

let fresh: FreshDatabase;
let proxy: TcpProxy;
let database: Database;

beforeAll(async () => {
  fresh = await createTestDatabase();
  proxy = await startProxy(fresh.url);
  database = await openDatabase({ url: proxy.through(fresh.url), poolSize: 4, queryTimeoutMs: QUERY_TIMEOUT_MS });
  await database.query("create table note (text text primary key)");
});

afterEach(() => proxy.setMode("pass"));

afterAll(async () => {
  await database.close();
  await proxy.stop();
  await fresh.drop();
});

const ask = () => database.query("select 1 as one");
const askThroughTypeOrm = () => database.dataSource.query("select 1 as one");
const write = (text: string) => database.inTransaction((tx) => tx.query("insert into note values ($1)", [text]));
const isWritten = async (text: string) => (await asOutsider("select from note where text = $1", [text])).length === 1;

/** Looks past the proxy. */
async function asOutsider(text: string, values: unknown[]): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: fresh.url });
  await client.connect();
  const { rows } = await client.query(text, values);
  await client.end();
  return rows;
}

/** Opens every connection the pool may have, so that the fault meets all of them. */
async function fillPool(): Promise<void> {
  await Promise.all(Array.from({ length: 4 }, () => database.query("select pg_sleep(0.02)")));
}

async function expectRecovery(): Promise<void> {
  const healedAt = performance.now();
  await Promise.all([ask(), ask(), ask(), ask(), askThroughTypeOrm(), write(`after ${healedAt}`)]);
  expect(performance.now() - healedAt).toBeLessThan(RECOVERY_MS);
  const { total, idle, waiting } = database.health();
  expect({ idle, waiting }).toEqual({ idle: total, waiting: 0 });
  expect(total).toBeLessThanOrEqual(4);
}

test("C6, H2: in a black hole every caller hears of it within the limit, and everything works once it is gone", async () => {
  await fillPool();
  await proxy.setMode("blackhole");
  const begun = performance.now();
  const callers = [
    ask(),
    askThroughTypeOrm(),
    write("lost"),
    database.dataSource.transaction((m) => m.query("select 1")),
  ];
  const answers = await Promise.allSettled(callers);
  expect(answers.map(({ status }) => status)).toEqual(Array(4).fill("rejected"));
  expect(answers[0]).toMatchObject({ reason: { code: "DATABASE_UNAVAILABLE", reason: "TIMEOUT" } });
  expect(performance.now() - begun).toBeLessThan(QUERY_TIMEOUT_MS + 8_000);
  await proxy.setMode("pass");
  await expectRecovery();
});

test("H2, control: TypeORM with pg's own query_timeout stays broken after the network has healed", async () => {
  const stock = new DataSource({
    type: "postgres",
    url: proxy.through(fresh.url),
    poolSize: 1,
    extra: { query_timeout: QUERY_TIMEOUT_MS },
    logger: "simple-console",
    logging: false,
    installExtensions: false,
  });
  await stock.initialize();
  await proxy.setMode("blackhole");
  await expect(stock.query("select 1")).rejects.toThrow(/Query read timeout/);
  await proxy.setMode("pass");
  await expect(stock.query("select 1")).rejects.toThrow(/Query read timeout/);
  const { master } = stock.driver as unknown as { master: { _clients: { connection: pg.Connection }[] } };
  for (const { connection } of master._clients) connection.stream.destroy();
  await stock.destroy();
});

test("C6: a new connection that meets the black hole gives up within a second", async () => {
  const late = await openDatabase({ url: proxy.through(fresh.url), poolSize: 2, queryTimeoutMs: QUERY_TIMEOUT_MS });
  await proxy.setMode("blackhole");
  const begun = performance.now();
  const answers = await Promise.allSettled([late.query("select 1"), late.query("select 2")]);
  expect(answers).toMatchObject(Array(2).fill({ status: "rejected", reason: { code: "DATABASE_UNAVAILABLE" } }));
  expect(performance.now() - begun).toBeLessThan(8_000);
  await proxy.setMode("pass");
  expect(await late.query("select 1 as one")).toEqual([{ one: 1 }]);
  await late.close();
});

test("C7: connections that are reset fail their callers at once, and new ones take their place", async () => {
  await fillPool();
  const inFlight = [
    database.query("select pg_sleep(5)"),
    database.inTransaction((tx) => tx.query("select pg_sleep(5)")),
  ];
  const answers = Promise.allSettled(inFlight);
  await proxy.setMode("reset");
  expect(await answers).toMatchObject(
    Array(2).fill({ reason: { code: "DATABASE_UNAVAILABLE", reason: "UNREACHABLE" } }),
  );
  await expect(ask()).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
  await proxy.setMode("pass");
  await expectRecovery();
});

test("C7: a slow network makes answers slow, not wrong, and leaves no connection behind", async () => {
  await fillPool();
  await proxy.setMode("latency", 50);
  const begun = performance.now();
  await Promise.all([ask(), ask(), write("slowly")]);
  expect(performance.now() - begun).toBeGreaterThan(100);
  await proxy.setMode("pass");
  expect(await isWritten("slowly")).toBe(true);
  await expectRecovery();
});

const WAYS_TO_COMMIT: Readonly<Record<string, typeof write>> = {
  "behind the work": write,
  "with the last statement": (text) =>
    database.inTransaction((tx) => tx.commitWith("insert into note values ($1)", [text])),
};

describe.each(Object.entries(WAYS_TO_COMMIT))("a COMMIT %s", (way, commit) => {
  test("whose answer is lost is reported as unknown, and the work is in the database", async () => {
    await fillPool();
    await proxy.setMode("cut-after-commit");
    await expect(commit(`kept ${way}`)).rejects.toMatchObject({ code: "OUTCOME_UNKNOWN", isRetryable: true });
    await proxy.setMode("pass");
    expect(await isWritten(`kept ${way}`)).toBe(true);
    await expectRecovery();
  });

  test("that is lost itself is reported as unknown too, and the work is not in the database", async () => {
    await fillPool();
    await proxy.setMode("cut-before-commit");
    await expect(commit(`gone ${way}`)).rejects.toMatchObject({ code: "OUTCOME_UNKNOWN" });
    await proxy.setMode("pass");
    expect(await isWritten(`gone ${way}`)).toBe(false);
    await expectRecovery();
  });
});

test("C6: closing the database in a black hole does not hang the hub", async () => {
  const own = await openDatabase({ url: proxy.through(fresh.url), poolSize: 2, closeTimeoutMs: 200 });
  await own.query("select 1");
  await proxy.setMode("blackhole");
  const begun = performance.now();
  await own.close();
  expect(performance.now() - begun).toBeLessThan(8_000);
});

test("C9: when others hold every connection of the server, the caller hears that the system is busy", async () => {
  const role = `limited_${process.pid}`;
  await asAdmin(`create role ${role} login password 'x' connection limit 1`);
  const url = new URL(fresh.url);
  url.username = role;
  url.password = "x";
  const holder = new pg.Client({ connectionString: url.toString() });
  const crowded = await openDatabase({ url: url.toString(), poolSize: 2 });
  try {
    const holdsTheOnlyOne = crowded.inTransaction(async () => {
      await expect(crowded.query("select 1")).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE", reason: "BUSY" });
    });
    await holdsTheOnlyOne;
    await expect(holder.connect()).rejects.toMatchObject({ code: "53300" });
    expect(await crowded.query("select 1 as one")).toEqual([{ one: 1 }]);
  } finally {
    await crowded.close();
    await asAdmin(`drop role ${role}`);
  }
});
