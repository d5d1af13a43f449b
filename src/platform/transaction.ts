import { setTimeout as pause } from "node:timers/promises";
import type { PoolClient } from "pg";
import type { HubPool } from "./connection-pool";
import {
  DatabaseUnavailable,
  OutcomeUnknown,
  RetryTransaction,
  isBrokenConnection,
  isLostRace,
  toDatabaseError,
} from "./pg-errors";

/** Asks the database. int8 and numeric arrive as text, `date` as "YYYY-MM-DD", timestamptz as Date. */
export interface Sql {
  query<Row = unknown>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** Statements inside one transaction. What writes takes it as its first argument, so it cannot be called without one. */
export interface Tx extends Sql {
  readonly transaction: true;
}

export interface RetryPorts {
  /** From 0 to below 1. */
  random(): number;
  sleep(milliseconds: number): Promise<unknown>;
}

const systemPorts: RetryPorts = { random: Math.random, sleep: (milliseconds) => pause(milliseconds) };

const MAX_ATTEMPTS = 5;
const FIRST_PAUSE_MS = 10;

/**
 * Runs work in a READ COMMITTED transaction, again in a new one when it lost a race (deadlock, serialization failure, or
 * RetryTransaction thrown by the work). Work may therefore run several times: it changes nothing outside its `tx`.
 */
export async function runInTransaction<T>(
  pool: HubPool,
  work: (tx: Tx) => Promise<T>,
  ports: RetryPorts = systemPorts,
): Promise<T> {
  let firstCause: unknown;
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptOnce(pool, work);
    } catch (error) {
      const isAnotherTryWorthwhile = error instanceof RetryTransaction || isLostRace(error);
      if (!isAnotherTryWorthwhile) throw toDatabaseError(error);
      firstCause ??= error instanceof RetryTransaction ? (error.cause ?? error) : error;
      if (attempt === MAX_ATTEMPTS) throw new DatabaseUnavailable("BUSY", firstCause);
    }
    await ports.sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + ports.random()));
  }
}

async function attemptOnce<T>(pool: HubPool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  const tx = new ClientTx(client);
  let isBroken = false;
  try {
    await client.query("begin isolation level read committed");
    const result = await work(tx);
    await tx.end();
    await commit(client);
    return result;
  } catch (error) {
    await tx.end();
    isBroken = error instanceof OutcomeUnknown || isBrokenConnection(error) || !(await rollBack(client));
    throw error;
  } finally {
    client.release(isBroken);
  }
}

async function commit(client: PoolClient): Promise<void> {
  const { command } = await client.query("commit").catch((error: unknown) => {
    // An ERROR is the server's word that nothing was kept. Silence, a lost connection or a FATAL is no answer at all.
    throw (error as { severity?: string }).severity === "ERROR" ? error : new OutcomeUnknown(error);
  });
  // PostgreSQL answers COMMIT of a failed transaction with ROLLBACK and no error; work that swallowed the error would
  // otherwise believe its writes were kept.
  if (command !== "COMMIT") throw new Error("the transaction had failed earlier and was rolled back by COMMIT");
}

async function rollBack(client: PoolClient): Promise<boolean> {
  return client.query("rollback").then(
    () => true,
    () => false,
  );
}

class ClientTx implements Tx {
  readonly transaction = true;
  private hasEnded = false;
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly client: PoolClient) {}

  query<Row = unknown>(text: string, values?: readonly unknown[]): Promise<Row[]> {
    if (this.hasEnded) return Promise.reject(new Error("this transaction has ended; its tx cannot be used any more"));
    const answer = this.last.then(async () => {
      const { rows } = await this.client.query(text, values as unknown[] | undefined);
      return rows as Row[];
    });
    this.last = answer.catch(() => {});
    return answer;
  }

  /** Waits for statements nobody awaited, so that none of them runs after COMMIT on its own. */
  async end(): Promise<void> {
    this.hasEnded = true;
    await this.last;
  }
}
