import { readFileSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { identifyProcess, processesWorkingIn, waitUntil } from "./processes";
import { StartFault } from "./start-fault";

/**
 * Ends the server a killed hub left behind. Call it only while holding the lock of the data directory: then whoever
 * started that server is gone. Fast shutdown first, because it needs no recovery afterwards.
 */
export async function stopOrphan(clusterDir: string): Promise<"none" | "stopped" | "stale"> {
  const pidFile = join(clusterDir, "postmaster.pid");
  const pid = postmasterPid(pidFile);
  if (pid === undefined) return "none";
  if (servesFrom(clusterDir, pid)) {
    for (const [signal, patienceMs] of [
      ["SIGINT", 30_000],
      ["SIGQUIT", 10_000],
    ] as const) {
      end(pid, signal);
      if (await waitUntil(() => identifyProcess(pid) === undefined, patienceMs)) return "stopped";
    }
    throw new StartFault("DATA_DIR_IN_USE", `上次留下的数据库进程 ${pid} 停不下来，请手工结束它后再启动。`);
  }
  await removeStalePidFile(clusterDir, pidFile);
  return "stale";
}

/**
 * PostgreSQL takes any live process with the noted number for a server and refuses to start; in a container that number
 * is soon somebody else's. The file is also the guard against two servers on the same files, so it goes only when the
 * system shows that nobody, not even a left-over backend, works in the directory.
 */
async function removeStalePidFile(clusterDir: string, pidFile: string): Promise<void> {
  const directory = realpathSync(clusterDir);
  if (processesWorkingIn(directory) === undefined) return;
  const isDeserted = await waitUntil(() => processesWorkingIn(directory)!.length === 0, 10_000);
  if (isDeserted) rmSync(pidFile, { force: true });
}

function servesFrom(clusterDir: string, pid: number): boolean {
  const working = processesWorkingIn(realpathSync(clusterDir));
  // Without /proc the number in the file, alive, is all there is; PostgreSQL itself goes by it.
  return working === undefined ? identifyProcess(pid) !== undefined : working.includes(pid);
}

function end(pid: number, signal: "SIGINT" | "SIGQUIT"): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return;
    throw new StartFault(
      "DATA_DIR_IN_USE",
      `数据目录属于另一个用户的数据库进程 ${pid}，请用那个用户启动，或换一个数据目录。`,
    );
  }
}

function postmasterPid(pidFile: string): number | undefined {
  try {
    const pid = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
