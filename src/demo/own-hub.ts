import { fork, type ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const READY_MS = 90_000;

/** A hub of the demo's own, in a process of its own, with a data folder of its own: it can be killed without harm to any other. */
export class OwnHub {
  private child: ChildProcess | undefined;

  private constructor(
    private readonly program: string,
    private readonly dataDir: string,
    private readonly port: number,
  ) {}

  /** @param program the file the hub is started from */
  static async start(program: string, dataDir: string): Promise<OwnHub> {
    const hub = new OwnHub(program, dataDir, await freePort());
    await hub.launch();
    return hub;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** As a power cut would: no time to close anything. Its clients find it again at the same address. */
  async killAndRestart(): Promise<void> {
    const child = this.child!;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
    await this.launch();
  }

  async stop(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
  }

  private async launch(): Promise<void> {
    // A database of the user's own must not be filled with invented people by accident.
    const { DATABASE_URL: _theirs, ...env } = process.env;
    const log = openSync(join(this.dataDir, "hub.log"), "a");
    const child = fork(this.program, ["start", "--no-demo"], {
      env: { ...env, HUB_DATA_DIR: this.dataDir, PORT: String(this.port), HOST: "127.0.0.1" },
      stdio: ["ignore", "ignore", log, "ipc"],
    });
    closeSync(log);
    this.child = child;
    const giveUpAt = performance.now() + READY_MS;
    while (!(await isReady(this.url))) {
      if (child.exitCode !== null || child.signalCode !== null || performance.now() > giveUpAt) {
        throw new Error(`演示用的枢纽没有启动成功,原因见 ${join(this.dataDir, "hub.log")}。`);
      }
      await pause(100);
    }
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    // Refused until the hub listens; that is what is being waited for.
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
