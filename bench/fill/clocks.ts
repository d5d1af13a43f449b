import { Deadline } from "../../src/deadlines/deadline.entity";
import { RecordClocks, type ClockOwner, type EnteredEvent } from "../../src/deadlines/record-clocks";
import { LegalTime, type VersionedCalendar } from "../../src/deadlines/legal-time";
import type { Database } from "../../src/platform/database";
import { EntityCatalogue } from "../../src/platform/entity-rows";
import { LAST_YEAR } from "./calendar";
import type { Random } from "./random";
import type { Tables } from "./tables";
import type { Value } from "./table-writer";

/** The limits and the calendar that the filled database has been given, as a hub would give it at its first start. */
export interface FilledLaw {
  readonly law: LegalTime;
  readonly calendar: VersionedCalendar;
  readonly columns: readonly (readonly [property: keyof Deadline, column: string])[];
  /** Of what has passed by then, everybody has been told; a hub that starts on the database finds nothing to sweep. */
  readonly sweptAt: Date;
}

export async function enterLaw(db: Database): Promise<FilledLaw> {
  const sweptAt = new Date();
  const law = await LegalTime.open(db, sweptAt);
  const [{ version }] = (await db.query<{ version: number }>(
    "select max(version) as version from calendar_notice",
  )) as [{ version: number }];
  const columns = new EntityCatalogue(db.dataSource)
    .of(Deadline)
    .written()
    .map(({ propertyName, databaseName }) => [propertyName as keyof Deadline, databaseName] as const);
  return { law, calendar: await law.calendarAt(db, version), columns, sweptAt };
}

/** The clocks of the law, counted by the hub's own rules from the states the record went through. */
export class Clocks {
  constructor(
    private readonly random: Random,
    private readonly tables: Tables,
    private readonly filled: FilledLaw,
  ) {}

  /** @param endedAt null while the record is open */
  enter(owner: ClockOwner, events: readonly EnteredEvent[], endedAt: number | null): void {
    if (endedAt !== null && endedAt < LAST_YEAR) return;
    const { law, calendar } = this.filled;
    const clocks = new RecordClocks(law, owner, [], calendar);
    for (const event of events) clocks.enter(event);
    const now = events.at(-1)!.occurredAt;
    clocks.write({
      now,
      hub: { ids: { uuid: () => this.random.uuid(now.getTime()) } },
      changes: {
        insert: (_entity: unknown, row: Partial<Deadline>) => this.add(this.swept(row), now),
        update: () => {
          throw new Error("a record that is filled has no clocks before");
        },
      },
    });
  }

  private swept(row: Partial<Deadline>): Partial<Deadline> {
    const { state, lateFrom, lateAfter, party, isProvisional, awaitsCondition } = row;
    const mayPass = state === "OPEN" && !isProvisional && !awaitsCondition && lateFrom;
    if (!mayPass || lateFrom > this.filled.sweptAt) return row;
    return {
      ...row,
      announcedAt: lateFrom,
      ...(party === "RIGHT" && { state: "LATE", closedOn: lateAfter ?? null }),
    };
  }

  private add(row: Partial<Deadline>, at: Date): void {
    const columns = this.filled.columns.map(([property, column]) => [column, toCopy(row[property])] as const);
    this.tables.deadline.add(Object.fromEntries(columns), at.getTime());
  }
}

function toCopy(value: unknown): Value {
  if (value === undefined) throw new Error("the hub's own rows of clocks leave nothing out");
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" && value !== null ? JSON.stringify(value) : (value as Value);
}
