import type { Line } from "../../src/agencies/workflow.rules";
import { stateOf } from "../../src/agencies/workflow.rules";
import { WORKFLOWS } from "../../src/agencies/workflows.rules";
import { Lot, type Random } from "./random";
import { circleOf, WALKS, type Circle, type Walk } from "./walks";

/**
 * How far a dispute has come by the end: not referred yet; offered, nobody has answered; at work; every record has an
 * outcome; or its first record stands where statuses can follow each other without end.
 */
export type Plan = "NEW" | "OFFERED" | "ACTIVE" | "SETTLED" | "CIRCLE";

type Shares = Readonly<Record<Plan, number>>;

/**
 * What is open is young: the law gives weeks and months (信访工作条例 34, 人民调解 by habit 30 days, 民事诉讼法 152 and 164,
 * 调解仲裁法 43), so after a year some hundredth is left. In per cent of the disputes of an age.
 */
const AGES: readonly { readonly untilDays: number; readonly shares: Shares }[] = [
  { untilDays: 90, shares: { NEW: 14, OFFERED: 6, ACTIVE: 45, SETTLED: 15, CIRCLE: 20 } },
  { untilDays: 365, shares: { NEW: 3, OFFERED: 1, ACTIVE: 26, SETTLED: 60, CIRCLE: 10 } },
  { untilDays: Number.POSITIVE_INFINITY, shares: { NEW: 0.1, OFFERED: 0.1, ACTIVE: 0.5, SETTLED: 99, CIRCLE: 0.3 } },
];
const PLANS = AGES.map(({ untilDays, shares }) => ({
  untilDays,
  lot: new Lot(Object.entries(shares) as [Plan, number][], ([, share]) => share),
}));

/**
 * @param ageDays from the opening to the last day played
 * @param isKept one of those that the home county keeps open, so that one agency can send batches of many
 */
export function planOf(random: Random, ageDays: number, isKept: boolean): Plan {
  if (isKept && random.chance(0.75)) return "CIRCLE";
  return PLANS.find(({ untilDays }) => ageDays <= untilDays)!.lot.draw(random)[0];
}

const FURTHER: readonly Line[] = ["PETITION", "LITIGATION", "ARBITRATION", "LEGAL_AID"];

/**
 * Which lines a dispute goes through: mediation first as a rule, two to three in all. What stands in a circle is a
 * mediation in the home county always, so that one committee there has enough of them for its batches.
 */
class LinesLot {
  private readonly counts = new Lot<readonly [number, number]>(
    [
      [1, 12],
      [2, 30],
      [3, 34],
      [4, 24],
    ],
    ([, share]) => share,
  );

  draw(random: Random, isMediationFirst: boolean): Line[] {
    const [count] = this.counts.draw(random);
    const start = random.below(FURTHER.length);
    const further = FURTHER.map((_, index) => FURTHER[(start + index) % FURTHER.length]!);
    const first: Line[] = isMediationFirst || random.chance(0.75) ? ["MEDIATION"] : [];
    return [...first, ...further].slice(0, count);
  }
}
export const LINES = new LinesLot();

const CIRCLES = Object.fromEntries(Object.keys(WALKS).map((line) => [line, circleOf(line as Line)])) as Record<
  Line,
  Circle
>;

/** So that every state has a record somewhere. */
const RARE = 0.000_02;

/** Short ways are common, ends much more so than what still may change, and an outcome more than being sent on. */
function lotOf(walks: readonly Walk[]): Lot<Walk> {
  return new Lot(
    walks,
    ({ states, phase, outcome }) =>
      RARE + 0.15 ** states.length * (outcome === "RESOLVED" ? 30 : 1) * (phase === "ENDED" ? 40 : 1),
  );
}
const LOTS = Object.fromEntries(
  Object.entries(WALKS).map(([line, { active, settled }]) => [
    line,
    { active: lotOf(active), settled: lotOf(settled) },
  ]),
) as Record<Line, { active: Lot<Walk>; settled: Lot<Walk> }>;

export function walkOf(random: Random, line: Line, isCircle: boolean, isOpen: boolean, steps: number): Walk {
  if (!isCircle) return LOTS[line][isOpen ? "active" : "settled"].draw(random);
  const { way, one, other } = CIRCLES[line];
  const states = [...way];
  while (states.length < steps) states.push(states.at(-1) === one ? other : one);
  const { phase, outcome } = stateOf(WORKFLOWS[line], states.at(-1)!)!;
  return { states, phase, outcome };
}
