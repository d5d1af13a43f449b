import type { EntityCatalogue } from "../platform/entity-rows";
import type { Sql } from "../platform/database";
import { Change } from "./change.entity";
import { feedEnd, readSettled } from "./feed.store";

/** Rows fetched at one look; what is left over is fetched at once, without waiting. */
const LOOK = 500;

/** A listener that reads slower than this many changes behind is cut off; it comes back through the feed. */
const MOST_WAITING = 5_000;

export type Choice = (changes: readonly Change[]) => Promise<readonly Change[]>;

export interface Ticker {
  /** Calls back again and again until the returned function is called. */
  every(milliseconds: number, look: () => void): () => void;
}

const systemTicker: Ticker = {
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
  private beginning: Promise<void> | undefined;

  constructor(
    private readonly sql: Sql,
    private readonly catalogue: EntityCatalogue,
    private readonly onFault: (error: unknown) => void,
    private readonly ticker: Ticker = systemTicker,
    private readonly intervalMs = 200,
  ) {}

  /**
   * Changes from now on, until the consumer returns the iterator or falls too far behind.
   * @param choose which of the changes of one look are for this consumer; asked anew each time, as rights may end
   */
  async subscribe(choose: Choice): Promise<AsyncIterableIterator<Change>> {
    const listener = new Listener(choose, (left) => this.leave(left));
    this.listeners.add(listener);
    try {
      this.beginning ??= this.begin();
      await this.beginning;
    } catch (error) {
      listener.end();
      throw error;
    }
    return listener;
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

  /** How many subscriptions are open. */
  get listening(): number {
    return this.listeners.size;
  }

  close(): void {
    for (const listener of this.listeners) listener.end();
    this.stop();
  }

  private begin(): Promise<void> {
    const begun: Promise<void> = feedEnd(this.sql).then((place) => {
      // Closed, or left by whoever it began for, before the place was known.
      if (this.beginning !== begun) return;
      this.place = place;
      this.stopTicking = this.ticker.every(this.intervalMs, () => void this.look());
    });
    return begun;
  }

  private async fetch(): Promise<void> {
    while (this.place) {
      const changes = await readSettled(this.sql, this.catalogue.of(Change), this.place, LOOK);
      const last = changes.at(-1);
      if (!last) return;
      const chosen: (readonly [Listener, readonly Change[]])[] = [];
      for (const listener of [...this.listeners]) chosen.push([listener, await listener.choose(changes)]);
      // Told only when it is known what each may be told: a look that fails half way is done again whole.
      if (!this.place) return;
      this.place = [last.xid, last.id];
      for (const [listener, own] of chosen) listener.push(own);
      if (changes.length < LOOK) return;
    }
  }

  private leave(listener: Listener): void {
    this.listeners.delete(listener);
    if (this.listeners.size === 0) this.stop();
  }

  private stop(): void {
    this.stopTicking?.();
    this.stopTicking = undefined;
    this.beginning = undefined;
    this.place = undefined;
  }
}

/**
 * One subscription's own queue. Written out as an iterator: a generator that waits for the next change cannot be returned
 * before it comes, so a consumer that went away would keep the hub looking.
 */
class Listener implements AsyncIterableIterator<Change> {
  private readonly queue: Change[] = [];
  private wake: (() => void) | undefined;
  private hasEnded = false;

  constructor(
    readonly choose: Choice,
    private readonly onEnd: (listener: Listener) => void,
  ) {}

  push(changes: readonly Change[]): void {
    if (this.hasEnded) return;
    if (this.queue.length + changes.length > MOST_WAITING) this.end();
    else this.queue.push(...changes);
    this.wake?.();
  }

  end(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.queue.length = 0;
    this.onEnd(this);
    this.wake?.();
  }

  async next(): Promise<IteratorResult<Change, undefined>> {
    while (this.queue.length === 0 && !this.hasEnded) {
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    const value = this.queue.shift();
    return value ? { done: false, value } : { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<Change, undefined>> {
    this.end();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
