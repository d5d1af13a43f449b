import { canonicalJson, digest } from "../platform/canonical-json";
import type { Database, Sql, Tx } from "../platform/database";
import type { CalendarNotice } from "./calendar-notice.entity";
import { makeCalendar, type WorkCalendar, type YearNotice } from "./calendar.rules";
import { festivalsOf, seededNotices } from "./calendar.seed";
import { SEEDED_DIGEST } from "./seeded-digest";
import { limitsInForce, localPromiseFaults, PACKS, type LocalPromise, type PackRow } from "./packs.rules";

/** A calendar and the version under which it is found again. */
export interface VersionedCalendar {
  readonly version: number;
  readonly calendar: WorkCalendar;
}

/** A limit in force and the version under which its text is kept. */
export interface VersionedLimit {
  readonly id: string;
  readonly row: PackRow;
  readonly promise: LocalPromise | null;
}

interface NoticeRow extends YearNotice {
  readonly version: number;
}

const NOTICES = "select version, year, source, days from calendar_notice where version > $1 order by version";

/** The version a deed asks for along with its lock, so that a notice counts from the moment it is entered. */
export const CALENDAR_VERSION = "select max(version) from calendar_notice";

/** The limits in force and the calendars, as this process knows them. What it does not know yet it reads when asked. */
export class LegalTime {
  private readonly byId: ReadonlyMap<string, VersionedLimit>;
  private readonly byLine = new Map<string, readonly PackRow[]>();
  private readonly calendars = new Map<number, VersionedCalendar>();
  private notices: readonly NoticeRow[] = [];

  private constructor(promises: readonly LocalPromise[]) {
    const promised = new Map(promises.map((promise) => [promise.limitId, promise]));
    const rows = limitsInForce(PACKS);
    const [wrong] = localPromiseFaults(rows, promises);
    if (wrong) throw new Error(`the promise for ${wrong.promise.limitId} is refused: ${wrong.fault}`);
    this.byId = new Map(
      rows.map((row) => [row.id, { id: versionOf(row), row, promise: promised.get(row.id) ?? null }]),
    );
    for (const row of rows) this.byLine.set(row.line, [...(this.byLine.get(row.line) ?? []), row]);
  }

  /** Enters the limits of this release and the notices that came with it, where the database has others or none. */
  static async open(db: Database, now: Date, promises: readonly LocalPromise[] = []): Promise<LegalTime> {
    const law = new LegalTime(promises);
    await law.know(db, 0);
    await db.inTransaction(async (tx) => {
      await law.enterLimits(tx, now);
      await law.enterNotices(tx, now);
    });
    return law;
  }

  rowsOf(line: string): readonly PackRow[] {
    return this.byLine.get(line) ?? [];
  }

  limit(id: string): VersionedLimit | undefined {
    return this.byId.get(id);
  }

  /** @param version as {@link CALENDAR_VERSION} found it */
  async calendarAt(sql: Sql, version: number): Promise<VersionedCalendar> {
    if (version > this.known) await this.refresh(sql);
    return this.made(version);
  }

  /** By the newest notices this process knows; a deed asks for the version in force instead. */
  newest(): WorkCalendar {
    return this.made(this.known).calendar;
  }

  /** Reads the notices that were entered since, by whichever process. */
  refresh(sql: Sql): Promise<void> {
    return this.know(sql, this.known);
  }

  private get known(): number {
    return this.notices.at(-1)?.version ?? 0;
  }

  private made(version: number): VersionedCalendar {
    let found = this.calendars.get(version);
    if (!found) {
      const calendar = makeCalendar(
        this.notices.filter((notice) => notice.version <= version),
        festivalsOf,
      );
      this.calendars.set(version, (found = { version, calendar }));
    }
    return found;
  }

  private async know(sql: Sql, after: number): Promise<void> {
    const found = await sql.query<NoticeRow>(NOTICES, [after]);
    const known = new Set(this.notices.map(({ version }) => version));
    this.notices = [...this.notices, ...found.filter(({ version }) => !known.has(version))];
  }

  /** A release with other limits has every open record folded anew; what is closed stays under its own version. */
  private async enterLimits(tx: Tx, now: Date): Promise<void> {
    const limits = [...this.byId.values()];
    const entered = await tx.query<{ isFirst: boolean }>(
      `insert into limit_version (id, limit_id, row, first_used_at)
       select id, limit_id, row, $4 from unnest($1::uuid[], $2::text[], $3::jsonb[]) l(id, limit_id, row)
       on conflict (id) do nothing
       returning not exists (select from limit_version) as "isFirst"`,
      [
        limits.map(({ id }) => id),
        limits.map(({ row }) => row.id),
        limits.map(({ row }) => JSON.stringify(row)),
        now.toISOString(),
      ],
    );
    if (entered.length === 0 || entered[0]!.isFirst) return;
    await tx.query(
      `insert into clock_backlog (record_id, reason)
       select id, 'LAW' from agency_record where phase <> 'ENDED'
       union select record_id, 'LAW' from deadline where state in ('OPEN', 'STANDING')
       on conflict (record_id) do nothing`,
    );
  }

  /** Not compared with a database that bears this release's mark: to work them out takes longer than all the rest. */
  private async enterNotices(tx: Tx, now: Date): Promise<void> {
    const [mark] = await tx.query("select 1 from calendar_release where notices_digest = $1", [SEEDED_DIGEST]);
    if (mark) return;
    await tx.query("lock table calendar_notice in share row exclusive mode");
    const inForce = await tx.query<EnteredRow>(
      "select version, year, source, days, origin from calendar_notice order by version",
    );
    const wanting = seededNotices().filter((notice) => isNew(notice, inForce));
    // The first ones of all: nothing can have been counted without them.
    const settledAt = inForce.length === 0 ? now.toISOString() : null;
    await tx.query(
      `insert into calendar_notice (version, year, source, days, origin, loaded_at, loaded_by, settled_at)
       select (select coalesce(max(version), 0) from calendar_notice) + n.place, n.year, n.source, n.days, 'RELEASE', $4,
              'release', $5::timestamptz
         from unnest($1::int[], $2::text[], $3::jsonb[]) with ordinality n(year, source, days, place)`,
      [
        wanting.map(({ year }) => year),
        wanting.map(({ source }) => source),
        wanting.map(({ days }) => JSON.stringify(days)),
        now.toISOString(),
        settledAt,
      ],
    );
    await tx.query(
      `insert into calendar_release (id, notices_digest, entered_at) values (1, $1, $2)
       on conflict (id) do update set notices_digest = $1, entered_at = $2`,
      [SEEDED_DIGEST, now.toISOString()],
    );
    await this.refresh(tx);
  }
}

interface EnteredRow extends NoticeRow {
  readonly origin: CalendarNotice["origin"];
}

/** Of a year that somebody has entered a notice for, the release says nothing any more. */
function isNew(notice: YearNotice, inForce: readonly EnteredRow[]): boolean {
  const known = inForce.filter(({ year }) => year === notice.year).at(-1);
  return !known || (known.origin === "RELEASE" && canonicalJson(known.days) !== canonicalJson(notice.days));
}

/** A UUID of version 8 (RFC 9562) from the digest: the same row has the same, whoever enters it. */
function versionOf(row: PackRow): string {
  const hex = digest(row);
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}
