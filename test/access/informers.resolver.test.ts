import { aStatus, doDeed, openDispute, type OpenDispute } from "../support/deeds";
import type { TestHub } from "../support/hub";
import {
  accept,
  ALL,
  aReport,
  attach,
  expectHidden,
  expectShown,
  expectTold,
  openBothWays,
  offer,
  person,
  take,
  toldOf,
  WORDS,
  type BothWays,
} from "../support/informers";
import { feedHasCaughtUp } from "../support/feed";

let hub: TestHub;
let both: BothWays;
beforeAll(async () => {
  both = await openBothWays();
  hub = both[0];
});
afterAll(async () => {
  await both[1].close();
  await hub.close();
});

const opened = (changes: object) => openDispute(hub, aReport(changes));

describe("who makes a report is known", () => {
  let dispute: OpenDispute;
  beforeAll(async () => {
    dispute = await opened({});
    await take(hub, dispute, "INSPECTION", "ph-inspection", { state: "REPORT" });
    await take(hub, dispute, "MEDIATION", "ph-mediation");
  });

  test.each(["clerk", "supervisor", "ph-inspection"])("to %s", (user) => expectShown(both, user, dispute));

  test.each(["ph-mediation", "auditor", "report"])("not to %s, by no way and not that there is somebody", (user) =>
    expectHidden(both, user, dispute),
  );

  test("to the desk by name, as everybody", async () => {
    for (const at of both) {
      const QUERY = "query ($name: ShortText!) { searchPersons(name: $name, purpose: INTAKE) { name } }";
      const { data } = await at.ask("clerk", QUERY, { name: WORDS.informer });
      expect(data.searchPersons).toContainEqual({ name: WORDS.informer });
    }
  });

  test("not to an inspection that was only offered it, until it accepts", async () => {
    const offered = await opened({});
    const referralId = await offer(hub, offered, "INSPECTION", "ph-inspection");
    await expectHidden(both, "ph-inspection", offered);
    await accept(hub, referralId, "INSPECTION", "ph-inspection");
    await expectShown(both, "ph-inspection", offered);
  });

  test("with his number to an agency that deals with him elsewhere, and only there", async () => {
    const who = person(WORDS.informer);
    const secret = await opened({ applicant: who });
    await take(hub, secret, "MEDIATION", "ph-mediation");
    await expectHidden(both, "ph-mediation", secret);
    const openly = await openDispute(hub, { applicant: who, otherParties: [], openBesides: [secret.disputeId] });
    const referralId = await offer(hub, openly, "MEDIATION", "ph-mediation");
    const { idNumber } = who.person;
    // An offer alone opens no number, and the report that it has accepted does not count.
    await expectTold(both, "ph-mediation", openly, { shown: [], hidden: [idNumber] });
    await accept(hub, referralId, "MEDIATION", "ph-mediation");
    await expectTold(both, "ph-mediation", openly, { shown: [idNumber], hidden: [] });
    await expectTold(both, "ph-mediation", secret, { shown: [], hidden: [WORDS.informer, idNumber] });
  });

  test("not by the feed, which tells that something came", async () => {
    const reported = await openDispute(hub, { applicant: person("尤工友") });
    await take(hub, reported, "MEDIATION", "ph-mediation");
    await attach(hub, reported, aReport({ category: undefined, applicant: person(WORDS.informer) }));
    await feedHasCaughtUp(hub);
    for (const at of both) {
      const { data } = await at.ask("ph-mediation", FEED);
      const mine = data.changes.nodes.filter(
        (line: { dispute: { id: string } }) => line.dispute.id === reported.disputeId,
      );
      expect(mine.at(-1)).toMatchObject({ kind: "ATTACHED", event: { kind: "ATTACHED", note: null, documents: [] } });
      const told = JSON.stringify(mine);
      expect(ALL.filter((word) => told.includes(word))).toEqual([]);
      expect(told.includes("尤工友")).toBe(true);
    }
  });
});

const FEED = `{ changes(first: 100) { nodes { kind event { kind note documents { name } } dispute { id
  parties(first: 20) { nodes { isInformer person { name phone idNumber } organisation { name } } }
  submissions(first: 20) { nodes { content externalNo isReport applicant { name } agent { name } } } } } } }`;

const INSIDE =
  "query ($id: ID!) { dispute(id: $id) { parties(first: 20) { nodes { isInformer } } submissions(first: 20) { nodes { isReport } } } }";

/** Whether somebody is told of any informer. */
async function isToldOfReport(user: string, { disputeId }: OpenDispute): Promise<boolean[]> {
  return Promise.all(both.map(async (at) => (await at.ask(user, INSIDE, { id: disputeId })).text.includes("true")));
}

describe("what nobody said was a report becomes one", () => {
  const unsaid = () => opened({ isReport: null });

  test("when the inspection opens its record by a report: who came before keeps whom he knew, unaware of it", async () => {
    const dispute = await unsaid();
    await take(hub, dispute, "MEDIATION", "ph-mediation");
    const offered = await offer(hub, dispute, "LEGAL_AID", "ph-legal-aid");
    await expectShown(both, "ph-legal-aid", dispute, APPLICANT);
    await take(hub, dispute, "INSPECTION", "ph-inspection", { state: "REPORT" });
    await expectShown(both, "ph-inspection", dispute);
    await expectShown(both, "ph-mediation", dispute);
    expect(await isToldOfReport("ph-mediation", dispute)).toEqual([false, false]);
    expect(await isToldOfReport("ph-inspection", dispute)).toEqual([true, true]);
    expect(await isToldOfReport("clerk", dispute)).toEqual([true, true]);
    // An offer was no acceptance, and one that follows comes too late.
    await expectHidden(both, "ph-legal-aid", dispute);
    await accept(hub, offered, "LEGAL_AID", "ph-legal-aid");
    await expectHidden(both, "ph-legal-aid", dispute);
    await expectHidden(both, "auditor", dispute);
  });

  test("when the hotline finds the call to be one, also later, and once", async () => {
    const dispute = await unsaid();
    await take(hub, dispute, "MEDIATION", "ph-mediation");
    const recordId = await take(hub, dispute, "HOTLINE", "ph-hotline");
    await take(hub, dispute, "ARBITRATION", "ph-arbitration");
    const details = { hotline: { hotlineRequest: "REPORT" } };
    await doDeed(hub, "ph-hotline", "reportStatus", aStatus(hub, recordId, 1, "ORDER_CREATED", { details }));
    await take(hub, dispute, "LEGAL_AID", "ph-legal-aid");
    await expectHidden(both, "ph-legal-aid", dispute);
    for (const user of ["ph-mediation", "ph-arbitration", "ph-hotline"]) await expectShown(both, user, dispute);
    await attach(hub, dispute, { applicant: person("韩工友"), content: "工资仍未发放" });
    await doDeed(hub, "ph-hotline", "reportStatus", aStatus(hub, recordId, 2, "DISPATCHED"));
    await expectTold(both, "ph-legal-aid", dispute, { shown: ["韩工友"], hidden: ALL });
    // Nobody would know him from before.
    await expectTold(both, "auditor", dispute, { shown: ["工资仍未发放"], hidden: ALL });
  });

  test("and not when it is a complaint of one's own", async () => {
    const dispute = await unsaid();
    await take(hub, dispute, "MEDIATION", "ph-mediation");
    await take(hub, dispute, "INSPECTION", "ph-inspection", { state: "COMPLAINT" });
    await take(hub, dispute, "LITIGATION", "ph-court");
    for (const user of ["ph-mediation", "ph-court"]) await expectShown(both, user, dispute, APPLICANT);
  });

  test("of an agency's several times the first counts, and one that it sent back does not", async () => {
    const dispute = await unsaid();
    const returned = await offer(hub, dispute, "LEGAL_AID", "ph-legal-aid");
    await doDeed(hub, "ph-legal-aid", "returnReferral", {
      referralId: returned,
      expectedVersion: 1,
      reason: "MATERIAL_MISSING",
      note: "缺材料",
      occurredAt: hub.clock.now().toISOString(),
    });
    const first = await take(hub, dispute, "MEDIATION", "ph-mediation");
    await doDeed(hub, "ph-mediation", "reportStatus", aStatus(hub, first, 1, "NOT_ACCEPTED"));
    await take(hub, dispute, "INSPECTION", "ph-inspection", { state: "REPORT" });
    await take(hub, dispute, "MEDIATION", "ph-mediation");
    await take(hub, dispute, "LEGAL_AID", "ph-legal-aid");
    await expectShown(both, "ph-mediation", dispute);
    await expectHidden(both, "ph-legal-aid", dispute);
  });
});

const APPLICANT = [WORDS.informer, WORDS.phone, WORDS.content];

test("a successor knows what its predecessor knew, and no more", async () => {
  const known = await opened({ isReport: null });
  await take(hub, known, "MEDIATION", "ph-mediation-property");
  const late = await opened({ isReport: null });
  for (const dispute of [known, late]) await take(hub, dispute, "INSPECTION", "ph-inspection", { state: "REPORT" });
  await take(hub, late, "MEDIATION", "ph-mediation-property");
  const offered = await opened({});
  await offer(hub, offered, "MEDIATION", "ph-mediation-property");
  await doDeed(hub, "supervisor", "closeAgency", {
    agencyCode: "ph-mediation-property",
    successorCode: "ph-mediation",
    reason: "并入市调委会",
  });
  await expectShown(both, "ph-mediation", known);
  for (const dispute of [late, offered]) await expectHidden(both, "ph-mediation", dispute);
  for (const at of both) await expect(toldOf(at, "ph-mediation-property", known.disputeId)).resolves.toContain("null");
  await hub.hub.parts.db.query("delete from agency_succession");
  await hub.hub.parts.db.query("update agency set closed_at = null");
});

const PAPER = "举报人询问笔录";

test("what inspectors and the hotline write about a report is closed to other lines, but for what they knew", async () => {
  const before = "投诉登记表";
  const paper = (name: string) => [{ kind: "立案审批表", name, digest: "b".repeat(64) }];
  const dispute = await opened({ isReport: null });
  await take(hub, dispute, "MEDIATION", "ph-mediation");
  await take(hub, dispute, "HOTLINE", "ph-hotline", { documents: paper(before) });
  const recordId = await take(hub, dispute, "INSPECTION", "ph-inspection", { state: "REPORT" });
  await take(hub, dispute, "LITIGATION", "ph-court");
  const note = `${WORDS.informer}来电补充`;
  const status = aStatus(hub, recordId, 1, "CASE_OPENED", { note, documents: paper(PAPER) });
  await doDeed(hub, "ph-inspection", "reportStatus", status);
  const all = [before, PAPER, note];
  for (const user of ["clerk", "ph-inspection"]) await expectTold(both, user, dispute, { shown: all, hidden: [] });
  await expectTold(both, "ph-hotline", dispute, { shown: [before, PAPER], hidden: [note] });
  await expectTold(both, "ph-mediation", dispute, { shown: [before], hidden: [PAPER, note] });
  await expectTold(both, "ph-court", dispute, { shown: [], hidden: all });
});
