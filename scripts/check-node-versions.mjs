// Runs the suite under the Node versions package.json admits beside the one at hand. A range nobody has run is a guess: the
// first to find out would be somebody whose machine has the other version.
// To see it fail: use something that only one version has, such as `require` of an ES module under Node 20.
// Arguments are handed to jest: node scripts/check-node-versions.mjs test/platform

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { nodeOf } from "./node-of.mjs";

const ROOT = join(import.meta.dirname, "..");
const JEST = join(ROOT, "node_modules/jest/bin/jest.js");

const MAJORS = [22, 24];

const versionOf = (program) => spawnSync(program, ["--version"], { encoding: "utf8" }).stdout.trim();

const red = [process.execPath, ...MAJORS.map(nodeOf)].filter((program) => {
  console.log(`\n==== Node ${versionOf(program)}`);
  return spawnSync(program, [JEST, ...process.argv.slice(2)], { cwd: ROOT, stdio: "inherit" }).status !== 0;
});

console.log(red.length === 0 ? "\ngreen under every version" : `\nRED under ${red.map(versionOf).join(", ")}`);
process.exit(red.length === 0 ? 0 : 1);
