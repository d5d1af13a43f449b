import type { MigrationInterface, QueryRunner } from "typeorm";
import { openDatabase, type Database, type Sql } from "../../src/platform/database";
import { checkDurability, checkServer, migrate } from "../../src/platform/migrate";
import type { EmbeddedServer } from "../../src/platform/embedded";
import { asAdmin, createTestDatabase, type FreshDatabase } from "../support/fresh-database";
import { startOwnServer, stopOwnServer } from "../support/own-server";

class CreateLedger1700000000001 implements MigrationInterface {
  name = "CreateLedger1700000000001";
  async up(runner: QueryRunner): Promise<void> {
    // Longer than the statement limit and the silence limit these tests open their databases with.
    await runner.query("select pg_sleep(0.25)");
    await runner.query("create table ledger (id int)");
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop table ledger");
  }
}

class BrokenLedger1700000000002 implements MigrationInterface {
  name = "BrokenLedger1700000000002";
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("create table half_done (id int)");
    await runner.query("insert into nowhere values (1)");
  }
  async down(): Promise<void> {}
}

let fresh: FreshDatabase;
let opened: Database[];

beforeEach(async () => {
  fresh = await createTestDatabase();
  opened = [];
  await asOwner("drop table if exists schema_migration");
});

afterEach(async () => {
  for (const database of opened) await database.close();
  await fresh.drop();
});

async function open(migrations: (new () => MigrationInterface)[] = []): Promise<Database> {
  const database = await openDatabase({
    url: fresh.url,
    migrations,
    poolSize: 2,
    statementTimeoutMs: 100,
    queryTimeoutMs: 150,
  });
  opened.push(database);
  return database;
}

async function asOwner(statement: string): Promise<void> {
  const database = await openDatabase({ url: fresh.url, poolSize: 1 });
  await database.query(statement);
  await database.close();
}

test("hubs started together run each migration once, however long it takes, and the second run does nothing", async () => {
  const hubs = await Promise.all([open([CreateLedger1700000000001]), open([CreateLedger1700000000001])]);
  const ran = await Promise.all(hubs.map((hub) => migrate(hub)));
  expect(ran.flat()).toEqual(["CreateLedger1700000000001"]);
  expect(await migrate(hubs[0])).toEqual([]);
  expect(await hubs[1].query("select * from ledger")).toEqual([]);
});

test("a migration that fails half way leaves nothing of itself, and those before it stay", async () => {
  const hub = await open([CreateLedger1700000000001, BrokenLedger1700000000002]);
  await expect(migrate(hub)).rejects.toThrow(/nowhere/);
  const tables = await hub.query("select tablename from pg_tables where tablename in ('ledger', 'half_done')");
  expect(tables).toEqual([{ tablename: "ledger" }]);
});

test("after a migration the pool's sessions keep their limits and hold no lock", async () => {
  const hub = await open([CreateLedger1700000000001]);
  const elsewhere = await createTestDatabase();
  const neighbour = await openDatabase({ url: elsewhere.url, poolSize: 1 });
  try {
    // The tests of other databases share this server, and their locks show in the same view.
    await neighbour.query("select pg_advisory_lock(1)");
    await migrate(hub);
    expect(await hub.query("select current_setting('statement_timeout') as limit")).toEqual([{ limit: "100ms" }]);
    expect(
      await hub.query(
        `select from pg_locks
         where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
      ),
    ).toEqual([]);
  } finally {
    await neighbour.close();
    await elsewhere.drop();
  }
});

test("a database that a newer hub has migrated is refused by the name of the migration, and is not touched", async () => {
  const newer = await open([CreateLedger1700000000001]);
  await migrate(newer);
  const older = await open([BrokenLedger1700000000002]);
  await expect(migrate(older)).rejects.toMatchObject({
    code: "SCHEMA_NEWER",
    message: expect.stringContaining("CreateLedger1700000000001"),
  });
});

describe("C4, H3: a server that may forget what it confirmed", () => {
  const NAME = "durable";
  let server: EmbeddedServer;

  beforeAll(async () => {
    server = await startOwnServer(NAME, { durable: true });
  });

  afterAll(() => stopOwnServer(server, NAME));

  test("is refused by the names of the weak settings, unless weakness was asked for", async () => {
    const hub = await open();
    await expect(checkServer(hub)).rejects.toMatchObject({
      code: "DATABASE_NOT_DURABLE",
      message: expect.stringMatching(/fsync.*full_page_writes.*synchronous_commit/),
    });
    await expect(checkServer(hub, { allowsWeakDurability: true })).resolves.toBeUndefined();
  });

  test("is found out by counting its flushes even when nobody reads its settings", async () => {
    await expect(checkDurability(await open())).rejects.toMatchObject({ code: "DATABASE_NOT_DURABLE" });
  });

  test("is found out when only synchronous_commit is off", async () => {
    const url = `${server.url}?options=-c%20synchronous_commit%3Doff`;
    const asynchronous = await openDatabase({ url, poolSize: 1 });
    opened.push(asynchronous);
    await expect(checkServer(asynchronous)).rejects.toMatchObject({
      message: expect.stringContaining("synchronous_commit"),
    });
    await expect(checkDurability(asynchronous)).rejects.toMatchObject({ code: "DATABASE_NOT_DURABLE" });
  });

  test("is not what the hub brings along: the embedded server passes both checks within a second", async () => {
    const durable = await openDatabase({ url: server.url, poolSize: 1 });
    opened.push(durable);
    const begun = performance.now();
    await checkServer(durable);
    await checkDurability(durable);
    expect(performance.now() - begun).toBeLessThan(8_000);
  });
});

test("a database in another encoding is refused", async () => {
  await asAdmin("create database latin encoding 'LATIN1' locale 'C' template template0 owner hub");
  const url = fresh.url.replace(/\/[^/]+$/, "/latin");
  const latin = await openDatabase({ url, poolSize: 1 });
  try {
    const check = checkServer(latin, { allowsWeakDurability: true });
    await expect(check).rejects.toMatchObject({
      code: "DATABASE_ENCODING",
      message: expect.stringContaining("LATIN1"),
    });
  } finally {
    await latin.close();
    await asAdmin("drop database latin");
  }
});

test("a server older than the hub was built for is refused", async () => {
  const settings = {
    version: "170005",
    encoding: "UTF8",
    fsync: "on",
    full_page_writes: "on",
    synchronous_commit: "on",
  };
  const old = { query: async () => [settings] } as unknown as Sql;
  await expect(checkServer(old)).rejects.toMatchObject({
    code: "DATABASE_VERSION",
    message: expect.stringContaining("17"),
  });
});
