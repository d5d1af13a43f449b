import { escapeLiteral, type Client } from "pg";
import type { Statement } from "../test/support/statements";

interface PlanNode {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Actual Rows"?: number;
  readonly "Actual Loops"?: number;
  readonly "Rows Removed by Filter"?: number;
  readonly "Rows Removed by Index Recheck"?: number;
  readonly "Shared Hit Blocks"?: number;
  readonly "Shared Read Blocks"?: number;
  readonly Plans?: readonly PlanNode[];
}

/** Tables that stay small whatever the centre does. */
const isSmall = (table: string) =>
  ["agency", "agency_succession", "calendar_notice", "calendar_release", "limit_version", "schema_migration"].includes(
    table,
  ) || table.startsWith("pg_");

/** Rows one step of a plan may touch: the widest walk of a list, for a province and a page of fifty (ADR 0011). */
const MOST_TOUCHED = 26_000;

/** Fewer loops than this, and the pages of a part that is run once, wherever it is called for, count too much. */
const MANY_LOOPS = 100;

/** Pages from an index's root to a leaf and to its row, and the leaf's neighbour, with something to spare. */
const PAGES_TO_A_ROW = 6;

const isExplainable = ({ text }: Statement) => !/^(begin|commit|rollback|set|lock)\b/i.test(text.trim());

/**
 * What is wrong with the way PostgreSQL carries out a statement: with these values, and with values it does not know, as
 * a prepared statement would be planned.
 */
export async function planFaults(client: Client, statement: Statement): Promise<string[]> {
  if (!isExplainable(statement)) return [];
  const { text, values } = statement;
  // What only leaves lines in the read log can be carried out again, and is undone; deeds would meet their own traces.
  const isWriting = /\b(?:insert into(?!\s+read_entry\b)|update "?\w+"? t|for update)\b/i.test(text);
  await client.query("begin");
  try {
    const known = await explain(client, isWriting ? "costs" : "analyze, timing off", text, values);
    const unknown = isWriting ? await explain(client, "generic_plan", text) : await explainPrepared(client, statement);
    return [...faultsOf(known), ...faultsOf(unknown).map((fault) => `${fault} when it is prepared`)];
  } finally {
    await client.query("rollback");
  }
}

/** Carried out by the plan that is made once for all values, which PostgreSQL may come to prefer. */
async function explainPrepared(client: Client, { text, values }: Statement): Promise<PlanNode[]> {
  await client.query("set local plan_cache_mode = force_generic_plan");
  await client.query(`prepare asked as ${text}`);
  try {
    const given = values.map((value) =>
      value === null || value === undefined ? "null" : escapeLiteral(toText(value)),
    );
    return await explain(
      client,
      "analyze, timing off",
      `execute asked${given.length > 0 ? `(${given.join(", ")})` : ""}`,
    );
  } finally {
    await client.query("deallocate asked").catch(() => {});
  }
}

/** As the driver would send it. */
function toText(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) {
    const members = value.map((member) => (member === null ? "NULL" : JSON.stringify(toText(member))));
    return `{${members.join(",")}}`;
  }
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

async function explain(client: Client, how: string, text: string, values?: readonly unknown[]): Promise<PlanNode[]> {
  const { rows } = await client.query(`explain (${how}, format json) ${text}`, values as unknown[] | undefined);
  const [{ Plan: top }] = (rows as { "QUERY PLAN": { Plan: PlanNode }[] }[])[0]!["QUERY PLAN"] as [{ Plan: PlanNode }];
  return allNodes(top);
}

function allNodes(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(allNodes)];
}

function faultsOf(nodes: readonly PlanNode[]): string[] {
  return [...scans(nodes), ...touching(nodes), ...walking(nodes)];
}

function scans(nodes: readonly PlanNode[]): string[] {
  return nodes.flatMap((node) => {
    const table = node["Relation Name"];
    return node["Node Type"] === "Seq Scan" && table && !isSmall(table) ? [`goes through all of ${table}`] : [];
  });
}

/**
 * A condition on a column further back in the index is checked entry by entry: PostgreSQL counts no rows for it, but it
 * reads the pages they stand on.
 */
function walking(nodes: readonly PlanNode[]): string[] {
  return nodes.flatMap((node) => {
    const table = node["Relation Name"];
    const loops = node["Actual Loops"] ?? 0;
    if (!table || isSmall(table) || node.Plans || loops < MANY_LOOPS) return [];
    const pages = ((node["Shared Hit Blocks"] ?? 0) + (node["Shared Read Blocks"] ?? 0)) / loops;
    const isMore = pages > PAGES_TO_A_ROW + 2 * touchedPerLoop(node);
    return isMore
      ? [`reads ${pages.toFixed(1)} pages of ${table} ${loops} times, for ${touchedPerLoop(node)} rows`]
      : [];
  });
}

function touchedPerLoop(node: PlanNode): number {
  return (
    (node["Actual Rows"] ?? 0) + (node["Rows Removed by Filter"] ?? 0) + (node["Rows Removed by Index Recheck"] ?? 0)
  );
}

/** An index that is followed from one end to the other is a scan under another name. */
function touching(nodes: readonly PlanNode[]): string[] {
  return nodes.flatMap((node) => {
    const table = node["Relation Name"];
    if (!table) return [];
    const touched = Math.round(touchedPerLoop(node) * (node["Actual Loops"] ?? 0));
    return touched > MOST_TOUCHED ? [`touches ${touched} rows of ${table}`] : [];
  });
}
