import type { WorkCalendar } from "./calendar.rules";
import { addDays, type Day } from "./day.rules";
import { countHours } from "./hours.rules";
import type { LimitRow, Period, Trigger } from "./limit.rules";
import { verdictOf, type Matter } from "./matter.rules";
import { countPeriod, isStanding, type SkippedDay } from "./period.rules";

/** A state that a record entered, as the fold over its reports has it. */
export interface Entered {
  readonly eventId: string;
  readonly state: string;
  /** In China. */
  readonly on: Day;
  /** Minutes after midnight; only hours are counted from them. */
  readonly minutes: number;
  /** A party's own step: it ends no clock but his own (`eachParty`). */
  readonly isByParty: boolean;
}

/**
 * OPEN: it runs. STANDING: the time does not count and nobody knows when it will again. MET: ended in time. LATE: ended
 * too late, or a right that ran out. CANCELLED: what had started it was taken back, or it never applied.
 */
export type ClockState = "OPEN" | "STANDING" | "MET" | "LATE" | "CANCELLED";

/** While the record stood in a state that stops the clock; null while it still does. */
export interface ClockPause {
  readonly from: Day;
  readonly until: Day | null;
}

export interface GrantedExtension {
  /** Place in the row's extensions: each is granted once. */
  readonly at: number;
  readonly period: Period;
  /** The status that granted it; null when somebody entered it. */
  readonly eventId: string | null;
}

/** What is asked by hand of one clock. No status says it, so a new fold over the same statuses starts with it. */
export interface ClockFacts {
  /** The day on which the holder got the paper; null while it is not known, or not asked. */
  readonly receivedOn: Day | null;
  /** Whether what the row names besides is true of the matter, in somebody's word; null where nobody has said. */
  readonly applies: boolean | null;
  readonly granted: readonly GrantedExtension[];
}

export interface ClockDates {
  readonly rawDueOn: Day | null;
  readonly dueOn: Day | null;
  readonly lateAfter: Day | null;
  /** Of hours: minutes after midnight of the due day. */
  readonly dueMinutes: number | null;
  readonly skipped: readonly SkippedDay[];
  /** It hangs on a year without notice, or on the day of a receipt that nobody has told yet. */
  readonly isProvisional: boolean;
}

/** One running of one limit in one record. */
export interface Clock extends ClockFacts, ClockDates {
  readonly limitId: string;
  readonly anchorEventId: string;
  readonly anchorOn: Day;
  readonly anchorMinutes: number;
  /** How often the limit has run in the record, with this. */
  readonly round: number;
  readonly pauses: readonly ClockPause[];
  /** Nobody has said whether it applies, and what is known of the matter does not tell. */
  readonly awaitsCondition: boolean;
  readonly state: ClockState;
  readonly closedOn: Day | null;
  /** Null where time alone ended it. */
  readonly closedBy: string | null;
}

export const NOTHING_KNOWN: ClockFacts = { receivedOn: null, applies: null, granted: [] };

/** By which a clock is found again after the statuses were folded anew. */
export const clockKey = ({ limitId, anchorEventId }: Pick<Clock, "limitId" | "anchorEventId">): string =>
  `${limitId}:${anchorEventId}`;

export const isRunning = ({ state }: Pick<Clock, "state">): boolean => state === "OPEN" || state === "STANDING";

/** Whether a status can start it. A length that the case sets, a bound, and what lies before an event need a person. */
export function hasOwnClock(row: LimitRow): boolean {
  return row.starts !== null && row.period !== null && !row.isRule && !row.isBefore && !row.bound;
}

export const awaitsReceipt = (row: LimitRow, { receivedOn }: Pick<Clock, "receivedOn">): boolean =>
  row.fromReceipt === true && receivedOn === null;

const isUnsaid = (row: LimitRow, { applies }: Pick<Clock, "applies">, matter: Matter): boolean =>
  applies === null && verdictOf(row, matter) === "UNKNOWN";

/** A person's word, else the hub's own: what is known not to apply never runs. */
const isRuledOut = (row: LimitRow, { applies }: Pick<Clock, "applies">, matter: Matter): boolean =>
  applies === null ? verdictOf(row, matter) === "NO" : !applies;

/** The window of a right has passed; not as long as its first day is unknown. */
function ranOut(row: LimitRow, clock: Clock, on: Day): boolean {
  return row.party === "RIGHT" && !awaitsReceipt(row, clock) && clock.lateAfter !== null && on > clock.lateAfter;
}

const isLate = (row: LimitRow, clock: Clock, on: Day): boolean =>
  !awaitsReceipt(row, clock) && clock.lateAfter !== null && on > clock.lateAfter;

/** Dates of a clock under a row and a calendar. */
function datesOf(
  row: LimitRow,
  clock: Pick<Clock, "anchorOn" | "anchorMinutes" | "receivedOn" | "granted" | "pauses">,
  calendar: WorkCalendar,
): ClockDates & { readonly stands: boolean } {
  const period = row.period!;
  const isUnreceived = awaitsReceipt(row, clock);
  if (period.unit === "HOUR") {
    const start = { day: clock.anchorOn, minutes: clock.anchorMinutes };
    const { day, minutes } = countHours(start, period.length, row.hoursFrom ?? "MOMENT");
    const due = { rawDueOn: day, dueOn: day, lateAfter: day, dueMinutes: minutes };
    return { ...due, skipped: [], isProvisional: isUnreceived, stands: false };
  }
  const counted = countPeriod(
    {
      startOn: clock.receivedOn ?? clock.anchorOn,
      period,
      roll: row.roll,
      party: row.party,
      extensions: [...clock.granted].sort((a, b) => a.at - b.at).map((granted) => granted.period),
      pauses: clock.pauses.map((pause) => ({ ...pause, reason: "停止计算" })),
    },
    calendar,
  );
  if (isStanding(counted)) {
    const none = { rawDueOn: null, dueOn: null, lateAfter: null, dueMinutes: null };
    return { ...none, skipped: [], isProvisional: isUnreceived, stands: true };
  }
  const { isProvisional, ...days } = counted;
  return { ...days, dueMinutes: null, isProvisional: isProvisional || isUnreceived, stands: false };
}

/** The clock with its dates counted anew. */
export function recounted(row: LimitRow, clock: Clock, calendar: WorkCalendar): Clock {
  const { stands, ...dates } = datesOf(row, clock, calendar);
  return { ...clock, ...dates, state: isRunning(clock) ? (stands ? "STANDING" : "OPEN") : clock.state };
}

/** What clocks are kept by, besides the states. */
export interface Ground {
  /** The line's limits in force. */
  readonly rows: readonly LimitRow[];
  readonly calendar: WorkCalendar;
  readonly matter: Matter;
}

/**
 * One step of the fold: what entering a state does to the clocks of its record. A fold over all states gives the same as
 * the steps one by one, whatever was swept or asked by hand in between.
 * @param clocks in the order in which they began
 * @param factsOf what is known by hand of a clock that begins
 */
export function enterState(
  clocks: readonly Clock[],
  entered: Entered,
  { rows, calendar, matter }: Ground,
  factsOf: (key: string) => ClockFacts = () => NOTHING_KNOWN,
): readonly Clock[] {
  const next = [...clocks];
  for (const row of rows) {
    if (!hasOwnClock(row)) continue;
    // What ran before the last running of a limit is history.
    const at = next.findLastIndex(({ limitId, state }) => limitId === row.id && state !== "CANCELLED");
    const last = next[at];
    if (last && isRunning(last) && isRuledOut(row, last, matter)) next[at] = cancelled(last);
    else if (last && (isRunning(last) || hasLapsed(last))) next[at] = moved(row, last, entered, calendar);
    if (!row.starts!.states.includes(entered.state)) continue;
    const before = last && next[at]!.state === "CANCELLED" ? undefined : next[at];
    if (before && row.once) continue;
    if (before && isRunning(before)) {
      if (!ranOut(row, before, entered.on)) continue;
      next[at] = { ...before, state: "LATE", closedOn: before.lateAfter };
    } else if (before && hasLapsed(before) && !ranOut(row, before, entered.on)) {
      // Swept before the status came, yet the window was open when it happened.
      continue;
    }
    const clock = begun(row, entered, { clocks: next, calendar, matter, factsOf });
    // What somebody has said of it is kept; what the hub itself rules out leaves no trace.
    if (clock.state !== "CANCELLED" || clock.applies !== null) next.push(clock);
  }
  return next;
}

export const cancelled = (clock: Clock): Clock => ({ ...clock, state: "CANCELLED", closedOn: null, closedBy: null });

/** Which limits' clocks entering one of the states looks at; any other clock stays as it is. */
export interface LimitsMoved {
  /** All their clocks: how often one has run counts. */
  readonly started: readonly string[];
  /** Those that run, and those that time alone has ended. */
  readonly moved: readonly string[];
}

/** What {@link enterState} has to know of the clocks kept, to do with them what it would with all. */
export function limitsMoved(rows: readonly LimitRow[], states: ReadonlySet<string>): LimitsMoved {
  const names = (trigger: Trigger | null | undefined) => trigger?.states.some((state) => states.has(state)) ?? false;
  const own = rows.filter(hasOwnClock);
  const started = own.filter((row) => names(row.starts));
  // Leaving a state that stops a clock lets it run again, so any state may move one that has such states.
  const moved = own.filter(
    (row) => row.pauses || names(row.ends) || row.extensions.some((extension) => names(extension.states)),
  );
  return { started: started.map(({ id }) => id), moved: moved.map(({ id }) => id) };
}

/** A right that time has ended; a step that was taken in time, and told late, still saves it. */
const hasLapsed = ({ state, closedBy }: Clock): boolean => state === "LATE" && closedBy === null;

function moved(row: LimitRow, clock: Clock, entered: Entered, calendar: WorkCalendar): Clock {
  const { state, on, eventId } = entered;
  const stopped = isRunning(clock) ? withPause(row, clock, entered) : clock;
  const granted = isRunning(clock) ? withExtension(row, stopped, entered) : stopped;
  const counted = granted === clock ? clock : recounted(row, granted, calendar);
  const endsIt = row.ends?.states.includes(state) && !(row.eachParty && entered.isByParty);
  if (!endsIt) return counted;
  return { ...counted, state: isLate(row, counted, on) ? "LATE" : "MET", closedOn: on, closedBy: eventId };
}

function withPause(row: LimitRow, clock: Clock, { state, on }: Entered): Clock {
  const last = clock.pauses.at(-1);
  const isStopped = last?.until === null;
  const stops = row.pauses?.states.includes(state) ?? false;
  if (stops === isStopped) return clock;
  if (stops) return { ...clock, pauses: [...clock.pauses, { from: on, until: null }] };
  const earlier = clock.pauses.slice(0, -1);
  return { ...clock, pauses: on > last!.from ? [...earlier, { from: last!.from, until: on }] : earlier };
}

function withExtension(row: LimitRow, clock: Clock, { state, eventId }: Entered): Clock {
  const at = row.extensions.findIndex(
    ({ states }, place) => states?.states.includes(state) && !clock.granted.some((granted) => granted.at === place),
  );
  const most = row.extensions[at]?.most;
  return most ? { ...clock, granted: [...clock.granted, { at, period: most, eventId }] } : clock;
}

interface Beginning {
  readonly clocks: readonly Clock[];
  readonly calendar: WorkCalendar;
  readonly matter: Matter;
  readonly factsOf: (key: string) => ClockFacts;
}

function begun(row: LimitRow, entered: Entered, { clocks, calendar, matter, factsOf }: Beginning): Clock {
  const limitId = row.id;
  const { eventId: anchorEventId, on: anchorOn, minutes: anchorMinutes } = entered;
  const facts = factsOf(clockKey({ limitId, anchorEventId }));
  const own = { ...facts, limitId, anchorEventId, anchorOn, anchorMinutes, pauses: [] };
  const { stands: _never, ...dates } = datesOf(row, own, calendar);
  const round = 1 + clocks.filter((clock) => clock.limitId === limitId && clock.state !== "CANCELLED").length;
  const state: ClockState = isRuledOut(row, own, matter) ? "CANCELLED" : "OPEN";
  const awaitsCondition = isUnsaid(row, own, matter);
  return { ...own, ...dates, round, awaitsCondition, state, closedOn: null, closedBy: null };
}

/** All clocks of a record, from its states in their order. */
export function foldClocks(
  entered: readonly Entered[],
  ground: Ground,
  factsOf?: (key: string) => ClockFacts,
): readonly Clock[] {
  return entered.reduce<readonly Clock[]>((clocks, one) => enterState(clocks, one, ground, factsOf), []);
}

/** What the sweep does to a clock whose time has passed: a right is gone, a duty stays until it is done. */
export function swept(row: LimitRow, clock: Clock): Clock {
  if (row.party === "DUTY" || !isRunning(clock)) return clock;
  return { ...clock, state: "LATE", closedOn: clock.lateAfter };
}

/** Whether anybody may be told that the time has passed: not on a guess about a receipt, a condition or a calendar. */
export function mayBeAnnounced({ state, isProvisional, awaitsCondition }: Clock): boolean {
  return state === "OPEN" && !isProvisional && !awaitsCondition;
}

/** The first moment that is too late, in China's time; null while there is none. */
export function lateFrom({ lateAfter, dueMinutes }: Pick<Clock, "lateAfter" | "dueMinutes">): string | null {
  if (lateAfter === null) return null;
  if (dueMinutes === null) return `${addDays(lateAfter, 1)}T00:00:00+08:00`;
  const [hours, minutes] = [Math.floor(dueMinutes / 60), dueMinutes % 60].map((part) => String(part).padStart(2, "0"));
  return `${lateAfter}T${hours}:${minutes}:00+08:00`;
}
