import type { Scenario } from "../benches/bench";
import { cpuMs, hasProc, memoryMiB, postgresCpuMs } from "../ground/proc";
import type { Server } from "../ground/servers";
import type { Figures, Load } from "../load/load";

/** One server with one kind of requests. */
export interface Lane {
  readonly scenario: Scenario;
  readonly server: Server;
}

export interface Round {
  readonly figures: Figures;
  readonly rps: number;
  readonly serverCpuMs: number;
  readonly postgresCpuMs: number;
}

export interface Measured extends Lane {
  readonly rounds: readonly Round[];
  readonly peakMiB: number;
}

export interface RoundsWish {
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  /** Before the first round, where that is to be another. */
  readonly firstWarmUpSeconds?: number;
  readonly postmaster: number;
}

const MINUTE = 60_000;

/** Every lane in turn, again and again: what disturbs the machine for a minute disturbs all of them alike. */
export async function runRounds(load: Load, lanes: readonly Lane[], wish: RoundsWish): Promise<Measured[]> {
  const rounds = new Map<Lane, Round[]>(lanes.map((lane) => [lane, []]));
  for (const { scenario, server } of lanes) await load.plan(planName(scenario, server), await scenario.plan(server));
  for (let round = 0; round < wish.rounds; round++) {
    // Another one begins each round, so that nobody always comes after the same one.
    for (const lane of lanes.map((_, index) => lanes[(index + round) % lanes.length]!)) {
      const { warmUpSeconds, firstWarmUpSeconds = warmUpSeconds } = wish;
      const measured = await runOnce(load, lane, {
        ...wish,
        warmUpSeconds: round === 0 ? firstWarmUpSeconds : warmUpSeconds,
      });
      rounds.get(lane)!.push(measured);
      const { scenario, server } = lane;
      note(`${scenario.name}, round ${round + 1} of ${wish.rounds}: ${server.name} ${measured.rps.toFixed(0)}/s`);
    }
  }
  return lanes.map((lane) => ({
    ...lane,
    rounds: rounds.get(lane)!,
    peakMiB: hasProc ? memoryMiB(lane.server.pid, "VmHWM") : Number.NaN,
  }));
}

async function runOnce(load: Load, { scenario, server }: Lane, wish: RoundsWish): Promise<Round> {
  const cpu = () => (hasProc ? [cpuMs(server.pid), postgresCpuMs(wish.postmaster)] : [Number.NaN, Number.NaN]);
  let before: number[] = [];
  let after: number[] = [];
  const stopWatching = watchMemory(server);
  const figures = await load.run(
    {
      plan: planName(scenario, server),
      url: server.url,
      connections: scenario.connections,
      warmUpMs: wish.warmUpSeconds * 1_000,
      measureMs: wish.seconds * 1_000,
    },
    () => (before = cpu()),
    () => (after = cpu()),
  );
  stopWatching();
  if (figures.failed > 0) throw new Error(`${server.name} left ${figures.failed} requests without an answer`);
  return {
    figures,
    rps: (figures.count * (scenario.items ?? 1)) / figures.seconds,
    serverCpuMs: (after[0]! - before[0]!) / figures.count,
    postgresCpuMs: (after[1]! - before[1]!) / figures.count,
  };
}

/** In a long run, the resident size minute by minute: what leaks shows there and nowhere else. */
function watchMemory({ name, pid }: Server): () => void {
  if (!hasProc) return () => {};
  let minute = 0;
  const timer = setInterval(() => {
    console.log(`${name} after ${++minute} min: ${memoryMiB(pid, "VmRSS").toFixed(0)} MiB resident`);
  }, MINUTE);
  return () => clearInterval(timer);
}

export function note(text: string): void {
  process.stderr.write(`  ${text}\n`);
}

const planName = (scenario: Scenario, server: Server): string => `${scenario.name} at ${server.name}`;
