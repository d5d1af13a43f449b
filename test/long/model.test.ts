import { openTestHub } from "../support/hub";
import { httpDoor, schemaDoor } from "../model/door";
import { Bench } from "../model/run";
import { report, runSequences, unvisited } from "../model/sequences";
import { leadThroughEveryStep } from "../model/ways";

const SEQUENCES = Number(process.env.MODEL_SEQUENCES ?? 10_000);
const SEED = Number(process.env.MODEL_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** A hub on a database of its own serves so many; the next one starts fresh, as small as the first. */
const PER_HUB = 1_000;

test(`${SEQUENCES} random sequences leave the hub where the model says and come through every step of every table`, async () => {
  let tally: Bench["tally"] | undefined;
  const startedAt = performance.now();
  for (let done = 0; done < SEQUENCES; done += PER_HUB) {
    const hub = await openTestHub();
    try {
      // One in ten comes in over HTTP, as a client does; the others go straight to the schema.
      const door = (done / PER_HUB) % 10 === 0 ? httpDoor(hub) : schemaDoor(hub);
      const bench: Bench = new Bench(hub, door, tally);
      tally = bench.tally;
      await runSequences(bench, { runs: Math.min(PER_HUB, SEQUENCES - done), seed: SEED + done });
      const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
      console.info(report(`after ${minutes} minutes`, tally, SEED));
    } finally {
      await hub.close();
    }
  }
  const byChance = unvisited(tally!);
  console.info(`not come upon by chance: ${byChance.join(", ") || "nothing"}`);
  // A step that takes a dozen others in one order is led to on purpose; chance may leave it out for a day.
  const hub = await openTestHub();
  try {
    const bench = new Bench(hub, schemaDoor(hub), tally);
    await leadThroughEveryStep(bench, hub);
    expect(unvisited(bench.tally)).toEqual([]);
  } finally {
    await hub.close();
  }
});
