import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { endScript, forkScript } from "../support/child-script";
import { ownDataDir } from "../support/own-server";
import { removeDataDir } from "../../src/platform/embedded-place";

const MAIN = join(__dirname, "../../src/main.ts");
const folder = ownDataDir("demo");
afterAll(() => removeDataDir(folder));

/** The account that a demo of its own hub writes, as text, once it has found it balanced. */
async function accountOf(name: string, ...flags: string[]): Promise<string> {
  const json = `${folder}-${name}.json`;
  const child = forkScript(MAIN, ["demo", "--submissions", "2000", "--seed", "1", "--json", json, ...flags], {
    env: { ...process.env, HUB_DATA_DIR: folder },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  try {
    const [code] = (await once(child, "exit")) as [number | null];
    expect(code).toBe(0);
    return readFileSync(json, "utf8");
  } finally {
    await endScript(child);
    rmSync(json, { force: true });
  }
}

test("two thousand submissions balance to the item, the same seed gives the same account, and so it does when the hub is killed in the middle", async () => {
  const account = await accountOf("first");
  expect(JSON.parse(account)).toMatchObject({ submissions: 2_000, isBalanced: true, lost: 0, doubled: 0 });
  expect(await accountOf("second")).toBe(account);
  expect(await accountOf("killed", "--kill-hub")).toBe(account);
});
