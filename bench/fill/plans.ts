import type { Line } from "../../src/agencies/workflow.rules";
import { stateOf } from "../../src/agencies/workflow.rules";
import { WORKFLOWS } from "../../src/agencies/workflows.rules";
import { HOME, type County } from "./centre";
import { Lot, type Random } from "./random";
import { circleOf, WALKS, type Circle, type Walk } from "./walks";

/**
 * How far a dispute has come by the end: not referred yet; offered, nobody has answered; at work; every record has an
 * outcome; or its first record stands where statuses can follow each other without end.
 */
export type Plan = "NEW" | "OFFERED" | "ACTIVE" | "SETTLED" | "CIRCLE";

const PLANS = new Lot<readonly [Plan, number]>(
  [
    ["NEW", 14],
    ["OFFERED", 6],
    ["ACTIVE", 20],
    ["SETTLED", 50],
    ["CIRCLE", 10],
  ],
  ([, share]) => share,
);

/** The home county keeps more records open, so that one agency can send batches of many. */
export function planOf(random: Random, county: County): Plan {
  if (county.code === HOME && random.chance(0.5)) return "CIRCLE";
  return PLANS.draw(random)[0];
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

/** Short ways are common, ends more so than what still may change, and an outcome more than being sent on. */
function lotOf(walks: readonly Walk[]): Lot<Walk> {
  return new Lot(
    walks,
    ({ states, phase, outcome }) =>
      RARE + 0.15 ** states.length * (outcome === "RESOLVED" ? 30 : 1) * (phase === "ENDED" ? 4 : 1),
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
