import { setTimeout as pause } from "node:timers/promises";

/** Asks again until the answer is yes; says what it waited for when that does not happen in time. */
export async function eventually(
  what: string,
  isTrue: () => Promise<boolean> | boolean,
  patienceMs = 10_000,
): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  while (!(await isTrue())) {
    if (performance.now() > giveUpAt) throw new Error(`did not happen within ${patienceMs} ms: ${what}`);
    await pause(10);
  }
}
