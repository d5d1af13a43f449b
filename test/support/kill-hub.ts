import { setTimeout as pause } from "node:timers/promises";
import { removeDataDir } from "../../src/platform/embedded-place";
import { eventually } from "./eventually";
import { createTestDatabase } from "./fresh-database";
import { startHubProcess } from "./hub-process";
import { Load, type Findings } from "./load";
import { ownDataDir } from "./own-server";

export interface KillPlan {
  /** Of the data folder; two tests that run side by side need two. */
  readonly name: string;
  readonly kills: number;
  /** Whether the hub works on a database of others or starts its own. */
  readonly isForeign: boolean;
}

/** Kills a hub under load again and again, and starts it again each time, as a service manager does. */
export async function killHubUnderLoad({ name, kills, isForeign }: KillPlan): Promise<Findings> {
  const database = isForeign ? await createTestDatabase() : undefined;
  const dataDir = ownDataDir(name);
  const options = { dataDir, ...(database && { databaseUrl: database.url }) };
  let hub = await startHubProcess(options);
  const load = await Load.start(hub, 16);
  try {
    const times: number[] = [];
    for (let kill = 0; kill < kills; kill++) {
      const before = load.acknowledged;
      await eventually("the writers are at work", () => load.acknowledged >= before + 30, 60_000);
      await pause(700 + Math.random() * 800);
      await hub.kill();
      const killedAt = performance.now();
      hub = await startHubProcess(options);
      load.moveTo(hub);
      const atStart = load.acknowledged;
      await eventually("writing goes on", () => load.acknowledged > atStart, 60_000);
      times.push(performance.now() - killedAt);
    }
    await load.stop();
    const findings = await load.audit();
    const { acknowledged, lost, twice, unheard } = findings;
    console.info(
      `${kills} kills of the hub, ${acknowledged} confirmed writes, ${load.client.unknowns} tries without an answer, ` +
        `${lost.length} lost, ${twice.length} twice, ${unheard.length} unheard; a new one answers after ${Math.round(Math.max(...times))} ms at most`,
    );
    return findings;
  } finally {
    load.abandon();
    await hub.stop();
    await database?.drop();
    removeDataDir(dataDir);
  }
}
