import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toDiagram } from "../src/agencies/workflow.rules";
import { WORKFLOWS } from "../src/agencies/workflows.rules";
import { disputeStatePage } from "../src/dispute/dispute-state.rules";

// A lawyer checks the pages while the hub runs the tables. If they part, what was checked is not what runs.
// To see the check fail: change any word in docs/workflows and run this with --check.

const FOLDER = join(__dirname, "..", "docs", "workflows");

/** File name to text, the index included. */
export function workflowPages(): Readonly<Record<string, string>> {
  const workflows = Object.values(WORKFLOWS).map((workflow) => ({
    workflow,
    file: `${workflow.line.toLowerCase().replace("_", "-")}.md`,
  }));
  const index = [
    "# 办理流程 Workflows",
    "",
    "Printed by `node -r @swc-node/register scripts/print-workflows.ts`; with `--check` it names the page that no longer",
    "agrees with its table.",
    "",
    "| page | 条线 | states | steps |",
    "| --- | --- | --- | --- |",
    ...workflows.map(
      ({ workflow, file }) =>
        `| [${file}](${file}) | ${workflow.title} | ${workflow.states.length} | ${workflow.transitions.length} |`,
    ),
    "",
    "What the states of all lines together say about the dispute: [dispute-state.md](dispute-state.md).",
    "",
    "- **ACTIVE** 办理中: a body of this line is at work.",
    "- **SETTLING** 已有结果: an outcome is reached but may still change; a window, effect or performance is awaited.",
    "- **ENDED** 已终结: a lawful end. Steps after it add to the file and change no outcome.",
    "",
  ].join("\n");
  return {
    "README.md": index,
    ...Object.fromEntries(workflows.map(({ workflow, file }) => [file, toDiagram(workflow)])),
    "dispute-state.md": disputeStatePage(),
  };
}

/** Names of the pages in the folder that are missing or say something else than the tables. */
export function driftedPages(folder: string): string[] {
  return Object.entries(workflowPages())
    .filter(([file, text]) => {
      const path = join(folder, file);
      return !existsSync(path) || readFileSync(path, "utf8") !== text;
    })
    .map(([file]) => file);
}

if (require.main === module) {
  if (process.argv.includes("--check")) {
    const drifted = driftedPages(FOLDER);
    for (const file of drifted) console.error(`docs/workflows/${file} does not agree with its table`);
    process.exitCode = drifted.length > 0 ? 1 : 0;
  } else {
    mkdirSync(FOLDER, { recursive: true });
    for (const [file, text] of Object.entries(workflowPages())) writeFileSync(join(FOLDER, file), text);
  }
}
