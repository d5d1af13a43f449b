import "reflect-metadata";
import { existsSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import pino, { type Logger } from "pino";
import { TOKEN_MINUTES, TokenDesk } from "./access/token";
import { loadNotice, sendNotice } from "./calendar-command";
import { DemoFault, demonstrate, demonstrateAtStart } from "./demo/demo-command";
import { HubClient } from "./demo/hub-client";
import { SAMPLE_USERS } from "./demo/sample-centre";
import { seedSampleCentre } from "./demo/seed";
import { announce } from "./announce";
import { CalendarFileFault, readNotice } from "./deadlines/calendar-file";
import type { YearNotice } from "./deadlines/calendar.rules";
import { readPromises } from "./deadlines/promises-file";
import { ENTITIES } from "./entities";
import { openHub, type RunningHub } from "./hub";
import { LawInputFault } from "./law-input-fault";
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
  const stopping = new AbortController();
  const stop = async (code: number): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    stopping.abort();
    await hub?.close().catch((error: unknown) => log.error({ err: error }, "the hub did not close cleanly"));
    await ground.stop();
    process.exit(code);
  };
  // Asked to end while still starting: begin to stop at once and let the start fail against it.
  process.once("SIGINT", () => void stop(0));
  process.once("SIGTERM", () => void stop(0));
  // Started by another program, as by the demo: when that one is gone, nobody is left to stop this one.
  process.once("disconnect", () => void stop(0));
  try {
    hub = await openHub({ database: { url: ground.url }, dataDir, log, promises: promises() });
    const isNew = await seedSampleCentre(hub.parts);
    const address = await listen(hub, port);
    hub.startJobs();
    if (options.demo && isNew)
      await demonstrateAtStart({ dataDir, out: process.stdout, tokensOf }, address, stopping.signal);
    if (isStopping) return;
    await announce({ address, tokens: hub.tokens, users: SAMPLE_USERS, parts: hub.parts });
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

async function loadCalendar(file: string): Promise<void> {
  const notice = readNotice(readText(file));
  const log = makeLog();
  const ground = await openGround(log).catch((error: unknown) => {
    if (error instanceof StartFault && error.code === "DATA_DIR_IN_USE") return undefined;
    throw error;
  });
  if (!ground) return console.log(await sendToRunningHub(notice));
  try {
    const hub = await openHub({ database: { url: ground.url }, dataDir, log, promises: promises() });
    try {
      console.log(await loadNotice(hub.parts, notice, userInfo().username));
    } finally {
      await hub.close();
    }
  } finally {
    await ground.stop();
  }
}

/** The embedded database belongs to the hub that runs: it is asked to do it. */
async function sendToRunningHub(notice: YearNotice): Promise<string> {
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${readPort()}`;
  const client = new HubClient({ url, token: await tokensOf(dataDir)("supervisor"), patienceMs: 5_000 });
  try {
    return await sendNotice(client, notice);
  } catch (cause) {
    if (cause instanceof CalendarFileFault) throw cause;
    throw new StartFault(
      "HUB_UNREACHABLE",
      `数据库由运行中的枢纽占用,而 ${url} 没有答复本次装入。请用环境变量 PORT 写明该枢纽的端口后重试,或者先停掉它。`,
      { cause },
    );
  }
}

/** 本地承诺: beside the statutory limits, from a file of the centre's own. */
function promises(): ReturnType<typeof readPromises> {
  const file = process.env["HUB_PROMISES"];
  if (!file) return [];
  if (!existsSync(file)) throw new StartFault("PROMISES_INVALID", `读不到本地承诺的文件 ${file},请核对 HUB_PROMISES。`);
  return readPromises(readFileSync(file, "utf8"));
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new CalendarFileFault(null, `读不到文件 ${file},请核对路径和权限。`);
  }
}

interface DemoFlags {
  readonly submissions: number;
  readonly seed: number;
  readonly url?: string;
  readonly killHub: boolean;
  readonly keep: boolean;
  readonly json?: string;
}

async function demo(flags: DemoFlags): Promise<void> {
  process.exitCode = await demonstrate(flags, { program: __filename, dataDir, out: process.stdout, tokensOf });
}

/** Tokens for a hub on this machine; the longest demo must not outlive them. */
function tokensOf(folder: string): (user: string) => Promise<string> {
  const desk = TokenDesk.open(resolve(folder, "token.key"), systemClock);
  return async (name) => (await desk).issue(userNamed(name), 8 * 60);
}

async function printToken(name: string): Promise<void> {
  const keyFile = resolve(dataDir, "token.key");
  if (!existsSync(keyFile)) {
    throw new StartFault("HUB_NOT_STARTED", "该数据目录中还没有令牌密钥。请先启动一次枢纽,并核对 HUB_DATA_DIR。");
  }
  const desk = await TokenDesk.open(keyFile, systemClock);
  console.log(await desk.issue(userNamed(name), TOKEN_MINUTES));
}

function userNamed(name: string): (typeof SAMPLE_USERS)[number] {
  const user = SAMPLE_USERS.find(({ subject }) => subject === name);
  if (user) return user;
  const names = SAMPLE_USERS.map(({ subject }) => subject).join("、");
  throw new StartFault("USER_UNKNOWN", `没有这个演示用户。可选:${names}。`);
}

function positive(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0 && number <= 1_000_000) return number;
  throw new InvalidArgumentError("须为 1 至 1000000 之间的整数。");
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
  else if (error instanceof DemoFault) console.error(error.message);
  else if (error instanceof CalendarFileFault) console.error(`没有装入(CALENDAR_FILE_INVALID):${error.message}`);
  else if (error instanceof LawInputFault) console.error(`无法回答(${error.code},${error.field}):${error.message}`);
  else console.error(error);
  process.exit(1);
}

const program = new Command("dispute-hub").description("矛调中心一体化 GraphQL 枢纽");
program
  .command("start", { isDefault: true })
  .description("启动枢纽;首次启动时写入演示数据")
  .option("--no-demo", "首次启动时不运行演示")
  .action(start);
program
  .command("demo")
  .description("演示:各方客户端在一个枢纽上办理县域一年的提交,并逐件核对账目")
  .option("--submissions <件数>", "提交件数", positive, 2_000)
  .option("--seed <种子>", "同一种子得同一账目", positive, 1)
  .option("--url <地址>", "对本机已启动的空枢纽演示;不写则自行启动一个")
  .option("--kill-hub", "进度过半时以 SIGKILL 杀掉枢纽再启动", false)
  .option("--keep", "结束后保留数据和各方日志", false)
  .option("--json <文件>", "把账目写成 JSON")
  .action(demo);
program.command("migrate").description("只升级数据库结构").action(migrateOnly);
program.command("token").argument("<user>", "演示用户").description("签发演示用户的短期令牌").action(printToken);
program
  .command("calendar")
  .description("放假安排:年度通知公布后装入,不需要新版本的程序")
  .command("load")
  .argument("<文件>", "通知的 JSON 文件")
  .description("装入一年的放假安排通知,并重新计算受影响的在办期限")
  .action(loadCalendar);
const law = program.command("law").description("查法:期限、法定途径、同一事项的排斥关系,不需要启动枢纽");

if (process.argv.includes(law.name())) {
  // Loaded here and not above: nothing else asks its tables and calendars, and starting the hub need not wait for them.
  const { addLawQuestions } = require("./law-command") as typeof import("./law-command.js");
  addLawQuestions(law, process.stdout);
}

program.parseAsync().catch(fail);
