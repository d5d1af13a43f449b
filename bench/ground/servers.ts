import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Ground } from "./cluster";
import { endsWithBench } from "./ending";
import { writeDown } from "./left-over";
import { HUB_PROGRAM, PEERS, ROOT } from "./paths";

export type ServerName = "hub" | "floor" | "usual" | "mercurius" | "yoga" | "postgraphile";

/** One that is started in a way of its own. */
export interface Start {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Whether it can be asked over IPC. */
  readonly answers?: true;
}

export interface Server {
  readonly name: string;
  readonly url: string;
  readonly pid: number;
  readonly answers: boolean;
  /** What a server that `answers` says of itself. */
  ask(): Promise<unknown>;
  stop(): Promise<void>;
}

const READY_MS = 60_000;
const NEWER = 22;

type Command = Pick<Start, "program" | "args">;

const TYPESCRIPT = ["-r", "@swc-node/register"];

/** How each is started. The hub as its users start it, from what was built; a peer from its own file. */
function commandOf(name: ServerName, profileDir: string | undefined): Command {
  switch (name) {
    case "hub": {
      const profiled = profileDir === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profileDir}`];
      return hubCommand(profiled);
    }
    case "floor":
    case "usual":
      return { program: process.execPath, args: [...TYPESCRIPT, join(PEERS, name, "main.ts")] };
    case "postgraphile":
      return { program: newerNode(), args: [join(PEERS, "postgraphile.mjs")] };
    case "mercurius":
    case "yoga":
      return { program: process.execPath, args: [join(PEERS, `${name}.mjs`)] };
  }
}

/** @param options Node's own */
export function hubCommand(options: readonly string[]): Command {
  return { program: process.execPath, args: [...options, HUB_PROGRAM, "start", "--no-demo"] };
}

/** PostGraphile 5 does not run under Node 20. */
function newerNode(): string {
  if (Number(process.versions.node.split(".")[0]) >= NEWER) return process.execPath;
  const scripts = createRequire(join(ROOT, "scripts", "node-of.mjs"));
  return (scripts("./node-of.mjs") as { nodeOf: (major: number) => string }).nodeOf(NEWER);
}

/**
 * Starts one and waits until it answers; without an address of a database, the hub starts its own.
 * @param profileDir where the hub leaves a profile of its CPU when it ends
 */
export async function startServer(
  wanted: ServerName | Start,
  ground: Pick<Ground, "url" | "hubDir">,
  profileDir?: string,
): Promise<Server> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const start: Start = typeof wanted === "string" ? { name: wanted, ...commandOf(wanted, profileDir) } : wanted;
  const { name, program, args } = start;
  const logFile = join(ground.hubDir, `${name}.log`);
  const log = openSync(logFile, "w");
  const child = spawn(program, args, {
    cwd: ROOT,
    env: {
      PATH: process.env["PATH"],
      NODE_ENV: "production",
      ...(ground.url === "" ? {} : { DATABASE_URL: ground.url }),
      HUB_DATA_DIR: ground.hubDir,
      HOST: "127.0.0.1",
      PORT: String(port),
      ...start.env,
    },
    stdio: ["ignore", log, log, ...(start.answers ? (["ipc"] as const) : [])],
  });
  closeSync(log);
  const strikeOut = writeDown(ground.hubDir, name, child.pid!);
  const end = endsWithBench(() => stop(child).finally(strikeOut));
  const giveUpAt = performance.now() + READY_MS;
  while (!(await isReady(url))) {
    if (hasEnded(child) || performance.now() > giveUpAt) {
      await end();
      throw new Error(`${name} did not start:\n${readFileSync(logFile, "utf8").slice(-3_000)}`);
    }
    await pause(20);
  }
  return { name, url, pid: child.pid!, answers: start.answers === true, ask: () => answerOf(child), stop: end };
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  const answered = once(child, "message");
  child.send("asked");
  const [answer] = (await answered) as [unknown];
  return answer;
}

async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const impatience = setTimeout(() => child.kill("SIGKILL"), 20_000);
  await ended;
  clearTimeout(impatience);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function isReady(url: string): Promise<boolean> {
  try {
    // Apollo alone has no such page and refuses politely, which shows as well that it is there.
    return (await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) })).status < 500;
  } catch {
    // Refused until it listens; that is what is being waited for.
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
