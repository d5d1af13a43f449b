import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { accountPage } from "../../src/demo/account-page";
import { runDemo, type DemoOutcome } from "../../src/demo/demo";
import { openTestHub, type TestHub } from "../support/hub";

const dir = mkdtempSync(join(tmpdir(), "demo-"));
const { NODE_OPTIONS } = process.env;
let hub: TestHub;

beforeAll(async () => {
  hub = await openTestHub();
  // The clients are processes of their own, and here they have to be compiled as they are read.
  process.env["NODE_OPTIONS"] = `-r ${require.resolve("@swc-node/register")}`;
  process.env["SWC_NODE_PROJECT"] = join(__dirname, "../../tsconfig.json");
});
afterAll(async () => {
  if (NODE_OPTIONS === undefined) delete process.env["NODE_OPTIONS"];
  else process.env["NODE_OPTIONS"] = NODE_OPTIONS;
  await hub.close();
  rmSync(dir, { recursive: true });
});

async function run(url: string): Promise<DemoOutcome> {
  const out = new PassThrough() as unknown as NodeJS.WriteStream;
  return runDemo({ size: { submissions: 60, seed: 11 }, url, tokenFor: (user) => hub.token(user), dir, out });
}

test("desk and eight agencies, each a process with habits of its own, work through sixty submissions; nothing is lost or doubled", async () => {
  const url = await hub.listen();
  const { account, observations } = await run(url);
  if (!account.isBalanced) throw new Error(accountPage(account));
  expect(account.rows.find(({ kind, under }) => kind === "SUBMISSION" && under === null)).toMatchObject({
    plan: 60,
    clients: 60,
    hub: 60,
  });
  // The one that is killed in the middle of a deed came back and did not do it twice.
  expect(observations.restarts).toBe(1);

  await expect(run(url)).rejects.toThrow("the hub is not empty");
  // Ten processes and their database share the machine with the tests beside this one.
}, 180_000);
