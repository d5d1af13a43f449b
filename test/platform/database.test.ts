import { createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import { EntitySchema } from "typeorm";
import { openDatabase, type Database } from "../../src/platform/database";
import { forkScript, nextMessage } from "../support/child-script";
import { eventually } from "../support/eventually";
import { createTestDatabase, type FreshDatabase } from "../support/fresh-database";

const Citizen = new EntitySchema<{ id: string; name: string; bornOn: string; income: string }>({
  name: "Citizen",
  tableName: "citizen",
  columns: {
    id: { type: "bigint", primary: true },
    name: { type: "text" },
    bornOn: { type: "date", name: "born_on" },
    income: { type: "numeric" },
  },
});

let fresh: FreshDatabase;
let database: Database;

beforeAll(async () => {
  fresh = await createTestDatabase();
  database = await openDatabase({ url: fresh.url, entities: [Citizen], poolSize: 3 });
  await database.query("create table citizen (id bigint primary key, name text, born_on date, income numeric)");
  await database.query(`insert into citizen values (9007199254740993, '王芳', '1990-05-01', 1234567890123.45)`);
});

afterAll(async () => {
  await database.close();
  await fresh.drop();
});

test("H13: big numbers and money keep every digit, and a day stays that day, in plain SQL and in entities", async () => {
  const exact = { id: "9007199254740993", born_on: "1990-05-01", income: "1234567890123.45" };
  expect(await database.query("select id, born_on, income from citizen")).toEqual([exact]);
  const citizens = await database.dataSource.getRepository(Citizen).find();
  expect(citizens).toEqual([{ id: exact.id, name: "王芳", bornOn: exact.born_on, income: exact.income }]);
});

test("H13: days and moments are the same in UTC, Asia/Shanghai and America/St_Johns", async () => {
  // China's summer time of 1986 to 1991, local mean time before 1901, a leap day, and zones' midnights.
  const days = ["1900-01-01", "1986-05-04", "1990-05-01", "1991-09-15", "2000-02-29", "2026-12-31"];
  const moments = ["1900-01-01T00:00:00.000Z", "1988-07-01T15:30:00.000Z", "2026-06-30T16:00:00.001Z"];
  const args = [fresh.url, JSON.stringify(days), JSON.stringify(moments)];
  const zones = ["UTC", "Asia/Shanghai", "America/St_Johns"];
  const answers = await Promise.all(
    zones.map((zone) =>
      nextMessage(forkScript(require.resolve("../support/dates-probe"), args, { env: { TZ: zone } })),
    ),
  );
  const texts = ["1900-01-01 00:00:00+00", "1988-07-01 15:30:00+00", "2026-06-30 16:00:00.001+00"];
  expect(answers).toEqual(zones.map((zone) => ({ zone, days, first: days[0], moments, texts })));
});

test("every session says who it is, counts in UTC and may not hang: statement, lock and idle limits are set", async () => {
  const [session] = await database.query(
    `select current_setting('application_name') as name, current_setting('TimeZone') as zone,
            current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
            current_setting('idle_in_transaction_session_timeout') as idle`,
  );
  expect(session).toEqual({ name: "dispute-hub", zone: "UTC", statement: "10s", lock: "5s", idle: "10s" });
});

test("H13: session settings in the address do not push out the time zone", async () => {
  const own = await openDatabase({
    url: `${fresh.url}?options=-c%20work_mem%3D5MB%20-c%20TimeZone%3DAsia/Tokyo`,
    poolSize: 1,
  });
  const [session] = await own.query(
    "select current_setting('TimeZone') as zone, current_setting('work_mem') as memory",
  );
  await own.close();
  expect(session).toEqual({ zone: "UTC", memory: "5MB" });
});

test("entities and plain SQL share one pool", async () => {
  await Promise.all([
    database.query("select 1"),
    database.dataSource.getRepository(Citizen).count(),
    database.query("select 2"),
  ]);
  // PostgreSQL lists a session that has said goodbye, and its own workers, for a moment.
  await eventually("one session for each connection of the pool", async () => {
    const [{ sessions }] = (await database.query(
      "select count(*)::int as sessions from pg_stat_activity where datname = current_database()",
    )) as [{ sessions: number }];
    return sessions === database.health().total;
  });
  expect(database.health()).toMatchObject({ waiting: 0 });
});

test.each([
  ["undefined", undefined],
  ["null", null],
])("E4: a filter whose value is %s is refused instead of matching every citizen", async (_name, value) => {
  const citizens = database.dataSource.getRepository(Citizen);
  await expect(citizens.findBy({ name: value as unknown as string })).rejects.toThrow(/where/i);
  await expect(citizens.findOneBy({ id: value as unknown as string })).rejects.toThrow(/where/i);
});

test("a statement that fails for its own reasons is thrown as it is, and its connection goes back to the pool", async () => {
  await expect(database.query("select 1 / 0")).rejects.toMatchObject({ code: "22012" });
  const { total, idle } = database.health();
  expect(idle).toBe(total);
});

test("a statement over its time is cut off and reported as a timeout that may be tried again", async () => {
  const impatient = await openDatabase({ url: fresh.url, poolSize: 1, statementTimeoutMs: 50 });
  await expect(impatient.query("select pg_sleep(5)")).rejects.toMatchObject({
    code: "DATABASE_UNAVAILABLE",
    reason: "TIMEOUT",
  });
  expect(await impatient.query("select 1 as one")).toEqual([{ one: 1 }]);
  await impatient.close();
});

describe("at start", () => {
  test("a wrong password and a missing database are told apart from a server that is down", async () => {
    const wrongPassword = fresh.url.replace(/:[^:@]+@/, ":guess@");
    await expect(openDatabase({ url: wrongPassword })).rejects.toMatchObject({
      code: "DATABASE_LOGIN",
      message: expect.stringContaining("密码"),
    });
    const missing = fresh.url.replace(/\/[^/]+$/, "/no_such_database");
    await expect(openDatabase({ url: missing })).rejects.toMatchObject({
      code: "DATABASE_LOGIN",
      message: expect.stringContaining("建库"),
    });
    const free = createServer().listen(0, "127.0.0.1");
    await once(free, "listening");
    const { port } = free.address() as AddressInfo;
    free.close();
    await once(free, "close");
    const down = openDatabase({ url: `postgres://hub:x@127.0.0.1:${port}/hub`, startTimeoutMs: 150 });
    await expect(down).rejects.toMatchObject({
      code: "DATABASE_UNREACHABLE",
      message: expect.stringContaining(`${port}`),
    });
  });

  test("an address that is none is refused with the form it should have", async () => {
    await expect(openDatabase({ url: "localhost/hub" })).rejects.toMatchObject({ code: "DATABASE_ADDRESS" });
  });
});

test("after close a question is answered as unavailable, not left hanging", async () => {
  const own = await openDatabase({ url: fresh.url, poolSize: 1 });
  await own.close();
  await expect(own.query("select 1")).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE", reason: "UNREACHABLE" });
});
