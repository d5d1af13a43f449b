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
import { DeedAnswers } from "./platform/read/deed-answers";
import { ReadPlanner } from "./platform/read/planner";
import { World } from "./platform/read/world";
import { EntityCatalogue } from "./platform/entity-rows";
import type { LimitOptions } from "./platform/http/limits";
import { createHttpServer, type HttpServer } from "./platform/http/server";
import { randomIds, type Ids } from "./platform/ids";
import { KeptJobs } from "./platform/kept-jobs";
import { checkDurability, checkServer, checkStandby, migrate } from "./platform/migrate";
import { every, systemScheduler, type Scheduler } from "./platform/scheduler";
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
  /** False only for tests and measurements: every operation is executed field by field. */
  readonly answerAhead?: boolean;
  readonly algorithm?: CryptoAlgorithm;
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly ticker?: Ticker;
  readonly scheduler?: Scheduler;
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
  /** Work that nobody asks for: new notices, counting anew, telling of what has passed. It begins beside all else. */
  startJobs(): void;
  close(): Promise<void>;
}

/** Puts the parts together: database, keys, schema, HTTP. Nothing listens until `http.listen`. */
export async function openHub(options: HubOptions): Promise<RunningHub> {
  const { log, dataDir, clock = systemClock, scheduler = systemScheduler, durable = true } = options;
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
    const world = new World(catalogue);
    const deeds = new DeedAnswers({ schema, isResolved: (type, field) => world.isResolved(type, field) });
    const planner = new ReadPlanner<HubContext>({
      schema,
      world,
      mac: crypto,
      callerScope: ({ caller }) => callerScope(caller),
      ask: (statement) => db.askPrepared(statement),
    });
    const http = await createHttpServer<Caller>({
      schema,
      log,
      clock,
      scheduler,
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
      answerAhead:
        options.answerAhead === false
          ? undefined
          : async (document, operation, variables, context) =>
              (await planner.answer(document, operation, variables, context as HubContext)) ??
              deeds.answer(document, operation, variables.coerced, context),
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
    let jobs: KeptJobs | undefined;
    let stopNoticing = (): void => undefined;
    return {
      parts,
      schema,
      planner,
      tokens,
      http,
      startJobs() {
        if (jobs) return;
        jobs = keepJobs(parts, options.database.url, scheduler);
        stopNoticing = every(scheduler, NOTICING_MS, () => noticeCalendar(parts));
      },
      async close() {
        stopNoticing();
        await jobs?.stop();
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

/** How old the calendar of a process may be that does nothing but read; a deed looks for itself. */
const NOTICING_MS = 60_000;

function noticeCalendar({ law, db, log }: Hub): void {
  law.refresh(db).catch((error: unknown) => log.debug({ err: error }, "the notices could not be read"));
}

function keepJobs(parts: Hub, url: string, scheduler: Scheduler): KeptJobs {
  const { clock, log } = parts;
  const start = async () => {
    // Loaded here and not above: the start need not wait for it.
    const { startJobs } = require("./platform/jobs") as typeof import("./platform/jobs.js");
    return startJobs({ url, jobs: [deadlineJob(parts), handOverJob(parts)], log });
  };
  return new KeptJobs({ start, clock, scheduler, log });
}

async function authenticate(tokens: TokenDesk, authorization: string | string[] | undefined): Promise<Caller | null> {
  if (authorization === undefined) return null;
  const match = typeof authorization === "string" ? /^Bearer ([\w.-]+)$/i.exec(authorization) : null;
  if (!match) throw new BadToken("not a bearer token");
  return tokens.verify(match[1]!);
}
