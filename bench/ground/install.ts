import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { BENCH, PEERS, ROOT } from "./paths";

/** Builds the hub and brings the packages that only the benches need, which `npm ci` in the project leaves out. */
export function makeReady(needsPeers: boolean): void {
  run(process.execPath, [join(ROOT, "scripts", "build.mjs")], ROOT);
  install(BENCH);
  if (needsPeers) install(PEERS);
}

function install(folder: string): void {
  const [lock, done] = [join(folder, "package-lock.json"), join(folder, "node_modules", ".package-lock.json")];
  if (existsSync(done) && statSync(done).mtimeMs >= statSync(lock).mtimeMs) return;
  console.error(`npm ci in ${folder}`);
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  // Some of the peers ask for a newer Node than the one at hand and are run by one.
  run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], folder);
  const now = new Date();
  utimesSync(done, now, now);
}

function run(program: string, args: readonly string[], cwd: string): void {
  const { status } = spawnSync(program, args, { cwd, stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} failed in ${cwd}`);
}
