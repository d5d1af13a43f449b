import { Logger, parseCronItems, run, type LogFunctionFactory, type Runner } from "graphile-worker";
import { Pool } from "pg";
import type { Logger as HubLog } from "pino";

/** Work that comes again and again, in whichever hub is free. */
export interface Job {
  readonly name: string;
  /** As in a crontab, in UTC. */
  readonly when: string;
  /** Ends soon once it is asked to stop; what it had not done yet it finds again. */
  work(isStopping: () => boolean): Promise<void>;
}

export interface JobsOptions {
  readonly url: string;
  readonly jobs: readonly Job[];
  readonly log: HubLog;
}

export interface RunningJobs {
  /** Resolves, with the cause where one is known, when they run no more; asked to or not. */
  readonly ended: Promise<unknown>;
  /** Settles once no job of this process is under way any more. */
  stop(): Promise<void>;
}

/** One listens, one keeps the timetable, one works. */
const POOL_SIZE = 3;
const PATIENCE_MS = 10_000;

/**
 * Jobs on PostgreSQL (ADR 0014): which is due is kept in the database, in a schema of the library's own, so that of
 * several hubs one does it, and none needs a memory. Each is run at the start, too.
 */
export async function startJobs({ url, jobs, log }: JobsOptions): Promise<RunningJobs> {
  const pool = new Pool({
    connectionString: url,
    max: POOL_SIZE,
    application_name: "dispute-hub-jobs",
    // A start that waits for ever is one that is never tried again.
    lock_timeout: PATIENCE_MS,
  });
  const onError = (error: unknown) => log.warn({ err: error }, "a connection of the jobs broke");
  pool.on("error", onError);
  pool.on("connect", (client) => client.on("error", onError));
  let isStopping = false;
  const endPool = () => pool.end();
  try {
    const runner = await run({
      pgPool: pool,
      concurrency: 1,
      noHandleSignals: true,
      pollInterval: 10_000,
      logger: new Logger(toHubLog(log)),
      // Otherwise nobody waits for a job to be crossed off, and a database that goes away just then ends the process.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      taskList: Object.fromEntries(jobs.map(({ name, work }) => [name, () => work(() => isStopping)])),
      // A job that failed or was killed is not tried again: the next one does what it left.
      parsedCronItems: parseCronItems(
        jobs.map(({ name, when }) => ({ task: name, match: when, options: { maxAttempts: 1, backfillPeriod: 0 } })),
      ),
    });
    for (const { name } of jobs) await runner.addJob(name, {}, { jobKey: `${name}:start`, maxAttempts: 1 });
    let hasEnded = false;
    const ended = runner.promise.then(
      () => void (hasEnded = true),
      (error: unknown) => {
        hasEnded = true;
        return error;
      },
    );
    return {
      ended,
      async stop() {
        isStopping = true;
        if (!hasEnded) await stopRunner(runner, log);
        await endPool();
      },
    };
  } catch (error) {
    await endPool();
    throw error;
  }
}

async function stopRunner(runner: Runner, log: HubLog): Promise<void> {
  await runner.stop().catch((error: unknown) => log.warn({ err: error }, "the jobs did not stop cleanly"));
}

const toHubLog =
  (log: HubLog): LogFunctionFactory =>
  () =>
  (level, message) => {
    if (level === "error") log.error(message);
    else if (level === "warning") log.warn(message);
    else log.debug(message);
  };
