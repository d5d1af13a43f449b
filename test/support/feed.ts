import { eventually } from "./eventually";
import type { TestHub } from "./hub";

const IS_TOLD = `
  select coalesce(max(xid), 0) < pg_snapshot_xmin(pg_current_snapshot())::text::bigint as "isTold" from change_log`;

/** The feed ends below the oldest transaction on the server, which may be one of another test's database. */
export function feedHasCaughtUp(hub: TestHub): Promise<void> {
  const isTold = async () => (await hub.hub.parts.db.query<{ isTold: boolean }>(IS_TOLD))[0]!.isTold;
  return eventually("the feed tells of everything", isTold, 60_000);
}
