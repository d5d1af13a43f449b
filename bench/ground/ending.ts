import { constants } from "node:os";

type End = () => Promise<void>;

const running = new Set<End>();
let isEnding = false;

/**
 * Keeps in mind what ends something the bench has started, for a bench that is itself ended half way.
 * @returns the same, which may be called by more than one and ends it once
 */
export function endsWithBench(end: End): End {
  let ended: Promise<void> | undefined;
  const once = () => (ended ??= end().finally(() => running.delete(once)));
  running.add(once);
  return once;
}

/** Ctrl-C, a kill, a closed terminal, an error that nobody awaits: none of them leaves a server or a database behind. */
export function endWhenTold(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => void endBench(128 + constants.signals[signal]));
  }
  process.on("uncaughtException", (error) => void endBench(1, error));
  if (process.env["npm_lifecycle_event"] !== undefined) endWithoutParent();
}

/** npm told to end tells only the shell between it and the bench, which ends without a word to the bench. */
function endWithoutParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) void endBench(128 + constants.signals.SIGTERM);
  }, 500).unref();
}

/**
 * Ends what runs, the last started first: a server needs its database to the end. Told so again it goes on with it, since
 * npm passes on a Ctrl-C that has come here already; and what breaks meanwhile breaks because of it.
 */
export async function endBench(code: number, error?: unknown): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  if (error !== undefined) console.error(error);
  while (running.size > 0) {
    await [...running].at(-1)!().catch((failure: unknown) => console.error(failure));
  }
  process.exit(code);
}
