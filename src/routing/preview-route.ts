import { setImmediate as pause } from "node:timers/promises";
import type { HubContext } from "../access/hub-context";
import type { DisputeCategory } from "../dispute/dispute.labels";
import { callerError } from "../platform/http/errors";
import { overlapsIn, type ChannelRow } from "./channel.rules";
import { CHANNEL_ROWS } from "./channels.rules";
import { DOOR_LABELS, type Door } from "./door.labels";
import { decideDraft, withDraft } from "./draft.rules";
import { FACT_LABELS, type Fact, type Facts } from "./fact.labels";
import { hasEffect, rehearse, type Rehearsed } from "./rehearsal.rules";
import { readPast } from "./rehearsal.store";
import type {
  PreviewedDoor,
  PreviewedFact,
  RouteGap,
  RouteMove,
  RouteOverlap,
  RoutePreview,
  RoutePreviewFilter,
} from "./rehearsal.types";

/** Past disputes that one rehearsal looks at, newest first. */
const MOST_DISPUTES = 100_000;
const MOST_LINES = 500;
/** Kinds decided before others get their turn: some ten milliseconds of work. */
const KINDS_AT_ONCE = 100;

/** Changes nothing, and keeps nothing. */
export async function previewRoute(
  context: HubContext,
  draft: object,
  filter: RoutePreviewFilter,
): Promise<RoutePreview> {
  const decision = decideDraft(draft, CHANNEL_ROWS);
  if (!decision.ok) {
    const { path, message } = decision.refusal;
    const place = path.length > 0 ? `草案 ${path.join(".")}:` : "草案:";
    throw callerError("BAD_USER_INPUT", {
      message: `${place}${message}。`,
      details: { inputPath: ["draft", ...path] },
    });
  }
  const past = await readPast(context, filter, MOST_DISPUTES);
  const rows = withDraft(CHANNEL_ROWS, decision.change);
  const rehearsed: Rehearsed[] = [];
  for (const one of rehearse({ inForce: CHANNEL_ROWS, draft: rows }, past.kinds)) {
    rehearsed.push(one);
    if (rehearsed.length % KINDS_AT_ONCE === 0) await pause();
  }
  const tried = sumOf(rehearsed);
  return {
    tried,
    isBounded: past.looked === MOST_DISPUTES,
    moved: sumOf(rehearsed.filter((one) => hasEffect(one, "MOVED"))),
    changed: sumOf(rehearsed.filter((one) => hasEffect(one, "CHANGED"))),
    moves: movesOf(rehearsed),
    gaps: gapsOf(rehearsed),
    overlaps: overlapsOf(rows, rehearsed),
    past,
    rehearsed,
    filter,
    draft,
  };
}

function sumOf(all: readonly Rehearsed[]): number {
  return all.reduce((sum, { kind }) => sum + kind.disputes, 0);
}

function movesOf(rehearsed: readonly Rehearsed[]): RouteMove[] {
  const moves = new Map<string, RouteMove>();
  for (const { kind, from, to } of rehearsed.filter((one) => hasEffect(one, "MOVED"))) {
    const { category, disputes } = kind;
    const key = [category, from, to].join();
    const known = moves.get(key);
    moves.set(key, {
      category,
      from: from && named(from),
      to: to && named(to),
      disputes: (known?.disputes ?? 0) + disputes,
    });
  }
  return mostFirst([...moves.values()]);
}

function gapsOf(rehearsed: readonly Rehearsed[]): RouteGap[] {
  const gaps = rehearsed.filter((one) => hasEffect(one, "GAP"));
  return mostFirst(
    gaps.map(({ kind, undecided, wasGap }) => ({
      category: kind.category,
      facts: factsIn(kind.facts),
      undecided: undecided.map(named),
      isOld: wasGap,
      disputes: kind.disputes,
    })),
  );
}

/** Those that no past dispute has met are told as well: the next one may. */
function overlapsOf(rows: readonly ChannelRow[], rehearsed: readonly Rehearsed[]): RouteOverlap[] {
  const met = new Map<string, number>();
  for (const { kind, overlaps } of rehearsed) {
    for (const { way, bar } of overlaps) {
      const key = `${way} ${bar}`;
      met.set(key, (met.get(key) ?? 0) + kind.disputes);
    }
  }
  const told = overlapsIn(rows)
    .filter(({ way, bar }) => shareCategory(way.categories, bar.categories))
    .map(({ way, bar }) => ({
      door: named(way.door),
      opens: way.id,
      shuts: bar.id,
      disputes: met.get(`${way.id} ${bar.id}`) ?? 0,
    }));
  return mostFirst(told);
}

type Categories = readonly DisputeCategory[] | null;

function shareCategory(one: Categories, other: Categories): boolean {
  return one === null || other === null || one.some((category) => other.includes(category));
}

function mostFirst<Line extends { readonly disputes: number }>(lines: readonly Line[]): Line[] {
  return lines.toSorted((one, other) => other.disputes - one.disputes).slice(0, MOST_LINES);
}

function named(door: Door): PreviewedDoor {
  return { door, label: DOOR_LABELS[door] };
}

function factsIn(facts: Facts): PreviewedFact[] {
  return Object.entries(facts).map(([fact, isSo]) => ({ fact, label: FACT_LABELS[fact as Fact].label, isSo }));
}
