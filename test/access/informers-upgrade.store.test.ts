import type { QueryRunner } from "typeorm";
import { Informers1765200000000 } from "../../migrations/1765200000000-informers";
import { parseGlobalId } from "../../src/platform/global-id";
import { openDispute, type OpenDispute } from "../support/deeds";
import { openTestHub, type TestHub } from "../support/hub";
import { aReport, attach, person, take } from "../support/informers";

let hub: TestHub;
beforeAll(async () => void (hub = await openTestHub()));
afterAll(() => hub.close());

const SECRET = `
  select case role when 'RESPONDENT' then 'respondent' else 'party' end as what, joined_at as entered, secret_since as since
    from party where dispute_id = $1
  union all select 'submission', registered_at, secret_since from submission where dispute_id = $1 order by 2, 1`;

/** What is secret, and whether it came so (`as entered`) or became so later. */
async function secretsOf({ disputeId }: OpenDispute): Promise<string[]> {
  const rows = await hub.hub.parts.db.query<{ what: string; entered: Date; since: Date | null }>(SECRET, [
    parseGlobalId(disputeId)!.uuid,
  ]);
  return rows.map(({ what, entered, since }) => {
    if (since === null) return `${what} open`;
    return `${what} ${since.getTime() === entered.getTime() ? "as entered" : since > entered ? "later" : "before"}`;
  });
}

test("reports of the past are found when the hub learns to keep them secret, and nothing else is", async () => {
  const unsaid = () => openDispute(hub, aReport({ isReport: null, agent: null, channel: "WINDOW" }));
  const [inspected, called, complained, mediated] = [await unsaid(), await unsaid(), await unsaid(), await unsaid()];
  await take(hub, inspected, "INSPECTION", "ph-inspection", { state: "REPORT" });
  await take(hub, called, "HOTLINE", "ph-hotline", { details: { hotline: { hotlineRequest: "REPORT" } } });
  await take(hub, complained, "INSPECTION", "ph-inspection", { state: "COMPLAINT" });
  await take(hub, mediated, "MEDIATION", "ph-mediation");
  for (const dispute of [inspected, mediated]) await attach(hub, dispute, { applicant: person("韩工友") });

  await hub.hub.parts.db.inTransaction(async (tx) => {
    const runner = { query: (text: string) => tx.query(text) } as unknown as QueryRunner;
    const migration = new Informers1765200000000();
    await migration.down(runner);
    await migration.up(runner);
  });

  const open = ["party open", "party open", "respondent open", "submission open"];
  const later = ["party later", "party later", "respondent open", "submission later"];
  expect(await secretsOf(inspected)).toEqual([...later, "party as entered", "submission as entered"]);
  expect(await secretsOf(called)).toEqual(later);
  expect(await secretsOf(complained)).toEqual(open);
  expect(await secretsOf(mediated)).toEqual([...open, "party open", "submission open"]);
});
