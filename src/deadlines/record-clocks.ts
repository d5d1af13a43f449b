import type { Doer, Line } from "../agencies/workflow.rules";
import { WORKFLOWS } from "../agencies/workflows.rules";
import type { Deed } from "../audit/deed";
import { awaitsReceipt, clockKey, isRunning, lateFrom, type Clock, type ClockDates, type Entered } from "./clock.rules";
import { enteredOpened, enterState, startsAny, type Ground } from "./clocks.rules";
import { Deadline, NO_DAY } from "./deadline.entity";
import { momentOf, type KeptClock } from "./kept-clocks";
import type { LegalTime, VersionedCalendar, VersionedLimit } from "./legal-time";
import { toldAnew, type Matter, type RecordFields } from "./matter.rules";
import { countPeriod, isStanding } from "./period.rules";
import { refold, type RefoldReason } from "./refold.rules";

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
  /** Of its status; 0 for the state with which the record began. */
  readonly sequence: number;
}

/** What of a deed the clocks need. */
export interface ClockDeed {
  readonly changes: Pick<Deed["changes"], "insert" | "update">;
  readonly now: Date;
  readonly hub: { readonly ids: Pick<Deed["hub"]["ids"], "uuid"> };
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
    if (this.clocks.length === 0 && !startsAny(this.ground.rows, event.toState)) return;
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

  /**
   * A clock that somebody has opened, from a moment on.
   * @param before the states that the record has entered
   * @returns it, as those states have left it
   */
  open(clock: KeptClock, from: Date, before: readonly EnteredEvent[]): Clock {
    this.momentOfEvent.set(clock.anchorEventId, from);
    const { rows, calendar } = this.ground;
    const moved = before
      .map((event) => this.toEntered(event))
      .reduce<Clock>((now, entered) => enteredOpened(now, entered, rows, calendar), clock);
    this.clocks = [...this.kept, moved];
    return moved;
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
  write(deed: ClockDeed): void {
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

  private toEntered({ id, fromState, toState, occurredAt, sequence }: EnteredEvent): Entered {
    this.momentOfEvent.set(id, occurredAt);
    const { anchorOn, anchorMinutes } = momentOf(occurredAt);
    const isByParty = fromState !== null && doerOf(this.owner.line, fromState, toState) === "PARTY";
    return { eventId: id, from: fromState, state: toState, on: anchorOn, minutes: anchorMinutes, isByParty, sequence };
  }

  private toRow({ hub, now }: ClockDeed, clock: Clock, limit: VersionedLimit): Partial<Deadline> {
    const { id: recordId, disputeId, agencyId, line, regionCode } = this.owner;
    return {
      id: (clock as Partial<KeptClock>).id ?? hub.ids.uuid(),
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
      opened: clock.opened,
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
  const facts = (one: Clock) => {
    const { receivedOn, applies, granted, pauses, round, awaitsCondition, opened } = one;
    return [receivedOn, applies, granted, pauses, round, awaitsCondition, opened];
  };
  return JSON.stringify([dates(old), facts(old)]) !== JSON.stringify([dates(clock), facts(clock)]);
}

function doerOf(line: Line, from: string, to: string): Doer | undefined {
  return WORKFLOWS[line].transitions.find((step) => step.from === from && step.to === to)?.by;
}
