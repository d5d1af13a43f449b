import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { lexicographicSortSchema, printSchema } from "graphql";
import { buildHubSchema } from "../src/schema";
import { report } from "./gate-report";
import { lineDifferences } from "./line-differences";

// Agencies build against schema/hub.graphql, and review reads it: a schema that exists only in the running program
// changes without anybody having seen it. `npm run schema` writes the file.
// To see it fail: change one word of a description in any *.types.ts and run `npm run check:schema`.

const FILE = join(__dirname, "..", "schema", "hub.graphql");

function main(): void {
  const printed = `${printSchema(lexicographicSortSchema(buildHubSchema()))}\n`;
  if (process.argv.includes("--write")) {
    mkdirSync(dirname(FILE), { recursive: true });
    writeFileSync(FILE, printed);
  }
  const committed = existsSync(FILE) ? readFileSync(FILE, "utf8") : "";
  const differences = lineDifferences(committed, printed);
  report(
    differences.length === 0
      ? []
      : [
          "schema/hub.graphql is not what the code builds (- file, + code). If the change is meant: npm run schema",
          ...differences,
        ],
    "schema/hub.graphql is what the code builds",
  );
}

main();
