import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { Pool } from "pg";
import { createCryptoProvider, loadOrCreateMasterKey } from "../src/platform/crypto";
import { disputeBench } from "./benches/dispute";
import { changesBench, searchBench } from "./benches/lists";
import { historyBench } from "./benches/history";
import { batchBench, writeBench } from "./benches/status";
import { worklistBench } from "./benches/worklist";
import type { Bench, Inside } from "./benches/bench";
import { Tokens } from "./benches/tokens";
import { openGround, type Ground } from "./ground/cluster";
import { makeReady } from "./ground/install";
import { startServer, type Server, type ServerName } from "./ground/servers";
import { Load } from "./load/load";
import { runRounds } from "./report/rounds";
import { printRatios, printTable, toRows, type Row } from "./report/table";

const BENCHES: readonly Bench[] = [
  historyBench,
  disputeBench,
  worklistBench,
  searchBench,
  writeBench,
  batchBench,
  changesBench,
];

interface Flags {
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUp: number;
  readonly disputes?: number;
  readonly servers?: string;
  readonly fresh: boolean;
  readonly json?: string;
}

async function runBench(bench: Bench, flags: Flags): Promise<void> {
  const names = flags.servers ? (flags.servers.split(",") as ServerName[]) : bench.servers;
  makeReady(names.some((name) => name !== "hub" && name !== "floor"));
  const ground = await openGround({ disputes: flags.disputes ?? bench.disputes, fresh: flags.fresh });
  const servers: Server[] = [];
  const load = Load.start();
  const pool = new Pool({ connectionString: ground.url, max: 2 });
  try {
    for (const name of names) servers.push(await startServer(name, ground));
    const inside = await lookInside(ground, pool);
    const rows: Row[] = [];
    for (const scenario of await bench.scenarios(inside)) {
      console.log(`${scenario.name}: ${await scenario.compare(servers)}`);
      const measured = await runRounds(load, scenario, servers, {
        rounds: flags.rounds,
        seconds: flags.seconds,
        warmUpSeconds: flags.warmUp,
        postmaster: ground.postmaster,
      });
      const found = toRows(scenario.name, measured);
      printTable(
        `${scenario.name}, ${scenario.connections} connections, ${flags.rounds} rounds of ${flags.seconds} s`,
        found,
      );
      printRatios(found);
      rows.push(...found);
    }
    if (flags.json) writeFileSync(flags.json, `${JSON.stringify({ bench: bench.name, rows }, null, 2)}\n`);
  } finally {
    load.stop();
    await pool.end();
    for (const server of servers) await server.stop();
    await ground.stop();
  }
}

async function lookInside(ground: Ground, pool: Pool): Promise<Inside> {
  const masterKey = loadOrCreateMasterKey(join(ground.hubDir, "master.key"));
  return { ground, pool, crypto: createCryptoProvider({ masterKey }), tokens: await Tokens.open(ground.hubDir) };
}

function positive(text: string): number {
  const number = Number(text);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new InvalidArgumentError("a number above zero");
}

const program = new Command("bench").description("measures the hub against its peers, all in one run");
for (const bench of BENCHES) {
  program
    .command(bench.name)
    .option("--rounds <number>", "rounds, each with every server in turn", positive, 5)
    .option("--seconds <number>", "how long each is measured in a round", positive, 5)
    .option("--warm-up <number>", "seconds before each measuring", positive, 2)
    .option("--disputes <number>", `disputes in the database (default: ${bench.disputes})`, positive)
    .option("--servers <names>", `of ${bench.servers.join(",")}`)
    .option("--fresh", "fill the database anew", false)
    .option("--json <file>", "write the figures there")
    .action((flags: Flags) => runBench(bench, flags));
}

program.parseAsync().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
