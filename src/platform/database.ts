import "reflect-metadata";
import { setTimeout as pause } from "node:timers/promises";
import * as pg from "pg";
import { DataSource, type DataSourceOptions, type Logger } from "typeorm";
import {
  gather,
  HubClient,
  HubPool,
  POOL_DEFAULTS,
  poolConfig,
  SESSION_SECONDS,
  type PoolLimits,
} from "./connection-pool";
import { sqlState } from "./pg-errors";
import { MOST_BATCHES, PreparedNames } from "./prepared-names";
import { StartFault } from "./start-fault";
import { runInTransaction, type RetryPorts, type Send, type Sql, type Tx } from "./transaction";

export type { Sql, Tx } from "./transaction";

export interface DatabaseOptions extends Partial<PoolLimits> {
  url: string;
  entities?: DataSourceOptions["entities"];
  migrations?: DataSourceOptions["migrations"];
  /** How long to wait at start for a server that is not up yet. */
  startTimeoutMs?: number;
  /** How long close() waits for the server's goodbye. */
  closeTimeoutMs?: number;
  retryPorts?: RetryPorts;
}

/** One table name for the whole house: the dump, the newer-schema check and the operator all look for it. */
export const MIGRATIONS_TABLE = "schema_migration";

export function dataSourceOptions(options: DatabaseOptions): DataSourceOptions {
  const limits: PoolLimits = { ...POOL_DEFAULTS, ...withoutUndefined(options) };
  return {
    type: "postgres",
    driver: { ...pg, Pool: HubPool },
    ...poolConfig(options.url, limits),
    applicationName: "dispute-hub",
    entities: options.entities ?? [],
    migrations: options.migrations ?? [],
    migrationsTableName: MIGRATIONS_TABLE,
    migrationsTransactionMode: "each",
    installExtensions: false,
    synchronize: false,
    logger: silentLogger,
    poolErrorHandler: () => {},
  };
}

/** TypeORM prints failed migrations to the console whatever its settings say; the hub logs what it is thrown itself. */
const silentLogger: Logger = {
  logQuery() {},
  logQueryError() {},
  logQuerySlow() {},
  logSchemaBuild() {},
  logMigration() {},
  log() {},
};

/** A statement and the name it is always sent under. */
export interface NamedStatement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The one door to PostgreSQL: entities (through `dataSource`) and plain SQL share its pool. */
export class Database implements Sql {
  private readonly pool: HubPool;
  private readonly preparedNames = new PreparedNames(SESSION_SECONDS * 1_000);
  /** Places of their own, so that they take none from what everybody asks. */
  private readonly batchNames = new PreparedNames(SESSION_SECONDS * 1_000, MOST_BATCHES);

  constructor(
    readonly dataSource: DataSource,
    private readonly options: Pick<DatabaseOptions, "closeTimeoutMs" | "retryPorts"> = {},
  ) {
    this.pool = (dataSource.driver as unknown as { master: HubPool }).master;
  }

  query<Row = unknown>(text: string, values?: readonly unknown[]): Promise<Row[]> {
    return this.pool.withClient(async (client) => {
      const { rows } = await this.send(client, text, values);
      return rows as Row[];
    });
  }

  /** The one row of a statement, as an array; PostgreSQL keeps statements that come again prepared under their names. */
  askPrepared({ name, text, values }: NamedStatement): Promise<unknown[]> {
    const query = { text, values: values as unknown[], rowMode: "array" as const };
    const named = this.preparedNames.isNamed(name) ? { ...query, name } : query;
    return this.pool.withClient(async (client) => {
      const { rows } = await client.query<unknown[]>(named);
      return rows[0]!;
    });
  }

  inTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return runInTransaction(this.pool, this.send, work, this.options.retryPorts);
  }

  private readonly send: Send = (client, text, values, isOfBatch = false) => {
    const name = (isOfBatch ? this.batchNames : this.preparedNames).nameOf(text);
    gather(client);
    return client.query({ text, ...(name !== undefined && { name }), ...(values && { values: values as unknown[] }) });
  };

  /** Needs no connection, so it answers when none is left. */
  health(): { total: number; idle: number; waiting: number } {
    const { totalCount, idleCount, waitingCount } = this.pool;
    return { total: totalCount, idle: idleCount, waiting: waitingCount };
  }

  async close(): Promise<void> {
    const impatience = setTimeout(() => this.pool.destroyAll(), this.options.closeTimeoutMs ?? 5_000);
    try {
      await this.dataSource.destroy();
    } finally {
      clearTimeout(impatience);
    }
  }
}

export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  refuseAddressOfNothing(options.url);
  await waitForServer(options.url, options.startTimeoutMs ?? 10_000);
  const dataSource = new DataSource(dataSourceOptions(options));
  await dataSource.initialize();
  return new Database(dataSource, options);
}

function refuseAddressOfNothing(url: string): void {
  if (URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol)) return;
  throw new StartFault("DATABASE_ADDRESS", "DATABASE_URL 格式不对，请写成 postgres://用户:密码@主机:端口/库名。");
}

async function waitForServer(url: string, patienceMs: number): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    const client = new HubClient({ connectionString: url, connectionTimeoutMillis: Math.max(1_000, patienceMs) });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      const fault = loginFault(error) ?? unreachableFault(url, error);
      if (fault.code === "DATABASE_LOGIN" || performance.now() >= giveUpAt) throw fault;
    }
    await pause(100);
  }
}

function loginFault(error: unknown): StartFault | undefined {
  const state = sqlState(error);
  if (state === undefined || !(state.startsWith("28") || state === "3D000" || state === "42501")) return undefined;
  const message =
    state === "3D000"
      ? "数据库服务器上没有 DATABASE_URL 指定的库，请先建库或改正库名。"
      : "数据库拒绝登录，请检查 DATABASE_URL 中的用户名、密码和该用户的权限。";
  return new StartFault("DATABASE_LOGIN", message, { cause: error });
}

function unreachableFault(url: string, cause: unknown): StartFault {
  const { hostname, port } = new URL(url);
  const message = `连接不上数据库 ${hostname}:${port || "5432"}，请确认数据库已启动，并检查 DATABASE_URL。`;
  return new StartFault("DATABASE_UNREACHABLE", message, { cause });
}

function withoutUndefined<Options extends object>(options: Options): Options {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Options;
}
