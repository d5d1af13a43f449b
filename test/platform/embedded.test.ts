import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Client } from "pg";
import { startEmbedded, type EmbeddedServer } from "../../src/platform/embedded";
import { findBinaries, linkLibraries } from "../../src/platform/embedded-binaries";
import { removeDataDir } from "../../src/platform/embedded-place";
import { identifyProcess } from "../../src/platform/processes";
import { endScript, forkScript, nextMessage } from "../support/child-script";
import { eventually } from "../support/eventually";
import { keepLog, ownDataDir, startOwnServer, stopOwnServer } from "../support/own-server";

const NAME = "embedded";
const dataDir = ownDataDir(NAME);
const clusterDir = join(dataDir, "cluster");
let server: EmbeddedServer | undefined;

/** Every test begins with a stopped server. */
beforeAll(async () => {
  server = await startOwnServer(NAME);
  await ask(server, "create table visit (at timestamptz default clock_timestamp())");
  await server.stop();
});

afterEach(async () => {
  await server?.stop();
  server = undefined;
});

afterAll(() => stopOwnServer(undefined, NAME));

async function ask<Row = Record<string, unknown>>(on: { url: string }, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: on.url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows as Row[];
  } finally {
    await client.end();
  }
}

test("what one start wrote the next one finds, in UTF-8, under C.UTF-8, on the loopback address alone", async () => {
  server = await startOwnServer(NAME);
  const [written] = await ask<{ at: Date }>(server, "insert into visit default values returning at");
  await server.stop();
  server = await startOwnServer(NAME);
  expect(await ask(server, "select max(at) as at from visit")).toEqual([written]);
  const [facts] = await ask(
    server,
    `select current_setting('listen_addresses') as listens, current_setting('server_encoding') as encoding, datcollate
     from pg_database where datname = current_database()`,
  );
  expect(facts).toEqual({ listens: "127.0.0.1", encoding: "UTF8", datcollate: "C.UTF-8" });
});

test("the hub is not the superuser, and only the owner of the directory can read the passwords", async () => {
  server = await startOwnServer(NAME);
  expect(await ask(server, "select usesuper from pg_user where usename = current_user")).toEqual([{ usesuper: false }]);
  expect(statSync(join(dataDir, "secret")).mode & 0o777).toBe(0o600);
  const wrongPassword = server.url.replace(/:[^:@]+@/, ":guess@");
  await expect(ask({ url: wrongPassword }, "select 1")).rejects.toMatchObject({ code: "28P01" });
});

test("a directory that another hub is using is refused by name of its process, and the other hub goes on", async () => {
  server = await startOwnServer(NAME);
  await expect(startOwnServer(NAME)).rejects.toMatchObject({
    code: "DATA_DIR_IN_USE",
    message: expect.stringContaining(String(process.pid)),
  });
  expect(await ask(server, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("after kill -9 of a hub the server it left behind is ended, and the next hub starts with all its data", async () => {
  const hub = forkScript(require.resolve("../support/hub-stand-in"), [dataDir]);
  const orphan = await nextMessage<{ url: string; pid: number }>(hub);
  const [written] = await ask<{ at: Date }>(orphan, "insert into visit default values returning at");
  await endScript(hub, "SIGKILL");
  expect(identifyProcess(orphan.pid)).toBeDefined();

  const log = keepLog();
  server = await startOwnServer(NAME, { log });
  expect(identifyProcess(orphan.pid)).toBeUndefined();
  expect(log.lines).toContainEqual(expect.objectContaining({ level: "warn", fields: { orphan: "stopped" } }));
  expect(await ask(server, "select max(at) as at from visit")).toEqual([written]);
});

test("Ctrl-C, which the terminal sends to the whole process group, lets the hub finish its work and then ends both", async () => {
  const hub = forkScript(require.resolve("../support/hub-stand-in"), [dataDir], { detached: true });
  const { pid } = await nextMessage<{ url: string; pid: number }>(hub);
  const exited = once(hub, "exit");
  process.kill(-hub.pid!, "SIGINT");
  expect(await exited).toEqual([0, null]);
  expect(identifyProcess(pid)).toBeUndefined();
  expect(existsSync(join(clusterDir, "postmaster.pid"))).toBe(false);
  expect(existsSync(join(dataDir, "hub.lock"))).toBe(false);
});

test("a stale pid file whose number now belongs to another program of the same user is no obstacle", async () => {
  const { uid, gid } = statSync(clusterDir);
  const bystander = spawn("sleep", ["60"], { uid, gid, cwd: "/", stdio: "ignore" });
  try {
    writeFileSync(
      join(clusterDir, "postmaster.pid"),
      `${bystander.pid}\n${clusterDir}\n1700000000\n5432\n\n127.0.0.1\n`,
    );
    writeFileSync(join(dataDir, "hub.lock"), JSON.stringify({ pid: bystander.pid, born: "another boot/1" }));
    server = await startOwnServer(NAME);
    expect(await ask(server, "select 1 as one")).toEqual([{ one: 1 }]);
    expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
  } finally {
    bystander.kill("SIGKILL");
  }
});

test("a directory of another major version is refused with both versions named, and is left as it was", async () => {
  const versionFile = join(clusterDir, "PG_VERSION");
  const version = readFileSync(versionFile, "utf8");
  writeFileSync(versionFile, "17\n");
  try {
    await expect(startOwnServer(NAME)).rejects.toMatchObject({
      code: "DATABASE_VERSION",
      message: expect.stringMatching(/PostgreSQL 17.* 18/),
    });
  } finally {
    writeFileSync(versionFile, version);
  }
  server = await startOwnServer(NAME);
  expect(await ask(server, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("a port somebody else listens on is refused, and the directory is free again afterwards", async () => {
  const somebody = createServer().listen(0, "127.0.0.1");
  await once(somebody, "listening");
  const { port } = somebody.address() as AddressInfo;
  try {
    await expect(startOwnServer(NAME, { port })).rejects.toMatchObject({ code: "DATABASE_PORT_IN_USE" });
  } finally {
    somebody.close();
    await once(somebody, "close");
  }
  server = await startOwnServer(NAME, { port });
  expect(new URL(server.url).port).toBe(String(port));
});

test("C3: a server that was killed comes back on the same address while the hub runs", async () => {
  server = await startOwnServer(NAME);
  const { url, pid } = server;
  process.kill(pid, "SIGKILL");
  await eventually("the server answers again", () =>
    ask({ url }, "select 1").then(
      () => true,
      () => false,
    ),
  );
  expect(server.pid).not.toBe(pid);
});

describe("a new directory", () => {
  const scratch = ownDataDir("embedded-scratch");

  beforeEach(() => mkdirSync(scratch, { recursive: true }));
  afterEach(() => removeDataDir(scratch));

  test("with files of somebody else in the database's place is refused, and the files stay", async () => {
    const foreign = join(scratch, "cluster", "letter.txt");
    mkdirSync(dirname(foreign));
    writeFileSync(foreign, "mine");
    const start = startEmbedded({ dataDir: scratch, log: keepLog(), durable: false });
    await expect(start).rejects.toMatchObject({ code: "DATA_DIR_UNUSABLE" });
    expect(readFileSync(foreign, "utf8")).toBe("mine");
  });

  test("half made by a hub that was killed during the first start is made anew", async () => {
    mkdirSync(join(scratch, "cluster.unfinished"));
    writeFileSync(join(scratch, "cluster.unfinished", "PG_VERSION"), "18\n");
    const started = await startEmbedded({ dataDir: scratch, log: keepLog(), durable: false });
    expect(await ask(started, "select 1 as one")).toEqual([{ one: 1 }]);
    await started.stop();
  });
});

test("library links that a blocked install script did not make are made at the first start", () => {
  const real = dirname(findBinaries().native);
  const root = mkdtempSync(join(tmpdir(), "hub-links-"));
  try {
    cpSync(join(real, "scripts"), join(root, "scripts"), { recursive: true });
    cpSync(join(real, "package.json"), join(root, "package.json"));
    mkdirSync(join(root, "native/lib"), { recursive: true });
    writeFileSync(join(root, "native/lib/libpq.so.5.18"), "");
    const links = [{ source: "native/lib/libpq.so.5.18", target: "native/lib/libpq.so.5" }];
    writeFileSync(join(root, "native/pg-symlinks.json"), JSON.stringify(links));
    linkLibraries(root);
    expect(lstatSync(join(root, "native/lib/libpq.so.5")).isSymbolicLink()).toBe(true);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
