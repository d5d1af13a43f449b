import { Client } from "pg";
import { openDatabase, type Database } from "../../src/platform/database";
import type { EmbeddedServer } from "../../src/platform/embedded";
import { checkStandby } from "../../src/platform/migrate";
import { eventually } from "../support/eventually";
import { startOwnServer, stopOwnServer } from "../support/own-server";

let server: EmbeddedServer | undefined;
let database: Database | undefined;

beforeAll(async () => {
  server = await startOwnServer("standby", { durable: true });
  database = await openDatabase({ url: server.url, poolSize: 1, queryTimeoutMs: 300 });
});

afterAll(async () => {
  await waitForStandby("");
  await database?.close();
  await stopOwnServer(server, "standby");
});

async function waitForStandby(names: string): Promise<void> {
  const admin = new Client({ connectionString: server!.adminUrl });
  await admin.connect();
  await admin.query(`set synchronous_commit = local`);
  await admin.query(`alter system set synchronous_standby_names = '${names}'`);
  await admin.query("select pg_reload_conf()");
  await admin.end();
}

const write = (text: string) => database!.inTransaction((tx) => tx.query("insert into note values ($1)", [text]));

/** The processes of the server read a changed setting each in their own time. */
async function comesTo(ask: () => Promise<unknown>, expected: unknown): Promise<void> {
  let outcome: unknown;
  await eventually("the server has read its settings", async () => {
    outcome = await ask().catch((error: unknown) => error);
    return Array.isArray(expected) === !(outcome instanceof Error) && outcome !== undefined;
  });
  if (Array.isArray(expected)) expect(outcome).toEqual(expected);
  else expect(outcome).toMatchObject(expected as object);
}

test("H10: a server that waits for a standby nobody has is refused at the start, and a write to it is answered, not hung", async () => {
  await expect(checkStandby(database!)).resolves.toBeUndefined();
  await database!.query("create table note (text text)");

  await waitForStandby("gone");
  await comesTo(() => checkStandby(database!), { code: "DATABASE_STANDBY_MISSING" });
  await comesTo(() => write("written"), { name: "OutcomeUnknown" });

  await waitForStandby("");
  await comesTo(() => write("again"), []);
});
