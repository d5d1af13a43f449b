import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { endsWithBench } from "../ground/ending";
import { BENCH } from "../ground/paths";

export interface Request {
  readonly token: string;
  readonly body: string;
}

/** A record that can take one status after the other, to and fro between two states. */
export interface MovingRecord {
  readonly recordId: string;
  readonly sequence: number;
  readonly state: string;
  readonly one: string;
  readonly other: string;
}

/** Reports one status after the other, one of a record at a time, or one of each record of a group at once. */
export interface StatusPlan {
  readonly kind: "statuses";
  readonly label: string;
  readonly operationName: string;
  readonly query: string;
  readonly perRequest: number;
  readonly records: readonly { readonly token: string; readonly records: readonly MovingRecord[] }[];
}

export type Plan =
  | {
      readonly kind: "reads";
      readonly label: string;
      readonly requests: readonly Request[];
      /** What a right answer holds. */
      readonly accepts?: string;
    }
  | StatusPlan
  | {
      readonly kind: "registrations";
      readonly label: string;
      readonly operationName: string;
      readonly query: string;
      readonly counters: readonly { readonly token: string; readonly regionCode: string }[];
    }
  | { readonly kind: "mixed"; readonly parts: readonly { readonly share: number; readonly plan: Plan }[] };

export interface Times {
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

export interface Figures {
  readonly seconds: number;
  readonly count: number;
  readonly bytes: number;
  /** Connections that broke or had no answer in time. */
  readonly failed: number;
  readonly all: Times;
  readonly reads: Times;
  readonly writes: Times;
}

export interface RunWish {
  readonly plan: string;
  readonly url: string;
  readonly connections: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

interface Message {
  readonly type: "begin" | "end" | "planned" | "done" | "failed";
  readonly figures?: Figures;
  readonly reason?: string;
}

/** The process that asks. */
export class Load {
  private readonly inbox: Message[] = [];
  private onMessage: () => void = () => {};
  readonly stop = endsWithBench(() => this.end());

  private constructor(private readonly child: ChildProcess) {
    child.on("message", (message: Message) => this.receive(message));
    child.on("exit", () => this.receive({ type: "failed", reason: "the process that makes the load has ended" }));
  }

  static start(): Load {
    return new Load(fork(join(BENCH, "load", "driver.mjs"), { stdio: ["ignore", "inherit", "inherit", "ipc"] }));
  }

  async plan(name: string, plan: Plan): Promise<void> {
    this.child.send({ type: "plan", name, plan });
    const message = await this.next();
    if (message.type === "failed") throw new Error(message.reason);
  }

  /** Asks one server for as long, and calls back when what counts begins and when it ends. */
  async run(wish: RunWish, onBegin: () => void, onEnd: () => void): Promise<Figures> {
    this.child.send({ type: "run", ...wish });
    for (;;) {
      const message = await this.next();
      if (message.type === "begin") onBegin();
      else if (message.type === "end") onEnd();
      else if (message.type === "done") return message.figures!;
      else throw new Error(message.reason);
    }
  }

  private async end(): Promise<void> {
    if (!this.child.connected) return;
    const ended = once(this.child, "exit");
    this.child.disconnect();
    await ended;
  }

  private receive(message: Message): void {
    this.inbox.push(message);
    this.onMessage();
  }

  private async next(): Promise<Message> {
    while (this.inbox.length === 0) {
      await new Promise<void>((resolve) => {
        this.onMessage = resolve;
      });
    }
    return this.inbox.shift()!;
  }
}
