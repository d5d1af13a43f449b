import { setTimeout as pause } from "node:timers/promises";
import { openDatabase, type Database } from "../../src/platform/database";
import { DatabaseUnavailable, OutcomeUnknown } from "../../src/platform/pg-errors";
import type { EmbeddedServer } from "../../src/platform/embedded";
import { eventually } from "../support/eventually";
import { startOwnServer, stopOwnServer } from "../support/own-server";

const NAME = "killed";
let server: EmbeddedServer;
let database: Database;

beforeAll(async () => {
  server = await startOwnServer(NAME, { durable: true });
  database = await openDatabase({ url: server.url, poolSize: 4 });
  await database.query("create table receipt (writer int, number int, primary key (writer, number))");
});

beforeEach(async () => {
  await eventually("the server is there", answers);
  await database.query("truncate receipt");
});

afterAll(async () => {
  await database.close();
  await stopOwnServer(server, NAME);
});

const answers = () =>
  database.query("select 1").then(
    () => true,
    () => false,
  );

function unanswered(error: unknown): error is DatabaseUnavailable | OutcomeUnknown {
  return error instanceof DatabaseUnavailable || error instanceof OutcomeUnknown;
}

test("H11: the server is killed under connections that are checked out, idle and in TypeORM's hands, and the hub lives", async () => {
  const runner = database.dataSource.createQueryRunner();
  await runner.connect();
  const held = database.inTransaction(async (tx) => {
    await tx.query("insert into receipt values (1, 0)");
    await answers();
    const busy = runner.query("select pg_sleep(10)");
    process.kill(server.pid, "SIGKILL");
    await expect(busy).rejects.toThrow();
    // A session outlives its server by a moment, so work can go on a little before it notices.
    for (let number = 1; ; number++) await tx.query("insert into receipt values (1, $1)", [number]);
  });
  await expect(held).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE", reason: "UNREACHABLE" });
  await runner.release();
  await eventually("the pool works again", answers);
  expect(await database.query("select * from receipt")).toEqual([]);
  const { total, idle, waiting } = database.health();
  expect({ idle, waiting }).toEqual({ idle: total, waiting: 0 });
});

test("H11: one session ended by an operator fails its own caller only", async () => {
  const ended = database.inTransaction(async (tx) => {
    const [{ pid }] = (await tx.query("select pg_backend_pid() as pid")) as [{ pid: number }];
    await database.query("select pg_terminate_backend($1)", [pid]);
    return tx.query("select 1");
  });
  await expect(ended).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE", reason: "UNREACHABLE" });
  expect(await answers()).toBe(true);
});

test("H11: the connection of an ended session is not handed to the next caller", async () => {
  const narrow = await openDatabase({ url: server.url, poolSize: 1 });
  for (let round = 0; round < 5; round++) {
    const ended = narrow.query("select pg_terminate_backend(pg_backend_pid())");
    await expect(ended).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
    expect(await narrow.query("select 1 as one")).toEqual([{ one: 1 }]);
  }
  await narrow.close();
});

test("C3: killed under load three times, no receipt that was handed out is missing", async () => {
  const writers = startWriters(4);
  for (let round = 0; round < 3; round++) {
    const before = writers.acknowledged();
    await eventually("writing goes on", () => writers.acknowledged() >= before + 50);
    const killed = server.pid;
    process.kill(killed, "SIGKILL");
    await eventually("a new server answers", async () => server.pid !== killed && (await answers()));
  }
  const handedOut = await writers.stop();
  const kept = await database.query<{ writer: number; number: number }>("select * from receipt");
  const keptKeys = new Set(kept.map(({ writer, number }) => `${writer}/${number}`));
  expect(handedOut.filter((key) => !keptKeys.has(key))).toEqual([]);
  expect(handedOut.length).toBeGreaterThan(150);
});

/** Each writes receipt after receipt, again with the same number when it did not hear whether the last one was kept. */
function startWriters(count: number) {
  const handedOut: string[] = [];
  let isStopping = false;
  const write = async (writer: number) => {
    for (let number = 1; !isStopping;) {
      try {
        await database.inTransaction((tx) =>
          tx.query("insert into receipt values ($1, $2) on conflict do nothing", [writer, number]),
        );
        handedOut.push(`${writer}/${number}`);
        number++;
      } catch (error) {
        if (!unanswered(error)) throw error;
        await pause(5);
      }
    }
  };
  const running = Promise.all(Array.from({ length: count }, (_, writer) => write(writer)));
  return {
    acknowledged: () => handedOut.length,
    async stop() {
      isStopping = true;
      await running;
      return handedOut;
    },
  };
}

test.each([
  ["fast", "SIGINT"],
  ["immediate", "SIGQUIT"],
] as const)(
  "C5: a %s restart is answered as unavailable while it lasts, and work goes on within five seconds",
  async (_mode, signal) => {
    const before = server.pid;
    const caught = database.query("select pg_sleep(10)").catch((error: unknown) => error);
    await eventually("the query runs", () =>
      database
        .query("select from pg_stat_activity where query = 'select pg_sleep(10)' and state = 'active'")
        .then((rows) => rows.length === 1),
    );
    process.kill(before, signal);
    expect(await caught).toMatchObject({ code: "DATABASE_UNAVAILABLE", isRetryable: true });
    await eventually("the new server answers", async () => (await answers()) && server.pid !== before, 5_000);
  },
);

test("C5: a smart shutdown refuses new sessions and lets open ones finish; then the server is back", async () => {
  const before = server.pid;
  await database.inTransaction(async (tx) => {
    process.kill(before, "SIGTERM");
    await eventually("new sessions are refused", () =>
      openDatabase({ url: server.url, poolSize: 1, startTimeoutMs: 0 }).then(
        (other) => other.close().then(() => false),
        (error: unknown) => (error as { code: string }).code === "DATABASE_UNREACHABLE",
      ),
    );
    await tx.query("insert into receipt values (9, 9)");
  });
  expect(await database.query("select number from receipt")).toEqual([{ number: 9 }]);
  // Smart shutdown waits for the pool's idle sessions too; whoever is in a hurry asks for a fast one.
  process.kill(before, "SIGINT");
  await eventually("the new server answers", async () => server.pid !== before && (await answers()), 5_000);
});
