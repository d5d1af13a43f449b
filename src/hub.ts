import { join } from "node:path";
import type { GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import { checkAccess } from "./access/access.check";
import { recordDenied } from "./audit/denied";
import { callerScope, PUBLIC_CALLER, type Caller } from "./access/caller";
import { Loaders, type HubContext } from "./access/hub-context";
import { BadToken, TokenDesk } from "./access/token";
import { handOverJob } from "./routing/hand-over.job";
import { deadlineJob } from "./deadlines/deadline.job";
import { LegalTime } from "./deadlines/legal-time";
import type { LocalPromise } from "./deadlines/packs.rules";
import { checkFeed } from "./delivery/feed.store";
import { LiveChanges, type Ticker } from "./delivery/live-changes";
import { ENTITIES } from "./entities";
import type { Hub } from "./hub-parts";
import { MIGRATIONS } from "./migrations";
import { systemClock, type Clock } from "./platform/clock";
import { createCryptoProvider, loadOrCreateMasterKey, type CryptoAlgorithm } from "./platform/crypto";
import { openDatabase, type DatabaseOptions } from "./platform/database";
import { ReadPlanner } from "./platform/read/planner";
import { EntityCatalogue } from "./platform/entity-rows";
import type { LimitOptions } from "./platform/http/limits";
import { createHttpServer, type HttpServer } from "./platform/http/server";
import { randomIds, type Ids } from "./platform/ids";
import type { RunningJobs } from "./platform/jobs";
import { checkDurability, checkServer, checkStandby, migrate } from "./platform/migrate";
import { checkMasterKey, checkMasterKeyFile } from "./person/key-check";
import { buildHubSchema } from "./schema";

export interface HubOptions {
  readonly database: Omit<DatabaseOptions, "entities" | "migrations">;
  /** Holds the hub's own keys. */
  readonly dataDir: string;
  readonly log: Logger;
  /** False only for tests: accept a database that may forget what it confirmed. */
  readonly durable?: boolean;
  readonly introspection?: boolean;
  readonly explorer?: boolean;
  /** False only for tests and measurements: every query is executed field by field. */
  readonly readAhead?: boolean;
  readonly algorithm?: CryptoAlgorithm;
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly ticker?: Ticker;
  readonly limits?: LimitOptions<Caller>;
  /** What the centre promises of itself, beside the statutory limits. */
  readonly promises?: readonly LocalPromise[];
}

export interface RunningHub {
  readonly parts: Hub;
  readonly schema: GraphQLSchema;
  readonly planner: ReadPlanner<HubContext>;
  readonly tokens: TokenDesk;
  readonly http: HttpServer;
  /** Work that nobody asks for: counting anew, telling of what has passed. It begins beside whatever else goes on. */
  startJobs(): void;
  close(): Promise<void>;
}

/** Puts the parts together: database, keys, schema, HTTP. Nothing listens until `http.listen`. */
export async function openHub(options: HubOptions): Promise<RunningHub> {
  const { log, dataDir, clock = systemClock, durable = true } = options;
  const db = await openDatabase({ ...options.database, entities: ENTITIES, migrations: MIGRATIONS });
  try {
    await checkServer(db, { allowsWeakDurability: !durable });
    await checkStandby(db);
    await migrate(db);
    if (durable) await checkDurability(db);
    await checkFeed(db);
    const keyFile = join(dataDir, "master.key");
    await checkMasterKeyFile(db, keyFile);
    const masterKey = loadOrCreateMasterKey(keyFile);
    const crypto = createCryptoProvider({ masterKey, algorithm: options.algorithm });
    await checkMasterKey(db, crypto);
    const catalogue = new EntityCatalogue(db.dataSource);
    const live = new LiveChanges(
      db,
      catalogue,
      (error) => log.warn({ err: error }, "live changes paused"),
      options.ticker,
    );
    const law = await LegalTime.open(db, clock.now(), options.promises);
    const parts: Hub = { db, catalogue, crypto, clock, ids: options.ids ?? randomIds(clock), log, live, law };
    const tokens = await TokenDesk.open(join(dataDir, "token.key"), clock);
    const schema = buildHubSchema();
    const planner = new ReadPlanner<HubContext>({
      schema,
      catalogue,
      mac: crypto,
      callerScope: ({ caller }) => callerScope(caller),
      ask: (statement) => db.askPrepared(statement),
    });
    const http = await createHttpServer<Caller>({
      schema,
      log,
      clock,
      authenticate: ({ headers }) => authenticate(tokens, headers["authorization"]),
      createContext: async (caller, requestId): Promise<HubContext> => ({
        hub: parts,
        caller: caller ?? PUBLIC_CALLER,
        requestId,
        loaders: new Loaders(),
      }),
      beforeExecute(asked) {
        const denied = checkAccess(asked);
        if (denied.length > 0 && asked.caller) recordDenied(parts, asked.caller, asked.operation);
        return denied;
      },
      readAhead:
        options.readAhead === false
          ? undefined
          : (document, operation, variables, context) =>
              planner.answer(document, operation, variables, context as HubContext),
      subscriptions: true,
      // Rights stand in the token until its end; a register of withdrawn tokens belongs to the identity work.
      stillAllowed: async () => true,
      explorer: options.explorer ?? true,
      introspection: options.introspection ?? true,
      isReady: () => db.query("select 1").then(() => true),
      limits: {
        ...options.limits,
        // A full batch answers a thousand items with some thirty values each; what it reads beside them stays dear.
        cost: { maxCost: (caller) => (caller?.role === "AGENCY" ? 60_000 : 20_000), ...options.limits?.cost },
        document: {
          sensitiveRootFields: ["citizenHistory", "searchPersons", "trackSubmission"],
          ...options.limits?.document,
        },
      },
    });
    let jobs: Promise<RunningJobs | undefined> | undefined;
    return {
      parts,
      schema,
      planner,
      tokens,
      http,
      startJobs() {
        jobs ??= beginJobs(parts, options.database.url);
      },
      async close() {
        await (await jobs)?.stop();
        live.close();
        await http.close();
        await db.close();
      },
    };
  } catch (error) {
    await db.close();
    throw error;
  }
}

/** A database that refuses the jobs their schema still serves everybody; the log says what is missing. */
async function beginJobs(parts: Hub, url: string): Promise<RunningJobs | undefined> {
  try {
    // Loaded here and not above: the start need not wait for it.
    const { startJobs } = require("./platform/jobs") as typeof import("./platform/jobs.js");
    return await startJobs({ url, jobs: [deadlineJob(parts), handOverJob(parts)], log: parts.log });
  } catch (error) {
    parts.log.error({ err: error }, "the jobs did not start: nobody is told of deadlines that have passed");
    return undefined;
  }
}

async function authenticate(tokens: TokenDesk, authorization: string | string[] | undefined): Promise<Caller | null> {
  if (authorization === undefined) return null;
  const match = typeof authorization === "string" ? /^Bearer ([\w.-]+)$/i.exec(authorization) : null;
  if (!match) throw new BadToken("not a bearer token");
  return tokens.verify(match[1]!);
}
