import { join } from "node:path";
import { Pool } from "pg";
import { createCryptoProvider, loadOrCreateMasterKey } from "../../src/platform/crypto";
import type { Bench, Inside, Scenario } from "../benches/bench";
import { Tokens } from "../benches/tokens";
import type { Ground } from "../ground/cluster";
import { startServer, type Server, type ServerName, type Start } from "../ground/servers";
import { Load } from "../load/load";
import { runRounds, type RoundsWish } from "./rounds";
import { printRatios, printTable, toRows, type Row } from "./table";

type Wish = Omit<RoundsWish, "postmaster">;

/** What one bench has to be run with, and is closed with again. */
export class Stage {
  private constructor(
    readonly inside: Inside,
    readonly servers: readonly Server[],
    private readonly load: Load,
  ) {}

  static async open(ground: Ground, wanted: readonly (ServerName | Start)[], profileDir?: string): Promise<Stage> {
    const masterKey = loadOrCreateMasterKey(join(ground.hubDir, "master.key"));
    const pool = new Pool({ connectionString: ground.url, max: 2 });
    // A connection that ends while nobody uses it is told of here; whoever needs one next is told again.
    pool.on("error", () => {});
    const crypto = createCryptoProvider({ masterKey });
    const servers: Server[] = [];
    try {
      for (const one of wanted) servers.push(await startServer(one, ground, profileDir));
      const inside = { ground, pool, crypto, tokens: await Tokens.open(ground.hubDir) };
      return new Stage(inside, servers, Load.start());
    } catch (error) {
      for (const server of servers) await server.stop();
      await pool.end();
      throw error;
    }
  }

  /** Compares, measures and prints. */
  async run(bench: Pick<Bench, "name" | "takesTurns" | "scenarios">, wish: Wish): Promise<Row[]> {
    const scenarios = await bench.scenarios(this.inside);
    if (bench.takesTurns) return this.measure(scenarios, wish, bench.name);
    const rows: Row[] = [];
    for (const scenario of scenarios) rows.push(...(await this.measure([scenario], wish, scenario.name)));
    return rows;
  }

  async close(): Promise<void> {
    await this.load.stop();
    await this.inside.pool.end();
    for (const server of this.servers) await server.stop();
  }

  private async measure(scenarios: readonly Scenario[], wish: Wish, title: string): Promise<Row[]> {
    for (const scenario of scenarios) console.log(`${scenario.name}: ${await scenario.compare(this.servers)}`);
    const lanes = scenarios.flatMap((scenario) => this.servers.map((server) => ({ scenario, server })));
    const measured = await runRounds(this.load, lanes, { ...wish, postmaster: this.inside.ground.postmaster });
    const rows = toRows(measured);
    const { connections } = scenarios[0]!;
    const how = `${connections} connections, ${wish.rounds} rounds of ${wish.seconds} s`;
    printTable(`${title}, ${how}`, rows, ({ name, scenario }) => (scenarios.length > 1 ? scenario : name));
    if (scenarios.length === 1) printRatios(rows);
    return rows;
  }
}
