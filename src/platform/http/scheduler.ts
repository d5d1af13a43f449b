export interface Scheduler {
  /** Runs the work once, later. The function returned calls it off. */
  after(ms: number, work: () => void): () => void;
}

// Node fires at once when a delay does not fit in 31 bits. Closing a connection after 24 days is early, never late.
const LONGEST_MS = 2 ** 31 - 1;

export const systemScheduler: Scheduler = {
  after(ms, work) {
    const timer = setTimeout(work, Math.min(Math.max(ms, 0), LONGEST_MS));
    timer.unref();
    return () => clearTimeout(timer);
  },
};
