import type { TestHub } from "../support/hub";
import { difference } from "./compare";
import { send, type Door } from "./door";
import { take } from "./model";
import { Dice, newCast, plan, type Kind } from "./plan";
import { FeedReader, readDispute, readOwnRecords, readTrail } from "./read-back";
import { eventsOf, newWorld, type Answer, type Call, type World } from "./world";

export interface Command {
  readonly kind: Kind;
  readonly throws: readonly number[];
}

/** The hub and the model said different things. */
class Divergence extends Error {
  override readonly name = "Divergence";
}

export interface Tally {
  sequences: number;
  commands: number;
  /** How often each step of the tables was taken: `LINE FROM TO`. */
  readonly steps: Map<string, number>;
  /** How often each row of the table of dispute states decided. */
  readonly rows: Map<string, number>;
  /** How often each answer was given: deed and what it said. */
  readonly answers: Map<string, number>;
}

export const newTally = (): Tally => ({
  sequences: 0,
  commands: 0,
  steps: new Map(),
  rows: new Map(),
  answers: new Map(),
});

/** Runs sequences on one hub, one after the other: each has people and disputes of its own. */
export class Bench {
  private readonly feed: FeedReader;

  constructor(
    readonly hub: TestHub,
    private readonly door: Door,
    readonly tally = newTally(),
    /** How long the change feed may be behind. */
    feedPatienceMs = 60_000,
  ) {
    this.feed = new FeedReader(door, feedPatienceMs);
  }

  /** Every command on the hub and on the model, every answer compared, and at the end everything read back. */
  async run(commands: readonly Command[]): Promise<void> {
    const cast = newCast();
    const said: string[] = [];
    let world = newWorld(this.hub.clock.now().getTime());
    try {
      for (const { kind, throws } of commands) {
        this.tally.commands += 1;
        const dice = new Dice(throws);
        if (kind === "pass") {
          this.hub.clock.pass((1 + dice.roll(48)) * 1_800_000);
          world.now = this.hub.clock.now().getTime();
          continue;
        }
        if (
          eventsOf(world).some(({ event }) => event.ref.id === null) &&
          (kind === "correct" || kind === "withdraw" || kind === "race")
        ) {
          await this.readDisputes(world);
        }
        if (kind === "race") {
          const runners = Array.from({ length: 2 + dice.roll(2) }, (_, lane) => {
            const racer = dice.pick([
              "accept",
              "accept",
              "return",
              "status",
              "reorder",
              "evaluate",
              "withdraw",
              "refer",
            ] as const);
            const call = plan(world, racer, dice, cast);
            // Now and then the same call twice, as an impatient client sends it.
            return call && (dice.oneIn(3) ? call : { ...call, key: `${call.key}-lane-${lane}` });
          });
          world = await this.race(
            world,
            runners.filter((call) => call !== undefined),
            said,
          );
        } else {
          const call = plan(world, kind, dice, cast);
          if (call) world = await this.race(world, [call], said);
        }
      }
      await this.readDisputes(world);
      check(await readOwnRecords(this.door, world));
      check(await this.feed.read(world));
      check(await readTrail(this.hub, world));
    } catch (error) {
      throw new Divergence(`${(error as Error).message}\n\nafter\n${said.join("\n")}`, { cause: error });
    }
    this.add(world);
  }

  /** Enters what a finished sequence went through. */
  add(world: World): void {
    this.tally.sequences += 1;
    for (const step of world.steps) count(this.tally.steps, step);
    for (const row of world.rows) count(this.tally.rows, row);
  }

  /** Sends the calls all at once; some order of them must explain every answer. One call is a race without rivals. */
  async race(world: World, calls: readonly Call[], said: string[] = []): Promise<World> {
    said.push(
      calls
        .map((call) => `${call.user} ${call.deed} ${call.key} ${JSON.stringify(call.input)}`)
        .join("\n  at once with "),
    );
    const answers = await Promise.all(calls.map((call) => send(this.door, call)));
    said.push(...answers.map((answer) => `  -> ${JSON.stringify(answer)}`));
    calls.forEach(({ deed }, index) => {
      const answer = answers[index]!;
      for (const said of (answer["results"] as Answer[] | undefined) ?? [answer]) {
        count(this.tally.answers, `${deed} ${String(said["code"] ?? said["effect"] ?? said["is"])}`);
      }
    });
    let fault: string | undefined;
    for (const order of orders(calls.length)) {
      const tried = structuredClone(world);
      fault = undefined;
      for (const index of order) fault ??= difference(take(tried, calls[index]!), answers[index], calls[index]!.deed);
      if (!fault) return tried;
    }
    throw new Divergence(
      calls.length === 1 ? fault! : `no order of the race explains the answers; the last one: ${fault}`,
    );
  }

  async readDisputes(world: World): Promise<void> {
    for (const dispute of world.disputes) check(await readDispute(this.door, world, dispute));
  }
}

function check(fault: string | undefined): void {
  if (fault) throw new Divergence(fault);
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function orders(length: number): number[][] {
  if (length === 0) return [[]];
  return orders(length - 1).flatMap((shorter) =>
    Array.from({ length }, (_, at) => [...shorter.slice(0, at), length - 1, ...shorter.slice(at)]),
  );
}
