// Other versions of Node, for what has to be run under one that is not at hand.
// npm's package `node` brings them, into node_modules/.cache; without a network, what is there already is used.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const CACHE = join(import.meta.dirname, "..", "node_modules/.cache/node-versions");

/** @returns the program of that version, fetched when it is not there yet */
export function nodeOf(major) {
  const folder = join(CACHE, String(major));
  const program = join(folder, "node_modules/node/bin", process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  // A folder with a manifest of its own, or npm would add the package to the project's.
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: `node-${major}`, private: true }));
  // The package fetches the program for this machine by a script of its own; the rest of the project allows none.
  const { status } = spawnSync("npm", ["install", "--no-save", "--ignore-scripts=false", `node@${major}`], {
    cwd: folder,
    stdio: "inherit",
  });
  if (status !== 0 || !existsSync(program)) throw new Error(`npm could not bring Node ${major}`);
  return program;
}
