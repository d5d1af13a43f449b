import { MigrationExecutor, type QueryRunner } from "typeorm";
import type { HubClient } from "./connection-pool";
import type { Database, Sql } from "./database";
import { sqlState } from "./pg-errors";
import { StartFault } from "./start-fault";

/** Any number will do as long as no other program of this database takes it. */
const MIGRATION_LOCK = 7_304_118_201;
const LOCK_NOT_AVAILABLE = "55P03";
const MAX_ATTEMPTS = 5;

const OLDEST_SERVER = 18;
const COMMITS_WATCHED = 20;

/** Brings the schema up to the code, one hub at a time. Returns the names of the migrations it ran. */
export async function migrate(database: Database): Promise<string[]> {
  const runner = database.dataSource.createQueryRunner();
  const client = (await runner.connect()) as HubClient;
  try {
    // A migration, and the wait for another hub's migration, may take longer than any request is allowed to.
    client.watchSilence(0);
    await runner.query("set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0");
    await runner.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    // A table lock held by a long report must not make every writer queue up behind the migration.
    await runner.query("set lock_timeout = '2s'");
    const executor = new MigrationExecutor(database.dataSource, runner);
    executor.transaction = "each";
    await refuseNewerSchema(database, executor);
    return await runPending(executor);
  } finally {
    // The connection carries the lock and the settings above: it ends here instead of going back to the pool.
    await client.end();
    await runner.release();
  }
}

async function refuseNewerSchema(database: Database, executor: MigrationExecutor): Promise<void> {
  const known = new Set(
    database.dataSource.migrations.map((migration) => migration.name ?? migration.constructor.name),
  );
  const executed = await executor.getExecutedMigrations();
  const unknown = executed.map(({ name }) => name).filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new StartFault("SCHEMA_NEWER", `数据库结构比本程序新（多出 ${unknown.join("、")}），请换用新版程序后再启动。`);
}

async function runPending(executor: MigrationExecutor): Promise<string[]> {
  const ran: string[] = [];
  for (let attempt = 1; ; attempt++) {
    try {
      for (const { name } of await executor.executePendingMigrations()) ran.push(name);
      return ran;
    } catch (error) {
      if (sqlState(error) !== LOCK_NOT_AVAILABLE || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}

export interface ServerRules {
  /** For tests and throw-away data only: accept a server that may forget what it confirmed. */
  allowsWeakDurability?: boolean;
}

/** Refuses a server the hub cannot keep its promises on. */
export async function checkServer(database: Sql, rules: ServerRules = {}): Promise<void> {
  const [server] = await database.query<Record<"version" | "encoding" | (typeof DURABLE_SETTINGS)[number], string>>(
    `select current_setting('server_version_num') as version, current_setting('server_encoding') as encoding,
            ${DURABLE_SETTINGS.map((name) => `current_setting('${name}') as ${name}`).join(", ")}`,
  );
  const major = Math.floor(Number(server!.version) / 10_000);
  if (major < OLDEST_SERVER) {
    throw new StartFault(
      "DATABASE_VERSION",
      `数据库版本是 PostgreSQL ${major}，请升级到 ${OLDEST_SERVER} 或更高版本。`,
    );
  }
  if (server!.encoding !== "UTF8") {
    throw new StartFault("DATABASE_ENCODING", `数据库编码是 ${server!.encoding}，请用 UTF8 编码重新建库。`);
  }
  // Places are found by a range of their codes, in which ":" has to come right behind the digits, as in C and nowhere else.
  const [collation] = await database.query<{ fits: boolean }>("select '330482101' < '330482:' as fits");
  if (!collation!.fits) {
    throw new StartFault("DATABASE_COLLATION", "数据库的排序规则不是 C，请用 --locale=C.UTF-8 重新建库。");
  }
  const weak = DURABLE_SETTINGS.filter((name) => server![name] === "off");
  if (weak.length > 0 && rules.allowsWeakDurability !== true) {
    throw new StartFault("DATABASE_NOT_DURABLE", `数据库关闭了 ${weak.join("、")}，断电会丢数据，请改为 on 后再启动。`);
  }
}

/**
 * A server promoted from a copy keeps the old `synchronous_standby_names`, and every commit then waits for a standby that
 * no longer exists. Said at the start, it is one sentence; met later, it is a hub that answers nothing.
 */
export async function checkStandby(database: Sql): Promise<void> {
  const [found] = await database.query<{ names: string; synced: number }>(
    `select current_setting('synchronous_standby_names') as names,
            (select count(*)::int from pg_stat_replication where sync_state in ('sync', 'quorum')) as synced`,
  );
  if (found!.names === "" || found!.synced > 0) return;
  const message = `数据库在等待同步备库（${found!.names}），但没有这样的备库在线，写入会一直等待。请恢复备库，或清空 synchronous_standby_names。`;
  throw new StartFault("DATABASE_STANDBY_MISSING", message);
}

const DURABLE_SETTINGS = ["fsync", "full_page_writes", "synchronous_commit"] as const;

/**
 * Settings can say "on" while the disk is never asked (a wrapper, a RAM disk driver, a future default). This commits a
 * few times and watches the server's own count of WAL flushes; killing processes cannot show the difference.
 */
export async function checkDurability(database: Database): Promise<void> {
  const [{ method }] = (await database.query("select current_setting('wal_sync_method') as method")) as [
    { method: string },
  ];
  // With these methods every write is a flush of its own and the server counts none.
  if (method.startsWith("open_")) return;
  for (let attempt = 1; attempt <= 3; attempt++) {
    // Commits of other sessions can share a flush with ours, so a busy server gets another chance.
    if ((await countFlushes(database, COMMITS_WATCHED)) >= COMMITS_WATCHED) return;
  }
  throw new StartFault(
    "DATABASE_NOT_DURABLE",
    "数据库提交时没有写盘，断电会丢数据，请检查 fsync 和 wal_sync_method 设置。",
  );
}

async function countFlushes(database: Database, commits: number): Promise<number> {
  const runner: QueryRunner = database.dataSource.createQueryRunner();
  try {
    const before = await walFlushes(runner);
    for (let commit = 0; commit < commits; commit++) {
      await runner.query("select pg_logical_emit_message(true, 'dispute-hub durability check', '')");
    }
    return (await walFlushes(runner)) - before;
  } finally {
    await runner.release();
  }
}

async function walFlushes(runner: QueryRunner): Promise<number> {
  await runner.query("select pg_stat_force_next_flush()");
  const [row] = (await runner.query("select sum(fsyncs) as fsyncs from pg_stat_io where object = 'wal'")) as [
    { fsyncs: string },
  ];
  return Number(row.fsyncs);
}
