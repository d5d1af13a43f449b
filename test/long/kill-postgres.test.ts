import { setTimeout as pause } from "node:timers/promises";
import { removeDataDir } from "../../src/platform/embedded-place";
import { eventually } from "../support/eventually";
import { startHubProcess, type HubProcess } from "../support/hub-process";
import { ownDataDir } from "../support/own-server";
import { Load, type Findings } from "../support/load";

const WRITERS = 16;
const KILLS = Number(process.env.KILLS ?? 20);
/** Each kill of a forgetful server loses something nearly always; more rounds than this would mean the test is blind. */
const MOST_CONTROL_KILLS = 10;

let hub: HubProcess | undefined;
let load: Load | undefined;
let dataDir: string;

async function startHub(name: string, forgetful: boolean): Promise<HubProcess> {
  dataDir = ownDataDir(name);
  hub = await startHubProcess({ dataDir, forgetful });
  return hub;
}

afterEach(async () => {
  load?.abandon();
  await hub?.stop();
  removeDataDir(dataDir);
});

/** Kills the server in the middle of the writing. @returns how long it took until the next write was confirmed */
async function killOnce(running: HubProcess, load: Load): Promise<number> {
  const before = load.acknowledged;
  await eventually("the writers are at work", () => load.acknowledged >= before + 30, 60_000);
  await pause(700 + Math.random() * 800);
  await running.killServer();
  const [killedAt, atKill] = [performance.now(), load.acknowledged];
  await eventually("writing goes on", () => load.acknowledged > atKill + WRITERS, 60_000);
  return performance.now() - killedAt;
}

function tell(
  title: string,
  kills: number,
  load: Load,
  { lost, twice, unheard, acknowledged }: Findings,
  times: number[],
): void {
  const sorted = times.map(Math.round).sort((a, b) => a - b);
  console.info(
    `${title}: ${kills} kills, ${acknowledged} confirmed writes, ${load.client.unknowns} tries without an answer, ` +
      `${lost.length} lost, ${twice.length} twice, ${unheard.length} unheard; back at work after ` +
      `${sorted[Math.floor(sorted.length / 2)]} ms (median), ${sorted.at(-1)} ms (longest)`,
  );
}

test(`the hub lives through ${KILLS} kills of its database under load, and every confirmed write is there once`, async () => {
  const running = await startHub("kill-database", false);
  load = await Load.start(running, WRITERS);
  const times: number[] = [];
  for (let kill = 0; kill < KILLS; kill++) times.push(await killOnce(running, load));
  await load.stop();
  const findings = await load.audit();
  tell("synchronous_commit=on", KILLS, load, findings, times);
  expect(findings).toMatchObject({ lost: [], twice: [], unheard: [], broken: [] });
  expect(load.heldInstead).toBe(0);
  expect(load.acknowledged).toBeGreaterThan(KILLS * 50);
  const { pid, exitCode, signalCode } = running.child;
  expect({ pid, exitCode, signalCode }).toEqual({ pid: running.pid, exitCode: null, signalCode: null });
});

test("a server that confirms before it writes does lose confirmed writes, so the test above can see loss", async () => {
  const running = await startHub("kill-forgetful", true);
  load = await Load.start(running, WRITERS);
  const times: number[] = [];
  let findings: Findings | undefined;
  while (times.length < MOST_CONTROL_KILLS && !findings?.lost.length) {
    times.push(await killOnce(running, load));
    findings = await load.audit();
  }
  await load.stop();
  tell("synchronous_commit=off", times.length, load, findings!, times);
  expect(findings!.lost.length).toBeGreaterThan(0);
});
