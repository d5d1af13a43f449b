/** A source of events that a test feeds by hand, and that tells whether somebody still listens. */
export class EventSource {
  private readonly waiting: ((result: IteratorResult<unknown>) => void)[] = [];
  private readonly queued: unknown[] = [];
  isEnded = false;
  /** How many events were taken. */
  taken = 0;

  emit(event: unknown): void {
    const next = this.waiting.shift();
    if (next) {
      this.taken++;
      next({ done: false, value: event });
    } else this.queued.push(event);
  }

  iterate(): AsyncIterableIterator<unknown> {
    const iterator: AsyncIterableIterator<unknown> = {
      next: () => {
        if (this.isEnded) return Promise.resolve({ done: true, value: undefined });
        if (this.queued.length > 0) {
          this.taken++;
          return Promise.resolve({ done: false, value: this.queued.shift() });
        }
        return new Promise((resolve) => this.waiting.push(resolve));
      },
      return: async () => {
        this.isEnded = true;
        for (const resolve of this.waiting.splice(0)) resolve({ done: true, value: undefined });
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]: () => iterator,
    };
    return iterator;
  }
}

/** Waits until something has come true, by looking again on every turn of the event loop; no clock involved. */
export async function until(isTrue: () => boolean, turns = 20_000): Promise<void> {
  for (let turn = 0; !isTrue(); turn++) {
    if (turn >= turns) throw new Error("it never came true");
    await new Promise((resolve) => setImmediate(resolve));
  }
}
