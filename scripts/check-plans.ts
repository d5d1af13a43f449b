import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GraphQLSchema } from "graphql";
import { Client } from "pg";
import { DOCUMENTS } from "../examples/agency-client";
import { HISTORY_QUERY } from "../src/announce";
import type { Caller } from "../src/access/caller";
import { SAMPLE_USERS } from "../src/demo/sample-centre";
import { seedSampleCentre } from "../src/demo/seed";
import { ENTITIES } from "../src/entities";
import { MIGRATIONS } from "../src/migrations";
import { openDatabase } from "../src/platform/database";
import { migrate } from "../src/platform/migrate";
import { readBlocks, readCalls } from "../test/docs/guide";
import { openOn, type TestHub, type User } from "../test/support/hub";
import { openWholeDispute, ROOT_SAMPLES, type WholeDispute } from "../test/support/root-samples";
import { statementsOf, type Statement } from "../test/support/statements";
import { widestOperation } from "../test/support/widest";
import { planFaults } from "./explain";
import { report } from "./gate-report";
import { FILLED, fillForPlans } from "./plan-data";
import { withThrowawayServer } from "./throwaway-server";

// A query that scans a table is as fast as any other on the day it is written, and stops the desk two years later. So
// every operation the hub ships is asked of a database that is filled, and PostgreSQL is asked how it would go about each
// statement; and a list of fifty must take no more statements than a list of two.
// To see it fail: drop an index in a migration, or load rows one by one, and run `npm run check:plans`.

const DISPUTES = 50_000;
/** Loaders' batches meet now and then in one statement and now and then in two; rows would make dozens of them. */
const CHANCE = 6;

type Asker = User | Omit<Caller, "expiresAt">;

interface Asked {
  readonly title: string;
  readonly user: Asker;
  readonly query: string;
  readonly variables: object;
}

const staffOf = (regionCode: string): Omit<Caller, "expiresAt"> => ({
  role: "SUPERVISOR",
  subject: `plan-${regionCode}`,
  regionCode,
  agency: null,
});

const READERS: readonly Asker[] = [
  ...["330000", "330400", "330482", "330482003", "330482003001"].map(staffOf),
  "auditor",
  "report",
  "ph-mediation",
  "jx-court",
];

const FILTERS: readonly object[] = [
  {},
  { states: ["CLOSED"] },
  { states: ["REOPENED", "UNRESOLVED"] },
  { categories: ["NEIGHBOR"] },
  { categories: ["SUGGESTION"], states: ["CLOSED"] },
  { regionCode: "330482005" },
  { regionCode: "330421", states: ["IN_PROCESS"] },
  { openedFrom: "2022-01-01T00:00:00Z", openedBefore: "2022-02-01T00:00:00Z" },
  { openedBefore: "2021-06-01T00:00:00Z", categories: ["CONSUMER"] },
  ...FILLED.words.map((text) => ({ text })),
  { text: "万家花园 孔雀", regionCode: "330482" },
];

const DEADLINE_FILTERS: readonly object[] = [
  {},
  { light: "RED" },
  { light: "GREEN", line: "LITIGATION" },
  { isOverdue: true, isVerified: true },
  { isProvisional: true, dueBefore: "2026-06-01" },
  { regionCode: "330482005" },
];

const LIST = (field: string, argument = "") =>
  `query ($first: Int!, $after: String${filterOf(field, argument)}) { ${field}(first: $first, after: $after${argument}) ` +
  "{ nodes { __typename } pageInfo { endCursor hasNextPage } } }";

function filterOf(field: string, argument: string): string {
  if (!argument.includes("$filter")) return "";
  return `, $filter: ${field === "deadlines" ? "DeadlineFilter" : "DisputeFilter"}`;
}

async function main(): Promise<void> {
  const faults = await withThrowawayServer(async (createDatabase) => {
    const url = await createDatabase("check_plans");
    const database = await openDatabase({ url, entities: ENTITIES, migrations: MIGRATIONS });
    await migrate(database);
    await database.close();
    const dataDir = mkdtempSync(join(tmpdir(), "check-plans-"));
    const options = {
      limits: { cost: { maxCost: () => 10_000_000 }, document: { selections: 10_000 } },
      pool: { statementTimeoutMs: 120_000, queryTimeoutMs: 130_000 },
    };
    let hub = await openOn({ url }, dataDir, options);
    await seedSampleCentre(hub.hub.parts);
    await fillForPlans(hub.hub.parts, DISPUTES);
    const whole = await openWholeDispute(hub);
    await hub.close();
    const check = new PlanCheck();
    check.faults.push(...withoutBudget(hub.hub.schema));
    await check.watch("the start", async () => void (hub = await openOn({ url }, dataDir, options)));
    await check.askAll(hub, whole);
    await hub.close();
    rmSync(dataDir, { recursive: true });
    return [...check.faults, ...(await check.explain(url))];
  });
  report(faults, "every statement of every operation is served by an index, however long the list");
}

function withoutBudget(schema: GraphQLSchema): string[] {
  return [schema.getQueryType(), schema.getMutationType()].flatMap((root) =>
    Object.values(root?.getFields() ?? {})
      .filter(({ extensions }) => !Number.isInteger(extensions["statements"]))
      .map(({ name }) => `${name} does not say how many statements it may take: @Extensions({ statements: … })`),
  );
}

class PlanCheck {
  readonly faults: string[] = [];
  private readonly sent = new Map<string, Statement & { readonly title: string }>();

  /** What the work sends is explained later; how many statements it took is told. */
  async watch(title: string, work: () => Promise<unknown>): Promise<number> {
    const statements = await statementsOf(work);
    for (const statement of statements) {
      const key = statement.text.replace(/\s+/g, " ");
      if (!this.sent.has(key)) this.sent.set(key, { ...statement, title });
    }
    return statements.length;
  }

  async askAll(hub: TestHub, whole: WholeDispute): Promise<void> {
    for (const asked of [...shipped(whole), ...searches(), ...(await samples(hub, whole))]) {
      const few = await this.ask(hub, { ...asked, variables: { ...asked.variables, ...page(asked, 2) } });
      if (!asked.query.includes("$first")) continue;
      const many = await this.ask(hub, { ...asked, variables: { ...asked.variables, ...page(asked, 50) } });
      if (many > few + CHANCE) {
        this.faults.push(`${asked.title}: ${few} statements for two rows, ${many} for fifty`);
      }
    }
    for (const user of READERS) await this.readLists(hub, user);
  }

  /** First page and next, of everything that is paged. */
  private async readLists(hub: TestHub, user: Asker): Promise<void> {
    const name = typeof user === "string" ? user : user?.subject;
    const lists = FILTERS.map((filter) => ({ field: "disputes", filter, argument: ", filter: $filter" }));
    const deadlines = DEADLINE_FILTERS.map((filter) => ({ field: "deadlines", filter, argument: ", filter: $filter" }));
    const others = ["changes", "worklist"].map((field) => ({ field, filter: undefined, argument: "" }));
    const dueSoon = { field: "worklist", filter: undefined, argument: ", by: DUE_SOON" };
    for (const { field, filter, argument } of [...lists, ...deadlines, ...others, dueSoon]) {
      if (user === "report" && (field === "worklist" || (filter && "text" in filter))) continue;
      if (user === "auditor" && field === "worklist") continue;
      const title = `${field} ${filter ? JSON.stringify(filter) : ""} of ${name}`;
      let after: string | null = null;
      for (let pages = 0; pages < 2; pages++) {
        const variables = { first: 20, after, ...(filter && { filter }) };
        await this.watch(title, async () => {
          const { data, text } = await hub.ask(user, LIST(field, argument), variables);
          if (!data) throw new Error(`${title}: ${text}`);
          after = data[field].pageInfo.endCursor;
        });
        if (after === null) break;
      }
    }
  }

  private ask(hub: TestHub, { title, user, query, variables }: Asked): Promise<number> {
    return this.watch(title, async () => {
      const { data, text } = await hub.ask(user, query, variables);
      if (!data) throw new Error(`${title}: ${text}`);
    });
  }

  async explain(url: string): Promise<string[]> {
    const client = new Client({ connectionString: url });
    await client.connect();
    const found: string[] = [];
    try {
      for (const statement of this.sent.values()) {
        const faults = await planFaults(client, statement);
        found.push(...faults.map((fault) => `${statement.title}: ${fault}\n  ${statement.text.replace(/\s+/g, " ")}`));
      }
    } finally {
      await client.end();
    }
    return found;
  }
}

/** A page for every list there is; a mutation has none. */
function page({ query }: Asked, first: number): object {
  return query.includes("$first") ? { first } : {};
}

async function samples(hub: TestHub, whole: WholeDispute): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (const sample of ROOT_SAMPLES) {
    const { user, field } = sample;
    const role = user === null ? "PUBLIC" : SAMPLE_USERS.find(({ subject }) => subject === user)!.role;
    const query = widestOperation(hub.hub.schema, sample, role);
    asked.push({ title: `${field} of ${user}`, user, query, variables: await sample.variables(hub, whole) });
  }
  return asked;
}

/** What pages and example show, with values that find something. */
function shipped(whole: WholeDispute): Asked[] {
  const values: Readonly<Record<string, unknown>> = { id: whole.disputeId, after: null };
  const terminal = new Map<string, string>();
  const guide = readBlocks(readFileSync(join(__dirname, "..", "docs", "integration.md"), "utf8"))
    .filter(({ language }) => language === "sh")
    .flatMap((block) => readCalls(block, terminal))
    .filter(({ body }) => /^(?:query\b|\{)/.test(body.query) && !body.query.includes("undefined"));
  return [
    { title: "README", user: "clerk", query: HISTORY_QUERY, variables: { idNumber: FILLED.citizenNumber } },
    ...(["worklist", "changes"] as const).map((name) => ({
      title: `example ${name}`,
      user: "ph-mediation",
      query: DOCUMENTS[name],
      variables: {},
    })),
    ...guide.map(({ body, line }) => ({
      title: `docs/integration.md:${line}`,
      user: "ph-mediation",
      query: body.query,
      variables: Object.fromEntries(
        Object.entries(body.variables ?? {}).map(([key, value]) => [key, key in values ? values[key] : value]),
      ),
    })),
  ];
}

/** The citizen with hundreds of disputes, and the name that thousands bear. */
function searches(): Asked[] {
  const HISTORY =
    "query ($idNumber: IdentityNumber!, $first: Int!) { citizenHistory(idNumber: $idNumber, purpose: INTAKE) { disputes(first: $first) { nodes { id parties(first: 5) { nodes { person { idKind } } } } } } }";
  const NAMESAKES = "query ($name: ShortText!) { searchPersons(name: $name, purpose: INTAKE) { id maskedName } }";
  return ["330482", "330400", "330000"].map(staffOf).flatMap((user) => [
    { title: `history of ${user.subject}`, user, query: HISTORY, variables: { idNumber: FILLED.citizenNumber } },
    { title: `namesakes of ${user.subject}`, user, query: NAMESAKES, variables: { name: FILLED.frequentName } },
  ]);
}

void main();
