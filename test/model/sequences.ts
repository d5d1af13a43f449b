import * as fc from "fast-check";
import { WORKFLOWS } from "../../src/agencies/workflows.rules";
import { KINDS } from "./plan";
import type { Bench, Command, Tally } from "./run";

const command: fc.Arbitrary<Command> = fc.record({
  kind: fc.constantFrom(...KINDS),
  throws: fc.array(fc.nat(), { minLength: 16, maxLength: 16 }),
});

/** Sequences of up to thirty commands, most of them long: a dispute takes four to get going. */
const commands = fc.array(command, { minLength: 1, maxLength: 30, size: "max" });

export interface RunOptions {
  readonly runs: number;
  readonly seed: number;
  /** Of a counterexample that was printed. */
  readonly path?: string;
}

/** Throws with seed, path and the shortest sequence found when hub and model disagree. */
export async function runSequences(bench: Bench, { runs, seed, path }: RunOptions): Promise<void> {
  const property = fc.asyncProperty(commands, (sequence) => bench.run(sequence));
  await fc.assert(property, { numRuns: runs, seed, ...(path !== undefined && { path }), endOnFailure: false });
}

export const ALL_STEPS: readonly string[] = Object.values(WORKFLOWS).flatMap(({ line, transitions }) =>
  transitions.map(({ from, to }) => `${line} ${from} ${to}`),
);

export function unvisited({ steps }: Tally): string[] {
  return ALL_STEPS.filter((step) => !steps.has(step));
}

/** What was run, for whoever reads the log. */
export function report(title: string, tally: Tally, seed: number): string {
  const answers = [...tally.answers].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, times]) => `  ${String(times).padStart(7)}  ${name}`);
  const visited = ALL_STEPS.length - unvisited(tally).length;
  return [
    `${title}: seed ${seed}, ${tally.sequences} sequences, ${tally.commands} commands, ${visited} of ${ALL_STEPS.length} steps of the tables`,
    ...answers,
  ].join("\n");
}
