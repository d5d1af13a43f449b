// Compiles src, migrations and ormconfig.ts into dist/ and copies what else the program reads at run time.
//
// `npm start` and `npm run token` build first, perhaps while a hub runs from the same dist/ or another build is under
// way. So a file is written beside its place and renamed into it, and one whose source has not changed is left alone.
// Output whose source is gone is removed: a migration or a resolver that lives on in dist/ only would still be loaded.

import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { dirname, extname, join, relative } from "node:path";

const ROOT = join(import.meta.dirname, "..");
const OUT = join(ROOT, "dist");
const MANIFEST = join(OUT, "build.json");
const SOURCES = ["src", "migrations"];
const SINGLE_FILES = ["ormconfig.ts"];
/** Built by its own tool with its own settings. */
const NOT_OURS = [join("src", "console")];

if (!existsSync(join(ROOT, "src"))) {
  // An image may ship dist/ without its sources; taking them for deleted would empty it.
  process.exit(existsSync(join(OUT, "src")) ? 0 : 1);
}

const startedAt = performance.now();
const built = readManifest();
const sources = [...SOURCES.flatMap((folder) => filesIn(folder)), ...SINGLE_FILES].filter(
  (file) => !file.endsWith(".d.ts"),
);
// The compiler and its settings shape every output, so they are part of what an output is made from.
const settings = digest(
  [".swcrc", "package-lock.json", "scripts/build.mjs"]
    .filter((file) => existsSync(join(ROOT, file)))
    .map((file) => readFileSync(join(ROOT, file), "utf8"))
    .join("\0"),
);
const wanted = new Map(
  sources.map((file) => {
    const text = readFileSync(join(ROOT, file));
    return [file, { text, key: digest(settings, text) }];
  }),
);
const changed = [...wanted].filter(([file, { key }]) => built[file] !== key || !outputs(file).every(isThere));

await Promise.all(changed.filter(([file]) => isCode(file)).map(([file, { text }]) => compile(file, text.toString())));
for (const [file, { text }] of changed.filter(([file]) => !isCode(file))) write(outputs(file)[0], text);
const removed = removeStale(new Set([...wanted.keys()].flatMap(outputs)));
if (changed.length > 0 || removed > 0) {
  write(MANIFEST, JSON.stringify(Object.fromEntries([...wanted].map(([file, { key }]) => [file, key]))));
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  // To the error stream: what `npm run token` prints is read by other programs.
  console.error(`build: ${changed.length} files written, ${removed} removed, ${seconds} s`);
}

async function compile(file, text) {
  // Loaded here only, so that an installation without development packages can start what is already built.
  const { transform } = await import("@swc/core");
  const [script, map] = outputs(file);
  const { code, map: mapping } = await transform(text, {
    filename: join(ROOT, file),
    sourceFileName: relative(dirname(script), join(ROOT, file)),
    configFile: join(ROOT, ".swcrc"),
    sourceMaps: true,
  });
  write(map, mapping);
  write(script, `${code}//# sourceMappingURL=${map.slice(dirname(map).length + 1)}\n`);
}

function outputs(file) {
  const target = join(OUT, file);
  if (!isCode(file)) return [target];
  const script = `${target.slice(0, -3)}.js`;
  return [script, `${script}.map`];
}

function isCode(file) {
  return extname(file) === ".ts";
}

function isThere(path) {
  return existsSync(path);
}

function filesIn(folder) {
  if (NOT_OURS.includes(folder) || !existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}

function write(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}.tmp`;
  writeFileSync(unfinished, content);
  renameSync(unfinished, path);
}

/** Only in the folders this script fills; others in dist/ belong to other builds. */
function removeStale(expected) {
  let count = 0;
  const sweep = (folder) => {
    if (!existsSync(folder) || NOT_OURS.includes(relative(OUT, folder))) return;
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) sweep(path);
      else if (!expected.has(path) && !isBeingWritten(entry.name)) {
        rmSync(path, { force: true });
        count++;
      }
    }
    if (readdirSync(folder).length === 0) rmdirSync(folder);
  };
  for (const folder of SOURCES) sweep(join(OUT, folder));
  return count;
}

/** The unfinished file of a build that still runs. */
function isBeingWritten(name) {
  const pid = /\.(\d+)\.tmp$/.exec(name)?.[1];
  if (pid === undefined) return false;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch {
    return false;
  }
}

function readManifest() {
  try {
    return JSON.parse(readFileSync(MANIFEST, "utf8"));
  } catch {
    return {};
  }
}

function digest(...parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}
