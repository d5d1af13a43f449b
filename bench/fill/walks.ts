import { nextSteps, stateOf, type Line, type Outcome, type Phase } from "../../src/agencies/workflow.rules";
import { WORKFLOWS } from "../../src/agencies/workflows.rules";
import { Random } from "./random";

/** A lawful way through a line's workflow, from the state a record opens in. */
export interface Walk {
  readonly states: readonly string[];
  readonly phase: Phase;
  readonly outcome: Outcome | null;
}

export interface Walks {
  readonly active: readonly Walk[];
  readonly settled: readonly Walk[];
}

const TRIES = 4_000;
const KEPT = 60;
/** Steps after the opening; the average record of the fill has one to two. */
const MOST_STEPS = 4;

/** Ways found by trying, by the same tables that judge a reported status; short ones come up more often, as in life. */
function walksOf(line: Line): Walks {
  const workflow = WORKFLOWS[line];
  const random = new Random(`walks ${line}`);
  const found = new Map<string, Walk>();
  const entry = workflow.states.find((state) => state.entry)!;
  for (let n = 0; n < TRIES; n++) {
    const states = [entry.id];
    for (let steps = random.below(MOST_STEPS + 1); steps > 0; steps--) {
      // A state that is history only could not be entered in the years that are played.
      const open = nextSteps(workflow, states.at(-1)!, "2025-01-01").filter((step) => !step.afterEnd);
      if (open.length === 0) break;
      states.push(random.of(open).to);
    }
    const { phase, outcome } = stateOf(workflow, states.at(-1)!)!;
    found.set(states.join(), { states, phase, outcome });
  }
  const shortest = [...found.values()].sort((a, b) => a.states.length - b.states.length);
  const active = shortest.filter(({ phase }) => phase === "ACTIVE").slice(0, KEPT);
  const settled = shortest.filter(({ phase }) => phase !== "ACTIVE").slice(0, KEPT);
  return { active, settled };
}

export const WALKS: Readonly<Record<Line, Walks>> = {
  PETITION: walksOf("PETITION"),
  LITIGATION: walksOf("LITIGATION"),
  MEDIATION: walksOf("MEDIATION"),
  ARBITRATION: walksOf("ARBITRATION"),
  LEGAL_AID: walksOf("LEGAL_AID"),
};

export interface Circle {
  /** From here... */
  readonly one: string;
  /** ...to here and back, as often as one likes. */
  readonly other: string;
  readonly way: readonly string[];
}

/**
 * Two states of a line that lead to each other without end, and the shortest way to the first: with them a record can
 * take any number of statuses, which the benches of writing need.
 */
export function circleOf(line: Line): Circle {
  const workflow = WORKFLOWS[line];
  const leads = (from: string, to: string) =>
    nextSteps(workflow, from).some((step) => step.to === to && !step.afterEnd);
  const entry = workflow.states.find((state) => state.entry)!.id;
  const ways: string[][] = [[entry]];
  const seen = new Set([entry]);
  for (const way of ways) {
    const here = way.at(-1)!;
    for (const { to, afterEnd } of nextSteps(workflow, here, "2025-01-01")) {
      if (afterEnd) continue;
      if (leads(to, here)) return { one: here, other: to, way };
      if (seen.has(to)) continue;
      seen.add(to);
      ways.push([...way, to]);
    }
  }
  throw new Error(`${line} has no two states that lead to each other`);
}
