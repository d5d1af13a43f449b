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

/** Runs the work again and again, first after one pause. The function returned ends it. */
export function every(scheduler: Scheduler, ms: number, work: () => void): () => void {
  let cancel = scheduler.after(ms, beat);
  function beat(): void {
    work();
    cancel = scheduler.after(ms, beat);
  }
  return () => cancel();
}

/** What the work comes to, or undefined when it takes longer. The work itself goes on; nothing can stop it from here. */
export async function within<T>(ms: number, work: Promise<T>, scheduler: Scheduler): Promise<T | undefined> {
  let cancel = (): void => undefined;
  const late = new Promise<undefined>((resolve) => (cancel = scheduler.after(ms, () => resolve(undefined))));
  try {
    return await Promise.race([work, late]);
  } finally {
    cancel();
  }
}
