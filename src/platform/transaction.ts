import { setTimeout as pause } from "node:timers/promises";
import type { PoolClient } from "pg";
import { gather, type HubPool } from "./connection-pool";
import {
  DatabaseUnavailable,
  OutcomeUnknown,
  RetryTransaction,
  isBrokenConnection,
  isLostRace,
  isOutcomeKnown,
  sqlState,
  toDatabaseError,
} from "./pg-errors";

/** Asks the database. int8 and numeric arrive as text, `date` as "YYYY-MM-DD", timestamptz as Date. */
export interface Sql {
  query<Row = unknown>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

/**
 * Statements inside one transaction. What writes takes it as its first argument, so it cannot be called without one.
 * Statements that are not awaited one by one travel together. The server carries them out in the order in which they were
 * sent, each with a snapshot of its own, and none after one that failed.
 */
export interface Tx extends Sql {
  readonly transaction: true;

  /**
   * Asks on the way with BEGIN, before the server has answered that. For reading and locking alone: should BEGIN be
   * refused, the statement has run outside of any transaction.
   */
  lookUp<Row = unknown>(text: string, values?: readonly unknown[]): Promise<Row[]>;

  /**
   * The last statement of all, on the way with COMMIT: once it is answered, what was written is kept.
   * @param isOfBatch whether the text hangs on what is in the rows it writes; left out, it does not
   */
  commitWith<Row = unknown>(text: string, values?: readonly unknown[], isOfBatch?: boolean): Promise<Row[]>;
}

/** Sends one statement over this connection at once, whatever is still under way on it. */
export type Send = (
  client: PoolClient,
  text: string,
  values?: readonly unknown[],
  isOfBatch?: boolean,
) => Promise<{ readonly rows: unknown[] }>;

export interface RetryPorts {
  /** From 0 to below 1. */
  random(): number;
  sleep(milliseconds: number): Promise<unknown>;
}

const systemPorts: RetryPorts = { random: Math.random, sleep: (milliseconds) => pause(milliseconds) };

/** SQLSTATE in_failed_sql_transaction. */
const IN_FAILED_TRANSACTION = "25P02";
const ENDED = "this transaction has ended; its tx cannot be used any more";

const MAX_ATTEMPTS = 5;
const FIRST_PAUSE_MS = 10;

/**
 * Runs work in a READ COMMITTED transaction, again in a new one when it lost a race (deadlock, serialization failure, or
 * RetryTransaction thrown by the work). Work may therefore run several times: it changes nothing outside its `tx`.
 */
export async function runInTransaction<T>(
  pool: HubPool,
  send: Send,
  work: (tx: Tx) => Promise<T>,
  ports: RetryPorts = systemPorts,
): Promise<T> {
  let firstCause: unknown;
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptOnce(pool, send, work);
    } catch (error) {
      const isAnotherTryWorthwhile = error instanceof RetryTransaction || isLostRace(error);
      if (!isAnotherTryWorthwhile) throw toDatabaseError(error);
      firstCause ??= error instanceof RetryTransaction ? (error.cause ?? error) : error;
      if (attempt === MAX_ATTEMPTS) throw new DatabaseUnavailable("BUSY", firstCause);
    }
    await ports.sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + ports.random()));
  }
}

async function attemptOnce<T>(pool: HubPool, send: Send, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  const tx = new ClientTx(client, send);
  let isBroken = false;
  try {
    const result = await work(tx);
    await tx.end();
    return result;
  } catch (error) {
    isBroken = !(await tx.giveUp()) || error instanceof OutcomeUnknown || isBrokenConnection(error);
    throw error;
  } finally {
    client.release(isBroken);
  }
}

/** A transaction on one connection; BEGIN is on its way once it is made. */
class ClientTx implements Tx {
  readonly transaction = true;
  private readonly begun: Promise<unknown>;
  private hasBegun = false;
  private readonly unanswered = new Set<Promise<unknown>>();
  private committed: Promise<void> | undefined;
  private failure: unknown;
  private hasEnded = false;

  constructor(
    private readonly client: PoolClient,
    private readonly send: Send,
  ) {
    this.begun = this.track(
      this.say("begin isolation level read committed").then(() => {
        this.hasBegun = true;
      }),
    );
  }

  query<Row = unknown>(text: string, values?: readonly unknown[]): Promise<Row[]> {
    if (this.hasBegun || this.hasEnded) return this.lookUp(text, values);
    return this.track(this.begun.then(() => this.ask<Row>(text, values)));
  }

  lookUp<Row = unknown>(text: string, values?: readonly unknown[]): Promise<Row[]> {
    if (this.hasEnded) return Promise.reject(new Error(ENDED));
    return this.track(this.ask<Row>(text, values));
  }

  async commitWith<Row = unknown>(text: string, values?: readonly unknown[], isOfBatch?: boolean): Promise<Row[]> {
    await this.begun;
    if (this.hasEnded) throw new Error(ENDED);
    const written = this.track(this.ask<Row>(text, values, isOfBatch)).catch(knownOutcome);
    this.hasEnded = true;
    this.committed = this.track(this.commit());
    const rows = await written;
    await this.committed;
    return rows;
  }

  /** Waits for statements that nobody awaited, and commits what has not been committed yet. */
  async end(): Promise<void> {
    this.hasEnded = true;
    await this.settle();
    await this.begun;
    await (this.committed ??= this.commit());
  }

  /** @returns whether the connection can be used again */
  async giveUp(): Promise<boolean> {
    this.hasEnded = true;
    await this.settle();
    return this.say("rollback").then(
      () => true,
      () => false,
    );
  }

  private async ask<Row>(text: string, values?: readonly unknown[], isOfBatch = false): Promise<Row[]> {
    try {
      const { rows } = await this.send(this.client, text, values, isOfBatch);
      return rows as Row[];
    } catch (error) {
      // Whoever travelled behind a statement that failed is told no more than that. Which of them is heard first depends
      // on how its answer is awaited; the cause must be heard, as it decides whether another try is worth while.
      if (sqlState(error) === IN_FAILED_TRANSACTION) throw this.failure ?? error;
      this.failure ??= error;
      throw error;
    }
  }

  /** Without a name: the server has nothing to plan here. */
  private say(text: string) {
    gather(this.client);
    return this.client.query(text);
  }

  private async commit(): Promise<void> {
    const { command } = await this.say("commit").catch(knownOutcome);
    // PostgreSQL answers COMMIT of a failed transaction with ROLLBACK and no error; work that swallowed the error would
    // otherwise believe its writes were kept.
    if (command !== "COMMIT") throw new Error("the transaction had failed earlier and was rolled back by COMMIT");
  }

  private async settle(): Promise<void> {
    while (this.unanswered.size > 0) await Promise.allSettled(this.unanswered);
  }

  private track<T>(answer: Promise<T>): Promise<T> {
    const forget = () => this.unanswered.delete(answer);
    this.unanswered.add(answer);
    answer.then(forget, forget);
    return answer;
  }
}

/** What failed with COMMIT under way. */
function knownOutcome(error: unknown): never {
  throw isOutcomeKnown(error) ? error : new OutcomeUnknown(error);
}
