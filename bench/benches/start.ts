import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { openGround } from "../ground/cluster";
import { startServer } from "../ground/servers";
import { Stage } from "../report/measure";
import { note } from "../report/rounds";
import { median, print } from "../report/table";
import { ask } from "./compare";
import { historyRequests } from "./history";

interface StartRow {
  readonly name: string;
  readonly ms: number;
  readonly least: number;
  readonly most: number;
}

/**
 * From the command to the first citizen's history, on a database that is there already: once as `npm start` does it, with
 * the embedded database started along with the hub, and once with the database up before, which is the hub's own part.
 */
export async function runStart(disputes: number, rounds: number): Promise<StartRow[]> {
  const ground = await openGround({ disputes, fresh: false });
  const stage = await Stage.open(ground, []);
  const [request] = await historyRequests(stage.inside);
  const alone: number[] = [];
  const whole: number[] = [];
  try {
    for (let round = 0; round < rounds; round++) alone.push(await timeStart(ground, request!));
  } finally {
    await stage.close();
    await ground.stop();
  }
  // As if the hub had made the database itself: its keys lie beside it.
  const own = { ...ground, hubDir: ground.place, url: "" };
  for (const key of ["master.key", "token.key"]) {
    if (!existsSync(join(own.hubDir, key))) copyFileSync(join(ground.hubDir, key), join(own.hubDir, key));
  }
  for (let round = 0; round < rounds; round++) whole.push(await timeStart(own, request!));
  const rows = [toRow("hub with its embedded database", whole), toRow("hub alone, its database up", alone)];
  print(
    `start to the first answer, ${disputes} disputes, ${rounds} rounds`,
    ["", "ms", "min-max"],
    ({ name, ms, least, most }) => [name, ms.toFixed(0), `${least.toFixed(0)}-${most.toFixed(0)}`],
    rows,
  );
  return rows;
}

async function timeStart(ground: Parameters<typeof startServer>[1], request: Parameters<typeof ask>[1]) {
  const begunAt = performance.now();
  const server = await startServer("hub", ground);
  try {
    await ask(server, request);
    const took = performance.now() - begunAt;
    note(`first answer after ${took.toFixed(0)} ms`);
    return took;
  } finally {
    await server.stop();
  }
}

function toRow(name: string, times: readonly number[]): StartRow {
  return { name, ms: median(times), least: Math.min(...times), most: Math.max(...times) };
}
