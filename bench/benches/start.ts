import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { openGround, type Ground } from "../ground/cluster";
import { startServer } from "../ground/servers";
import type { Request } from "../load/load";
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
  const alone: number[] = [];
  const whole: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const ground = await openGround({ disputes, fresh: false });
    const { took, request } = await besideItsDatabase(ground);
    alone.push(took);
    whole.push(await timeStart(asItsOwn(ground), request));
  }
  const rows = [toRow("hub with its embedded database", whole), toRow("hub alone, its database up", alone)];
  print(
    `start to the first answer, ${disputes} disputes, ${rounds} rounds`,
    ["", "ms", "min-max"],
    ({ name, ms, least, most }) => [name, ms.toFixed(0), `${least.toFixed(0)}-${most.toFixed(0)}`],
    rows,
  );
  return rows;
}

async function besideItsDatabase(ground: Ground): Promise<{ took: number; request: Request }> {
  const stage = await Stage.open(ground, []);
  try {
    const [request] = await historyRequests(stage.inside);
    return { took: await timeStart(ground, request!), request: request! };
  } finally {
    await stage.close();
    await ground.stop();
  }
}

/** As if the hub had made the database itself: its keys lie beside it. */
function asItsOwn({ place, hubDir }: Ground): Pick<Ground, "url" | "hubDir"> {
  for (const key of ["master.key", "token.key"]) {
    if (!existsSync(join(place, key))) copyFileSync(join(hubDir, key), join(place, key));
  }
  return { url: "", hubDir: place };
}

async function timeStart(ground: Pick<Ground, "url" | "hubDir">, request: Request) {
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
