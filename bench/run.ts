import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { BACKTEST_DISPUTES, runBacktest } from "./benches/backtest";
import type { Bench } from "./benches/bench";
import { disputeBench } from "./benches/dispute";
import { historyBench } from "./benches/history";
import { LEAN_PARTS, runLean } from "./benches/lean";
import { changesBench, searchBench } from "./benches/lists";
import { mixedBench } from "./benches/mixed";
import { runScale, SIZES } from "./benches/scale";
import { runStart } from "./benches/start";
import { batchBench, writeBench } from "./benches/status";
import { worklistBench } from "./benches/worklist";
import { openGround } from "./ground/cluster";
import { endBench, endWhenTold } from "./ground/ending";
import { makeReady } from "./ground/install";
import type { ServerName } from "./ground/servers";
import { Stage } from "./report/measure";
import type { Row } from "./report/table";

const BENCHES: readonly Bench[] = [
  historyBench,
  disputeBench,
  worklistBench,
  searchBench,
  writeBench,
  batchBench,
  changesBench,
  mixedBench,
];

interface Flags {
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUp: number;
  readonly disputes: number;
  readonly servers: readonly ServerName[];
  readonly fresh: boolean;
  readonly json?: string;
  readonly profile?: string;
}

async function runBench(bench: Bench, flags: Flags): Promise<void> {
  const { rounds, seconds, disputes, fresh, servers } = flags;
  makeReady(servers.some((name) => name !== "hub" && name !== "floor"));
  const ground = await openGround({ disputes, fresh });
  try {
    const stage = await Stage.open(ground, servers, flags.profile && resolve(flags.profile));
    try {
      const rows = await stage.run(bench, { rounds, seconds, warmUpSeconds: flags.warmUp });
      if (bench === mixedBench) compareReadsOf(rows);
      if (bench === batchBench) compareItemsOf(rows.filter(({ name }) => name === "hub"));
      save(flags.json, bench.name, rows);
    } finally {
      await stage.close();
    }
  } finally {
    await ground.stop();
  }
}

/** What the writes do to those who only read. */
function compareReadsOf([alone, together]: readonly Row[]): void {
  const [without, beside] = [alone!.p99OfReads, together!.p99OfReads];
  console.log(`p99 of the reads: ${without.toFixed(2)} ms alone, ${beside.toFixed(2)} ms with writes running`);
  console.log(`with/without ${(beside / without).toFixed(2)}`);
}

function compareItemsOf([single, batch]: readonly Row[]): void {
  console.log(`the hub takes ${(batch!.rps / single!.rps).toFixed(1)} x as many statuses a second in batches`);
}

function save(file: string | undefined, bench: string, rows: readonly unknown[]): void {
  if (file !== undefined) writeFileSync(file, `${JSON.stringify({ bench, rows }, null, 2)}\n`);
}

function positive(text: string): number {
  const number = Number(text);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new InvalidArgumentError("a number above zero");
}

const positives = (text: string): number[] => text.split(",").map(positive);

function describe(program: Command, name: string): Command {
  return program
    .command(name)
    .option("--rounds <number>", "rounds, each with every server in turn", positive, 5)
    .option("--json <file>", "write the figures there");
}

const program = new Command("bench").description("measures the hub against its peers, all in one run");
for (const bench of BENCHES) {
  describe(program, bench.name)
    .option("--seconds <number>", "how long each is measured in a round", positive, 5)
    .option("--warm-up <number>", "seconds before each measuring", positive, 2)
    .option("--disputes <number>", "disputes in the database", positive, bench.disputes)
    .option("--servers <names>", "who takes part", (text) => text.split(","), [...bench.servers])
    .option("--fresh", "fill the database anew", false)
    .option("--profile <folder>", "leave a CPU profile of the hub there")
    .action((flags: Flags) => runBench(bench, flags));
}
describe(program, "scale")
  .option("--seconds <number>", "how long each is measured in a round", positive, 5)
  .option("--warm-up <number>", "seconds before each measuring", positive, 2)
  .option("--first-warm-up <number>", "seconds before the first, so that a hub at work is measured", positive, 10)
  .option("--disputes <numbers>", "sizes, smallest first", positives, [...SIZES])
  .action(async (flags: Omit<Flags, "disputes"> & { disputes: readonly number[]; firstWarmUp: number }) => {
    makeReady(false);
    const { rounds, seconds, warmUp: warmUpSeconds, firstWarmUp } = flags;
    const wish = { rounds, seconds, warmUpSeconds, firstWarmUpSeconds: Math.max(firstWarmUp, warmUpSeconds) };
    save(flags.json, "scale", await runScale(flags.disputes, wish));
  });
describe(program, "lean")
  .option("--seconds <number>", "how long each is measured in a round", positive, 5)
  .option("--warm-up <number>", "seconds before each measuring", positive, 2)
  .option("--disputes <number>", "disputes in the database", positive, 50_000)
  .option("--only <names>", "what is measured", (text) => text.split(","), [...LEAN_PARTS])
  .action(async (flags: Flags & { only: readonly string[] }) => {
    makeReady(true);
    const { rounds, seconds, warmUp: warmUpSeconds } = flags;
    save(flags.json, "lean", await runLean(flags.disputes, flags.only, { rounds, seconds, warmUpSeconds }));
  });
describe(program, "start")
  .option("--disputes <number>", "disputes in the database", positive, 50_000)
  .action(async ({ disputes, rounds, json }: Flags) => {
    makeReady(false);
    save(json, "start", await runStart(disputes, rounds));
  });
describe(program, "backtest")
  .option("--disputes <number>", "disputes in the database", positive, BACKTEST_DISPUTES)
  .action(async ({ disputes, rounds, json }: Flags) => {
    makeReady(false);
    save(json, "backtest", await runBacktest(disputes, rounds));
  });

endWhenTold();
program.parseAsync().catch((error: unknown) => endBench(1, error));
