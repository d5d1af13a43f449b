import type { Scenario } from "../benches/bench";
import { cpuMs, hasProc, memoryMiB, postgresCpuMs } from "../ground/proc";
import type { Server, ServerName } from "../ground/servers";
import type { Figures, Load } from "../load/load";

export interface Round {
  readonly figures: Figures;
  readonly rps: number;
  readonly serverCpuMs: number;
  readonly postgresCpuMs: number;
}

export interface Measured {
  readonly name: ServerName;
  readonly rounds: readonly Round[];
  readonly peakMiB: number;
}

export interface RoundsWish {
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly postmaster: number;
}

/** Everybody in turn, again and again: what disturbs the machine for a minute disturbs all of them alike. */
export async function runRounds(
  load: Load,
  scenario: Scenario,
  servers: readonly Server[],
  wish: RoundsWish,
): Promise<Measured[]> {
  const found = new Map<ServerName, Round[]>(servers.map(({ name }) => [name, []]));
  for (const server of servers) await load.plan(planName(scenario, server), await scenario.plan(server));
  for (let round = 0; round < wish.rounds; round++) {
    // Another one begins each round, so that nobody always comes after the same one.
    const order = servers.map((_, index) => servers[(index + round) % servers.length]!);
    for (const server of order) {
      const measured = await runOnce(load, scenario, server, wish);
      found.get(server.name)!.push(measured);
      process.stderr.write(
        `  ${scenario.name}, round ${round + 1} of ${wish.rounds}: ${server.name} ${measured.rps.toFixed(0)}/s\n`,
      );
    }
  }
  return servers.map(({ name, pid }) => ({
    name,
    rounds: found.get(name)!,
    peakMiB: hasProc ? memoryMiB(pid, "VmHWM") : Number.NaN,
  }));
}

async function runOnce(load: Load, scenario: Scenario, server: Server, wish: RoundsWish): Promise<Round> {
  const cpu = () => (hasProc ? [cpuMs(server.pid), postgresCpuMs(wish.postmaster)] : [Number.NaN, Number.NaN]);
  let before: number[] = [];
  let after: number[] = [];
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
  if (figures.failed > 0) {
    throw new Error(`${server.name} left ${figures.failed} requests without an answer`);
  }
  return {
    figures,
    rps: (figures.count * (scenario.items ?? 1)) / figures.seconds,
    serverCpuMs: (after[0]! - before[0]!) / figures.count,
    postgresCpuMs: (after[1]! - before[1]!) / figures.count,
  };
}

const planName = (scenario: Scenario, server: Server): string => `${scenario.name} at ${server.name}`;
