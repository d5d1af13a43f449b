import pino from "pino";
import type { RunningJobs } from "../../src/platform/jobs";
import { KeptJobs } from "../../src/platform/kept-jobs";
import { ManualTime } from "../support/manual-time";

const MINUTE = 60_000;

/** Jobs that start, or do not, as the test says. */
class Worker {
  /** What the next starts come to: fail with this, or run. */
  faults: (string | null)[] = [];
  starts = 0;
  stops = 0;
  /** Ends by itself the one that runs. */
  die: (cause: Error) => void = () => {};

  start = async (): Promise<RunningJobs> => {
    this.starts += 1;
    const fault = this.faults.shift();
    if (fault) throw new Error(fault);
    let end!: (cause: unknown) => void;
    const ended = new Promise<unknown>((resolve) => (end = resolve));
    this.die = end;
    return {
      ended,
      stop: async () => {
        this.stops += 1;
        end(undefined);
      },
    };
  };
}

const settled = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

function keep(worker: Worker) {
  const time = new ManualTime();
  const lines: string[] = [];
  const log = pino(
    { level: "debug" },
    { write: (line: string) => void lines.push((JSON.parse(line) as { msg: string }).msg) },
  );
  const jobs = new KeptJobs({ start: worker.start, clock: time, scheduler: time, log });
  const pass = async (ms: number) => {
    await settled();
    time.advance(ms);
    await settled();
  };
  return { jobs, time, lines, pass };
}

test("jobs that did not start are tried again after growing pauses of a minute at most, and the log is told twice", async () => {
  const worker = new Worker();
  worker.faults = Array.from({ length: 9 }, () => "the database is away");
  const { jobs, lines, pass } = keep(worker);
  const tries: number[] = [];
  for (const seconds of [0, 1, 2, 4, 8, 16, 32, 60, 60, 60]) {
    await pass(seconds * 1_000 - 1);
    tries.push(worker.starts);
    await pass(1);
  }
  // One less each time: a moment before the pause is over, nothing was tried.
  expect(tries).toEqual([1, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(worker.starts).toBe(10);
  expect(lines).toEqual([expect.stringContaining("the jobs did not start"), "the jobs run again"]);
  await jobs.stop();
  expect(worker.stops).toBe(1);
});

test("jobs that end by themselves are let go of and started again", async () => {
  const worker = new Worker();
  const { jobs, lines, pass } = keep(worker);
  await pass(10 * MINUTE);
  worker.die(new Error("the worker is gone"));
  await pass(1_000);
  expect([worker.starts, worker.stops]).toEqual([2, 1]);
  expect(lines).toEqual([expect.stringContaining("the jobs ended by themselves"), "the jobs run again"]);
  await jobs.stop();
});

test("jobs that end as soon as they have started are not started ever faster", async () => {
  const worker = new Worker();
  const { jobs, pass } = keep(worker);
  for (const seconds of [1, 2, 4, 8]) {
    await settled();
    worker.die(new Error("gone at once"));
    await pass(seconds * 1_000 - 1);
    const before = worker.starts;
    await pass(1);
    expect(worker.starts).toBe(before + 1);
  }
  await pass(2 * MINUTE);
  worker.die(new Error("gone after a while"));
  const before = worker.starts;
  await pass(1_000);
  expect(worker.starts).toBe(before + 1);
  await jobs.stop();
});

test("a hub that stops between two tries starts nothing more", async () => {
  const worker = new Worker();
  worker.faults = ["the database is away"];
  const { jobs, time, pass } = keep(worker);
  await settled();
  await jobs.stop();
  expect(time.pending).toBe(0);
  await pass(MINUTE);
  expect(worker.starts).toBe(1);
});

test("a hub that stops while its jobs are being started waits and stops them", async () => {
  const worker = new Worker();
  const { jobs, time } = keep(worker);
  await jobs.stop();
  expect([worker.starts, worker.stops, time.pending]).toEqual([1, 1, 0]);
});
