import type { Sql } from "../platform/database";
import type { EntityRows, Row } from "../platform/entity-rows";
import type { Condition } from "../platform/keyset-page";
import { StartFault } from "../platform/start-fault";
import type { Change } from "./change.entity";

/**
 * Rows that nothing can still be inserted before: every transaction older than the oldest running one has ended. Without
 * it a reader would step past a row whose transaction began earlier and commits later (ADR 0004).
 */
export const SETTLED: Condition = {
  text: "t.xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint",
  values: [],
};

/**
 * Where the settled part of the feed ends now. Not simply its last row: a transaction that is still running may be older
 * than that, and would be stepped past.
 */
export async function feedEnd(sql: Sql): Promise<readonly [string, string]> {
  const [end] = await sql.query<{ xid: string; id: string }>(
    `select t.xid::text as xid, t.id from change_log t where ${SETTLED.text} order by t.xid desc, t.id desc limit 1`,
  );
  return [end?.xid ?? "0", end?.id ?? "00000000-0000-0000-0000-000000000000"];
}

/**
 * A database put together from a dump counts its transactions from the start again. The rows of the feed would then lie
 * in the future: hidden now, and in every reader's way later.
 */
export async function checkFeed(sql: Sql): Promise<void> {
  const [feed] = await sql.query<{ is_ahead: boolean }>(
    `select coalesce(max(t.xid), 0) >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint as is_ahead from change_log t`,
  );
  if (!feed!.is_ahead) return;
  const message =
    "数据库由转储恢复，事务编号落后于变更流。请停库后用 pg_resetwal -x 把事务编号提高到变更流之后，再启动。";
  throw new StartFault("DATABASE_RESTORED", message);
}

/** What has been settled behind a place in the feed, whoever may see it. */
export async function readSettled(
  sql: Sql,
  rows: EntityRows<Change>,
  after: readonly [string, string],
  most: number,
): Promise<Change[]> {
  const found = await sql.query<Row>(
    `select ${rows.select("t")} from ${rows.table} t
      where (t.xid, t.id) > ($1::bigint, $2::uuid) and ${SETTLED.text} order by t.xid, t.id limit ${most}`,
    [...after],
  );
  return found.map((row) => rows.toEntity(row));
}
