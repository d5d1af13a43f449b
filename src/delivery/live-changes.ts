import type { EntityCatalogue } from "../platform/entity-rows";
import type { Sql } from "../platform/database";
import { Change } from "./change.entity";
import { feedEnd, readSettled } from "./feed.store";

/** Rows fetched at one look; what is left over is fetched at once, without waiting. */
const LOOK = 500;

/** A listener that reads slower than this many changes behind is cut off; it comes back through the feed. */
const MOST_WAITING = 1_000;

export interface Ticker {
  /** Calls back again and again until the returned function is called. */
  every(milliseconds: number, look: () => void): () => void;
}

export const systemTicker: Ticker = {
  every(milliseconds, look) {
    const timer = setInterval(look, milliseconds);
    return () => clearInterval(timer);
  },
};

/**
 * Hands new changes to the open subscriptions of this process. It reads the change feed, as every other reader does, and
 * only while somebody listens: a lost connection costs a pause and no event, and no process needs another one.
 */
export class LiveChanges {
  private readonly listeners = new Set<Listener>();
  private place: readonly [string, string] | undefined;
  private stopTicking: (() => void) | undefined;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly sql: Sql,
    private readonly catalogue: EntityCatalogue,
    private readonly onFault: (error: unknown) => void,
    private readonly ticker: Ticker = systemTicker,
    private readonly intervalMs = 200,
  ) {}

  /** Changes from now on, until the consumer returns the iterator or falls too far behind. */
  async *subscribe(): AsyncGenerator<Change, void, void> {
    const listener = new Listener();
    this.listeners.add(listener);
    try {
      if (this.listeners.size === 1) await this.begin();
      for (;;) {
        const change = await listener.next();
        if (!change) return;
        yield change;
      }
    } finally {
      this.leave(listener);
    }
  }

  /** Looks once; a look that is under way already is shared. */
  look(): Promise<void> {
    this.looking ??= this.fetch()
      .catch(this.onFault)
      .finally(() => {
        this.looking = undefined;
      });
    return this.looking;
  }

  close(): void {
    for (const listener of this.listeners) listener.end();
    this.stop();
  }

  private async begin(): Promise<void> {
    this.place = await feedEnd(this.sql);
    this.stopTicking ??= this.ticker.every(this.intervalMs, () => void this.look());
  }

  private async fetch(): Promise<void> {
    while (this.place) {
      const changes = await readSettled(this.sql, this.catalogue.of(Change), this.place, LOOK);
      const last = changes.at(-1);
      if (!last) return;
      this.place = [last.xid, last.id];
      for (const change of changes) for (const listener of this.listeners) listener.push(change);
      if (changes.length < LOOK) return;
    }
  }

  private leave(listener: Listener): void {
    this.listeners.delete(listener);
    listener.end();
    if (this.listeners.size === 0) this.stop();
  }

  private stop(): void {
    this.stopTicking?.();
    this.stopTicking = undefined;
    this.place = undefined;
  }
}

/** One subscription's own queue. */
class Listener {
  private readonly queue: Change[] = [];
  private wake: (() => void) | undefined;
  private hasEnded = false;

  push(change: Change): void {
    if (this.queue.length >= MOST_WAITING) this.end();
    else this.queue.push(change);
    this.wake?.();
  }

  end(): void {
    this.hasEnded = true;
    this.wake?.();
  }

  async next(): Promise<Change | undefined> {
    while (this.queue.length === 0 && !this.hasEnded) {
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    return this.hasEnded ? undefined : this.queue.shift();
  }
}
