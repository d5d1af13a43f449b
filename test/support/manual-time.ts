import type { Clock } from "../../src/platform/clock";
import type { Scheduler } from "../../src/platform/scheduler";

/** A clock and a scheduler moved by hand. */
export class ManualTime implements Clock, Scheduler {
  private readonly waiting = new Set<{ at: number; work: () => void }>();

  constructor(private ms = Date.UTC(2026, 0, 1)) {}

  now(): Date {
    return new Date(this.ms);
  }

  after(ms: number, work: () => void): () => void {
    const entry = { at: this.ms + ms, work };
    this.waiting.add(entry);
    return () => this.waiting.delete(entry);
  }

  get pending(): number {
    return this.waiting.size;
  }

  /** Runs what falls due on the way, in its order. */
  advance(ms: number): void {
    const end = this.ms + ms;
    for (;;) {
      const due = [...this.waiting].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.waiting.delete(due);
      this.ms = Math.max(this.ms, due.at);
      due.work();
    }
    this.ms = end;
  }
}
