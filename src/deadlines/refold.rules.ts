import { cancelled, clockKey, isRunning, NOTHING_KNOWN, recounted, type Clock, type Entered } from "./clock.rules";
import { foldClocks, type Ground } from "./clocks.rules";

/**
 * Why a record's clocks are folded anew. ENTERED: the record was there before its clocks were kept. CORRECTED: one of its
 * statuses was corrected, which may open what was closed. TOLD: a field of the record was told anew; a limit that it rules
 * out never ran, and one that it lets in began when its event happened, whichever came first. LAW: limits or calendar are other ones now; what is closed
 * stays as it was counted then.
 */
export type RefoldReason = "ENTERED" | "CORRECTED" | "TOLD" | "LAW";

/**
 * The clocks of a record from all its states, laid over those that are kept. What was asked by hand stays with its clock.
 * @param kept every clock of the record, the cancelled ones too
 * @returns kept clocks that stay as they are, as the same objects; changed and new ones beside them
 */
export function refold(
  reason: RefoldReason,
  kept: readonly Clock[],
  entered: readonly Entered[],
  ground: Ground,
): readonly Clock[] {
  const before = new Map(kept.map((clock) => [clockKey(clock), clock]));
  const factsOf = (key: string) => {
    const clock = before.get(key);
    if (!clock) return NOTHING_KNOWN;
    const granted = clock.granted.filter(({ eventId }) => eventId === null);
    return { receivedOn: clock.receivedOn, applies: clock.applies, granted };
  };
  const opened = kept.filter((clock) => clock.opened !== null).map((clock) => asOpened(clock, ground));
  const fresh = foldClocks(entered, ground, factsOf, opened);
  const found = new Set(fresh.map(clockKey));
  const laid = fresh.flatMap((clock) => {
    const old = before.get(clockKey(clock));
    if (old === clock) return [clock];
    if (!old) return reason === "LAW" && !isRunning(clock) ? [] : [clock];
    return [laidOver(reason, old, clock)];
  });
  const gone = kept
    .filter((clock) => !found.has(clockKey(clock)))
    .map((clock) => (isSettled(reason, clock) ? clock : cancelled(clock)));
  return [...laid, ...gone];
}

/** A clock that somebody opened, before any status moved it; one that somebody closed stays closed. */
function asOpened(clock: Clock, { rows, calendar }: Ground): Clock {
  const row = rows.find(({ id }) => id === clock.limitId);
  if (!row || clock.opened!.isClosed) return clock;
  const granted = clock.granted.filter(({ eventId }) => eventId === null);
  const state = clock.applies === false ? "CANCELLED" : "OPEN";
  return recounted(row, { ...clock, granted, pauses: [], state, closedOn: null, closedBy: null }, calendar);
}

const isSettled = (reason: RefoldReason, { state }: Clock): boolean =>
  state === "CANCELLED" || (reason === "LAW" && state !== "OPEN" && state !== "STANDING");

function laidOver(reason: RefoldReason, old: Clock, fresh: Clock): Clock {
  if (reason === "LAW" && !isRunning(old)) return old;
  // The sweep ended it, and the fold knows no time of day: it is still too late by the same day.
  const isStillOver = old.state === "LATE" && old.closedBy === null && old.lateAfter === fresh.lateAfter;
  if (isStillOver && isRunning(fresh) && !fresh.awaitsCondition) return old;
  return pictureOf(old) === pictureOf(fresh) ? old : fresh;
}

/** By which two could differ; that other days were skipped on the way to the same end is no difference. */
function pictureOf(clock: Clock): string {
  const { anchorOn, opened, receivedOn, applies, granted, pauses, state, closedOn, closedBy, round } = clock;
  const { rawDueOn, dueOn, lateAfter, isProvisional, awaitsCondition } = clock;
  const facts = [anchorOn, opened, receivedOn, applies, granted, pauses, state, closedOn, closedBy, round];
  return JSON.stringify([...facts, rawDueOn, dueOn, lateAfter, isProvisional, awaitsCondition]);
}
