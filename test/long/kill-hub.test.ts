import { setTimeout as pause } from "node:timers/promises";
import { createTestDatabase, type FreshDatabase } from "../support/fresh-database";
import { removeDataDir } from "../../src/platform/embedded-place";
import { eventually } from "../support/eventually";
import { startHubProcess, type HubProcess } from "../support/hub-process";
import { ownDataDir } from "../support/own-server";
import { Load } from "../support/load";

const KILLS = Number(process.env.KILLS ?? 20);

let database: FreshDatabase | undefined;
let hub: HubProcess | undefined;
let load: Load | undefined;
const dataDir = ownDataDir("kill-hub");

afterEach(async () => {
  load?.abandon();
  await hub?.kill();
  await database?.drop();
  removeDataDir(dataDir);
});

/** Kills the hub under load and starts it again, as a service manager does. */
async function killAndRestart(load: Load, options: Parameters<typeof startHubProcess>[0]): Promise<number> {
  const before = load.acknowledged;
  await eventually("the writers are at work", () => load.acknowledged >= before + 30, 60_000);
  await pause(700 + Math.random() * 800);
  await hub!.kill();
  const killedAt = performance.now();
  hub = await startHubProcess(options);
  load.moveTo(hub);
  const atStart = load.acknowledged;
  await eventually("writing goes on", () => load.acknowledged > atStart, 60_000);
  return performance.now() - killedAt;
}

test.each([
  ["on a database of others", true],
  ["with the database it started itself", false],
])(`a hub that is killed ${KILLS} times under load, %s, has every confirmed write once`, async (_where, isForeign) => {
  database = isForeign ? await createTestDatabase() : undefined;
  const options = { dataDir, ...(database && { databaseUrl: database.url }) };
  hub = await startHubProcess(options);
  load = await Load.start(hub, 16);
  const times: number[] = [];
  for (let kill = 0; kill < KILLS; kill++) times.push(await killAndRestart(load, options));
  await load.stop();
  const findings = await load.audit();
  const { lost, twice, unheard } = findings;
  console.info(
    `${KILLS} kills of the hub, ${findings.acknowledged} confirmed writes, ${load.client.unknowns} tries without an answer, ` +
      `${lost.length} lost, ${twice.length} twice, ${unheard.length} unheard; a new one answers after ${Math.round(Math.max(...times))} ms at most`,
  );
  expect(findings).toMatchObject({ lost: [], twice: [], unheard: [], broken: [] });
});
