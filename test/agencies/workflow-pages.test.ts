import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { driftedPages, workflowPages } from "../../scripts/print-workflows";

test("the pages a lawyer reads in docs/workflows are the tables the hub runs", () => {
  expect(driftedPages(join(__dirname, "..", "..", "docs", "workflows"))).toEqual([]);
});

describe("in a copy of the pages", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "workflow-pages-"));
    for (const [file, text] of Object.entries(workflowPages())) writeFileSync(join(folder, file), text);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("a page edited by hand is named", () => {
    appendFileSync(join(folder, "petition.md"), "\n");
    expect(driftedPages(folder)).toEqual(["petition.md"]);
  });

  test("a page that was lost is named", () => {
    rmSync(join(folder, "dispute-state.md"));
    expect(driftedPages(folder)).toEqual(["dispute-state.md"]);
  });
});

test("there is a page for each line, one for the dispute, and an index that links them all", () => {
  const { "README.md": index, ...pages } = workflowPages();
  expect(Object.keys(pages)).toEqual([
    "petition.md",
    "litigation.md",
    "mediation.md",
    "arbitration.md",
    "legal-aid.md",
    "inspection.md",
    "hotline.md",
    "dispute-state.md",
  ]);
  for (const file of Object.keys(pages)) expect(index).toContain(`](${file})`);
});
