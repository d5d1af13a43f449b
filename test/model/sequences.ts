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
const commands = fc.noShrink(fc.array(command, { minLength: 1, maxLength: 30, size: "max" }));

export interface RunOptions {
  readonly runs: number;
  readonly seed: number;
  /** Of a counterexample that was printed, to run it alone. */
  readonly path?: string;
  /** False to take the first counterexample as it is. */
  readonly shortens?: boolean;
}

/** Hub and model disagree. */
export class ModelFault extends Error {
  override readonly name = "ModelFault";

  constructor(
    readonly commands: readonly Command[],
    readonly fault: Error,
    seed: number,
    path: string,
  ) {
    super(
      `seed ${seed}, path "${path}", ${commands.length} commands:\n` +
        `${commands.map((one) => JSON.stringify(one)).join("\n")}\n\n${fault.message}`,
      { cause: fault },
    );
  }
}

/** @throws {ModelFault} with the shortest sequence found when hub and model disagree */
export async function runSequences(bench: Bench, { runs, seed, path, shortens = true }: RunOptions): Promise<void> {
  const property = fc.asyncProperty(commands, (sequence) => bench.run(sequence));
  const details = await fc.check(property, { numRuns: runs, seed, ...(path !== undefined && { path }) });
  if (!details.failed) return;
  const [found] = details.counterexample!;
  const shortest = shortens ? await shorten(bench, found) : found;
  const fault = (await faultOf(bench, shortest)) ?? (details.errorInstance as Error);
  throw new ModelFault(shortest, fault, seed, details.counterexamplePath!);
}

/**
 * Leaves out every command that is not needed for the fault, the long stretches first. fast-check would also make every
 * throw smaller, which takes minutes and tells nobody more.
 */
async function shorten(bench: Bench, found: readonly Command[]): Promise<readonly Command[]> {
  let shortest = found;
  for (let length = Math.ceil(found.length / 2); length >= 1; length = length === 1 ? 0 : Math.ceil(length / 2)) {
    for (let at = shortest.length - length; at >= 0; at = Math.min(at, shortest.length) - length) {
      const fewer = [...shortest.slice(0, at), ...shortest.slice(at + length)];
      if (fewer.length > 0 && (await faultOf(bench, fewer))) shortest = fewer;
    }
  }
  return shortest;
}

async function faultOf(bench: Bench, sequence: readonly Command[]): Promise<Error | undefined> {
  return bench.run(sequence).then(
    () => undefined,
    (fault: Error) => fault,
  );
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
  const answers = [...tally.answers]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, times]) => `  ${String(times).padStart(7)}  ${name}`);
  const { sequences, commands: sent, steps, rows } = tally;
  return [
    `${title}: seed ${seed}, ${sequences} sequences, ${sent} commands, ` +
      `${steps.size} of ${ALL_STEPS.length} steps, ${rows.size} of ${DISPUTE_STATE_ROWS.length} rows of dispute states`,
    ...answers,
  ].join("\n");
}
