import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import type { Caller } from "../../src/access/caller";
import { SAMPLE_USERS } from "../../src/demo/sample-centre";
import { seedSampleCentre } from "../../src/demo/seed";
import type { Ticker } from "../../src/delivery/live-changes";
import { openHub, type HubOptions, type RunningHub } from "../../src/hub";
import type { Clock } from "../../src/platform/clock";
import type { DatabaseOptions } from "../../src/platform/database";
import { createTestDatabase, type FreshDatabase } from "./fresh-database";

/** A clock that stands still until it is told to move. */
export class TestClock implements Clock {
  constructor(private moment = new Date("2026-03-02T01:00:00.000Z")) {}

  now(): Date {
    return new Date(this.moment);
  }

  pass(milliseconds: number): void {
    this.moment = new Date(this.moment.getTime() + milliseconds);
  }
}

/** Looks only when told to, so that no test waits for a timer. */
export class TestTicker implements Ticker {
  private readonly looks = new Set<() => void>();

  every(_milliseconds: number, look: () => void): () => void {
    this.looks.add(look);
    return () => this.looks.delete(look);
  }

  tick(): void {
    for (const look of this.looks) look();
  }

  /** Whether anything still wants to be called. */
  get isIdle(): boolean {
    return this.looks.size === 0;
  }
}

export interface Answer {
  readonly status: number;
  // Each test knows what it asked for; the schema is checked elsewhere.
  // oxlint-disable-next-line typescript/no-explicit-any -- see above
  readonly data: any;
  readonly errors?: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
  readonly text: string;
}

/** The names of the sample centre's users, and one who has not signed in. */
export type User = string | null;

export interface TestHub {
  readonly hub: RunningHub;
  readonly clock: TestClock;
  readonly ticker: TestTicker;
  readonly databaseUrl: string;
  /** Sends one operation as a user of the sample centre, or as somebody made up for the test. */
  ask(user: User | Omit<Caller, "expiresAt">, query: string, variables?: object): Promise<Answer>;
  token(user: string | Omit<Caller, "expiresAt">): Promise<string>;
  /** Rows of a table, to see that a refusal left nothing behind. */
  count(table: string): Promise<number>;
  /** Opens a real port, for tests that need a socket. */
  listen(): Promise<string>;
  /** A second hub on the same database with the same keys, as after a restart or as a second process. */
  another(changes?: Partial<HubOptions>): Promise<TestHub>;
  close(): Promise<void>;
}

export type TestHubOptions = Partial<HubOptions> & { clock?: TestClock; pool?: Partial<DatabaseOptions> };

/** A whole hub with a migrated database of its own and the sample centre in it. */
export async function openTestHub(options: TestHubOptions = {}): Promise<TestHub> {
  const database = await createTestDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), "hub-test-"));
  const hub = await openOn(database, dataDir, options);
  await seedSampleCentre(hub.hub.parts);
  return {
    ...hub,
    async close() {
      await hub.close();
      await database.drop();
      rmSync(dataDir, { recursive: true });
    },
  };
}

/** A hub on a migrated database that is there already. */
export async function openOn(
  database: Pick<FreshDatabase, "url">,
  dataDir: string,
  { pool, ...options }: TestHubOptions,
): Promise<TestHub> {
  const clock = options.clock ?? new TestClock();
  const ticker = new TestTicker();
  const hub = await openHub({
    // The usual patience with a full pool is short; fifty callers at once on a busy machine are no fault of the hub.
    database: { url: database.url, poolSize: 8, acquireTimeoutMs: 15_000, lockTimeoutMs: 15_000, ...pool },
    dataDir,
    log: pino({ level: "silent" }),
    durable: false,
    explorer: false,
    ticker,
    ...options,
    clock,
  });

  const tokens = new Map<string, { made: Promise<string>; until: number }>();
  const token = (user: string | Omit<Caller, "expiresAt">): Promise<string> => {
    if (typeof user !== "string") return hub.tokens.issue(user);
    const known = SAMPLE_USERS.find(({ subject }) => subject === user);
    if (!known) throw new Error(`the sample centre has no user ${user}`);
    const now = clock.now().getTime();
    let signedIn = tokens.get(user);
    // Whoever's token has run out signs in again; a test that wants a stale one makes it itself.
    if (!signedIn || signedIn.until <= now) {
      signedIn = { made: hub.tokens.issue(known, 24 * 60), until: now + 23 * 3_600_000 };
      tokens.set(user, signedIn);
    }
    return signedIn.made;
  };

  return {
    hub,
    clock,
    ticker,
    databaseUrl: database.url,
    token,
    async ask(user, query, variables) {
      const response = await hub.http.app.inject({
        method: "POST",
        url: "/graphql",
        headers: user === null ? {} : { authorization: `Bearer ${await token(user)}` },
        payload: { query, variables },
      });
      const body = JSON.parse(response.body) as Pick<Answer, "data" | "errors">;
      return { status: response.statusCode, text: response.body, ...body };
    },
    async count(table) {
      const [row] = await hub.parts.db.query<{ count: number }>(`select count(*)::int as count from "${table}"`);
      return row!.count;
    },
    listen: () => hub.http.listen({ port: 0, host: "127.0.0.1" }),
    another: (changes) => openOn(database, dataDir, { ...options, ...changes, pool, clock }),
    close: () => hub.close(),
  };
}
