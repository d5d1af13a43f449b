import { killHubUnderLoad } from "../support/kill-hub";

// The long runs are in test/long/kill-hub.test.ts.
test("a hub that is killed twice under load has every confirmed write once when it is back", async () => {
  const findings = await killHubUnderLoad({ name: "kill-hub", kills: 2, isForeign: true });
  expect(findings).toMatchObject({ lost: [], twice: [], unheard: [], broken: [] });
}, 120_000);
