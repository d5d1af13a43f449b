import { killHubUnderLoad } from "../support/kill-hub";

const KILLS = Number(process.env.KILLS ?? 20);

test.each([
  ["on a database of others", true],
  ["with the database it started itself", false],
])(`a hub that is killed ${KILLS} times under load, %s, has every confirmed write once`, async (_where, isForeign) => {
  const findings = await killHubUnderLoad({ name: "kill-hub-long", kills: KILLS, isForeign });
  expect(findings).toMatchObject({ lost: [], twice: [], unheard: [], broken: [] });
  expect(findings.acknowledged).toBeGreaterThan(KILLS * 30);
});
