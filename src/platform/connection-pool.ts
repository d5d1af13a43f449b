import { Client, Pool, TypeOverrides, defaults, type ClientConfig, type PoolClient, type PoolConfig } from "pg";
import type { Socket } from "node:net";
import { DatabaseUnavailable, isBrokenConnection, toDatabaseError } from "./pg-errors";

const DATE = 1082;
const DATE_ARRAY = 1182;
const TIMESTAMP_WITHOUT_ZONE = 1114;
const TEXT_ARRAY = 1009;

type TextParser = (text: string) => unknown;

// A Date is sent as UTC: pg would otherwise write the local offset, which loses the seconds of zones before 1901.
defaults.parseInputDatesAsUTC = true;

/** pg makes a local midnight of a `date`, which is the day before in UTC for half the world; the text has no zone to lose. */
function calendarSafeTypes(): TypeOverrides {
  const types = new TypeOverrides();
  const asText = (text: string) => text;
  types.setTypeParser(DATE, asText);
  types.setTypeParser(DATE_ARRAY, types.getTypeParser(TEXT_ARRAY as number, "text") as unknown as TextParser);
  types.setTypeParser(TIMESTAMP_WITHOUT_ZONE, asText);
  return types;
}

export interface PoolLimits {
  poolSize: number;
  /** How long a caller waits for a connection before it hears that the system is busy. */
  acquireTimeoutMs: number;
  /** How many callers may wait at once; the next one is turned away at once. */
  maxWaiting: number;
  statementTimeoutMs: number;
  lockTimeoutMs: number;
  idleInTransactionTimeoutMs: number;
  /** Silence on the wire while an answer is due. Must exceed the statement timeout: the server speaks first. */
  queryTimeoutMs: number;
}

export const POOL_DEFAULTS: Readonly<PoolLimits> = {
  poolSize: 10,
  acquireTimeoutMs: 800,
  maxWaiting: 200,
  statementTimeoutMs: 10_000,
  lockTimeoutMs: 5_000,
  idleInTransactionTimeoutMs: 10_000,
  queryTimeoutMs: 12_000,
};

interface HubClientConfig extends ClientConfig {
  silenceMs?: number;
}

/**
 * A connection that dies when the network goes silent. pg's own query_timeout answers the caller and leaves the socket
 * open; TypeORM then puts the half-open connection back and every later query on it fails (node-postgres issue 3399).
 */
export class HubClient extends Client {
  private readonly silenceMs: number;

  constructor(config?: HubClientConfig) {
    super(config);
    this.silenceMs = config?.silenceMs ?? 0;
    // The pool listens only to idle clients; without a listener of its own a checked-out one would end the process.
    this.on("error", () => {});
    this.once("connect", () => this.watchSilence(this.silenceMs));
  }

  /** Zero waits without end, for work that is known to take long (a migration). */
  watchSilence(milliseconds: number): void {
    const socket = this.socket();
    socket.removeAllListeners("timeout");
    socket.setTimeout(milliseconds);
    socket.on("timeout", () => {
      const isAnswerDue = !(this as unknown as { readyForQuery: boolean }).readyForQuery;
      if (isAnswerDue) socket.destroy(new Error("Query read timeout"));
    });
  }

  /** Statements sent until the current turn of the event loop is over leave in one packet, not each in its own. */
  gather(): void {
    const socket = this.socket();
    if (socket.writableCorked > 0) return;
    socket.cork();
    process.nextTick(() => socket.uncork());
  }

  destroy(): void {
    this.socket().destroy();
  }

  private socket(): Socket {
    return (this as unknown as { connection: { stream: Socket } }).connection.stream;
  }
}

/** {@link HubClient.gather} of a connection that came out of the pool. */
export function gather(client: PoolClient): void {
  (client as unknown as HubClient).gather();
}

type ConnectCallback = Parameters<Pool["connect"]>[0];

/** pg's pool lets any number of callers queue up; this one turns the surplus away while there is still time to say so. */
export class HubPool extends Pool {
  private readonly maxWaiting: number;
  private readonly clients = new Set<HubClient>();

  constructor(config: PoolConfig & { maxWaiting?: number }) {
    super(config);
    this.maxWaiting = config.maxWaiting ?? POOL_DEFAULTS.maxWaiting;
    this.on("connect", (client) => this.clients.add(client as unknown as HubClient));
    this.on("remove", (client) => this.clients.delete(client as unknown as HubClient));
  }

  override connect(): Promise<PoolClient>;
  override connect(callback: ConnectCallback): void;
  override connect(callback?: ConnectCallback): Promise<PoolClient> | void {
    if (this.waitingCount >= this.maxWaiting) {
      const busy = new DatabaseUnavailable("BUSY");
      if (callback === undefined) return Promise.reject(busy);
      return callback(busy, undefined, () => {});
    }
    return callback === undefined ? super.connect() : super.connect(callback);
  }

  /** Runs work on one connection. A connection that broke is destroyed; it never goes back to the pool. */
  async withClient<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    let client: PoolClient;
    try {
      client = await this.connect();
    } catch (error) {
      throw toDatabaseError(error);
    }
    let isBroken = false;
    try {
      return await work(client);
    } catch (error) {
      isBroken = isBrokenConnection(error);
      throw toDatabaseError(error);
    } finally {
      client.release(isBroken);
    }
  }

  /** Goodbyes that no server answers (a dead network) must not keep the process alive. */
  destroyAll(): void {
    for (const client of this.clients) client.destroy();
  }
}

/** A session ends after so long, and with it the statements it keeps prepared. */
export const SESSION_SECONDS = 3_600;

const SESSION_SETTINGS = [
  "-c TimeZone=UTC",
  "-c DateStyle=ISO",
  // Every statement is written for the one index that serves it. Left to choose, PostgreSQL plans a statement anew for
  // each caller's values as long as it expects those plans to be cheaper, and planning costs more than the reading.
  "-c plan_cache_mode=force_generic_plan",
  // To start the helpers takes longer than any query of the counter, and they are missing elsewhere.
  "-c max_parallel_workers_per_gather=0",
];

/** What TypeORM passes on to the pool and to every client in it. */
export function poolConfig(url: string, limits: PoolLimits): { url: string; extra: Record<string, unknown> } {
  const { bareUrl, options } = takeSessionOptions(url);
  return {
    url: bareUrl,
    extra: {
      Client: HubClient,
      types: calendarSafeTypes(),
      // Statements that do not wait for each other's answers share the way to the server and back.
      pipeline: true,
      max: limits.poolSize,
      maxWaiting: limits.maxWaiting,
      connectionTimeoutMillis: limits.acquireTimeoutMs,
      idleTimeoutMillis: 30_000,
      maxLifetimeSeconds: SESSION_SECONDS,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      silenceMs: limits.queryTimeoutMs,
      statement_timeout: limits.statementTimeoutMs,
      lock_timeout: limits.lockTimeoutMs,
      idle_in_transaction_session_timeout: limits.idleInTransactionTimeoutMs,
      options: [options, ...SESSION_SETTINGS].filter(Boolean).join(" "),
    },
  };
}

/** pg lets `options` in the URL replace ours, and with them the time zone of the session. */
function takeSessionOptions(url: string): { bareUrl: string; options: string } {
  const parsed = new URL(url);
  const options = parsed.searchParams.get("options") ?? "";
  parsed.searchParams.delete("options");
  return { bareUrl: options === "" ? url : parsed.toString(), options };
}
