/** Processor time this process has used, in milliseconds. Unlike the clock it does not run while other programs do. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const TRIES = 10;

/**
 * Whether `run` can be done with less than `limitMs` of processor time. One try proves nothing against it: compiling,
 * collecting garbage and a slow machine cost several times as much as the work. What is slow is slow in every try.
 */
export async function costsLess(limitMs: number, run: () => unknown): Promise<boolean> {
  for (let tries = 0; tries < TRIES; tries++) {
    const begun = cpuMs();
    await run();
    if (cpuMs() - begun < limitMs) return true;
  }
  return false;
}
