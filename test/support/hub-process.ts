import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ChildProcess } from "node:child_process";
import { Client } from "pg";
import pino from "pino";
import type { Caller } from "../../src/access/caller";
import { TokenDesk } from "../../src/access/token";
import { SAMPLE_USERS } from "../../src/demo/sample-centre";
import { seedSampleCentre } from "../../src/demo/seed";
import { openHub } from "../../src/hub";
import { systemClock } from "../../src/platform/clock";
import { startEmbedded } from "../../src/platform/embedded";
import { endScript, forkScript, nextMessage } from "./child-script";

export interface HubProcessOptions {
  /** Keys, and the database when the hub has one of its own. Hubs that share a database share the folder. */
  readonly dataDir: string;
  /** A database that is there already; without it the hub starts and keeps alive an embedded server. */
  readonly databaseUrl?: string;
  /** 0 for any. */
  readonly port?: number;
  /** COMMIT is confirmed before it is on disk: what a kill must make visible. */
  readonly forgetful?: boolean;
  /** Sweeps by itself, as `npm start` does. */
  readonly jobs?: boolean;
}

export interface HubProcess {
  readonly pid: number;
  readonly url: string;
  readonly databaseUrl: string;
  readonly child: ChildProcess;
  /** A token for a user of the sample centre, or for somebody made up. */
  token(user: string | Omit<Caller, "expiresAt">): Promise<string>;
  /** Ends the database server of the hub's own, and each of its processes, without warning. */
  killServer(): Promise<void>;
  /** Ends the hub without warning. */
  kill(): Promise<void>;
  /** Asks the hub to stop, as Ctrl-C does. */
  stop(): Promise<void>;
}

interface Ready {
  readonly url: string;
  readonly databaseUrl: string;
}

/** Starts a hub as a process of its own, put together as `npm start` does it. */
export async function startHubProcess(options: HubProcessOptions): Promise<HubProcess> {
  mkdirSync(options.dataDir, { recursive: true });
  const child = forkScript(__filename, [JSON.stringify(options)]);
  child.setMaxListeners(100);
  const { url, databaseUrl } = await nextMessage<Ready>(child);
  const desk = await TokenDesk.open(join(options.dataDir, "token.key"), systemClock);
  return {
    pid: child.pid!,
    url,
    databaseUrl,
    child,
    token: (user) =>
      desk.issue(typeof user === "string" ? SAMPLE_USERS.find(({ subject }) => subject === user)! : user, 24 * 60),
    async killServer() {
      child.send("server");
      const server = await nextMessage<number>(child);
      for (const pid of [server, ...childrenOf(server)]) end(pid);
    },
    async kill() {
      await endScript(child, "SIGKILL");
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      child.send("stop");
      await exited;
    },
  };
}

function childrenOf(parent: number): number[] {
  return readdirSync("/proc").flatMap((name) => {
    try {
      const stat = readFileSync(`/proc/${Number(name)}/stat`, "utf8");
      const [, , ppid] = stat.slice(stat.lastIndexOf(")")).split(" ");
      return Number(ppid) === parent ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

async function main({
  dataDir,
  databaseUrl,
  port = 0,
  forgetful = false,
  jobs = false,
}: HubProcessOptions): Promise<void> {
  const log = pino({ level: process.env["LOG_LEVEL"] ?? "silent" }, pino.destination(2));
  const server = databaseUrl ? undefined : await startEmbedded({ dataDir, log });
  if (server && forgetful) await forget(server.adminUrl);
  const database = { url: databaseUrl ?? server!.url };
  const hub = await openHub({ database, dataDir, log, explorer: false, durable: server !== undefined && !forgetful });
  await seedSampleCentre(hub.parts);
  const url = await hub.http.listen({ port, host: "127.0.0.1" });
  if (jobs) hub.startJobs();
  process.on("message", (order) => {
    if (order === "server") process.send!(server!.pid);
    else
      void hub
        .close()
        .then(() => server?.stop())
        .then(() => process.exit(0));
  });
  process.on("disconnect", () => process.exit(1));
  process.send!({ url, databaseUrl: database.url } satisfies Ready);
}

async function forget(adminUrl: string): Promise<void> {
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query("alter system set synchronous_commit = off");
  await admin.query("select pg_reload_conf()");
  await admin.end();
}

if (require.main === module) void main(JSON.parse(process.argv[2]!) as HubProcessOptions);
