import type { Client } from "pg";
import { TableWriter } from "./table-writer";

/** The tables that are filled, those without foreign keys first. */
const FILLED = [
  "agency",
  "person",
  "organisation",
  "dispute",
  "dispute_listing",
  "party",
  "submission",
  "referral",
  "referral_candidate",
  "agency_record",
  "timeline_event",
  "change_log",
  "case_document",
  "dispute_link",
  "evaluation",
  "audit_entry",
  "read_entry",
  "idempotency",
  "held_status",
  "deadline",
] as const;

export type Tables = Readonly<Record<(typeof FILLED)[number], TableWriter>>;

/**
 * What TypeORM keeps for itself, what a hub enters when it starts, and what the years that are played have none of: links
 * between records, advice and orders.
 */
const NOT_FILLED = [
  "schema_migration",
  "agency_succession",
  "calendar_notice",
  "calendar_release",
  "clock_backlog",
  "follow_up_taken",
  "limit_version",
  "routing_decision",
  "supervision_order",
  "told_fact",
];

/** A writer for each table, with the columns the database has now. */
export async function openTables(client: Client): Promise<Tables> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attgenerated = ''
      group by c.relname`,
  );
  const columnsOf = new Map(rows.map(({ name, columns }) => [name, columns]));
  const unknown = [...columnsOf.keys()].filter(
    (name) => !NOT_FILLED.includes(name) && !(FILLED as readonly string[]).includes(name),
  );
  if (unknown.length > 0) throw new Error(`the fill does not know the tables ${unknown.join(", ")}`);
  const writers = FILLED.map((name) => {
    const columns = columnsOf.get(name);
    if (!columns) throw new Error(`the database has no table ${name}`);
    return [name, new TableWriter(name, columns)] as const;
  });
  return Object.fromEntries(writers) as unknown as Tables;
}

export function columnsOfCopy(writer: TableWriter): string {
  return writer.columns.map((column) => `"${column}"`).join(", ");
}
