// Runs the suite under the Node versions package.json admits beside the one at hand. A range nobody has run is a guess: the
// first to find out would be somebody whose machine has the other version.
// To see it fail: use something that only one version has, such as `require` of an ES module under Node 20.
// npm's package `node` brings the versions, into node_modules/.cache; without a network, what is there already is used.
// Arguments are handed to jest: node scripts/check-node-versions.mjs test/platform

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");
const CACHE = join(ROOT, "node_modules/.cache/node-versions");
const JEST = join(ROOT, "node_modules/jest/bin/jest.js");

const MAJORS = [22, 24];

/** @returns the program of that version, fetched when it is not there yet */
function nodeOf(major) {
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

const versionOf = (program) => spawnSync(program, ["--version"], { encoding: "utf8" }).stdout.trim();

const red = [process.execPath, ...MAJORS.map(nodeOf)].filter((program) => {
  console.log(`\n==== Node ${versionOf(program)}`);
  return spawnSync(program, [JEST, ...process.argv.slice(2)], { cwd: ROOT, stdio: "inherit" }).status !== 0;
});

console.log(red.length === 0 ? "\ngreen under every version" : `\nRED under ${red.map(versionOf).join(", ")}`);
process.exit(red.length === 0 ? 0 : 1);
