import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { sendNotice } from "../../src/calendar-command";
import type { YearNotice } from "../../src/deadlines/calendar.rules";
import { HubClient } from "../../src/demo/hub-client";
import { removeDataDir } from "../../src/platform/embedded-place";
import { forkScript } from "../support/child-script";
import { startHubProcess, type HubProcess } from "../support/hub-process";
import { aNotice } from "../support/notices";
import { ownDataDir } from "../support/own-server";

const MAIN = join(__dirname, "../../src/main.ts");
const dataDir = ownDataDir("calendar");
let folder: string;
let hub: HubProcess;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "notice-"));
  hub = await startHubProcess({ dataDir, forgetful: true });
}, 60_000);
afterAll(async () => {
  await hub.stop();
  removeDataDir(dataDir);
  rmSync(folder, { recursive: true });
});

const portOf = (url: string) => new URL(url).port;

/** `calendar load` beside the hub, as an operator types it. */
async function load(notice: YearNotice, port = portOf(hub.url)): Promise<{ code: unknown; said: string }> {
  const file = join(folder, "notice.json");
  writeFileSync(file, JSON.stringify(notice));
  const env = { HUB_DATA_DIR: dataDir, PORT: port, DATABASE_URL: "" };
  const child = forkScript(MAIN, ["calendar", "load", file], { env, silent: true });
  const [out, err, [code]] = await Promise.all([text(child.stdout!), text(child.stderr!), once(child, "exit")]);
  return { code, said: `${out}${err}` };
}

test("the embedded database belongs to the hub that runs, which loads the notice for the operator", async () => {
  const notice = aNotice(2050);
  expect(await load(notice)).toEqual({ code: 0, said: expect.stringContaining("已由运行中的枢纽装入") });
  const client = new HubClient({ url: hub.url, token: await hub.token("supervisor") });
  expect(await sendNotice(client, notice)).toContain("与现行通知相同,没有改动");
  const wrong = { ...notice, days: notice.days.slice(1) };
  await expect(sendNotice(client, wrong)).rejects.toThrow("缺少法定节日 元旦(2050-01-01),请核对通知。");
}, 60_000);

test("a hub that listens elsewhere is told as such", async () => {
  const silent = createServer((_request, response) => void response.writeHead(404).end("{}"));
  await once(silent.listen(0, "127.0.0.1"), "listening");
  const { code, said } = await load(aNotice(2051), String((silent.address() as AddressInfo).port));
  silent.close();
  expect(code).toBe(1);
  expect(said).toMatch(/HUB_UNREACHABLE.*PORT/);
}, 60_000);
