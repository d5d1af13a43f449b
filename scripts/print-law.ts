import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LIMITS } from "../src/deadlines/limits.rules";
import { limitsPage, packsPage } from "../src/deadlines/limit-pages.rules";
import { PACKS } from "../src/deadlines/packs.rules";
import { actsPage } from "../src/law/act.rules";
import { ACTS } from "../src/law/acts.rules";
import { advicePage } from "../src/routing/advice-page.rules";
import { CHANNEL_ROWS } from "../src/routing/channels.rules";
import { channelsPage } from "../src/routing/channels-page.rules";
import { exclusionsPage } from "../src/routing/exclusion-page.rules";
import { EXCLUSIONS } from "../src/routing/exclusions.rules";
import { petitionRulesPage } from "../src/routing/petition-page.rules";
import { report } from "./gate-report";
import { lineDifferences } from "./line-differences";

// A lawyer checks this page while the hub runs the tables. If they part, what was checked is not what runs.
// To see the check fail: change a number in src/deadlines/limits and run `npm run check:docs`.

const FILE = join(__dirname, "..", "docs", "law.md");

export function lawPage(): string {
  return [
    "# 法律规则 The law in the hub",
    "",
    "Printed by `node -r @swc-node/register scripts/print-law.ts` from the tables the hub runs; with `--check` it fails when",
    "the page and the tables differ. How periods are counted: [ADR 0013](adr/0013-legal-time-counts-days.md).",
    "",
    ...limitsPage(LIMITS),
    "",
    ...packsPage(PACKS),
    "",
    ...channelsPage().map(oneLevelDown),
    "",
    ...petitionRulesPage().map(oneLevelDown),
    "",
    "## 同一事项的排斥关系 Exclusions",
    "",
    ...exclusionsPage(),
    "",
    ...advicePage(),
    "",
    ...actsPage(ACTS),
    "",
  ].join("\n");
}

/** Pages that could stand alone are chapters here. */
const oneLevelDown = (line: string): string => (/^#{1,5} /.test(line) ? `#${line}` : line);

if (require.main === module) {
  const page = lawPage();
  if (!process.argv.includes("--check")) writeFileSync(FILE, page);
  const differences = lineDifferences(existsSync(FILE) ? readFileSync(FILE, "utf8") : "", page);
  report(
    differences.length === 0
      ? []
      : ["docs/law.md does not agree with the tables; print it with `npm run docs`:", ...differences],
    `docs/law.md agrees: ${LIMITS.length} limits, ${CHANNEL_ROWS.length} rows of channels, ${EXCLUSIONS.length} of exclusions, ${ACTS.length} acts`,
  );
}
