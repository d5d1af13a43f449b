import { faultsOfLed } from "../lead/kept-agree";
import { LedDispute } from "../lead/led-dispute";
import { dice } from "../lead/ownership";
import { openTestHub } from "../support/hub";

const DISPUTES = Number(process.env["LED_DISPUTES"] ?? 3_000);
const OF_ONE_HUB = 200;
const LENGTH = 24;

test(`${DISPUTES} disputes led at random have a lead owner and the clocks of the rules after every deed`, async () => {
  const seed = Date.now() % 1_000_000_007;
  const throws = dice(seed);
  let deeds = 0;
  for (let first = 0; first < DISPUTES; first += OF_ONE_HUB) {
    const hub = await openTestHub();
    for (let count = first; count < Math.min(first + OF_ONE_HUB, DISPUTES); count++) {
      const led = await LedDispute.open(hub, throws);
      for (let step = 0; step < LENGTH; step++) {
        await led.step(await led.seen());
        deeds += 1;
        const faults = await faultsOfLed(hub, led, await led.seen());
        if (faults.length > 0)
          throw new Error(`seed ${seed}, dispute ${count}: ${JSON.stringify({ ...led.done, faults })}`);
      }
    }
    await hub.close();
  }
  process.stdout.write(`${DISPUTES} disputes, ${deeds} deeds, seed ${seed}\n`);
});
