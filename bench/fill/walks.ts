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

const TRIES = 1_000;
/** Steps after the opening; the average record of the fill has one to two. */
const MOST_STEPS = 4;

/** Ways by the same tables that judge a reported status: short ones found by trying, and the shortest to every state. */
function walksOf(line: Line): Walks {
  const workflow = WORKFLOWS[line];
  const random = new Random(`walks ${line}`);
  const entries = workflow.states.filter((state) => state.entry).map(({ id }) => id);
  const found = new Map<string, readonly string[]>();
  for (let n = 0; n < TRIES; n++) {
    const states = [entries[0]!];
    for (let steps = random.below(MOST_STEPS + 1); steps > 0; steps--) {
      const open = stepsFrom(line, states.at(-1)!);
      if (open.length === 0) break;
      states.push(random.of(open));
    }
    found.set(states.join(), states);
  }
  const reached = new Set<string>();
  const ways = entries.map((entry) => [entry]);
  for (const way of ways) {
    const here = way.at(-1)!;
    if (reached.has(here)) continue;
    reached.add(here);
    found.set(way.join(), way);
    ways.push(...stepsFrom(line, here).map((to) => [...way, to]));
  }
  const walks = [...found.values()].map((states) => {
    const { phase, outcome } = stateOf(workflow, states.at(-1)!)!;
    return { states, phase, outcome };
  });
  return {
    active: walks.filter(({ phase }) => phase === "ACTIVE"),
    settled: walks.filter(({ phase }) => phase !== "ACTIVE"),
  };
}

/** What may follow in the years that are played. */
function stepsFrom(line: Line, state: string): string[] {
  return nextSteps(WORKFLOWS[line], state, "2025-01-01").map(({ to }) => to);
}

export const WALKS: Readonly<Record<Line, Walks>> = {
  PETITION: walksOf("PETITION"),
  LITIGATION: walksOf("LITIGATION"),
  MEDIATION: walksOf("MEDIATION"),
  ARBITRATION: walksOf("ARBITRATION"),
  LEGAL_AID: walksOf("LEGAL_AID"),
  INSPECTION: walksOf("INSPECTION"),
  HOTLINE: walksOf("HOTLINE"),
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
