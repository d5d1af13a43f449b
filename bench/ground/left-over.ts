import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { liveOwner, lockDataDir } from "../../src/platform/data-dir-lock";
import { stopOrphan } from "../../src/platform/orphan";
import { identifyProcess, isSameProcessAlive, waitUntil, type ProcessIdentity } from "../../src/platform/processes";
import { CACHE } from "./paths";

const ENDING = ".running";
const PATIENCE_MS = 20_000;

interface Running {
  readonly bench: ProcessIdentity;
  readonly server: ProcessIdentity;
}

/** Writes down that this bench runs a server. @returns what strikes it out again */
export function writeDown(folder: string, name: string, pid: number): () => void {
  const [bench, server] = [identifyProcess(process.pid), identifyProcess(pid)];
  if (!bench || !server) return () => {};
  const file = join(folder, `${name}${ENDING}`);
  writeFileSync(file, JSON.stringify({ bench, server } satisfies Running));
  return () => rmSync(file, { force: true });
}

/**
 * Ends what a bench has left that could not do so itself (kill -9): the servers it wrote down, and the PostgreSQL of a
 * place that nobody holds any more. What belongs to a bench that still runs is left alone.
 */
export async function endLeftOver(): Promise<void> {
  for (const name of existsSync(CACHE) ? readdirSync(CACHE) : []) {
    const place = join(CACHE, name);
    await endServers(place);
    await endServers(join(place, "hub"));
    await endDatabase(place);
  }
}

async function endServers(folder: string): Promise<void> {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (!name.endsWith(ENDING)) continue;
    const file = join(folder, name);
    const { bench, server } = JSON.parse(readFileSync(file, "utf8")) as Running;
    if (isSameProcessAlive(bench)) continue;
    if (isSameProcessAlive(server)) {
      console.error(`${file}: process ${server.pid} was left by a bench that was killed, and is ended`);
      process.kill(server.pid, "SIGTERM");
      const hasEnded = await waitUntil(() => !isSameProcessAlive(server), PATIENCE_MS);
      if (!hasEnded) process.kill(server.pid, "SIGKILL");
    }
    rmSync(file);
  }
}

async function endDatabase(place: string): Promise<void> {
  const lockFile = join(place, "hub.lock");
  if (liveOwner(lockFile)) return;
  const lock = lockDataDir(lockFile);
  try {
    const orphan = await stopOrphan(join(place, "cluster"));
    if (orphan === "stopped")
      console.error(`${place}: its PostgreSQL was left by a bench that was killed, and is ended`);
  } finally {
    lock.release();
  }
}
