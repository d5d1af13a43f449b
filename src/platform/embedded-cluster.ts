import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { totalmem } from "node:os";
import { join } from "node:path";
import { Client, escapeIdentifier, escapeLiteral } from "pg";
import { majorOf, type Binaries, type RunAs } from "./embedded-binaries";
import { StartFault } from "./start-fault";

const SUPERUSER = "postgres";
/** The hub's own role owns its database and nothing else, so an injected statement cannot run programs or read files. */
const HUB_ROLE = "hub";
const HUB_DATABASE = "hub";

export interface Secret {
  superuser: string;
  hub: string;
}

/** The environment of PostgreSQL's processes: nothing of the hub's keys, and the same locale on every machine. */
export const CLUSTER_ENV = { PATH: process.env.PATH ?? "/usr/bin:/bin", LC_ALL: "C.UTF-8", TZ: "UTC" };

/** Creates the data directory where there is none. Half of one, left by a crash, is never taken for a whole one. */
export function ensureCluster(
  clusterDir: string,
  secretFile: string,
  binaries: Binaries,
  runAs: RunAs,
  isDurable: boolean,
): Secret {
  const versionFile = join(clusterDir, "PG_VERSION");
  if (existsSync(versionFile)) {
    const major = readFileSync(versionFile, "utf8").trim();
    if (major !== majorOf(binaries)) throw otherVersion(major, majorOf(binaries));
    return readSecret(secretFile);
  }
  if (existsSync(clusterDir) && readdirSync(clusterDir).length > 0) {
    throw new StartFault("DATA_DIR_UNUSABLE", `文件夹 ${clusterDir} 里有别的文件，请移走它们，或换一个数据目录。`);
  }
  const secret = { superuser: randomBytes(24).toString("base64url"), hub: randomBytes(24).toString("base64url") };
  const unfinished = `${clusterDir}.unfinished`;
  const passwordFile = `${clusterDir}.password`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(secretFile, JSON.stringify(secret), { mode: 0o600 });
  writeFileSync(passwordFile, secret.superuser, { mode: 0o600 });
  if (runAs.uid !== undefined) {
    chownSync(unfinished, runAs.uid, runAs.gid!);
    chownSync(passwordFile, runAs.uid, runAs.gid!);
  }
  try {
    runInitdb(unfinished, passwordFile, binaries, runAs, isDurable);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(unfinished, clusterDir);
  return secret;
}

function runInitdb(
  directory: string,
  passwordFile: string,
  binaries: Binaries,
  runAs: RunAs,
  isDurable: boolean,
): void {
  const flags = ["--encoding=UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256", `--username=${SUPERUSER}`];
  if (!isDurable) flags.push("--no-sync");
  const { status, stderr, error } = spawnSync(
    binaries.initdb,
    [`--pgdata=${directory}`, `--pwfile=${passwordFile}`, ...flags],
    {
      ...runAs,
      cwd: directory,
      env: CLUSTER_ENV,
      encoding: "utf8",
    },
  );
  if (status === 0) return;
  const cause = error ?? new Error(stderr);
  throw new StartFault("DATABASE_START", "内置数据库初始化失败，请检查磁盘空间和数据目录权限后重试。", { cause });
}

function readSecret(secretFile: string): Secret {
  try {
    return JSON.parse(readFileSync(secretFile, "utf8")) as Secret;
  } catch (cause) {
    throw new StartFault(
      "DATA_DIR_UNUSABLE",
      `数据目录缺少口令文件 ${secretFile}，请从备份恢复它，或换一个数据目录。`,
      { cause },
    );
  }
}

function otherVersion(found: string, needed: string): StartFault {
  return new StartFault(
    "DATABASE_VERSION",
    `数据目录属于 PostgreSQL ${found}，本程序带的是 ${needed}，请先用旧版导出再导入，或换一个数据目录。`,
  );
}

/** Settings for a small machine. Given on the command line, so that a newer hub's settings reach an older directory. */
export function serverSettings(port: number, isDurable: boolean): string[] {
  const memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  const megabytes = (bytes: number, least: number, most: number) =>
    `${Math.round(Math.min(Math.max(bytes / 2 ** 20, least), most))}MB`;
  const settings: Record<string, string | number> = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: 60,
    shared_buffers: isDurable ? megabytes(memory / 8, 64, 512) : "64MB",
    effective_cache_size: megabytes(memory / 2, 256, 8_192),
    maintenance_work_mem: "64MB",
    work_mem: "8MB",
    random_page_cost: 1.1,
    // Compiling a plan takes longer than any query of the counter does.
    jit: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    lc_messages: "C",
    // DETAIL lines quote the row: identity numbers would end up in the log.
    log_error_verbosity: "terse",
    logging_collector: "on",
    log_filename: "postgresql-%a.log",
    log_truncate_on_rotation: "on",
    log_rotation_size: 0,
    shared_preload_libraries: "pg_stat_statements",
    ...(isDurable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: 200 }),
  };
  return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

export function urls(port: number, secret: Secret): { url: string; adminUrl: string } {
  return {
    url: `postgres://${HUB_ROLE}:${secret.hub}@127.0.0.1:${port}/${HUB_DATABASE}`,
    adminUrl: `postgres://${SUPERUSER}:${secret.superuser}@127.0.0.1:${port}/postgres`,
  };
}

/** The hub's role and database, made when missing: a crash may have come between initdb and this. */
export async function provision(adminUrl: string, secret: Secret): Promise<void> {
  const admin = new Client({ connectionString: adminUrl, connectionTimeoutMillis: 10_000 });
  admin.on("error", () => {});
  await admin.connect();
  try {
    const { rows } = await admin.query(
      `select exists (select from pg_roles where rolname = $1) as role, exists (select from pg_database where datname = $2) as database`,
      [HUB_ROLE, HUB_DATABASE],
    );
    const role = escapeIdentifier(HUB_ROLE);
    if (!rows[0].role) {
      await admin.query(`create role ${role} login password ${escapeLiteral(secret.hub)}`);
      await admin.query(`grant pg_monitor to ${role}`);
    }
    if (!rows[0].database) await admin.query(`create database ${escapeIdentifier(HUB_DATABASE)} owner ${role}`);
  } finally {
    await admin.end();
  }
}
