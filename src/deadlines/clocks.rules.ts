import type { WorkCalendar } from "./calendar.rules";
import {
  cancelled,
  clockKey,
  datesOf,
  hasLapsed,
  hasOwnClock,
  isLate,
  isRunning,
  NOTHING_KNOWN,
  ranOut,
  recounted,
  type Clock,
  type ClockFacts,
  type ClockState,
  type Entered,
} from "./clock.rules";
import { isNamed, type LimitRow, type Trigger } from "./limit.rules";
import { verdictOf, type Matter } from "./matter.rules";

const isUnsaid = (row: LimitRow, { applies }: Pick<Clock, "applies">, matter: Matter): boolean =>
  applies === null && verdictOf(row, matter) === "UNKNOWN";

/** A person's word, else the hub's own: what is known not to apply never runs. */
const isRuledOut = (row: LimitRow, { applies }: Pick<Clock, "applies">, matter: Matter): boolean =>
  applies === null ? verdictOf(row, matter) === "NO" : !applies;

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
  const next = clocks.map((clock) => enteredOpened(clock, entered, rows, calendar));
  for (const row of rows) {
    if (!hasOwnClock(row)) continue;
    // What ran before the last running of a limit is history.
    const at = next.findLastIndex(
      ({ limitId, state, opened }) => limitId === row.id && state !== "CANCELLED" && opened === null,
    );
    const last = next[at];
    if (last && isRunning(last) && isRuledOut(row, last, matter)) next[at] = cancelled(last);
    else if (last && (isRunning(last) || hasLapsed(last))) next[at] = moved(row, last, entered, calendar);
    if (!isNamed(row.starts, entered)) continue;
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

const namesAny = (trigger: Trigger | null | undefined, states: ReadonlySet<string>): boolean =>
  trigger?.states.some((state) => states.has(state)) ?? false;

const limitsStarted = (rows: readonly LimitRow[], states: ReadonlySet<string>): LimitRow[] =>
  rows.filter((row) => hasOwnClock(row) && namesAny(row.starts, states));

/** Whether a clock of the line's limits begins with the state. */
export function startsAny(rows: readonly LimitRow[], state: string): boolean {
  return limitsStarted(rows, new Set([state])).length > 0;
}

/** Which limits' clocks entering one of the states looks at; any other clock stays as it is. */
export interface LimitsMoved {
  /** All their clocks: how often one has run counts. */
  readonly started: readonly string[];
  /** Those that run, and those that time alone has ended. */
  readonly moved: readonly string[];
}

/** What {@link enterState} has to know of the clocks kept, to do with them what it would with all. */
export function limitsMoved(rows: readonly LimitRow[], states: ReadonlySet<string>): LimitsMoved {
  const names = (trigger: Trigger | null | undefined) => namesAny(trigger, states);
  // Leaving a state that stops a clock lets it run again, so any state may move one that has such states. What has no clock
  // of its own may have one that was opened by hand.
  const moved = rows.filter(
    (row) => row.pauses || names(row.ends) || row.extensions.some((extension) => names(extension.states)),
  );
  return { started: limitsStarted(rows, states).map(({ id }) => id), moved: moved.map(({ id }) => id) };
}

/**
 * A clock that was opened by hand is moved by what happened since its first day; on that day itself, and where it is
 * counted back from a day to come, by what was reported since it was opened.
 */
export function enteredOpened(
  clock: Clock,
  entered: Entered,
  rows: readonly LimitRow[],
  calendar: WorkCalendar,
): Clock {
  const { opened, limitId, anchorOn } = clock;
  if (opened === null || opened.isClosed || !(isRunning(clock) || hasLapsed(clock))) return clock;
  const row = rows.find(({ id }) => id === limitId);
  if (!row) return clock;
  const isReportedSince = entered.sequence > opened.after;
  const isSince = row.isBefore
    ? isReportedSince
    : entered.on > anchorOn || (entered.on === anchorOn && isReportedSince);
  return isSince ? moved(row, clock, entered, calendar) : clock;
}

function moved(row: LimitRow, clock: Clock, entered: Entered, calendar: WorkCalendar): Clock {
  const { on, eventId } = entered;
  const stopped = isRunning(clock) ? withPause(row, clock, entered) : clock;
  const granted = isRunning(clock) ? withExtension(row, stopped, entered) : stopped;
  const counted = granted === clock ? clock : recounted(row, granted, calendar);
  const endsIt = isNamed(row.ends, entered) && !(row.eachParty && entered.isByParty);
  if (!endsIt) return counted;
  return { ...counted, state: isLate(row, counted, on) ? "LATE" : "MET", closedOn: on, closedBy: eventId };
}

function withPause(row: LimitRow, clock: Clock, entered: Entered): Clock {
  const { on } = entered;
  const last = clock.pauses.at(-1);
  const isStopped = last?.until === null;
  const stops = isNamed(row.pauses, entered);
  if (stops === isStopped) return clock;
  if (stops) return { ...clock, pauses: [...clock.pauses, { from: on, until: null }] };
  const earlier = clock.pauses.slice(0, -1);
  return { ...clock, pauses: on > last!.from ? [...earlier, { from: last!.from, until: on }] : earlier };
}

function withExtension(row: LimitRow, clock: Clock, entered: Entered): Clock {
  const at = row.extensions.findIndex(
    ({ states }, place) => isNamed(states, entered) && !clock.granted.some((granted) => granted.at === place),
  );
  const most = row.extensions[at]?.most;
  return most ? { ...clock, granted: [...clock.granted, { at, period: most, eventId: entered.eventId }] } : clock;
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
  const own = { ...facts, limitId, anchorEventId, anchorOn, anchorMinutes, opened: null, pauses: [] };
  const { stands: _never, ...dates } = datesOf(row, own, calendar);
  const round = 1 + clocks.filter((clock) => clock.limitId === limitId && clock.state !== "CANCELLED").length;
  const state: ClockState = isRuledOut(row, own, matter) ? "CANCELLED" : "OPEN";
  const awaitsCondition = isUnsaid(row, own, matter);
  return { ...own, ...dates, round, awaitsCondition, state, closedOn: null, closedBy: null };
}

/**
 * All clocks of a record, from its states in their order.
 * @param opened those that were opened by hand, as they were then
 */
export function foldClocks(
  entered: readonly Entered[],
  ground: Ground,
  factsOf?: (key: string) => ClockFacts,
  opened: readonly Clock[] = [],
): readonly Clock[] {
  return entered.reduce<readonly Clock[]>((clocks, one) => enterState(clocks, one, ground, factsOf), opened);
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
