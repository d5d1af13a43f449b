import type { Logger } from "pino";
import type { Clock } from "./clock";
import type { RunningJobs } from "./jobs";
import type { Scheduler } from "./scheduler";

export interface KeptJobsOptions {
  start(): Promise<RunningJobs>;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly log: Logger;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Jobs that are started until they run, and again when they end by themselves. Each pause is twice the last one, up to a
 * minute; jobs that ran for longer than that begin anew with the first. The log is told when they fail and when they
 * run again, not of every try.
 */
export class KeptJobs {
  private underWay: Promise<void>;
  private running: RunningJobs | undefined;
  private callOff: (() => void) | undefined;
  private pauseMs = FIRST_PAUSE_MS;
  private hasFailed = false;
  private isStopping = false;

  constructor(private readonly options: KeptJobsOptions) {
    this.underWay = this.start();
  }

  /** Settles once no job is under way any more and none will be started. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.callOff?.();
    await this.underWay;
    await this.running?.stop();
  }

  private async start(): Promise<void> {
    const { clock, log } = this.options;
    try {
      const jobs = await this.options.start();
      this.running = jobs;
      const since = clock.now().getTime();
      if (this.hasFailed) log.warn("the jobs run again");
      this.hasFailed = false;
      void jobs.ended.then((cause) => {
        if (this.isStopping) return;
        this.running = undefined;
        if (clock.now().getTime() - since > LONGEST_PAUSE_MS) this.pauseMs = FIRST_PAUSE_MS;
        // What they held is let go of before others are started in their place.
        this.underWay = jobs.stop().then(() => this.fail(cause, "the jobs ended by themselves"));
      });
    } catch (error) {
      this.fail(error, "the jobs did not start");
    }
  }

  private fail(cause: unknown, what: string): void {
    const { log, scheduler } = this.options;
    // A database that refuses the jobs their schema still serves everybody; the log says what is missing.
    if (!this.hasFailed)
      log.error({ err: cause }, `${what}: until they run, nobody is told of deadlines that have passed`);
    this.hasFailed = true;
    if (this.isStopping) return;
    this.callOff = scheduler.after(this.pauseMs, () => void (this.underWay = this.start()));
    this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
  }
}
