import "reflect-metadata";
import { resolve } from "node:path";
import { Command } from "commander";
import pino, { type Logger } from "pino";
import { TOKEN_MINUTES, TokenDesk } from "./access/token";
import { SAMPLE_USERS } from "./demo/sample-centre";
import { seedSampleCentre } from "./demo/seed";
import { announce } from "./announce";
import { ENTITIES } from "./entities";
import { openHub, type RunningHub } from "./hub";
import { MIGRATIONS } from "./migrations";
import { systemClock } from "./platform/clock";
import { openDatabase } from "./platform/database";
import { startEmbedded, type EmbeddedServer } from "./platform/embedded";
import { checkServer, migrate } from "./platform/migrate";
import { StartFault } from "./platform/start-fault";

const DEFAULT_PORT = 4000;

/** The project's own folder for data, keys and the embedded database. */
const dataDir = resolve(process.env["HUB_DATA_DIR"] ?? ".data");

const host = process.env["HOST"] ?? "127.0.0.1";
const LOOPBACK = ["127.0.0.1", "::1", "localhost"];

interface Ground {
  readonly url: string;
  stop(): Promise<void>;
}

/** The database: a server of the user's own, or the embedded one. */
async function openGround(log: Logger): Promise<Ground> {
  const url = process.env["DATABASE_URL"];
  if (url) return { url, stop: async () => {} };
  const server: EmbeddedServer = await startEmbedded({ dataDir, log });
  return { url: server.url, stop: () => server.stop() };
}

async function start(options: { demo: boolean }): Promise<void> {
  const log = makeLog();
  const port = readPort();
  const ground = await openGround(log);
  let hub: RunningHub | undefined;
  let isStopping = false;
  const stop = async (code: number): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    await hub?.close().catch((error: unknown) => log.error({ err: error }, "the hub did not close cleanly"));
    await ground.stop();
    process.exit(code);
  };
  // Asked to end while still starting: begin to stop at once and let the start fail against it.
  process.once("SIGINT", () => void stop(0));
  process.once("SIGTERM", () => void stop(0));
  try {
    hub = await openHub({ database: { url: ground.url }, dataDir, log });
    const isNew = await seedSampleCentre(hub.parts);
    const address = await listen(hub, port);
    await announce({
      address,
      tokens: hub.tokens,
      users: SAMPLE_USERS,
      parts: hub.parts,
      runDemo: options.demo && isNew,
    });
  } catch (error) {
    if (isStopping) return;
    await hub?.close();
    await ground.stop();
    throw error;
  }
}

async function listen(hub: RunningHub, port: number): Promise<string> {
  // Whoever can read the data folder can make tokens of the local desk, so they count on this machine only.
  if (!LOOPBACK.includes(host)) {
    throw new StartFault(
      "HOST_NOT_LOOPBACK",
      "HOST 只能是本机地址(127.0.0.1、::1 或 localhost):本地签发的令牌不得用于网络。",
    );
  }
  try {
    return await hub.http.listen({ port, host });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw new StartFault("PORT_IN_USE", `端口 ${port} 已被占用。请先停止占用它的程序,或用环境变量 PORT 另选端口。`);
  }
}

async function migrateOnly(): Promise<void> {
  const ground = await openGround(makeLog());
  try {
    const db = await openDatabase({ url: ground.url, entities: ENTITIES, migrations: MIGRATIONS });
    try {
      await checkServer(db);
      const ran = await migrate(db);
      console.log(ran.length > 0 ? `已执行迁移:${ran.join("、")}` : "数据库结构已是最新。");
    } finally {
      await db.close();
    }
  } finally {
    await ground.stop();
  }
}

async function printToken(name: string): Promise<void> {
  const user = SAMPLE_USERS.find(({ subject }) => subject === name);
  if (!user) {
    const names = SAMPLE_USERS.map(({ subject }) => subject).join("、");
    throw new StartFault("USER_UNKNOWN", `没有这个演示用户。可选:${names}。`);
  }
  const desk = await TokenDesk.open(resolve(dataDir, "token.key"), systemClock);
  console.log(await desk.issue(user, TOKEN_MINUTES));
}

function readPort(): number {
  const text = process.env["PORT"] ?? String(DEFAULT_PORT);
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new StartFault("PORT_INVALID", "环境变量 PORT 须为0至65535之间的整数。请更正后再启动。");
}

function makeLog(): Logger {
  return pino({ level: process.env["LOG_LEVEL"] ?? "warn" }, pino.destination(2));
}

/** One clear sentence for what the user can mend; the whole story only for what is our own fault. */
function fail(error: unknown): never {
  if (error instanceof StartFault) console.error(`无法启动(${error.code}):${error.message}`);
  else console.error(error);
  process.exit(1);
}

const program = new Command("dispute-hub").description("矛调中心一体化 GraphQL 枢纽");
program
  .command("start", { isDefault: true })
  .description("启动枢纽;首次启动时写入演示数据")
  .option("--no-demo", "首次启动时不运行演示")
  .action(start);
program.command("migrate").description("只升级数据库结构").action(migrateOnly);
program.command("token").argument("<user>", "演示用户").description("签发演示用户的短期令牌").action(printToken);

program.parseAsync().catch(fail);
