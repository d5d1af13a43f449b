import { canonicalJson } from "../platform/canonical-json";
import { runPreparedDeed, type Answer, type Asking, type Deed, type DeedRequest } from "../audit/deed";
import { refused, type RefusedAnswer } from "../dispute/refused";
import type { Hub } from "../hub-parts";
import type { Sql, Tx } from "../platform/database";
import { CalendarNotice } from "./calendar-notice.entity";
import type { YearNotice } from "./calendar.rules";
import { festivalsOf } from "./calendar.seed";
import type { LoadCalendarNoticeInput } from "./calendar.types";
import { decideNotice } from "./notice.rules";

/** No deed is under way for so long that it could still write what it counted without a notice that was entered since. */
const LONGEST_DEED_MS = 10 * 60_000;

/**
 * Records with open deadlines that a notice may move: those that run into its year or into the December before, and
 * were counted without it. The list is by due day; a duty may be late some days after that.
 */
const TOUCHED = `
  with touched as (
    insert into clock_backlog (record_id, reason)
    select distinct k.record_id, 'LAW' from deadline k
     where k.state in ('OPEN', 'STANDING') and k.lists_on >= make_date($1 - 1, 11, 15)
       and k.anchor_at < make_date($1 + 1, 1, 2) and k.calendar_version < $2
    on conflict (record_id) do nothing returning 1)
  select count(*)::int as records from touched`;

export interface CalendarNoticeLoadedAnswer extends Answer {
  readonly __typename: "CalendarNoticeLoaded";
  readonly version: number;
  readonly touchedRecords: number;
}

/**
 * Loads the notice of a year; it counts from its commit on, in every hub. What it touches is counted anew by the jobs,
 * dispute by dispute: one lock for all of them would hold everybody up.
 */
export function loadCalendarNotice(
  request: DeedRequest,
  input: LoadCalendarNoticeInput,
): Promise<CalendarNoticeLoadedAnswer | RefusedAnswer> {
  const lock = (asking: Asking) => lockCalendar(asking, input.year);
  return runPreparedDeed(request, "loadCalendarNotice", input, lock, enter);
}

interface InForce {
  readonly version: number;
  /** That of the year asked for; null when there is none. */
  readonly notice: YearNotice | null;
}

/** Deeds go on reading the calendar; whoever else enters a notice waits. */
async function lockCalendar({ tx }: Asking, year: number): Promise<InForce> {
  const [, found] = await Promise.all([
    tx.lookUp("lock table calendar_notice in share row exclusive mode"),
    tx.lookUp<InForce>(
      `select (select coalesce(max(version), 0) from calendar_notice) as version,
              (select json_build_object('year', year, 'source', source, 'days', days) from calendar_notice
                where year = $1 order by version desc limit 1) as notice`,
      [year],
    ),
  ]);
  return found[0]!;
}

async function enter(
  deed: Deed,
  inForce: InForce,
  input: LoadCalendarNoticeInput,
): Promise<CalendarNoticeLoadedAnswer | RefusedAnswer> {
  const { year, source, days } = input;
  const decision = decideNotice({ year, source, days }, festivalsOf);
  if (!decision.ok) {
    const { path, what } = decision.refusal;
    return refused("NOTICE_INVALID", { field: path.join(".") || null, reason: what });
  }
  const notice = decision.change;
  if (inForce.notice && canonicalJson(inForce.notice) === canonicalJson(notice)) return refused("NOTICE_IN_FORCE");
  const version = inForce.version + 1;
  deed.changes.insert(CalendarNotice, {
    ...notice,
    version,
    origin: "LOADED",
    loadedAt: deed.now,
    loadedBy: deed.caller.subject,
    settledAt: null,
  });
  const touchedRecords = await queueTouched(deed.tx, { version, year });
  return { __typename: "CalendarNoticeLoaded", version, touchedRecords };
}

async function queueTouched(sql: Sql, { version, year }: { version: number; year: number }): Promise<number> {
  const [touched] = await sql.query<{ records: number }>(TOUCHED, [year, version]);
  return touched!.records;
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
  await queueTouched(tx, notice);
  if (now.getTime() - notice.loaded_at.getTime() < LONGEST_DEED_MS) return;
  await tx.query("update calendar_notice set settled_at = $2 where version = $1", [notice.version, now]);
}
