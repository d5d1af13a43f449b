import { openDatabase, type Database } from "../../src/platform/database";
import {
  DatabaseUnavailable,
  OutcomeUnknown,
  RetryTransaction,
  isUniqueViolation,
  sqlState,
} from "../../src/platform/pg-errors";
import type { HubPool } from "../../src/platform/connection-pool";
import { runInTransaction, type Send, type Tx } from "../../src/platform/transaction";
import { createTestDatabase, type FreshDatabase } from "../support/fresh-database";

let fresh: FreshDatabase;
let database: Database;
let pauses: number[];

beforeAll(async () => {
  fresh = await createTestDatabase();
  const retryPorts = { random: () => 0.5, sleep: async (milliseconds: number) => void pauses.push(milliseconds) };
  database = await openDatabase({ url: fresh.url, poolSize: 4, retryPorts });
  await database.query("create table account (name text constraint pk_account primary key, balance int not null)");
});

beforeEach(async () => {
  pauses = [];
  await database.query("truncate account");
  await database.query("insert into account values ('court', 100), ('union', 100)");
});

afterEach(() => {
  const { total, idle, waiting } = database.health();
  expect({ idle, waiting }).toEqual({ idle: total, waiting: 0 });
});

afterAll(async () => {
  await database.close();
  await fresh.drop();
});

const add = (tx: Tx, name: string, amount: number) =>
  tx.query("update account set balance = balance + $2 where name = $1", [name, amount]);

async function balances(): Promise<Record<string, number>> {
  const rows = await database.query<{ name: string; balance: number }>("select * from account");
  return Object.fromEntries(rows.map(({ name, balance }) => [name, balance]));
}

/** Raises this SQLSTATE in the database the given number of times, then does nothing. */
function failing(state: string, times: number): (tx: Tx) => Promise<number> {
  let failures = 0;
  return async (tx) => {
    if (failures++ < times) await tx.query(`do $$ begin raise exception using errcode = '${state}'; end $$`);
    return failures;
  };
}

test("H4: what the work returns is returned, and its writes are kept, under READ COMMITTED", async () => {
  const isolation = await database.inTransaction(async (tx) => {
    await add(tx, "court", 5);
    return tx.query("select current_setting('transaction_isolation') as isolation");
  });
  expect(isolation).toEqual([{ isolation: "read committed" }]);
  expect(await balances()).toMatchObject({ court: 105 });
});

test("work that throws leaves nothing behind, and its own error comes out", async () => {
  const refusal = new Error("no");
  const work = database.inTransaction(async (tx) => {
    await add(tx, "court", 5);
    throw refusal;
  });
  await expect(work).rejects.toBe(refusal);
  expect(await balances()).toMatchObject({ court: 100 });
});

test("B10: two deeds that lock each other's rows both succeed, the loser in a new transaction", async () => {
  let runs = 0;
  const bothHoldTheirFirst = barrier(2);
  const move = (from: string, to: string) =>
    database.inTransaction(async (tx) => {
      runs++;
      await add(tx, from, -10);
      await bothHoldTheirFirst();
      await add(tx, to, 10);
    });
  await Promise.all([move("court", "union"), move("union", "court")]);
  expect(await balances()).toEqual({ court: 100, union: 100 });
  // The pause is left out here, so the loser can come back before the winner has woken up, and lose once more.
  expect(runs).toBeGreaterThanOrEqual(3);
});

/** Lets the first `parties` callers go on together, and everybody after them at once. */
function barrier(parties: number): () => Promise<void> {
  let arrived = 0;
  let open: () => void;
  const isOpen = new Promise<void>((resolve) => (open = resolve));
  return () => {
    if (++arrived === parties) open();
    return isOpen;
  };
}

test.each(["40001", "40P01"])("B11: %s is tried again in a new transaction, with growing pauses", async (state) => {
  expect(await database.inTransaction(failing(state, 3))).toBe(4);
  expect(pauses).toEqual([10, 20, 40]);
});

test("B11: after five lost races the caller hears that the system is busy, with the first cause kept", async () => {
  const failure = await database.inTransaction(failing("40001", 99)).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(DatabaseUnavailable);
  expect(failure).toMatchObject({ reason: "BUSY", isRetryable: true });
  expect(sqlState(failure)).toBe("40001");
  expect(pauses).toHaveLength(4);
});

test("a statement that would fail the same way again is not repeated", async () => {
  await expect(database.inTransaction(failing("23514", 1))).rejects.toMatchObject({ code: "23514" });
  expect(pauses).toEqual([]);
});

test("work that lost a race for a key it can do without says so and is run again, with one effect", async () => {
  const openAccount = async (tx: Tx) => {
    const known = await tx.query("select from account where name = 'arbitration'");
    if (known.length > 0) return "found";
    if (pauses.length === 0) await database.query("insert into account values ('arbitration', 0)");
    try {
      await tx.query("insert into account values ('arbitration', 1)");
      return "opened";
    } catch (error) {
      throw isUniqueViolation(error, "pk_account") ? new RetryTransaction(error) : error;
    }
  };
  expect(await database.inTransaction(openAccount)).toBe("found");
  expect(await balances()).toMatchObject({ arbitration: 0 });
});

describe("H12: one request sent twenty times at once", () => {
  const atOnce = <T>(send: () => Promise<T>) => Promise.all(Array.from({ length: 20 }, send));
  const payments = async () => (await database.query("select from payment")).length;

  beforeEach(async () => {
    await database.query("drop table if exists payment");
    await database.query("create table payment (key text, answer int generated always as identity)");
  });

  async function pay(tx: Tx, hasLooked: () => Promise<void> = async () => {}): Promise<number> {
    const find = () => tx.query<{ answer: number }>("select answer from payment where key = 'k'");
    const [known] = await find();
    if (known !== undefined) return known.answer;
    await hasLooked();
    try {
      const [made] = await tx.query<{ answer: number }>("insert into payment (key) values ('k') returning answer");
      return made!.answer;
    } catch (error) {
      throw isUniqueViolation(error, "uq_payment") ? new RetryTransaction(error) : error;
    }
  }

  test("has one effect and one answer when a constraint guards the key", async () => {
    await database.query("alter table payment add constraint uq_payment unique (key)");
    const answers = await atOnce(() => database.inTransaction((tx) => pay(tx)));
    expect(new Set(answers).size).toBe(1);
    expect(await payments()).toBe(1);
  });

  test("control: has several effects when only the look beforehand guards it", async () => {
    const twoHaveLooked = barrier(2);
    await atOnce(() => database.inTransaction((tx) => pay(tx, twoHaveLooked)));
    expect(await payments()).toBeGreaterThan(1);
  });
});

test("RetryTransaction without end comes out as its cause, not as a loop", async () => {
  const cause = new Error("the other one is always faster");
  const work = database.inTransaction(() => Promise.reject(new RetryTransaction(cause)));
  await expect(work).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE", cause });
});

test("a duplicate key is known by the name of its constraint", async () => {
  const duplicate = await database.query("insert into account values ('court', 1)").catch((error: unknown) => error);
  expect(isUniqueViolation(duplicate)).toBe(true);
  expect(isUniqueViolation(duplicate, "pk_account")).toBe(true);
  expect(isUniqueViolation(duplicate, "uq_other")).toBe(false);
  expect(isUniqueViolation(new Error("duplicate key"))).toBe(false);
});

test("work that swallows the database's error cannot believe its writes were kept", async () => {
  const work = database.inTransaction(async (tx) => {
    await add(tx, "court", 5);
    await tx.query("select 1 / 0").catch(() => {});
    return "all is well";
  });
  await expect(work).rejects.toThrow(/rolled back/);
  expect(await balances()).toMatchObject({ court: 100 });
});

test("a rule checked only at COMMIT refuses with its own error, and the outcome is known", async () => {
  await database.query(
    "create table deferred_rule (name text, constraint uq_deferred unique (name) deferrable initially deferred)",
  );
  const work = database.inTransaction((tx) => tx.query("insert into deferred_rule values ('a'), ('a')"));
  await expect(work).rejects.toMatchObject({ code: "23505", constraint: "uq_deferred" });
});

test("statements sent at once run one after the other, and one nobody waited for still belongs to the transaction", async () => {
  await database.inTransaction(async (tx) => {
    await Promise.all([add(tx, "court", 1), add(tx, "court", 2), add(tx, "union", 3)]);
    void add(tx, "union", 4);
  });
  expect(await balances()).toEqual({ court: 103, union: 107 });
});

test("a tx kept beyond its transaction is refused, so no write escapes it", async () => {
  let kept: Tx | undefined;
  await database.inTransaction(async (tx) => void (kept = tx));
  await expect(add(kept!, "court", 5)).rejects.toThrow(/has ended/);
  expect(await balances()).toMatchObject({ court: 100 });
});

describe("statements that travel together", () => {
  test("each sees what the one before it waited for", async () => {
    const holds = barrier(2);
    const holder = database.inTransaction(async (tx) => {
      await tx.query("select pg_advisory_xact_lock(7)");
      await holds();
      await add(tx, "court", 5);
    });
    const waiting = database.inTransaction(async (tx) => {
      await holds();
      const [, rows] = await Promise.all([
        tx.query("select pg_advisory_xact_lock(7)"),
        tx.query<{ balance: number }>("select balance from account where name = 'court'"),
      ]);
      return rows[0]!.balance;
    });
    await holder;
    expect(await waiting).toBe(105);
  });

  test("come to nothing behind one that failed, and the first failure is told", async () => {
    const work = database.inTransaction((tx) => Promise.all([tx.query("select 1 / 0"), add(tx, "court", 5)]));
    await expect(work).rejects.toMatchObject({ code: "22012" });
    expect(await balances()).toMatchObject({ court: 100 });
  });

  test("a look-up on the way with BEGIN belongs to the transaction", async () => {
    const own = "select pg_current_xact_id()::text as id";
    const [before, after] = await database.inTransaction(async (tx) => [await tx.lookUp(own), await tx.query(own)]);
    expect(before).toEqual(after);
  });
});

describe("the statement that commits", () => {
  const setTo = (balance: number) => `update account set balance = ${balance} where name = 'court' returning balance`;

  test("is answered and kept, and nothing comes after it", async () => {
    const answer = await database.inTransaction(async (tx) => {
      const rows = await tx.commitWith(setTo(7));
      await expect(add(tx, "court", 1)).rejects.toThrow(/has ended/);
      return rows;
    });
    expect(answer).toEqual([{ balance: 7 }]);
    expect(await balances()).toMatchObject({ court: 7 });
  });

  test("takes everything with it when it fails, and says why", async () => {
    const work = database.inTransaction(async (tx) => {
      await add(tx, "court", 5);
      await tx.commitWith("insert into account values ('union', 1)");
    });
    await expect(work).rejects.toMatchObject({ code: "23505" });
    expect(await balances()).toEqual({ court: 100, union: 100 });
  });

  test("is carried out anew when it lost a race", async () => {
    let runs = 0;
    await database.inTransaction(async (tx) => {
      runs += 1;
      if (runs === 1) await tx.commitWith("do $$ begin raise exception using errcode = '40001'; end $$");
      await tx.commitWith(setTo(8));
    });
    expect(runs).toBe(2);
    expect(await balances()).toMatchObject({ court: 8 });
  });

  test("leaves the outcome open when the connection ends before the answer", async () => {
    const work = database.inTransaction((tx) => tx.commitWith("select pg_terminate_backend(pg_backend_pid())"));
    await expect(work).rejects.toBeInstanceOf(OutcomeUnknown);
  });

  test("cannot be believed when an earlier failure was swallowed", async () => {
    const work = database.inTransaction(async (tx) => {
      await tx.query("select 1 / 0").catch(() => {});
      return tx.commitWith(setTo(9));
    });
    await expect(work).rejects.toMatchObject({ code: "22012" });
    expect(await balances()).toMatchObject({ court: 100 });
  });
});

describe("when the answers to several statements come at once", () => {
  const failure = (code: string) => Object.assign(new Error(code), { code });
  const answers: Readonly<Record<string, () => Promise<{ rows: unknown[]; command?: string }>>> = {
    lock: () => Promise.reject(failure("40P01")),
    key: () => Promise.reject(failure("25P02")),
  };
  const client = {
    query: async (text: string) => ({ rows: [], command: text.toUpperCase() }),
    gather() {},
    release() {},
  };
  const pool = { connect: async () => client } as unknown as HubPool;

  test("the cause is heard, however deep the statement that failed is awaited, and the work is tried again", async () => {
    let tries = 0;
    const locked = async (tx: Tx): Promise<unknown> => Promise.all([tx.lookUp("lock"), tx.lookUp("lock")]);
    const deep = async (tx: Tx): Promise<unknown> => Promise.all([locked(tx), locked(tx)]);
    const work = async (tx: Tx) => {
      tries += 1;
      return tries === 1 ? Promise.all([deep(tx), tx.lookUp("key")]) : "done";
    };
    const send: Send = (_client, text) => answers[text]!();
    const ports = { random: () => 0, sleep: async () => {} };
    expect(await runInTransaction(pool, send, work, ports)).toBe("done");
    expect(tries).toBe(2);
  });
});
