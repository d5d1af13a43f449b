import { createHash } from "node:crypto";
import type { Line } from "../agencies/workflow.rules";
import type { Deeds } from "./deeds";

const MOST_ITEMS = 200;
/** A batch goes out when it is full, or when nothing has been added to it for a while. */
const QUIET_MS = 250;

interface Item {
  readonly recordId: string;
  readonly sequence: number;
}

interface Waiting {
  readonly item: Item;
  readonly slip: string;
  readonly done: () => void;
  readonly fail: (error: unknown) => void;
}

/** Saves statuses up and sends them together, one batch after the other, so that a record's statuses keep their order. */
export class StatusBatches {
  private waiting: Waiting[] = [];
  private timer: NodeJS.Timeout | undefined;
  private isSending = false;

  constructor(private readonly deeds: Deeds) {}

  send(item: Item, slip: string, line: Line): Promise<void> {
    return new Promise<void>((done, fail) => {
      this.waiting.push({ item, slip, done, fail });
      clearTimeout(this.timer);
      if (this.waiting.length >= MOST_ITEMS) void this.flush(line);
      else this.timer = setTimeout(() => void this.flush(line), QUIET_MS);
    });
  }

  private async flush(line: Line): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, MOST_ITEMS);
      const slips = batch.map(({ slip }) => slip);
      const items = batch.map(({ item }) => item);
      // Named by what is in it: a batch put together anew after a restart is another deed.
      const name = createHash("sha256").update(JSON.stringify(items)).digest("hex").slice(0, 24);
      try {
        await this.deeds.do(`batch-${name}`, "reportStatuses", { slips, line }, { items });
        for (const { done } of batch) done();
      } catch (error) {
        for (const { fail } of batch) fail(error);
      }
    }
    this.isSending = false;
  }
}
