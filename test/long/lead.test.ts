import { dice, explore, walk } from "../lead/ownership";

const SEQUENCES = 1_000_000;
const LENGTH = 14;

test("every sequence of nine deeds leaves a lead owner and a running clock", () => {
  const { fault, states, steps } = explore(9);
  process.stdout.write(`depth 9: ${states} states, ${steps} steps\n`);
  expect(fault).toBeNull();
});

test("a million random sequences leave a lead owner and a running clock at every moment", () => {
  const seed = Date.now() % 1_000_000_007;
  const throws = dice(seed);
  let deeds = 0;
  for (let count = 0; count < SEQUENCES; count++) {
    const found = walk(throws, LENGTH);
    deeds += found.deeds.length;
    if (found.faults.length > 0) throw new Error(`seed ${seed}, sequence ${count}: ${JSON.stringify(found)}`);
  }
  process.stdout.write(`${SEQUENCES} sequences, ${deeds} deeds, seed ${seed}\n`);
});
