// Folds a CPU profile of Node's into the lines that flamegraph.pl draws (Brendan Gregg's, in Debian's libdevel-nytprof-perl):
//   node bench/report/fold.mjs D/*.cpuprofile | perl /usr/share/perl5/Devel/NYTProf/flamegraph.pl --minwidth 2 > flame.svg
import { readFileSync } from "node:fs";

const [file] = process.argv.slice(2);
if (!file) throw new Error("name a .cpuprofile");
const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, "utf8"));

const nodeOf = new Map(nodes.map((node) => [node.id, node]));
const parentOf = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));

/** `function file`, the file without the way to it. */
function frameOf({ callFrame: { functionName, url } }) {
  const place = url.replace(/^.*\/(node_modules|dist\/src)\//, "");
  return `${functionName || "anonymous"} ${place}`.trim().replaceAll(";", ",");
}

const stacks = new Map();
function stackOf(id) {
  let stack = stacks.get(id);
  if (stack === undefined) {
    const parent = parentOf.get(id);
    const frame = frameOf(nodeOf.get(id));
    stacks.set(id, (stack = parent === undefined ? frame : `${stackOf(parent)};${frame}`));
  }
  return stack;
}

const microseconds = new Map();
samples.forEach((id, at) => microseconds.set(id, (microseconds.get(id) ?? 0) + timeDeltas[at]));
for (const [id, time] of microseconds) {
  const stack = stackOf(id);
  // Waiting is not work, and starting is measured by another bench.
  if (stack.endsWith("(idle)") || stack.includes("run_main_module") || time <= 0) continue;
  console.log(`${stack} ${time}`);
}
