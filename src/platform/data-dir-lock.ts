import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { dirname } from "node:path";
import { identifyProcess, isSameProcessAlive, type ProcessIdentity } from "./processes";
import { StartFault } from "./start-fault";

export interface DataDirLock {
  release(): void;
}

/**
 * One hub per data directory. The file names its owner; when that process is gone (kill -9, power cut) the next hub takes
 * the directory over without help.
 */
export function lockDataDir(lockFile: string): DataDirLock {
  const me = identifyProcess(process.pid) ?? { pid: process.pid, born: "" };
  const claim = `${lockFile}.${randomUUID()}`;
  const text = JSON.stringify(me);
  try {
    writeFileSync(claim, text, { mode: 0o600 });
  } catch (cause) {
    throw new StartFault("DATA_DIR_UNUSABLE", `数据目录 ${dirname(lockFile)} 写不进去，请检查权限和磁盘空间。`, {
      cause,
    });
  }
  try {
    for (let attempt = 0; attempt < 20; attempt++) {
      if (linkIfFree(claim, lockFile)) return { release: () => releaseIfMine(lockFile, text) };
      const seen = readIfThere(lockFile);
      if (seen === undefined) continue;
      const owner = parseOwner(seen);
      if (owner !== undefined && isSameProcessAlive(owner)) throw inUse(owner.pid);
      removeExactly(lockFile, seen);
    }
  } finally {
    rmSync(claim, { force: true });
  }
  throw inUse();
}

/** The owner written in the file, if that process is still running. */
export function liveOwner(lockFile: string): ProcessIdentity | undefined {
  const seen = readIfThere(lockFile);
  const owner = seen === undefined ? undefined : parseOwner(seen);
  return owner !== undefined && isSameProcessAlive(owner) ? owner : undefined;
}

function inUse(pid?: number): StartFault {
  const who = pid === undefined ? "" : `（进程号 ${pid}）`;
  return new StartFault("DATA_DIR_IN_USE", `数据目录正被另一个程序${who}使用，请先停掉它，或换一个数据目录。`);
}

/** A link appears whole or not at all, so nobody ever reads a half-written owner. */
function linkIfFree(claim: string, lockFile: string): boolean {
  try {
    linkSync(claim, lockFile);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Two hubs may find the same dead owner; the slower one must not remove the lock the faster one has just taken. */
function removeExactly(lockFile: string, expected: string): void {
  const aside = `${lockFile}.${randomUUID()}`;
  try {
    renameSync(lockFile, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  if (readIfThere(aside) !== expected) linkIfFree(aside, lockFile);
  rmSync(aside, { force: true });
}

function releaseIfMine(lockFile: string, text: string): void {
  if (readIfThere(lockFile) === text) rmSync(lockFile, { force: true });
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function parseOwner(text: string): ProcessIdentity | undefined {
  try {
    const { pid, born } = JSON.parse(text) as Partial<ProcessIdentity>;
    return Number.isInteger(pid) && typeof born === "string" ? { pid: pid!, born } : undefined;
  } catch {
    return undefined;
  }
}
