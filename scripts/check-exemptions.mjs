// A silenced rule and a promise to do it later look alike after a month: nobody knows any more why, or who.
// So an exemption says why after "--", a promise names its issue, and a whole file is never exempt.
// To see it fail: write a bare "oxlint-disable-next-line" above any line of src and run `npm run check:lint`.

import { readFileSync, readdirSync } from "node:fs";
import { extname, join } from "node:path";

const ROOT = join(import.meta.dirname, "..");
const FOLDERS = ["src", "migrations", "scripts", "bench", "test"];
/** Packages, and the databases the benches keep. */
const NOT_OURS = ["node_modules", ".cache"];
const CODE = [".ts", ".tsx", ".js", ".cjs", ".mjs"];
/** They speak of exemptions without making any. */
const SPEAKERS = ["scripts/check-exemptions.mjs", "scripts/planted-faults.mjs"];

const RULES = [
  {
    finds: /\b(?:eslint|oxlint)-disable(?:-next-line|-line)?\b/,
    accepts: /-disable-(?:next-line|line) \S+(?:, \S+)* -- \S/,
    asks: "name the rule and the reason: oxlint-disable-next-line <rule> -- <why>, for one line only",
  },
  {
    finds: /@ts-(?:ignore|nocheck)\b/,
    accepts: /(?!)/,
    asks: "use @ts-expect-error with a reason; it ends with the fault",
  },
  {
    finds: /(?:\/\/|\/\*).*\bprettier-ignore\b/,
    accepts: /prettier-ignore -- \S/,
    asks: "say why: prettier-ignore -- <why>",
  },
  { finds: /\b(?:TODO|FIXME|XXX)\b/, accepts: /\b(?:TODO|FIXME) ?\(?#\d+/, asks: "name the issue: TODO #12" },
];

const faults = FOLDERS.flatMap((folder) => filesIn(folder))
  .filter((file) => !SPEAKERS.includes(file))
  .flatMap((file) =>
    readFileSync(join(ROOT, file), "utf8")
      .split("\n")
      .flatMap((line, index) =>
        RULES.filter(({ finds, accepts }) => finds.test(line) && !accepts.test(line)).map(
          ({ asks }) => `${file}:${index + 1}: ${asks}`,
        ),
      ),
  );

for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;

function filesIn(folder) {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return NOT_OURS.includes(entry.name) ? [] : filesIn(path);
    return CODE.includes(extname(entry.name)) ? [path] : [];
  });
}
