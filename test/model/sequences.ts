import * as fc from "fast-check";
import { DISPUTE_STATE_ROWS } from "../../src/dispute/dispute-state.rules";
import { WORKFLOWS } from "../../src/agencies/workflows.rules";
import { KINDS } from "./plan";
import type { Bench, Command, Tally } from "./run";

const command: fc.Arbitrary<Command> = fc.record({
  kind: fc.constantFrom(...KINDS),
  // Without bias: small throws mean the usual case, and the unusual ones are what is looked for.
  throws: fc.array(fc.noBias(fc.nat()), { minLength: 16, maxLength: 16 }),
});

/** Sequences of up to thirty commands, most of them long: a dispute takes four to get going. */
const commands = fc.array(command, { minLength: 1, maxLength: 30, size: "max" });

export interface RunOptions {
  readonly runs: number;
  readonly seed: number;
  /** Of a counterexample that was printed. */
  readonly path?: string;
  /** False to take the first counterexample as it is. */
  readonly shrinks?: boolean;
  /** When it is over, the shortest counterexample found so far is told. */
  readonly limitMs?: number;
}

/** Throws with seed, path and the shortest sequence found when hub and model disagree. */
export async function runSequences(bench: Bench, options: RunOptions): Promise<void> {
  const { runs, seed, path, shrinks = true, limitMs } = options;
  const property = fc.asyncProperty(commands, (sequence) => bench.run(sequence));
  await fc.assert(property, {
    numRuns: runs,
    seed,
    endOnFailure: !shrinks,
    ...(path !== undefined && { path }),
    ...(limitMs !== undefined && { interruptAfterTimeLimit: limitMs, markInterruptAsFailure: true }),
  });
}

export const ALL_STEPS: readonly string[] = Object.values(WORKFLOWS).flatMap(({ line, transitions }) =>
  transitions.map(({ from, to }) => `${line} ${from} ${to}`),
);

/** Steps of the workflow tables, and rows of the table of dispute states, that no sequence came through. */
export function unvisited({ steps, rows }: Tally): string[] {
  const unused = DISPUTE_STATE_ROWS.map(({ id }) => id).filter((id) => !rows.has(id));
  return [...ALL_STEPS.filter((step) => !steps.has(step)), ...unused];
}

/** What was run, for whoever reads the log. */
export function report(title: string, tally: Tally, seed: number): string {
  const answers = [...tally.answers].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, times]) => `  ${String(times).padStart(7)}  ${name}`);
  const { sequences, commands: sent, steps, rows } = tally;
  return [
    `${title}: seed ${seed}, ${sequences} sequences, ${sent} commands, ` +
      `${steps.size} of ${ALL_STEPS.length} steps, ${rows.size} of ${DISPUTE_STATE_ROWS.length} rows of dispute states`,
    ...answers,
  ].join("\n");
}
