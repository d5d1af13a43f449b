import { openTestHub, type TestHub } from "../support/hub";
import { schemaDoor } from "./door";
import { Bench } from "./run";
import { ALL_STEPS } from "./sequences";
import { leadThroughEveryStep } from "./ways";

let hub: TestHub;
beforeAll(async () => void (hub = await openTestHub()));
afterAll(() => hub.close());

test("every step of every workflow table can be taken, and takes the record where the table says", async () => {
  const bench = new Bench(hub, schemaDoor(hub));
  await leadThroughEveryStep(bench, hub);
  expect(ALL_STEPS.filter((step) => !bench.tally.steps.has(step))).toEqual([]);
}, 120_000);
