import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  chmodSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { binariesIn, type Binaries, type RunAs } from "./embedded-binaries";
import { StartFault } from "./start-fault";

export interface Place {
  clusterDir: string;
  binaries: Binaries;
}

/** Where PostgreSQL's user can go when root keeps the project in a folder of root's own (/root is closed to others). */
const OPEN_GROUND = "/var/lib/dispute-hub";

/**
 * Normally everything stays in the data directory. Started by root from a folder that PostgreSQL's user may not enter,
 * the database's files go to open ground and the data directory keeps a link to them; opening root's folders would be
 * the other way out, and that is not ours to do.
 */
export function choosePlace(dataDir: string, binaries: Binaries, runAs: RunAs): Place {
  const cluster = join(dataDir, "cluster");
  if (runAs.uid === undefined) return { clusterDir: cluster, binaries };
  try {
    const reachable = isClosed(binaries.postgres, runAs) ? copyBinaries(binaries) : binaries;
    if (isLink(cluster)) return { clusterDir: resolve(dataDir, readlinkSync(cluster)), binaries: reachable };
    if (!isClosed(cluster, runAs)) return { clusterDir: cluster, binaries: reachable };
    if (existsSync(cluster)) throw new Error(`${cluster} is there but out of reach`);
    const ground = makeOpenFolder(() => mkdtempSync(join(OPEN_GROUND, "data-")));
    symlinkSync(join(ground, "cluster"), cluster);
    return { clusterDir: join(ground, "cluster"), binaries: reachable };
  } catch (cause) {
    throw new StartFault(
      "DATA_DIR_UNUSABLE",
      `数据库用户进不了 ${dataDir}，请把程序放到 /opt 下，或改用普通用户启动。`,
      { cause },
    );
  }
}

/** Removes a data directory and what choosePlace put elsewhere for it. */
export function removeDataDir(dataDir: string): void {
  const cluster = join(dataDir, "cluster");
  const target = isLink(cluster) ? readlinkSync(cluster) : "";
  if (target.startsWith(OPEN_GROUND + sep)) rmSync(dirname(target), { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
}

function copyBinaries(binaries: Binaries): Binaries {
  const target = join(OPEN_GROUND, `postgres-${binaries.version}`);
  if (!existsSync(target)) {
    const unfinished = makeOpenFolder(() => mkdtempSync(join(OPEN_GROUND, "copy-")));
    cpSync(binaries.native, unfinished, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(unfinished, target);
    } catch (error) {
      // Another hub was faster; its copy is as good as ours.
      rmSync(unfinished, { recursive: true, force: true });
      if (!existsSync(target)) throw error;
    }
  }
  return binariesIn(target, binaries.version);
}

function makeOpenFolder(make: () => string): string {
  mkdirSync(OPEN_GROUND, { recursive: true, mode: 0o755 });
  const folder = make();
  chmodSync(folder, 0o755);
  return folder;
}

/** Whether a folder on the way to `path` shuts this user out. */
function isClosed(path: string, { uid, gid }: RunAs): boolean {
  const folder = dirname(path);
  const { mode, uid: owner, gid: group } = statSync(folder);
  const mayEnter = owner === uid ? mode & 0o100 : group === gid ? mode & 0o010 : mode & 0o001;
  return mayEnter === 0 || (folder !== dirname(folder) && isClosed(folder, { uid, gid }));
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}
