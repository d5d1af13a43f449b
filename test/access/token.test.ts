import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TokenDesk } from "../../src/access/token";
import { TestClock } from "../support/hub";

const folder = mkdtempSync(join(tmpdir(), "token-test-"));
const clock = new TestClock();
const clerk = { role: "WINDOW_CLERK", subject: "clerk", regionCode: "330482", agency: null } as const;
let desk: TokenDesk;
beforeAll(async () => void (desk = await TokenDesk.open(join(folder, "token.key"), clock)));
afterAll(() => rmSync(folder, { recursive: true }));

test("a token that was good is refused once it has ended, however often it was shown before", async () => {
  const token = await desk.issue(clerk, 10);
  await expect(desk.verify(token)).resolves.toMatchObject({ subject: "clerk" });
  clock.pass(10 * 60_000 + 29_000);
  await expect(desk.verify(token)).resolves.toMatchObject({ subject: "clerk" });
  clock.pass(2_000);
  await expect(desk.verify(token)).rejects.toThrow("token refused");
  await expect(desk.verify(token)).rejects.toThrow("token refused");
});

test("a changed token is refused, also beside the good one it was made of", async () => {
  const token = await desk.issue(clerk);
  await desk.verify(token);
  const [head, body, signature] = token.split(".") as [string, string, string];
  const claims = JSON.parse(Buffer.from(body, "base64url").toString()) as object;
  const raised = Buffer.from(JSON.stringify({ ...claims, role: "SUPERVISOR" })).toString("base64url");
  await expect(desk.verify(`${head}.${raised}.${signature}`)).rejects.toThrow("token refused");
});
