import { join } from "node:path";
import { setImmediate as breathe } from "node:timers/promises";
import { Client } from "pg";
import { QUARRELS } from "../../src/demo/quarrels";
import { ENTITIES } from "../../src/entities";
import { MIGRATIONS } from "../../src/migrations";
import { createCryptoProvider, loadOrCreateMasterKey, type CryptoProvider } from "../../src/platform/crypto";
import { openDatabase } from "../../src/platform/database";
import { migrate } from "../../src/platform/migrate";
import { Bodies } from "./bodies";
import { BEGIN, DAY, END, FeedPositions } from "./calendar";
import { AGENCIES, COUNTIES, HOME, type County } from "./centre";
import { Clocks, enterLaw, type FilledLaw } from "./clocks";
import { copyInto } from "./copy";
import { Ledger } from "./ledger";
import { People } from "./people";
import { Lot, Random } from "./random";
import { tell } from "./story";
import { Structure } from "./structure";
import { openTables, type Tables } from "./tables";
import { Trail } from "./trail";

/** Disputes gathered before their rows are laid down, so that what one dispute got over months lies apart as in life. */
const BLOCK = 20_000;
const HOUSEHOLDS = 1_500;
const DISPUTES_OF_THE_HEAVIEST = 400;
export const LONG_TIMELINE = 200;

export interface FillOptions {
  readonly url: string;
  readonly adminUrl: string;
  /** Of the hub, whose master key seals the names. */
  readonly dataDir: string;
  readonly disputes: number;
  readonly onProgress: (stage: string, done: number, of: number) => void;
}

/** Migrates an empty database and fills it. The same number of disputes gives the same rows, but for the seals. */
export async function fill(options: FillOptions): Promise<void> {
  const { url, adminUrl, disputes, onProgress } = options;
  const db = await openDatabase({ url, entities: ENTITIES, migrations: MIGRATIONS });
  await migrate(db);
  const law = await enterLaw(db);
  await db.close();
  const crypto = createCryptoProvider({ masterKey: loadOrCreateMasterKey(join(options.dataDir, "master.key")) });
  await withClient(adminUrl, async (admin) => {
    await admin.query("alter system set max_wal_size = '8GB'");
    // Segments that are kept to be used again would stay on the disk when all is filled.
    await admin.query("alter system set wal_recycle = off");
    await admin.query("select pg_reload_conf()");
  });
  await withClient(url, async (client) => {
    await client.query(
      "set synchronous_commit = off; set statement_timeout = 0; set maintenance_work_mem = '1GB'; set jit = off",
    );
    const feed = await spendTransactions(client, Math.min(disputes * 8, 2_000_000));
    const structure = await Structure.read(client);
    await structure.takeDown();
    await load({ client, crypto, feed, law, disputes, onProgress });
    let step = 0;
    await structure.putBack(() => onProgress("indexes and references", ++step, structure.steps));
    onProgress("vacuum, analyze", 0, 1);
    await client.query("vacuum (freeze, analyze)");
    onProgress("vacuum, analyze", 1, 1);
  });
  await withClient(adminUrl, async (admin) => {
    await admin.query("alter system reset max_wal_size");
    await admin.query("alter system reset wal_recycle");
    await admin.query("select pg_reload_conf()");
    await admin.query("checkpoint");
  });
}

interface Loading extends Pick<FillOptions, "disputes" | "onProgress"> {
  readonly client: Client;
  readonly crypto: CryptoProvider;
  readonly feed: FeedPositions;
  readonly law: FilledLaw;
}

async function load({ client, crypto, feed, law, disputes, onProgress }: Loading): Promise<void> {
  const tables = await openTables(client);
  const random = new Random(`disputes ${disputes}`);
  const people = new People(random, crypto, tables.person);
  const bodies = new Bodies(random, tables.organisation);
  const trail = new Trail(random, tables, feed);
  const ledger = new Ledger({ random, crypto, tables, people, bodies, trail, clocks: new Clocks(random, tables, law) });
  for (const { id, code, line, name, regionCode } of AGENCIES) {
    tables.agency.add({ id, code, line, name, region_code: regionCode, closed_at: null }, BEGIN);
  }
  const counties = new Lot(COUNTIES, ({ weight }) => weight);
  const quarrels = new Lot(QUARRELS, ({ share }) => share);
  const home = COUNTIES.find(({ code }) => code === HOME)!;
  const heavy = Math.max(1, Math.min(50, Math.round(disputes / 50_000)));
  const long = Math.max(20, Math.min(500, Math.round(disputes / 500)));
  const heaviest = Array.from({ length: heavy }, () => ({
    id: people.newcomer(BEGIN),
    left: DISPUTES_OF_THE_HEAVIEST,
  }));
  const batches = homeCircles(disputes);
  let collectives = 0;
  let ofHome = 0;
  let copying: Promise<void> = Promise.resolve();
  for (let n = 0; n < disputes; n++) {
    const openedAt = BEGIN + Math.floor(((END - DAY - BEGIN) / disputes) * n);
    const isCollective = collectives < heavy && n >= ((collectives + 0.5) / heavy) * disputes;
    const isLong = n % Math.floor(disputes / long) === 0;
    const county: County = isCollective ? home : counties.draw(random);
    const story = tell(random, {
      county,
      quarrel: quarrels.draw(random),
      openedAt,
      eventsWanted: isLong ? LONG_TIMELINE : 0,
      isKept: county.code === HOME && n >= batches,
    });
    if (isCollective) {
      collectives++;
      ledger.write(story, { households: Array.from({ length: HOUSEHOLDS }, () => people.newcomer(openedAt)) });
    } else {
      const known = county.code === HOME && ofHome++ % 3 === 0 ? heaviest.find(({ left }) => left > 0) : undefined;
      if (known) known.left--;
      ledger.write(story, known ? { applicant: known.id } : {});
    }
    if (n % 100 === 0) await breathe();
    if ((n + 1) % BLOCK > 0 && n + 1 < disputes) continue;
    await copying;
    copying = copyAll(client, tables);
    // Taken at once, so that a failure is met here and not as one that nobody waits for.
    copying.catch(() => {});
    onProgress("disputes", n + 1, disputes);
  }
  await copying;
}

/** From this dispute on, the home county keeps what it opens: enough for batches, from however many years that takes. */
function homeCircles(disputes: number): number {
  const kept = 4_500;
  return Math.max(0, disputes - Math.round(kept / (COUNTIES.find(({ code }) => code === HOME)!.weight / TOTAL_WEIGHT)));
}
const TOTAL_WEIGHT = COUNTIES.reduce((sum, { weight }) => sum + weight, 0);

/** The rows are taken at once; sending them goes on while the next ones are made up. */
async function copyAll(client: Client, tables: Tables): Promise<void> {
  const taken = Object.values(tables).map((writer) => [writer, writer.take()] as const);
  for (const [writer, rows] of taken) await copyInto(client, writer, rows);
}

/**
 * Lets transactions pass that write nothing, so that the change feed can be given places that have long been settled,
 * as many as if the deeds had been done one by one or in batches.
 */
async function spendTransactions(client: Client, count: number): Promise<FeedPositions> {
  const now = async () => {
    const { rows } = await client.query<{ xid: string }>("select pg_current_xact_id()::text as xid");
    return Number(rows[0]!.xid);
  };
  const first = await now();
  await client.query(`do $$ begin for i in 1..${count} loop perform pg_current_xact_id(); commit; end loop; end $$`);
  return new FeedPositions(first + 1, (await now()) - first - 1);
}

async function withClient<T>(connectionString: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
