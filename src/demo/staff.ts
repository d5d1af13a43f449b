import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { ClientReport, FromClient, Orders, ToClient } from "./client-orders";

/** Nothing at all has moved for so long: something hangs, and waiting on would hide it. */
const STANDSTILL_MS = 120_000;

interface Member {
  readonly orders: Orders;
  child: ChildProcess;
  readonly counts: Record<string, number>;
  restarts: number;
  isDone: boolean;
}

/** The processes of the demo's clients: starts them, starts one again that died, and collects what they leave behind. */
export class Staff {
  private readonly members: Member[] = [];
  private isStopped = false;
  private isFinishing = false;
  private movedAt = performance.now();
  private failure: Error | undefined;
  private settled: () => void = () => {};
  private failed: (error: Error) => void = () => {};
  private isAwaited: (member: Member) => boolean = () => false;

  hire(orders: Orders): void {
    const member: Member = { orders, child: this.start(orders), counts: {}, restarts: 0, isDone: false };
    this.members.push(member);
    this.attend(member);
  }

  /** @param onProgress told often, with what has been done of each kind by everybody together */
  async work(onProgress: (counts: ReadonlyMap<string, number>) => void): Promise<ReadonlyMap<string, ClientReport>> {
    const timer = setInterval(() => {
      onProgress(this.counts());
      if (performance.now() - this.movedAt > STANDSTILL_MS) this.fail(new Error("演示停滞:两分钟内没有任何进展。"));
    }, 100);
    try {
      await this.until(({ orders }) => orders.role === "desk");
      this.isFinishing = true;
      for (const { child, orders } of this.members) if (orders.role !== "desk") send(child, { type: "finish" });
      await this.until(() => true);
      onProgress(this.counts());
    } finally {
      clearInterval(timer);
    }
    await this.stop();
    return new Map(
      this.members.map(({ orders }) => [
        orders.role,
        JSON.parse(readFileSync(orders.bookFile, "utf8")) as ClientReport,
      ]),
    );
  }

  get restarts(): number {
    return this.members.reduce((sum, member) => sum + member.restarts, 0);
  }

  /** Something outside went wrong that the work cannot go on without. */
  fail(error: Error): void {
    // Kept, because nobody may be waiting at this moment.
    this.failure ??= error;
    this.failed(this.failure);
  }

  /** Clients are made to be killed; only when they are gone may their journals be taken away. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.fail(new Error("the demo was stopped"));
    await Promise.all(
      this.members.map(async ({ child }) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const ended = once(child, "exit");
        child.kill("SIGKILL");
        await ended;
      }),
    );
  }

  private counts(): Map<string, number> {
    const sum = new Map<string, number>();
    for (const { counts } of this.members) {
      for (const [what, count] of Object.entries(counts)) sum.set(what, (sum.get(what) ?? 0) + count);
    }
    return sum;
  }

  private until(isAwaited: (member: Member) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      [this.settled, this.failed, this.isAwaited] = [resolve, reject, isAwaited];
      if (this.failure) reject(this.failure);
      else this.look();
    });
  }

  private look(): void {
    if (this.members.every((member) => member.isDone || !this.isAwaited(member))) this.settled();
  }

  private note(member: Member, counts: Readonly<Record<string, number>>): void {
    // One that was started again counts from the start what it finds done in its journal; that is no step back.
    for (const [what, count] of Object.entries(counts)) {
      if (count <= (member.counts[what] ?? 0)) continue;
      member.counts[what] = count;
      this.movedAt = performance.now();
    }
  }

  private start(orders: Orders): ChildProcess {
    const child = fork(require.resolve("./client-process"), {
      env: process.env,
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    send(child, { type: "begin", orders });
    if (this.isFinishing) send(child, { type: "finish" });
    return child;
  }

  private attend(member: Member): void {
    const { child, orders } = member;
    child.on("message", (message: FromClient) => {
      if (message.type === "failed") return this.fail(new Error(`${orders.role}: ${message.reason}`));
      if (message.type === "progress") return this.note(member, message.counts);
      member.isDone = true;
      this.look();
    });
    child.on("error", (error) => this.fail(error));
    child.once("exit", (code, signal) => {
      if (this.isStopped || member.isDone) return;
      // Only one that was told to die is started again; any other death is a fault that must be seen.
      if (orders.diesInDeed === null || member.restarts > 0) {
        return this.fail(new Error(`${orders.role} ended with ${signal ?? code}`));
      }
      member.restarts += 1;
      member.child = this.start(orders);
      this.attend(member);
    });
  }
}

function send(child: ChildProcess, message: ToClient): void {
  // One that has just died cannot be told; its end is told by its exit.
  if (child.connected) child.send(message, () => {});
}
