import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MIGRATIONS } from "../../src/migrations";
import { liveOwner } from "../../src/platform/data-dir-lock";
import { startEmbedded, type EmbeddedServer } from "../../src/platform/embedded";
import { removeDataDir } from "../../src/platform/embedded-place";
import { fill } from "../fill/fill";
import { Bar } from "../report/bar";
import { endsWithBench } from "./ending";
import { endLeftOver } from "./left-over";
import { BENCH, CACHE } from "./paths";

/** What one dispute takes on disk with all that belongs to it, its indexes and the log while it is filled. */
const BYTES_PER_DISPUTE = 13_000;

export interface Ground {
  /** The data directory of the embedded database. */
  readonly place: string;
  readonly url: string;
  readonly adminUrl: string;
  /** For the hub's keys; its own folder, as a hub with a database of the user's own has. */
  readonly hubDir: string;
  readonly postmaster: number;
  stop(): Promise<void>;
}

export interface GroundOptions {
  readonly disputes: number;
  /** Fills anew even if there is a filled one. */
  readonly fresh: boolean;
}

/** The embedded PostgreSQL with as many disputes, filled now or in an earlier run. */
export async function openGround({ disputes, fresh }: GroundOptions): Promise<Ground> {
  const place = join(CACHE, `${disputes}-${fingerprint()}`);
  const hubDir = join(place, "hub");
  const mark = join(place, "filled");
  await endLeftOver();
  if (fresh || !existsSync(mark)) removeFilled(disputes);
  mkdirSync(place, { recursive: true, mode: 0o711 });
  const starting = startEmbedded({ dataDir: place, log: quiet });
  const stop = endsWithBench(() =>
    starting.then(
      (started) => started.stop(),
      () => {},
    ),
  );
  try {
    const server = await starting;
    if (!existsSync(mark)) {
      refuseSmallDisk(disputes);
      await fillNow(server, hubDir, disputes);
      writeFileSync(mark, new Date().toISOString());
    }
    return {
      place,
      url: server.url,
      adminUrl: server.adminUrl,
      hubDir,
      postmaster: server.pid,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Of one size only the newest is kept. One that is in use holds its lock, and is left to whoever uses it. */
function removeFilled(disputes: number): void {
  for (const name of existsSync(CACHE) ? readdirSync(CACHE) : []) {
    const place = join(CACHE, name);
    if (name.startsWith(`${disputes}-`) && liveOwner(join(place, "hub.lock")) === undefined) removeDataDir(place);
  }
}

async function fillNow(server: EmbeddedServer, hubDir: string, disputes: number): Promise<void> {
  mkdirSync(hubDir, { recursive: true, mode: 0o700 });
  const bar = new Bar();
  const { url, adminUrl } = server;
  await fill({ url, adminUrl, dataDir: hubDir, disputes, onProgress: (stage, done, of) => bar.show(stage, done, of) });
  bar.end();
}

function refuseSmallDisk(disputes: number): void {
  const { bavail, bsize } = statfsSync(CACHE);
  const [free, needed] = [bavail * bsize, disputes * BYTES_PER_DISPUTE];
  if (free >= needed) return;
  const gigabytes = (bytes: number) => `${Math.ceil(bytes / 2 ** 30)} GB`;
  throw new Error(`${disputes} disputes need ${gigabytes(needed)}, and ${gigabytes(free)} are free in bench/.cache`);
}

/** A cluster filled by other migrations, or by another fill, is not the one that is wanted. */
function fingerprint(): string {
  const hash = createHash("sha256");
  for (const migration of MIGRATIONS) hash.update(migration.name);
  const folder = join(BENCH, "fill");
  for (const file of readdirSync(folder).sort()) hash.update(readFileSync(join(folder, file)));
  return hash.digest("hex").slice(0, 10);
}

const quiet = { info() {}, warn() {}, error() {} };
