// One command for everything a change must pass. A gate that has to be remembered is a gate that is forgotten, so this
// file refuses to run when package.json has a check:* script that is not in its list.
// To see it fail: turn one assertion round in any test; `npm run check:gates` plants a fault for every gate.

import { spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { parseArgs } from "node:util";

const ROOT = join(import.meta.dirname, "..");

/** Cheapest and most telling first, so that a red comes early. */
export const GATES = [
  "check:types",
  "check:format",
  "check:lint",
  "check:boundaries",
  "check:schema",
  "check:descriptions",
  "check:breaking",
  "check:access",
  "check:migrations",
  "check:plans",
  "check:workflows",
  "check:docs",
  "check:dead",
  "test",
];

/** Plants faults in copies and runs the gates above on them, so it cannot be one of them. */
const NOT_IN_CHECK = ["check:gates"];

export function gateFaults(scripts) {
  const unlisted = Object.keys(scripts).filter(
    (name) => name.startsWith("check:") && !GATES.includes(name) && !NOT_IN_CHECK.includes(name),
  );
  const missing = GATES.filter((name) => scripts[name] === undefined);
  const commands = GATES.map((name) => scripts[name] ?? "");
  const unchecked = readdirSync(join(ROOT, "scripts")).filter(
    (file) => file.startsWith("print-") && !commands.some((command) => command.includes(`scripts/${file} --check`)),
  );
  return [
    ...unchecked.map((file) => `scripts/${file} prints a page that no gate compares with what it is printed from`),
    ...unlisted.map((name) => `package.json has ${name}, but npm run check does not run it`),
    ...missing.map((name) => `npm run check needs ${name}, but package.json does not have it`),
  ];
}

export function readScripts(root = ROOT) {
  return JSON.parse(readFileSync(join(root, "package.json"), "utf8")).scripts;
}

/** Runs one script of package.json as npm would, without the third of a second npm itself takes. */
export function runGate(name, { root = ROOT, env = {}, extra = "" } = {}) {
  const startedAt = performance.now();
  const path = [join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter);
  const child = spawn(`${readScripts(root)[name]} ${extra}`.trim(), {
    cwd: root,
    shell: true,
    env: { ...process.env, ...env, PATH: path },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const chunks = [];
  child.stdout.on("data", (chunk) => chunks.push(chunk));
  child.stderr.on("data", (chunk) => chunks.push(chunk));
  return new Promise((resolve) => {
    child.on("close", (code) => {
      const seconds = (performance.now() - startedAt) / 1000;
      resolve({ name, isGreen: code === 0, seconds, output: Buffer.concat(chunks).toString() });
    });
  });
}

/** What a green gate wants read all the same, such as a dangerous change of the schema. */
function notes(output) {
  return output.split("\n").filter((line) => line.startsWith("note: "));
}

async function main() {
  const { values } = parseArgs({ options: { without: { type: "string", multiple: true, default: [] } } });
  const unknown = values.without.filter((name) => !GATES.includes(name));
  const faults = [...gateFaults(readScripts()), ...unknown.map((name) => `--without ${name}: there is no such gate`)];
  if (faults.length > 0) {
    for (const fault of faults) console.error(fault);
    process.exit(1);
  }
  const startedAt = performance.now();
  for (const gate of GATES.filter((name) => !values.without.includes(name))) {
    const { isGreen, seconds, output } = await runGate(gate);
    console.log(`${isGreen ? "green" : "RED  "}  ${gate.padEnd(20)} ${seconds.toFixed(1).padStart(6)} s`);
    for (const note of notes(output)) console.log(`       ${note}`);
    if (isGreen) continue;
    console.log(`\n${output.trimEnd()}\n\n${gate} is red. Alone: npm run ${gate}`);
    process.exit(1);
  }
  console.log(`all green in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}

if (process.argv[1] === import.meta.filename) await main();
