import canonicalize from "canonicalize";
import type { Hub } from "../hub-parts";
import type { Tx } from "../platform/database";
import type { YearNotice } from "./calendar.rules";

/** No deed is under way for so long that it could still write what it counted without a notice that was entered since. */
const LONGEST_DEED_MS = 10 * 60_000;

/**
 * Records with open deadlines that a notice may move: those that run into its year or into the December before, and
 * were counted without it. The list is by due day; a duty may be late some days after that.
 */
const TOUCHED = `
  insert into clock_backlog (record_id, reason)
  select distinct k.record_id, 'LAW' from deadline k
   where k.state in ('OPEN', 'STANDING') and k.lists_on >= make_date($1 - 1, 11, 15)
     and k.anchor_at < make_date($1 + 1, 1, 2) and k.calendar_version < $2
  on conflict (record_id) do nothing`;

export interface EnteredNotice {
  /** Of the calendar since then; null when the notice in force says the same. */
  readonly version: number | null;
}

/** Enters the notice of a year; it counts from its commit on, in every hub. What it touches is counted anew by the jobs. */
export function enterNotice(hub: Hub, notice: YearNotice, by: string): Promise<EnteredNotice> {
  return hub.db.inTransaction(async (tx) => {
    await tx.query("lock table calendar_notice in share row exclusive mode");
    const [inForce] = await tx.query<YearNotice>(
      "select year, source, days from calendar_notice where year = $1 order by version desc limit 1",
      [notice.year],
    );
    if (inForce && canonicalize(inForce) === canonicalize(notice)) return { version: null };
    const [entered] = await tx.query<{ version: number }>(
      `insert into calendar_notice (version, year, source, days, origin, loaded_at, loaded_by)
       select coalesce(max(version), 0) + 1, $1, $2, $3::jsonb, 'LOADED', $4, $5 from calendar_notice returning version`,
      [notice.year, notice.source, JSON.stringify(notice.days), hub.clock.now(), by],
    );
    await tx.query(TOUCHED, [notice.year, entered!.version]);
    return { version: entered!.version };
  });
}

/** A deed that had read the calendar before a notice came may have written after it: it is looked for once more. */
export async function settleNotices(hub: Hub): Promise<void> {
  await hub.db.inTransaction(async (tx) => {
    const notices = await tx.query<{ version: number; year: number; loaded_at: Date }>(
      "select version, year, loaded_at from calendar_notice where settled_at is null order by version",
    );
    for (const notice of notices) await settle(tx, notice, hub.clock.now());
  });
}

async function settle(tx: Tx, notice: { version: number; year: number; loaded_at: Date }, now: Date): Promise<void> {
  await tx.query(TOUCHED, [notice.year, notice.version]);
  if (now.getTime() - notice.loaded_at.getTime() < LONGEST_DEED_MS) return;
  await tx.query("update calendar_notice set settled_at = $2 where version = $1", [notice.version, now]);
}
