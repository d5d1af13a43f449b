import type { Doer, Line } from "../agencies/workflow.rules";
import { WORKFLOWS } from "../agencies/workflows.rules";
import type { Deed } from "../audit/deed";
import { businessDay } from "../platform/clock";
import type { Condition } from "../platform/keyset-page";
import {
  awaitsReceipt,
  clockKey,
  enterState,
  isRunning,
  lateFrom,
  type Clock,
  type ClockDates,
  type Entered,
  type Ground,
} from "./clocks.rules";
import { Deadline, NO_DAY } from "./deadline.entity";
import type { LegalTime, VersionedCalendar, VersionedLimit } from "./legal-time";
import { toldAnew, type Matter, type RecordField, type RecordFields } from "./matter.rules";
import { countPeriod, isStanding } from "./period.rules";
import { refold, type RefoldReason } from "./refold.rules";

/** A clock as it lies in the database. */
export interface KeptClock extends Clock {
  readonly id: string;
}

/** The record whose clocks they are. */
export interface ClockOwner {
  readonly id: string;
  readonly disputeId: string;
  readonly agencyId: string;
  readonly line: Line;
  readonly regionCode: string;
  readonly matter: Matter;
}

export function clockOwner(
  {
    id,
    disputeId,
    agencyId,
    line,
    numberKey,
  }: Omit<ClockOwner, "regionCode" | "matter"> & { readonly numberKey: string },
  { regionCode, category, flags }: Pick<ClockOwner, "regionCode"> & Pick<Matter, "category" | "flags">,
  fields: RecordFields,
): ClockOwner {
  return { id, disputeId, agencyId, line, regionCode, matter: { category, flags, number: numberKey, fields } };
}

/** A state of the record, as its events tell it. */
export interface EnteredEvent {
  readonly id: string;
  readonly fromState: string | null;
  readonly toState: string;
  readonly occurredAt: Date;
}

type KeptValues = readonly [
  recordId: string,
  clock: Omit<KeptClock, "anchorOn" | "anchorMinutes" | "dueMinutes" | "skipped"> & { readonly anchorAt: string },
];

const KEPT = `json_build_array(k.record_id, json_build_object(
  'id', k.id, 'limitId', k.limit_id, 'anchorEventId', k.anchor_event_id, 'anchorAt', k.anchor_at, 'round', k.round,
  'receivedOn', k.received_on, 'applies', k.applies, 'granted', k.granted, 'pauses', k.pauses, 'state', k.state,
  'awaitsCondition', k.awaits_condition, 'rawDueOn', k.raw_due_on, 'dueOn', k.due_on, 'lateAfter', k.late_after, 'isProvisional', k.is_provisional,
  'closedOn', k.closed_on, 'closedBy', k.closed_event_id))`;

const FIELDS: readonly (readonly [field: RecordField, column: string])[] = [
  ["petitionMatter", "petition_matter"],
  ["petitionItem", "petition_item"],
  ["petitionIsFirst", "petition_is_first"],
  ["petitionIsSimple", "petition_is_simple"],
  ["courtProcedure", "court_procedure"],
  ["causeOfAction", "cause_of_action"],
  ["mediationKind", "mediation_kind"],
  ["isSimplified", "arbitration_is_simplified"],
  ["aidForm", "aid_form"],
];

/**
 * The clocks of records and the fields that their limits hang on, to be read with their lock: the fields are columns of
 * the records `r` that were locked.
 * @param records an array of their ids, as SQL
 */
export function keptClocks(records: string, values: readonly unknown[] = []): Condition {
  const columns = FIELDS.map(([, column]) => `r.${column}`).join(", ");
  const text = `select json_build_array(
    (select json_agg(json_build_array(r.id, ${columns})) from r where r.id = any(${records})),
    (select json_agg(${KEPT} order by k.round, k.limit_id) from deadline k where k.record_id = any(${records})))`;
  return { text, values };
}

/** What was kept of one record. */
export interface KeptRecord {
  readonly fields: RecordFields;
  /** In the order in which they began. */
  readonly clocks: readonly KeptClock[];
}

type Found = readonly [
  fields: readonly (readonly [id: string, ...values: unknown[]])[] | null,
  clocks: readonly KeptValues[] | null,
];

/** By the record. */
export function toKept(found: unknown): ReadonlyMap<string, KeptRecord> {
  const [records, clocks] = found as Found;
  const byRecord = new Map<string, { readonly fields: RecordFields; readonly clocks: KeptClock[] }>();
  for (const [id, ...values] of records ?? []) {
    const fields = Object.fromEntries(FIELDS.map(([field], at) => [field, values[at] ?? null])) as RecordFields;
    byRecord.set(id, { fields, clocks: [] });
  }
  for (const [recordId, { anchorAt, ...clock }] of clocks ?? []) {
    const moment = new Date(anchorAt);
    // A record that this caller may not see was not locked, and so is not there.
    // Days that were skipped are written and never judged; hours have none and are counted anew where they are needed.
    byRecord.get(recordId)?.clocks.push({ ...clock, ...momentOf(moment), dueMinutes: null, skipped: [] });
  }
  return byRecord;
}

const CHINA_HOURS = 8;

function momentOf(moment: Date): { readonly anchorOn: string; readonly anchorMinutes: number } {
  const minutes = moment.getUTCHours() * 60 + moment.getUTCMinutes() + CHINA_HOURS * 60;
  return { anchorOn: businessDay(moment), anchorMinutes: minutes % (24 * 60) };
}

/** The clocks of one record in the hands of a deed that holds its dispute. */
export class RecordClocks {
  private clocks: readonly Clock[];
  private matter: Matter;
  /** States that the record has entered in this deed. */
  private readonly entered: EnteredEvent[] = [];
  private readonly momentOfEvent = new Map<string, Date>();

  constructor(
    private readonly law: LegalTime,
    private readonly owner: ClockOwner,
    private readonly kept: readonly KeptClock[],
    private readonly by: VersionedCalendar,
  ) {
    this.clocks = kept;
    this.matter = owner.matter;
  }

  /** The record has entered a state. */
  enter(event: EnteredEvent): void {
    this.entered.push(event);
    this.clocks = enterState(this.clocks, this.toEntered(event), this.ground);
  }

  /**
   * Fields of the record have been told. Where that makes another matter of it, its clocks become those that they would be
   * had the fields been told first.
   * @param before the states that the record had entered before this deed
   */
  learn(told: RecordFields, before: () => readonly EnteredEvent[]): void {
    if (!toldAnew(this.matter.fields, told)) return;
    this.matter = { ...this.matter, fields: { ...this.matter.fields, ...told } };
    this.refold("TOLD", [...before(), ...this.entered]);
  }

  /** All its states anew, in the order of their numbers. */
  refold(reason: RefoldReason, events: readonly EnteredEvent[]): void {
    const entered = events.map((event) => this.toEntered(event));
    this.clocks = refold(reason, this.kept, entered, this.ground);
  }

  /** One clock as a deed by hand leaves it. */
  replace(id: string, changed: Clock): void {
    this.clocks = this.kept.map((clock) => (clock.id === id ? changed : clock));
  }

  /** Whether anything is to be written; the clocks that changed or began. */
  get changed(): readonly Clock[] {
    const before = new Set<Clock>(this.kept);
    return this.clocks.filter((clock) => !before.has(clock));
  }

  /** Adds what changed to what the deed writes. */
  write(deed: Pick<Deed, "changes" | "now" | "hub">): void {
    const before = new Map(this.kept.map((clock) => [clockKey(clock), clock]));
    for (const clock of this.changed) {
      const old = before.get(clockKey(clock));
      const limit = this.law.limit(clock.limitId);
      if (!old) deed.changes.insert(Deadline, this.toRow(deed, clock, limit!));
      else if (limit && isRecounted(old, clock)) {
        deed.changes.update(Deadline, old.id, { ...this.head(deed.now, clock, old), ...this.counted(clock, limit) });
      } else deed.changes.update(Deadline, old.id, this.head(deed.now, clock, old));
    }
  }

  private get ground(): Ground {
    return { rows: this.law.rowsOf(this.owner.line), calendar: this.by.calendar, matter: this.matter };
  }

  private toEntered({ id, fromState, toState, occurredAt }: EnteredEvent): Entered {
    this.momentOfEvent.set(id, occurredAt);
    const { anchorOn, anchorMinutes } = momentOf(occurredAt);
    const isByParty = fromState !== null && doerOf(this.owner.line, fromState, toState) === "PARTY";
    return { eventId: id, state: toState, on: anchorOn, minutes: anchorMinutes, isByParty };
  }

  private toRow({ hub, now }: Pick<Deed, "now" | "hub">, clock: Clock, limit: VersionedLimit): Partial<Deadline> {
    const { id: recordId, disputeId, agencyId, line, regionCode } = this.owner;
    return {
      id: hub.ids.uuid(),
      disputeId,
      recordId,
      agencyId,
      regionCode,
      line,
      limitId: clock.limitId,
      round: clock.round,
      party: limit.row.party,
      anchorEventId: clock.anchorEventId,
      announcedAt: null,
      ...this.head(now, clock),
      ...this.counted(clock, limit),
      anchorAt: this.momentOfEvent.get(clock.anchorEventId)!,
    };
  }

  /** What ends or stops a clock and leaves its dates. */
  private head(now: Date, clock: Clock, old?: KeptClock): Partial<Deadline> {
    const { state, closedOn, closedBy, lateAfter } = clock;
    // Who may be told anew that it has passed: it runs again, by other days.
    const isAnew = old !== undefined && isRunning(clock) && old.lateAfter !== lateAfter;
    return { state, closedOn, closedEventId: closedBy, updatedAt: now, ...(isAnew && { announcedAt: null }) };
  }

  private counted(clock: Clock, limit: VersionedLimit): Partial<Deadline> {
    const { row } = limit;
    const late = lateFrom(clock);
    const moment = this.momentOfEvent.get(clock.anchorEventId);
    return {
      ruleId: limit.id,
      calendarVersion: this.by.version,
      ...(moment && { anchorAt: moment }),
      receivedOn: clock.receivedOn,
      applies: clock.applies,
      awaitsCondition: clock.awaitsCondition,
      awaitsReceipt: awaitsReceipt(row, clock),
      rawDueOn: clock.rawDueOn,
      dueOn: clock.dueOn,
      lateAfter: clock.lateAfter,
      lateFrom: late === null ? null : new Date(late),
      listsOn: clock.dueOn ?? NO_DAY,
      pauses: clock.pauses,
      granted: clock.granted,
      skipped: clock.skipped,
      isProvisional: clock.isProvisional,
      isVerified: row.verified,
      localPromise: this.promised(clock, limit),
    };
  }

  private promised(clock: Clock, { row, promise }: VersionedLimit): string | null {
    if (promise === null || clock.dueOn === null || promise.period.unit === "HOUR") return null;
    const startOn = clock.receivedOn ?? clock.anchorOn;
    const toCount = { startOn, period: promise.period, roll: row.roll, party: row.party };
    const counted = countPeriod({ ...toCount, pauses: pausesOf(clock) }, this.by.calendar);
    if (isStanding(counted)) return null;
    // However the days fall, a promise is never later than the law.
    return counted.dueOn < clock.dueOn ? counted.dueOn : clock.dueOn;
  }
}

const pausesOf = ({ pauses }: Clock) => pauses.map((pause) => ({ ...pause, reason: "停止计算" }));

function isRecounted(old: Clock, clock: Clock): boolean {
  const dates = (one: ClockDates & Clock) => [one.rawDueOn, one.dueOn, one.lateAfter, one.isProvisional, one.anchorOn];
  const facts = (one: Clock) => [one.receivedOn, one.applies, one.granted, one.pauses, one.round, one.awaitsCondition];
  return JSON.stringify([dates(old), facts(old)]) !== JSON.stringify([dates(clock), facts(clock)]);
}

function doerOf(line: Line, from: string, to: string): Doer | undefined {
  return WORKFLOWS[line].transitions.find((step) => step.from === from && step.to === to)?.by;
}
