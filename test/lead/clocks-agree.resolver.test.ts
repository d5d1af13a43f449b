import { openTestHub, type TestHub } from "../support/hub";
import { faultsOfLed } from "./kept-agree";
import { LedDispute } from "./led-dispute";
import { dice } from "./ownership";

// The rule that some clock always runs, held against the rows: disputes are led through the API at random, and after each
// deed the hub's own clocks are compared with those that the rules say.

let hub: TestHub;
beforeAll(async () => void (hub = await openTestHub()));
afterAll(() => hub.close());

const DISPUTES = 24;
const LENGTH = 16;

test(`${DISPUTES} disputes led at random have a lead owner and the clocks of the rules after every deed`, async () => {
  const throws = dice(11);
  const seen = new Set<string>();
  for (let count = 0; count < DISPUTES; count++) {
    const led = await LedDispute.open(hub, throws);
    for (let step = 0; step < LENGTH; step++) {
      await led.step(await led.seen());
      const faults = await faultsOfLed(hub, led, await led.seen());
      expect({ done: led.done, faults }).toEqual({ done: led.done, faults: [] });
    }
    for (const deed of led.done) if (!deed.includes("(")) seen.add(deed.split(" ")[0]!);
  }
  expect([...seen].toSorted()).toEqual(
    ["accept", "attach", "closeSupervision", "evaluate", "refer", "report", "return", "sweep", "withdraw"].toSorted(),
  );
}, 240_000);
