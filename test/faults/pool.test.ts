import { openDatabase, type Database } from "../../src/platform/database";
import { createTestDatabase, type FreshDatabase } from "../support/fresh-database";

const POOL_SIZE = 2;
const MAX_WAITING = 3;

let fresh: FreshDatabase;
let database: Database;
let letGo: () => void;
let holders: Promise<unknown>;

beforeAll(async () => {
  fresh = await createTestDatabase();
  database = await openDatabase({ url: fresh.url, poolSize: POOL_SIZE, maxWaiting: MAX_WAITING });
});

/** Every connection is in the hands of work that does not finish until the test says so. */
beforeEach(async () => {
  const mayFinish = new Promise<void>((resolve) => (letGo = resolve));
  let holding = 0;
  await new Promise<void>((allHeld) => {
    const hold = () =>
      database.inTransaction(async (tx) => {
        await tx.query("select 1");
        if (++holding === POOL_SIZE) allHeld();
        await mayFinish;
      });
    holders = Promise.all(Array.from({ length: POOL_SIZE }, hold));
  });
});

afterEach(async () => {
  letGo();
  await holders;
  const { total, idle, waiting } = database.health();
  expect({ idle, waiting }).toEqual({ idle: total, waiting: 0 });
});

afterAll(async () => {
  await database.close();
  await fresh.drop();
});

test("C8: with every connection taken, callers hear within a second that the system is busy, TypeORM's callers too", async () => {
  const begun = performance.now();
  const answers = await Promise.allSettled([
    database.query("select 1"),
    database.inTransaction(() => Promise.resolve()),
    database.dataSource.query("select 1"),
  ]);
  expect(performance.now() - begun).toBeLessThan(8_000);
  expect(answers.slice(0, 2)).toMatchObject(
    Array(2).fill({ reason: { code: "DATABASE_UNAVAILABLE", reason: "BUSY" } }),
  );
  expect(answers[2]).toMatchObject({ status: "rejected" });
});

test("C8: a caller beyond the queue's end is turned away at once, and those in the queue are still served", async () => {
  const queued = Array.from({ length: MAX_WAITING }, () => database.query("select 1 as one"));
  const begun = performance.now();
  await expect(database.query("select 1")).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE", reason: "BUSY" });
  await expect(database.dataSource.query("select 1")).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
  expect(performance.now() - begun).toBeLessThan(4_000);
  letGo();
  expect(await Promise.all(queued)).toEqual(Array(MAX_WAITING).fill([{ one: 1 }]));
});

test("C8: health is told without a connection while none is free", () => {
  expect(database.health()).toEqual({ total: POOL_SIZE, idle: 0, waiting: 0 });
});

test("C8: as soon as work ends the next caller is served", async () => {
  const next = database.query("select 1 as one");
  letGo();
  expect(await next).toEqual([{ one: 1 }]);
});
