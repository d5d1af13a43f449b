import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { Pool, type QueryResultRow } from "pg";
import type { Caller } from "../../../src/access/caller";
import { regionPrefix } from "../../../src/access/region.rules";
import { TokenDesk } from "../../../src/access/token";
import { systemClock } from "../../../src/platform/clock";
import { createCryptoProvider, loadOrCreateMasterKey, type CryptoProvider } from "../../../src/platform/crypto";
import { randomIds, type Ids } from "../../../src/platform/ids";

/** One request whose token was found good. */
export interface Call {
  readonly caller: Caller;
  readonly requestId: string;
  /** Taken as they come: what sends them is the bench itself. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The answer's `data`, as text. */
export type Handler = (call: Call) => Promise<string>;

export class Refused extends Error {}

/** What the floor has in common with the hub: the database, the seals, the ids and the check of tokens. */
export class FloorGround {
  private constructor(
    readonly pool: Pool,
    readonly crypto: CryptoProvider,
    readonly ids: Ids,
    private readonly tokens: TokenDesk,
  ) {}

  static async open(url: string, dataDir: string): Promise<FloorGround> {
    // As many connections as the hub has. Given back soon, so that the servers that wait for their turn hold none.
    const pool = new Pool({
      connectionString: url,
      max: 10,
      idleTimeoutMillis: 3_000,
      // Left to choose, PostgreSQL plans anew for each caller's region, which takes longer than the reading.
      options: "-c TimeZone=UTC -c DateStyle=ISO -c plan_cache_mode=force_generic_plan",
    });
    const crypto = createCryptoProvider({ masterKey: loadOrCreateMasterKey(join(dataDir, "master.key")) });
    const tokens = await TokenDesk.open(join(dataDir, "token.key"), systemClock);
    return new FloorGround(pool, crypto, randomIds(systemClock), tokens);
  }

  async identify(authorization: string | undefined): Promise<{ caller: Caller; requestId: string }> {
    if (!authorization?.startsWith("Bearer ")) throw new Refused("no token");
    return { caller: await this.tokens.verify(authorization.slice(7)), requestId: randomUUID() };
  }

  /** Parsed and planned once per connection, under its name. */
  async rows<Row extends QueryResultRow>(name: string, text: string, values: readonly unknown[]): Promise<Row[]> {
    const { rows } = await this.pool.query<Row>({ name, text, values: values as unknown[] });
    return rows;
  }
}

/** The first and the last code a caller of the desk may see; nobody else is served here. */
export function regionOf(caller: Caller): readonly [string, string] {
  if ((caller.role !== "WINDOW_CLERK" && caller.role !== "SUPERVISOR") || caller.regionCode === null) {
    throw new Refused("not a caller of the desk");
  }
  const prefix = regionPrefix(caller.regionCode);
  return [prefix, `${prefix}:`];
}

export function agencyOf(caller: Caller): NonNullable<Caller["agency"]> {
  if (caller.role !== "AGENCY" || caller.agency === null) throw new Refused("not a caller of an agency");
  return caller.agency;
}
