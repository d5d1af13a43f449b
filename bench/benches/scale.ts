import { openGround } from "../ground/cluster";
import { Stage } from "../report/measure";
import type { RoundsWish } from "../report/rounds";
import { print, type Row } from "../report/table";
import type { Bench, Scenario } from "./bench";
import { historyBench } from "./history";
import { shortSearchBench } from "./lists";
import { writeBench } from "./status";
import { shortWorklistBench } from "./worklist";

export const SIZES = [50_000, 500_000, 5_000_000];
const PARTS: readonly Bench[] = [historyBench, shortWorklistBench, shortSearchBench, writeBench];
/** Few, so that it is the time of an answer that is measured and not the length of a queue. */
const CONNECTIONS = 4;

interface SizedRow extends Row {
  readonly disputes: number;
}

/** The same benches in ever larger databases: what a page or a status costs must not follow the number of all there are. */
export async function runScale(
  sizes: readonly number[],
  wish: Pick<RoundsWish, "rounds" | "seconds" | "warmUpSeconds" | "firstWarmUpSeconds">,
): Promise<SizedRow[]> {
  const rows: SizedRow[] = [];
  for (const disputes of sizes) {
    const ground = await openGround({ disputes, fresh: false });
    try {
      const stage = await Stage.open(ground, ["hub", "floor"]);
      try {
        console.log(`\n${disputes} disputes`);
        for (const bench of PARTS) {
          const found = await stage.run(withFewConnections(bench), wish);
          rows.push(...found.map((row) => ({ ...row, scenario: sameName(row.scenario), disputes })));
        }
      } finally {
        await stage.close();
      }
    } finally {
      await ground.stop();
    }
  }
  printScale(sizes, rows);
  return rows;
}

function withFewConnections(bench: Bench): Bench {
  return {
    ...bench,
    scenarios: async (inside) => (await bench.scenarios(inside)).map(slowed),
  };
  function slowed(scenario: Scenario): Scenario {
    return { ...scenario, connections: CONNECTIONS };
  }
}

/** How far the far page is depends on the size. */
const sameName = (scenario: string): string => scenario.replace(/page (?!1$)\d+/, "far page");

function printScale(sizes: readonly number[], rows: readonly SizedRow[]): void {
  const names = [...new Set(rows.map(({ scenario, name }) => `${scenario}: ${name}`))];
  const heads = ["p50 ms", ...sizes.map(String), ...sizes.slice(1).map((size) => `${size}/${sizes[0]}`)];
  print(
    `p50 at ${CONNECTIONS} connections by disputes in the database`,
    heads,
    (name) => {
      const times = sizes.map(
        (size) =>
          rows.find((row) => row.disputes === size && `${row.scenario}: ${row.name}` === name)?.p50 ?? Number.NaN,
      );
      return [
        name,
        ...times.map((time) => time.toFixed(2)),
        ...times.slice(1).map((time) => (time / times[0]!).toFixed(2)),
      ];
    },
    names,
  );
}
