// Loaded before the hub (`node -r`): changes what HUB_SWITCHES names while it is loaded, and tells the bench, when asked
// over IPC, how often each of the changes has run. Nothing of the hub or its packages changes on the disk.

const Module = require("node:module");
const { join } = require("node:path");
const SWITCHES = require("./switches.cjs");

const ROOT = join(__dirname, "..", "..");
const counts = {};
const edits = new Map();

for (const name of process.env.HUB_SWITCHES.split(",")) {
  counts[name] = 0;
  for (const [path, text, replacement] of SWITCHES[name].edits) {
    const file = join(ROOT, path);
    const counting = replacement.replaceAll("ran()", `switchRan(${JSON.stringify(name)})`);
    edits.set(file, [...(edits.get(file) ?? []), [text, counting]]);
  }
}

globalThis.switchRan = (name) => {
  counts[name]++;
};
process.on("message", () => process.send(counts));

const compile = Module.prototype._compile;
Module.prototype._compile = function compileChanged(content, file, ...rest) {
  let changed = content;
  for (const [text, replacement] of edits.get(file) ?? []) {
    const parts = changed.split(text);
    if (parts.length !== 2) throw new Error(`${file} holds ${parts.length - 1} times what is to be changed: ${text}`);
    changed = parts.join(replacement);
  }
  return compile.call(this, changed, file, ...rest);
};
