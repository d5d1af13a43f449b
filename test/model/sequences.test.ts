import { openTestHub, type TestHub } from "../support/hub";
import { httpDoor, schemaDoor } from "./door";
import { Bench } from "./run";
import { report, runSequences } from "./sequences";

/** Twenty seconds are enough for both; the rest is for a busy machine, and for shortening what was found. */
const TIMEOUT_MS = 120_000;

let hub: TestHub;
beforeAll(async () => void (hub = await openTestHub()));
afterAll(() => hub.close());

test(
  "100 sequences of deeds, always the same ones, leave the hub where the model says",
  async () => {
    const bench = new Bench(hub, schemaDoor(hub));
    await runSequences(bench, { runs: 100, seed: 20260302 });
    console.info(report("fixed", bench.tally, 20260302));
  },
  TIMEOUT_MS,
);

test(
  "50 sequences of deeds, new ones with every run, leave the hub where the model says",
  async () => {
    const seed = Number(process.env.MODEL_SEED ?? Math.floor(Math.random() * 2 ** 31));
    const bench = new Bench(hub, httpDoor(hub));
    await runSequences(bench, { runs: 50, seed });
    console.info(report("random, over HTTP", bench.tally, seed));
  },
  TIMEOUT_MS,
);
