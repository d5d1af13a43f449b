// A gate nobody has seen red is a decoration: a filter on the wrong word, a list that came out empty, a file no script
// runs. All of them are green for ever. So each gate gets faults planted in a copy of this tree, must turn red and must
// name the fault. With the first fault of each gate all the others run too and must stay green: a fault every gate
// complains about proves nothing about any of them.
// To see it fail: put "node -e 0" for any check:* script in package.json and run `npm run check:gates`.
//
//   --own           run only the gate a fault is meant for
//   --all           run all the others for every fault, not for each gate's first one only (slow)
//   --only <word>   plant only the faults whose gate or title has this word
//   --despite-red   go on when the unplanted copy is not green, without the gates that are red there

import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync } from "node:fs";
import { chmodSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { GATES, gateFaults, readScripts, runGate } from "./check.mjs";
import { FAULTS, TEST_FILE } from "./planted-faults.mjs";

const ROOT = join(import.meta.dirname, "..");
/** The tools inside use several threads themselves. */
const MOST_COPIES = 2;

const { values: options } = parseArgs({
  options: {
    own: { type: "boolean" },
    all: { type: "boolean" },
    only: { type: "string" },
    "despite-red": { type: "boolean" },
  },
});

/** A copy of what git would commit, with this tree's packages, and the schema committed as the one that was promised. */
function copyTree() {
  const root = mkdtempSync(join(tmpdir(), "check-gates-"));
  // PostgreSQL's own user must be able to walk to the data folder below it.
  chmodSync(root, 0o755);
  const files = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0").filter(Boolean);
  for (const file of files.filter((name) => existsSync(join(ROOT, name)))) {
    mkdirSync(join(root, dirname(file)), { recursive: true });
    copyFileSync(join(ROOT, file), join(root, file));
  }
  // Packages by links, in a folder of the copy's own: caches stay apart, and ignore rules for folders hold.
  mkdirSync(join(root, "node_modules"));
  for (const name of readdirSync(join(ROOT, "node_modules")).filter((entry) => entry !== ".cache")) {
    symlinkSync(join(ROOT, "node_modules", name), join(root, "node_modules", name));
  }
  git(root, "init", "--quiet", "--initial-branch=main");
  commit(root, "--all", "the tree as it is");
  return root;
}

function git(cwd, ...args) {
  return execFileSync("git", args, { cwd, encoding: "utf8", maxBuffer: 2 ** 26, stdio: ["ignore", "pipe", "ignore"] });
}

function commit(root, ...args) {
  git(root, "add", ".");
  git(root, "-c", "user.name=gates", "-c", "user.email=gates@localhost", "commit", "--quiet", "-m", args.at(-1));
}

/** Plants in one copy, and puts everything back. */
class Tree {
  #before = new Map();

  constructor(root) {
    this.root = root;
  }

  write(file, text) {
    const path = join(this.root, file);
    if (!this.#before.has(file)) this.#before.set(file, existsSync(path) ? readFileSync(path) : undefined);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  append(file, text) {
    this.write(file, this.read(file) + text);
  }

  /** A fault that cannot be planted any more must be noticed, or its gate would go untested from then on. */
  replace(file, from, to) {
    const text = this.read(file);
    if (!text.includes(from)) throw new Error(`${file} no longer has ${JSON.stringify(from)}: choose another fault`);
    this.write(
      file,
      text.replace(from, () => to),
    );
  }

  read(file) {
    return readFileSync(join(this.root, file), "utf8");
  }

  /** Prints a generated file anew, so that only the gate meant for the fault can see it. */
  async regenerate(file, script, env = {}) {
    this.write(file, this.read(file));
    const { isGreen, output } = await runGate(script, { root: this.root, env, extra: "--write" });
    if (!isGreen) throw new Error(`${script} --write failed:\n${output}`);
  }

  restore() {
    for (const [file, content] of this.#before) {
      if (content === undefined) rmSync(join(this.root, file));
      else writeFileSync(join(this.root, file), content);
    }
    this.#before.clear();
  }
}

function runIn(root, gate) {
  // The whole suite would take minutes for every fault; whether jest is obeyed shows in one file.
  return runGate(gate, { root, extra: gate === "test" ? TEST_FILE : "" });
}

/** Undefined when the planted fault did what it must; otherwise what was seen instead. */
function judge({ gate, shows, alsoRed = [], staysGreen }, results) {
  const reds = results.filter(({ isGreen }) => !isGreen).map(({ name }) => name);
  if (staysGreen) return reds.length > 0 ? `turned ${reds.join(", ")} red, but is allowed` : undefined;
  if (!reds.includes(gate)) return `${gate} did not see it`;
  const { output } = results.find(({ name }) => name === gate);
  if (!shows.test(output)) return `${gate} is red for another reason:\n${output.slice(0, 2000)}`;
  const ran = results.map(({ name }) => name);
  const others = reds.filter((name) => name !== gate && !alsoRed.includes(name));
  const silent = alsoRed.filter((name) => ran.includes(name) && !reds.includes(name));
  if (others.length > 0) return `also turned ${others.join(", ")} red`;
  return silent.length > 0 ? `${silent.join(", ")} should have seen it too` : undefined;
}

async function plant(root, fault, gates) {
  const tree = new Tree(root);
  const startedAt = performance.now();
  try {
    await fault.plant(tree);
    const results = [];
    for (const gate of gates) results.push(await runIn(root, gate));
    const reds = results.filter(({ isGreen }) => !isGreen).map(({ name }) => name);
    return { fault, complaint: judge(fault, results), reds, seconds: (performance.now() - startedAt) / 1000 };
  } catch (error) {
    return { fault, complaint: `could not be planted: ${error.message}`, reds: [], seconds: 0 };
  } finally {
    tree.restore();
  }
}

/** The judge itself is a gate: shown a check that always passes, it must say so. */
async function judgeSeesDeadGate(root, gate) {
  const fault = FAULTS.find((candidate) => candidate.gate === gate);
  const tree = new Tree(root);
  try {
    const manifest = JSON.parse(tree.read("package.json"));
    manifest.scripts[gate] = "node -e 0";
    tree.write("package.json", `${JSON.stringify(manifest, null, 2)}\n`);
    await fault.plant(tree);
    return judge(fault, [await runIn(root, gate)]) === `${gate} did not see it`;
  } finally {
    tree.restore();
  }
}

async function main() {
  const unplanted = GATES.filter((gate) => !FAULTS.some((fault) => fault.gate === gate && !fault.staysGreen));
  const listFaults = [...gateFaults(readScripts()), ...unplanted.map((gate) => `no fault is planted for ${gate}`)];
  // The list of gates is compared with package.json; that comparison has to be seen red as well.
  if (gateFaults({ ...readScripts(), "check:forgotten": "" }).length === 0)
    listFaults.push("a forgotten gate is not noticed");
  if (listFaults.length > 0) return fail(listFaults);

  const chosen = FAULTS.filter(({ gate, title }) => `${gate} ${title}`.includes(options.only ?? ""));
  const copies = [];
  process.once("exit", () => copies.forEach((root) => rmSync(root, { recursive: true, force: true })));
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
  while (copies.length < Math.min(MOST_COPIES, availableParallelism(), chosen.length)) copies.push(copyTree());
  return seeRed(copies, chosen);
}

async function seeRed(copies, chosen) {
  const wanted = options.own ? GATES.filter((gate) => chosen.some((fault) => fault.gate === gate)) : GATES;
  const clean = [];
  await inParallel(copies, [...wanted], async (root, gate) => void clean.push(await runIn(root, gate)));
  const redBefore = clean.filter(({ isGreen }) => !isGreen);
  if (redBefore.length > 0 && !options["despite-red"]) {
    return fail(
      redBefore.map(({ name, output }) => `${name} is red before any fault was planted:\n${output.slice(-3000)}`),
    );
  }
  const usable = wanted.filter((gate) => !redBefore.some(({ name }) => name === gate));
  for (const { name } of redBefore) console.log(`left out, red by itself: ${name}`);
  console.log(`unplanted: ${usable.length} gates green\n`);
  console.log(`${"gate".padEnd(20)} ${"fault".padEnd(64)} red  others that are red`);

  const failed = [];
  await inParallel(
    copies,
    chosen.filter(({ gate }) => usable.includes(gate)),
    async (root, fault) => {
      const isAlone = options.own || (!options.all && fault !== chosen.find(({ gate }) => gate === fault.gate));
      const { complaint, reds } = await plant(root, fault, isAlone ? [fault.gate] : usable);
      const others = isAlone ? "" : reds.filter((name) => name !== fault.gate).join(", ") || "none";
      const isRed = reds.includes(fault.gate) ? "yes" : fault.staysGreen ? "-  " : "NO ";
      console.log(`${fault.gate.padEnd(20)} ${fault.title.padEnd(64)} ${isRed}  ${others}${complaint ? "  ✘" : ""}`);
      if (complaint) failed.push(`${fault.gate}, ${fault.title}: ${complaint}`);
    },
  );
  const judged = usable.find((gate) => chosen.some((fault) => fault.gate === gate && !fault.staysGreen));
  if (judged) {
    const isSeen = await judgeSeesDeadGate(copies[0], judged);
    console.log(`${"check:gates".padEnd(20)} ${`${judged} made to pass always`.padEnd(64)} ${isSeen ? "yes" : "NO "}`);
    if (!isSeen) failed.push("check:gates: a gate that always passes is not noticed");
  }
  return failed.length > 0 ? fail(failed) : console.log("\nevery planted fault was seen");
}

/** Each copy takes the next task when it is done with the last. */
async function inParallel(copies, tasks, work) {
  await Promise.all(
    copies.map(async (root) => {
      for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) await work(root, task);
    }),
  );
}

function fail(faults) {
  console.error(`\n${faults.join("\n")}`);
  process.exitCode = 1;
}

await main();
