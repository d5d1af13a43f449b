import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, realpathSync } from "node:fs";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { lockDataDir, type DataDirLock } from "./data-dir-lock";
import { chooseUser, findBinaries, type Binaries, type RunAs } from "./embedded-binaries";
import { CLUSTER_ENV, ensureCluster, provision, serverSettings, urls, type Secret } from "./embedded-cluster";
import { choosePlace } from "./embedded-place";
import { stopOrphan } from "./orphan";
import { processesWorkingIn, waitUntil } from "./processes";
import { StartFault } from "./start-fault";

/** The part of a pino logger the server needs. */
export interface EmbeddedLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface EmbeddedOptions {
  /** Holds the database's files, its passwords and its lock. Made when missing. */
  dataDir: string;
  /** A free one by default. */
  port?: number;
  log: EmbeddedLog;
  /** False only for tests: confirmed writes may be lost in a power cut. */
  durable?: boolean;
}

export interface EmbeddedServer {
  /** For the hub: a role that owns its database and nothing else. */
  readonly url: string;
  /** For backups and for tests that make databases: the superuser. */
  readonly adminUrl: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Recovery after a crash reads back up to a gigabyte of log; interrupting it would only begin it anew. */
const START_TIMEOUT_MS = 300_000;
const LOCK_PATIENCE_MS = 10_000;
const STOP_TIMEOUT_MS = 30_000;
const QUICK_RESTARTS_PER_MINUTE = 10;
const SLOW_RESTART_MS = 5_000;

/** Starts PostgreSQL for this hub alone, on the loopback address, and keeps it running until stop(). */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const dataDir = resolve(options.dataDir);
  const runAs = chooseUser(join(dataDir, "cluster"));
  // PostgreSQL's user must be able to walk through the folder, yet needs to see nothing else in it.
  makeDataDir(dataDir, runAs.uid === undefined ? 0o700 : 0o711);
  const lock = lockDataDir(join(dataDir, "hub.lock"));
  try {
    const { clusterDir, binaries } = choosePlace(dataDir, findBinaries(), runAs);
    const orphan = await stopOrphan(clusterDir);
    if (orphan !== "none") options.log.warn({ orphan }, "the previous hub ended without stopping its database");
    const isDurable = options.durable ?? true;
    const secret = ensureCluster(clusterDir, join(dataDir, "secret"), binaries, runAs, isDurable);
    const server = new Postmaster({ dataDir, clusterDir, binaries, runAs, secret, isDurable, log: options.log, lock });
    await server.start(options.port);
    return server;
  } catch (error) {
    lock.release();
    throw error;
  }
}

function makeDataDir(dataDir: string, mode: number): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode });
  } catch (cause) {
    throw new StartFault("DATA_DIR_UNUSABLE", `数据目录 ${dataDir} 建不了，请检查权限，或换一个数据目录。`, { cause });
  }
}

interface PostmasterParts {
  dataDir: string;
  clusterDir: string;
  binaries: Binaries;
  runAs: RunAs;
  secret: Secret;
  isDurable: boolean;
  log: EmbeddedLog;
  lock: DataDirLock;
}

class Postmaster implements EmbeddedServer {
  private child: ChildProcess | undefined;
  private port = 0;
  private isStopping = false;
  private recentStarts: number[] = [];
  private reviving: Promise<void> = Promise.resolve();
  private readonly endWithHub = () => this.child?.kill("SIGINT");

  constructor(private readonly parts: PostmasterParts) {}

  get url(): string {
    return urls(this.port, this.parts.secret).url;
  }

  get adminUrl(): string {
    return urls(this.port, this.parts.secret).adminUrl;
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  async start(wantedPort: number | undefined): Promise<void> {
    // An exit that skips stop() (process.exit, an uncaught error) still ends the server; only kill -9 leaves an orphan.
    process.on("exit", this.endWithHub);
    try {
      await this.launch(wantedPort);
      await provision(this.adminUrl, this.parts.secret);
    } catch (error) {
      await this.end();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.end();
    this.parts.lock.release();
  }

  private async end(): Promise<void> {
    this.isStopping = true;
    await this.reviving;
    process.off("exit", this.endWithHub);
    const { child } = this;
    if (child === undefined || hasExited(child)) return;
    const exited = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGINT");
    const impatience = setTimeout(() => child.kill("SIGQUIT"), STOP_TIMEOUT_MS);
    await exited;
    clearTimeout(impatience);
  }

  /** Tries until the server answers. A port can be taken between the look and the start; a lock file can linger. */
  private async launch(wantedPort: number | undefined): Promise<void> {
    const giveUpAt = performance.now() + LOCK_PATIENCE_MS;
    for (;;) {
      this.port = await portToUse(wantedPort);
      const complaint = await this.spawnOnce();
      if (complaint === undefined) return;
      const isTransient = /Address already in use|lock file .* already exists|pre-existing shared memory/.test(
        complaint,
      );
      if (!isTransient || performance.now() >= giveUpAt) throw startFailed(complaint, this.parts.dataDir);
      await pause(100);
    }
  }

  /** Undefined when the server is ready, otherwise its last words. */
  private async spawnOnce(): Promise<string | undefined> {
    const { dataDir, clusterDir, binaries, runAs, isDurable } = this.parts;
    const startLog = join(dataDir, "start.log");
    const output = openSync(startLog, "w", 0o600);
    const child = spawn(binaries.postgres, ["-D", clusterDir, ...serverSettings(this.port, isDurable)], {
      ...runAs,
      cwd: clusterDir,
      env: CLUSTER_ENV,
      // Ctrl-C reaches the whole process group; in a group of its own the server ends when the hub says so, not before.
      detached: true,
      stdio: ["ignore", output, output],
    });
    closeSync(output);
    child.once("error", () => {});
    this.child = child;
    const giveUpAt = performance.now() + START_TIMEOUT_MS;
    while (!isReady(clusterDir, child.pid)) {
      if (hasExited(child) || child.pid === undefined) return lastWords(startLog, clusterDir);
      if (performance.now() >= giveUpAt) return "no answer in time";
      await pause(10);
    }
    child.once("exit", (code, signal) => {
      if (!this.isStopping) this.reviving = this.comeBack(code, signal);
    });
    return undefined;
  }

  /** Someone killed the server (out of memory, an operator): the hub brings it back on the same port, as often as it takes. */
  private async comeBack(code: number | null, signal: string | null): Promise<void> {
    this.parts.log.error({ code, signal }, "the database server ended by itself");
    while (!this.isStopping) {
      this.recentStarts = [...this.recentStarts.filter((at) => at > performance.now() - 60_000), performance.now()];
      if (this.recentStarts.length > QUICK_RESTARTS_PER_MINUTE) await pause(SLOW_RESTART_MS);
      if (this.isStopping) return;
      try {
        await stopOrphan(this.parts.clusterDir);
        return await this.launch(this.port);
      } catch (error) {
        this.parts.log.error({ err: error }, "the database server could not be started again");
      }
    }
  }
}

function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** The eighth line of postmaster.pid is the server's own word on its state. */
function isReady(clusterDir: string, pid: number | undefined): boolean {
  try {
    const lines = readFileSync(join(clusterDir, "postmaster.pid"), "utf8").split("\n");
    return Number(lines[0]) === pid && lines[7]?.trim() === "ready";
  } catch {
    return false;
  }
}

/** The log collector is a process of its own and may still be writing when the server has already ended. */
async function lastWords(startLog: string, clusterDir: string): Promise<string> {
  const directory = realpathSync(clusterDir);
  await waitUntil(() => (processesWorkingIn(directory) ?? []).length === 0, 2_000);
  const words = readFileSync(startLog, "utf8");
  try {
    const current = readFileSync(join(clusterDir, "current_logfiles"), "utf8").split(/\s/)[1]!;
    return words + readFileSync(join(clusterDir, current), "utf8").slice(-4_000);
  } catch {
    return words;
  }
}

function startFailed(complaint: string, dataDir: string): StartFault {
  const cause = new Error(complaint.trim().slice(-2_000));
  return new StartFault(
    "DATABASE_START",
    `内置数据库起不来，请查看 ${join(dataDir, "start.log")} 和其中 cluster/log 的日志。`,
    { cause },
  );
}

/** The wanted port if nobody listens on it, or any that is free. */
async function portToUse(wanted = 0): Promise<number> {
  const probe = createServer().listen(wanted, "127.0.0.1");
  try {
    await once(probe, "listening");
  } catch (cause) {
    throw new StartFault("DATABASE_PORT_IN_USE", `端口 ${wanted} 用不了，请换一个端口，或不指定端口。`, { cause });
  }
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}
