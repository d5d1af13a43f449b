import type { DisputeCategory, DisputeFlag } from "../dispute/dispute.labels";
import { adviseFrom, isMetBy, overlapsIn, rowsFor, type ChannelAdvice, type ChannelRow } from "./channel.rules";
import type { Door } from "./door.labels";
import type { Fact, Facts } from "./fact.labels";

/** Facts that a mark on a dispute tells; no other was kept when it came. */
export const FACT_OF_FLAG: Readonly<Partial<Record<DisputeFlag, Fact>>> = { MIGRANT_WORKER: "isMigrantWorker" };

/** Past disputes that are alike in all that the rules ask about: what is decided for one is decided for each. */
export interface PastKind {
  readonly category: DisputeCategory;
  readonly facts: Facts;
  readonly disputes: number;
}

/** An overlap of the draft, as one kind of dispute meets it. */
export interface MetOverlap {
  readonly door: Door;
  readonly way: string;
  readonly bar: string;
}

/** What the draft would do to disputes of one kind. */
export interface Rehearsed {
  readonly kind: PastKind;
  /** The door asked first; null where none is open. */
  readonly from: Door | null;
  readonly to: Door | null;
  /** The first door stays, yet another one is opened, shut, or changes its place. */
  readonly isChangedBehind: boolean;
  /** No row of the draft opens a door. */
  readonly isGap: boolean;
  /** As things stand, no row opens one either. */
  readonly wasGap: boolean;
  /** Doors of the draft that open once more is known. */
  readonly undecided: readonly Door[];
  readonly overlaps: readonly MetOverlap[];
}

/** One kind after the other, so that whoever calls may pause between two. */
export function* rehearse(
  rows: { readonly inForce: readonly ChannelRow[]; readonly draft: readonly ChannelRow[] },
  kinds: readonly PastKind[],
): Generator<Rehearsed> {
  const inForce = byCategory(rows.inForce);
  const draft = byCategory(rows.draft);
  const overlaps = new Map<DisputeCategory, ReturnType<typeof overlapsIn>>();
  for (const kind of kinds) {
    const { category, facts } = kind;
    const before = adviseFrom(inForce(category), facts);
    const after = adviseFrom(draft(category), facts);
    if (!overlaps.has(category)) overlaps.set(category, overlapsIn(draft(category)));
    const [from, to] = [firstDoor(before), firstDoor(after)];
    yield {
      kind,
      from,
      to,
      isChangedBehind: from === to && shapeOf(before) !== shapeOf(after),
      isGap: to === null,
      wasGap: from === null,
      undecided: after.undecided.map(({ door }) => door),
      overlaps: overlaps
        .get(category)!
        .filter((overlap) => isMetBy(overlap, facts))
        .map(({ way, bar }) => ({ door: way.door, way: way.id, bar: bar.id })),
    };
  }
}

function byCategory(rows: readonly ChannelRow[]): (category: DisputeCategory) => readonly ChannelRow[] {
  const known = new Map<DisputeCategory, readonly ChannelRow[]>();
  return (category) => {
    if (!known.has(category)) known.set(category, rowsFor(rows, category));
    return known.get(category)!;
  };
}

function firstDoor({ lawful }: ChannelAdvice): Door | null {
  return lawful[0]?.door ?? null;
}

/** What the citizen is told: which doors, in which order, under which heading. Not by which row. */
function shapeOf({ lawful, forbidden, undecided }: ChannelAdvice): string {
  const doors = (all: readonly { readonly door: Door }[]) => all.map(({ door }) => door).join();
  return [
    lawful.map(({ door, order }) => `${door} ${order}`).join(),
    doors(forbidden.toSorted((one, other) => (one.door < other.door ? -1 : 1))),
    doors(undecided),
  ].join("|");
}

/** What may be asked of a rehearsal: the disputes of one of these. */
export const REHEARSAL_EFFECTS = {
  MOVED: "首选途径改变",
  CHANGED: "首选途径不变,其他途径改变",
  GAP: "没有规则可用",
  OVERLAP: "准许与禁止的规则重叠",
} as const;
export type RehearsalEffect = keyof typeof REHEARSAL_EFFECTS;

export function hasEffect(one: Rehearsed, effect: RehearsalEffect): boolean {
  switch (effect) {
    case "MOVED":
      return one.from !== one.to;
    case "CHANGED":
      return one.isChangedBehind;
    case "GAP":
      return one.isGap;
    case "OVERLAP":
      return one.overlaps.length > 0;
  }
}
