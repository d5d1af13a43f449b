// The faults `npm run check:gates` plants: for each the gate it is meant for, what that gate must say, and how to plant
// it. Where a fault truly is two faults (a renamed field has no access rule either), `alsoRed` names the other gate.
// Prefer a new file in test/ to a line in src/: it depends on nobody's wording.

/** One quick test file stands for all: what is asked is whether a red test reaches the exit code. */
export const TEST_FILE = "test/agencies/number.rules.test.ts";

const PROBE = "test/checks/planted.test.ts";

/** A test file that is green in every gate but the one the body offends. */
function probe(body, imports = "") {
  return `${imports}test("a planted fault", async () => {\n${body}\n  expect(1).toBe(1);\n});\n`;
}

const MIGRATION = "migrations/1764000000000-foundation.ts";
const LISTS = "migrations/1764100000000-lists.ts";
const PARTICIPATION = "migrations/1764200000000-participation.ts";
const ENTITY = "src/dispute/dispute.entity.ts";
const ACCESS_TABLE = "src/access/access.table.ts";
const UPDATED_AT = '  @Field(() => DateTime, { description: "更新时间: the last deed of anybody" })\n';
const BREAK = "FIELD_REMOVED Dispute.updatedAt was removed.";

/** A field that callers were promised is gone from everything but their programs. */
async function removeField(tree) {
  tree.replace(ENTITY, UPDATED_AT, "");
  tree.replace(ACCESS_TABLE, "traceCode updatedAt version", "traceCode version");
  await tree.regenerate("schema/hub.graphql", "check:schema");
}

export const FAULTS = [
  {
    gate: "check:types",
    title: "a string given for a status",
    shows: /"LOST"' is not assignable to type '.*"REOPENED"/,
    plant: (tree) =>
      tree.write(
        PROBE,
        probe(
          '  const state: DisputeState = "LOST";\n  expect(state).toBe("LOST");',
          'import type { DisputeState } from "../../src/dispute/dispute-state.rules";\n\n',
        ),
      ),
  },
  {
    gate: "check:types",
    title: "a row taken from a list without asking whether it is there",
    shows: /is possibly 'undefined'|Object is possibly/,
    plant: (tree) =>
      tree.write(PROBE, probe('  const names: string[] = [];\n  expect(() => names[0].length).toThrow("undefined");')),
  },
  {
    gate: "check:format",
    title: "a line nobody formatted",
    shows: /planted\.test\.ts/,
    plant: (tree) => tree.write(PROBE, probe("  const   one = 1\n  expect(one).toBe(1);")),
  },
  {
    gate: "check:lint",
    title: "a promise nobody waits for",
    shows: /no-floating-promises/,
    plant: (tree) => tree.write(PROBE, probe("  Promise.resolve(1);")),
  },
  {
    gate: "check:lint",
    title: "a switch that forgets one state",
    shows: /switch-exhaustiveness-check/,
    plant: (tree) =>
      tree.write(
        PROBE,
        probe(
          '  const phase = "ACTIVE" as Phase;\n  switch (phase) {\n    case "ACTIVE":\n    case "SETTLING":\n      break;\n  }',
          'import type { Phase } from "../../src/agencies/workflow.rules";\n\n',
        ),
      ),
  },
  {
    gate: "check:lint",
    title: "an any",
    shows: /no-explicit-any/,
    plant: (tree) => tree.write(PROBE, probe("  const row: any = {};\n  expect(row).toEqual({});")),
  },
  {
    gate: "check:lint",
    title: "a file of more than 300 lines",
    shows: /max-lines/,
    plant: (tree) => {
      const lines = Array.from({ length: 300 }, (_, index) => `  "a line that is one too many, number ${index}",\n`);
      tree.append("src/platform/decision.ts", `\nvoid [\n${lines.join("")}];\n`);
    },
  },
  {
    gate: "check:lint",
    title: "an exemption without a reason",
    shows: /planted\.test\.ts:2: name the rule and the reason/,
    plant: (tree) =>
      tree.write(
        PROBE,
        probe(
          "  // oxlint-disable-next-line typescript/no-explicit-any\n  const row: any = {};\n  expect(row).toEqual({});",
        ),
      ),
  },
  {
    gate: "check:lint",
    title: "an exemption with its reason",
    staysGreen: true,
    plant: (tree) =>
      tree.write(
        PROBE,
        probe(
          "  // oxlint-disable-next-line typescript/no-explicit-any -- shows that a reason is accepted\n" +
            "  const row: any = {};\n  expect(row).toEqual({});",
        ),
      ),
  },
  {
    gate: "check:lint",
    title: "an exemption that is needed no more",
    shows: /Unused (?:oxlint|eslint)-disable directive/i,
    plant: (tree) =>
      tree.write(
        PROBE,
        probe("  // oxlint-disable-next-line typescript/no-explicit-any -- it was needed once upon a time"),
      ),
  },
  {
    gate: "check:lint",
    title: "a promise to do it later without an issue",
    shows: /planted\.test\.ts:2: name the issue/,
    plant: (tree) => tree.write(PROBE, probe(`  // ${"TO"}${"DO"} later`)),
  },
  {
    gate: "check:boundaries",
    title: "a rule that imports typeorm, as a type",
    shows: /rules-use-no-packages: src\/agencies\/number\.rules\.ts/,
    plant: (tree) => tree.append("src/agencies/number.rules.ts", '\nimport type {} from "typeorm";\n'),
  },
  {
    gate: "check:boundaries",
    title: "a rule that reads a file",
    shows: /rules-use-no-packages: src\/agencies\/number\.rules\.ts → fs/,
    plant: (tree) => tree.append("src/agencies/number.rules.ts", '\nimport type {} from "node:fs";\n'),
  },
  {
    gate: "check:boundaries",
    title: "a rule that imports a store",
    shows: /rules-are-pure: src\/dispute\/note\.rules\.ts → src\/dispute\/dispute\.store\.ts/,
    plant: (tree) => tree.append("src/dispute/note.rules.ts", '\nimport type {} from "./dispute.store";\n'),
  },
  {
    gate: "check:boundaries",
    title: "a resolver that imports typeorm",
    shows: /resolver-without-database: src\/intake\/intake\.resolver\.ts/,
    plant: (tree) => tree.append("src/intake/intake.resolver.ts", '\nimport type {} from "typeorm";\n'),
  },
  {
    gate: "check:boundaries",
    title: "a resolver that imports the driver",
    shows: /resolver-without-database: src\/intake\/intake\.resolver\.ts/,
    plant: (tree) => tree.append("src/intake/intake.resolver.ts", '\nimport type {} from "pg";\n'),
  },
  {
    gate: "check:boundaries",
    title: "the platform importing a capability",
    shows: /platform-knows-no-capability: src\/platform\/ids\.ts/,
    plant: (tree) => tree.append("src/platform/ids.ts", '\nimport type {} from "../dispute/dispute.labels";\n'),
  },
  {
    gate: "check:boundaries",
    title: "a capability reaching past another one's door",
    shows: /own-door: src\/intake\/intake\.resolver\.ts → src\/dispute\/dispute-list\.store\.ts/,
    plant: (tree) =>
      tree.append("src/intake/intake.resolver.ts", '\nimport type {} from "../dispute/dispute-list.store";\n'),
  },
  {
    gate: "check:boundaries",
    title: "a deed that reads through another one's store",
    shows: /store-door-is-for-reading: src\/intake\/register\.command\.ts/,
    plant: (tree) =>
      tree.append("src/intake/register.command.ts", '\nimport type {} from "../dispute/dispute.store";\n'),
  },
  {
    gate: "check:boundaries",
    title: "two files that import each other",
    shows: /no-cycles: src\/platform\/(?:pg-errors|transaction)\.ts/,
    plant: (tree) => tree.append("src/platform/pg-errors.ts", '\nimport type {} from "./transaction";\n'),
  },
  {
    gate: "check:boundaries",
    title: "the product importing a development package",
    shows: /no-development-packages: src\/platform\/ids\.ts/,
    plant: (tree) => tree.append("src/platform/ids.ts", '\nimport "@swc/core";\n'),
  },
  {
    gate: "check:boundaries",
    title: "the product importing a test",
    shows: /product-imports-no-tests-or-scripts: src\/platform\/ids\.ts/,
    plant: (tree) => tree.append("src/platform/ids.ts", '\nimport type {} from "../../test/support/eventually";\n'),
  },
  {
    gate: "check:schema",
    title: "a description changed and not printed",
    shows: /\+ +"""更新时间: the last touch of anybody"""/,
    plant: (tree) => tree.replace(ENTITY, "更新时间: the last deed of anybody", "更新时间: the last touch of anybody"),
  },
  {
    gate: "check:schema",
    title: "a field renamed",
    shows: /\+ +changedAt: DateTime!/,
    alsoRed: ["check:access"],
    plant: (tree) =>
      tree.replace(
        ENTITY,
        '{ description: "更新时间: the last deed of anybody" }',
        '{ name: "changedAt", description: "更新时间: the last deed of anybody" }',
      ),
  },
  {
    gate: "check:descriptions",
    title: "a description without its Chinese term",
    shows: /Dispute\.updatedAt has no Chinese term/,
    plant: async (tree) => {
      tree.replace(ENTITY, "更新时间: the last deed of anybody", "the last deed of anybody");
      await tree.regenerate("schema/hub.graphql", "check:schema");
    },
  },
  {
    gate: "check:descriptions",
    title: "a field without a description",
    shows: /Dispute\.updatedAt has no description/,
    plant: async (tree) => {
      tree.replace(ENTITY, UPDATED_AT, "  @Field(() => DateTime)\n");
      await tree.regenerate("schema/hub.graphql", "check:schema");
    },
  },
  {
    gate: "check:breaking",
    title: "a field removed",
    shows: new RegExp(`broken since \\w+: ${BREAK}`),
    plant: removeField,
  },
  {
    gate: "check:breaking",
    title: "a removal allowed without a decision page",
    shows: /names no decision page/,
    plant: async (tree) => {
      await removeField(tree);
      tree.write("schema/allowed-breaks.txt", `${BREAK} -- docs/adr/9999-nowhere.md\n`);
    },
  },
  {
    gate: "check:breaking",
    title: "a removal allowed with its page",
    staysGreen: true,
    plant: async (tree) => {
      await removeField(tree);
      tree.write("schema/allowed-breaks.txt", `${BREAK} -- docs/adr/9999-planted.md\n`);
      tree.write("docs/adr/9999-planted.md", "# A planted decision\n");
    },
  },
  {
    gate: "check:access",
    title: "a row of the access table deleted",
    shows: /Query\.worklist has no access rule/,
    // The page of roles and rights is printed from the same table, and the worklist is one of the lists that are asked.
    alsoRed: ["check:docs", "check:plans"],
    plant: (tree) => tree.replace(ACCESS_TABLE, '  row(DEED_DOERS, "Query", "worklist"),\n', ""),
  },
  {
    gate: "check:access",
    title: "a field of a type without a rule",
    shows: /Dispute\.updatedAt has no access rule/,
    plant: (tree) => tree.replace(ACCESS_TABLE, "traceCode updatedAt version", "traceCode version"),
  },
  {
    gate: "check:migrations",
    title: "a trigger taken out of the migration",
    shows: /- CREATE TRIGGER tr_audit_entry_append_only/,
    plant: (tree) => tree.replace(MIGRATION, '"audit_entry", ', ""),
  },
  {
    gate: "check:migrations",
    title: "a column added to an entity only",
    shows: /the entities want what no migration does: ALTER TABLE "dispute" ADD "planted"/,
    plant: (tree) =>
      tree.replace(
        ENTITY,
        '  @Column("timestamptz", { name: "opened_at" })\n',
        '  @Column("text")\n  planted: string;\n\n  @Column("timestamptz", { name: "opened_at" })\n',
      ),
  },
  {
    gate: "check:migrations",
    title: "a check the entity does not have",
    shows: /the entities want what no migration does/,
    plant: (tree) => tree.replace(ENTITY, '@Check("ck_dispute_version", "version > 0")\n', ""),
  },
  {
    gate: "check:migrations",
    title: "a down() that leaves a function behind",
    shows: /does not lead back[\s\S]*\+ CREATE OR REPLACE FUNCTION public\.refuse_change/,
    plant: (tree) => tree.replace(MIGRATION, "    await runner.query(`DROP FUNCTION refuse_change()`);\n", ""),
  },
  {
    gate: "check:migrations",
    title: "the printed database edited by hand",
    shows: /database\.sql is not what the migrations build/,
    plant: (tree) => tree.replace("schema/database.sql", "title text NOT NULL", "title text"),
  },
  {
    gate: "check:plans",
    title: "a look-up that no index serves",
    shows: /trackSubmission of null: goes through all of submission/,
    plant: (tree) =>
      tree.replace(
        "src/intake/track.store.ts",
        "where s.follow_code_index = $1",
        "where lower(s.follow_code_index) = $1",
      ),
  },
  {
    gate: "check:plans",
    title: "an index dropped",
    shows: /goes through all of held_status/,
    alsoRed: ["check:migrations"],
    plant: (tree) => {
      tree.replace(LISTS, 'CREATE INDEX "ix_held_waiting"', 'CREATE INDEX IF NOT EXISTS "ix_held_waiting"');
      tree.replace(LISTS, "\n];\n\nconst DOWN", '\n  `DROP INDEX "ix_held_waiting"`,\n];\n\nconst DOWN');
    },
  },
  {
    gate: "check:plans",
    title: "rights looked up by going through an index",
    shows: /reads [\d.]+ pages of referral_candidate \d+ times/,
    alsoRed: ["check:migrations"],
    plant: (tree) => tree.replace(PARTICIPATION, '("dispute_id", "agency_id", "state")', '("dispute_opened_at")'),
  },
  {
    gate: "check:plans",
    title: "rows loaded one by one",
    shows: /statements for two rows, \d+ for fifty/,
    // Where a query has a statement of its own, nothing is loaded; so one of them is taken its statement too.
    plant: (tree) => {
      tree.replace("src/delivery/change.resolver.ts", "read: CHANGES, ", "");
      tree.replace("src/access/loaded-reads.ts", "{ maxBatchSize: 500 }", "{ batch: false }");
    },
  },
  {
    gate: "check:plans",
    title: "a root field without its budget",
    shows: /worklist does not say how many statements/,
    plant: (tree) => tree.replace("src/routing/worklist.resolver.ts", ", statements: 1", ""),
  },
  {
    gate: "check:workflows",
    title: "a word changed in a workflow page",
    shows: /docs\/workflows\/mediation\.md does not agree/,
    plant: (tree) => tree.append("docs/workflows/mediation.md", "另有规定的除外。\n"),
  },
  {
    gate: "check:docs",
    title: "a word changed in the page of errors",
    shows: /errors\.md/,
    plant: (tree) => tree.append("docs/errors.md", "另有规定的除外。\n"),
  },
  {
    gate: "check:docs",
    title: "a right given without printing the page of roles",
    shows: /role-matrix\.md does not agree/,
    plant: (tree) =>
      tree.replace(ACCESS_TABLE, 'row(DEED_DOERS, "Query", "worklist")', 'row(READERS, "Query", "worklist")'),
  },
  {
    gate: "check:docs",
    title: "a limit changed without printing the page of the law",
    shows: /law\.md does not agree/,
    plant: (tree) =>
      tree.replace("src/deadlines/limits/petition.limits.rules.ts", "period: days(60)", "period: days(61)"),
  },
  {
    gate: "check:dead",
    title: "an export nobody imports",
    shows: /plantedExport/,
    plant: (tree) => tree.append("src/platform/ids.ts", "\nexport const plantedExport = 1;\n"),
  },
  {
    gate: "check:dead",
    title: "a file nobody imports",
    shows: /src\/platform\/planted\.ts/,
    plant: (tree) => tree.write("src/platform/planted.ts", "export const planted = 1;\n"),
  },
  {
    gate: "check:dead",
    title: "a dependency nobody uses",
    shows: /left-pad/,
    plant: (tree) => tree.replace("package.json", '"dependencies": {', '"dependencies": {\n    "left-pad": "1.3.0",'),
  },
  {
    gate: "test",
    title: "an assertion turned round",
    shows: /Tests: +\d+ failed/,
    plant: (tree) => tree.replace(TEST_FILE, ").toMatchObject(", ").not.toMatchObject("),
  },
];
