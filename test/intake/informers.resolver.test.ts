import { aStatus, aSubmission, doDeed, openDispute, versionOf, type OpenDispute } from "../support/deeds";
import type { TestHub } from "../support/hub";
import {
  ALL,
  aReport,
  attach,
  expectHidden,
  expectTold,
  openBothWays,
  person,
  take,
  WORDS,
  type BothWays,
} from "../support/informers";
import { expectRefusal } from "../support/refusals";

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

const LATER = "本人另申请调解劳动合同";
const NEWCOMER = "工资仍未发放";
/** What would tell that he was there before. */
const WHEN = `query ($id: ID!) { dispute(id: $id) { openedAt
  parties(first: 9) { nodes { role joinedAt } } submissions(first: 9) { nodes { isRepeat registeredAt } } } }`;

/** Without the words of a report. */
const aMatter = (name: string) => ({ category: "WAGE_ARREARS", content: LATER, applicant: person(name) });

describe("an informer who comes again in the same dispute", () => {
  let who: ReturnType<typeof person>;
  let dispute: OpenDispute;
  beforeEach(async () => {
    who = person(WORDS.informer, WORDS.phone);
    dispute = await openDispute(hub, aReport({ applicant: who }));
    await take(hub, dispute, "MEDIATION", "ph-mediation");
  });

  test("stays one, though nobody says so, and whoever else comes is seen", async () => {
    await attach(hub, dispute, { applicant: who });
    await attach(hub, dispute, { applicant: who, isReport: false });
    await expectHidden(both, "ph-mediation", dispute);
    await attach(hub, dispute, { applicant: person("韩工友"), content: NEWCOMER });
    await expectTold(both, "ph-mediation", dispute, { shown: ["韩工友", NEWCOMER], hidden: ALL });
  });

  test("stays one in another part, and takes along the submission that names him", async () => {
    const otherParties = [{ role: "REPRESENTATIVE", ...who }];
    await attach(hub, dispute, { applicant: person("蒋工友"), otherParties });
    await expectTold(both, "ph-mediation", dispute, { shown: ["蒋工友"], hidden: ALL });
  });

  test("is open as applicant with the submission that he makes in his own name, and his report is not", async () => {
    await attach(hub, dispute, { applicant: who, content: LATER, inOwnName: true });
    const report = ALL.filter((word) => word !== WORDS.informer && word !== WORDS.phone);
    await expectTold(both, "ph-mediation", dispute, { shown: [WORDS.informer, WORDS.phone, LATER], hidden: report });
    for (const at of both) {
      const { data } = await at.ask("ph-mediation", WHEN, { id: dispute.disputeId });
      const [his] = data.dispute.parties.nodes.filter(({ role }: { role: string }) => role === "APPLICANT");
      const now = [{ isRepeat: false, registeredAt: his.joinedAt }];
      expect(data.dispute.submissions.nodes).toEqual(now);
      expect(his.joinedAt > data.dispute.openedAt).toBe(true);
    }
    // What he brings later is closed again, unless he is asked again.
    await attach(hub, dispute, { applicant: who, content: NEWCOMER });
    await expectTold(both, "ph-mediation", dispute, { shown: [LATER], hidden: [...report, NEWCOMER] });
  });

  test("cannot make a report in his own name", async () => {
    const letter = {
      disputeId: dispute.disputeId,
      expectedVersion: await versionOf(hub, dispute.disputeId),
      ...{ channel: "WINDOW", submittedAt: hub.clock.now().toISOString(), content: LATER },
      ...{ applicant: who, isReport: true, inOwnName: true },
    };
    await expectRefusal(hub, "clerk", "attachSubmission", letter, "REPORT_IN_OWN_NAME", { field: "inOwnName" });
  });
});

describe("somebody who came openly and informs later", () => {
  test("is kept by who knew him and shown to nobody new, and his report to neither", async () => {
    const who = person("沈工友");
    const dispute = await openDispute(hub, { ...aMatter("沈工友"), applicant: who });
    await take(hub, dispute, "MEDIATION", "ph-mediation");
    await attach(hub, dispute, { applicant: who, isReport: true });
    await take(hub, dispute, "LITIGATION", "ph-court");
    await expectTold(both, "ph-mediation", dispute, { shown: ["沈工友", LATER], hidden: [WORDS.content] });
    await expectTold(both, "ph-court", dispute, { shown: [], hidden: ["沈工友", LATER, WORDS.content] });
  });

  test("brings more to who knew him before the inspectors had a report", async () => {
    const who = person("沈工友");
    const dispute = await openDispute(hub, { ...aMatter("沈工友"), applicant: who });
    await take(hub, dispute, "MEDIATION", "ph-mediation");
    await take(hub, dispute, "INSPECTION", "ph-inspection", { state: "REPORT" });
    await take(hub, dispute, "LITIGATION", "ph-court");
    await attach(hub, dispute, { applicant: who, content: NEWCOMER });
    await expectTold(both, "ph-mediation", dispute, { shown: ["沈工友", LATER, NEWCOMER], hidden: [] });
    await expectTold(both, "ph-court", dispute, { shown: [], hidden: ["沈工友", LATER, NEWCOMER] });
    await attach(hub, dispute, { applicant: who, content: WORDS.content, inOwnName: true });
    await expectTold(both, "ph-court", dispute, { shown: ["沈工友", WORDS.content], hidden: [LATER, NEWCOMER] });
    for (const at of both) {
      const { data } = await at.ask("ph-court", WHEN, { id: dispute.disputeId });
      const roles = data.dispute.parties.nodes.map(({ role }: { role: string }) => role);
      expect(roles.toSorted()).toEqual(["APPLICANT", "RESPONDENT"]);
    }
  });
});

test("a matter of his own in a dispute of its own is no repeat of his report, to whoever sees it", async () => {
  const who = person(WORDS.informer);
  const { disputeId } = await openDispute(hub, aReport({ applicant: who }));
  const isRepeat = async (changes: object) => {
    const answer = await doDeed(hub, "clerk", "registerSubmission", aSubmission(hub, { ...aReport(), ...changes }));
    expect(answer.__typename).toBe("SubmissionRegistered");
    return { id: answer.dispute.id as string, isRepeat: answer.isRepeat as boolean };
  };
  const own = await isRepeat({ applicant: who, isReport: null, openBesides: [disputeId] });
  const second = await isRepeat({ applicant: who, isReport: true, openBesides: [disputeId, own.id] });
  const third = await isRepeat({ applicant: who, isReport: null, openBesides: [disputeId, own.id, second.id] });
  expect([own, second, third].map((one) => one.isRepeat)).toEqual([false, true, true]);
});

describe("an informer who gave no number", () => {
  test("is known again by his name when he shows his card", async () => {
    const unnumbered = { person: { name: WORDS.informer, phone: WORDS.phone, idKind: "NONE" } };
    const dispute = await openDispute(hub, aReport({ applicant: unnumbered }));
    await take(hub, dispute, "MEDIATION", "ph-mediation");
    await attach(hub, dispute, { applicant: person(WORDS.informer), content: LATER });
    await expectTold(both, "ph-mediation", dispute, { shown: [], hidden: [...ALL, LATER] });
  });
});

test("whoever handed a report in for the informer stays as closed as he", async () => {
  const agent = person(WORDS.agent);
  const dispute = await openDispute(hub, aReport({ agent: { ...agent, authorisation: "授权书" } }));
  await take(hub, dispute, "MEDIATION", "ph-mediation");
  await attach(hub, dispute, { applicant: agent, content: LATER });
  await expectTold(both, "ph-mediation", dispute, { shown: [], hidden: [...ALL, LATER] });
});

test("a status that inspectors take back closes nobody who came in his own name", async () => {
  const who = person("沈工友");
  const dispute = await openDispute(hub, { ...aMatter("沈工友"), applicant: who });
  const recordId = await take(hub, dispute, "INSPECTION", "ph-inspection", { state: "REPORT" });
  await attach(hub, dispute, { applicant: who, content: NEWCOMER, inOwnName: true });
  await doDeed(hub, "ph-inspection", "reportStatus", aStatus(hub, recordId, 1, "NOT_ACCEPTED"));
  const events = `query ($id: ID!) { dispute(id: $id) { timeline(first: 50) { nodes { id toState } } } }`;
  const { data } = await hub.ask("clerk", events, { id: dispute.disputeId });
  const { id } = data.dispute.timeline.nodes.find(({ toState }: { toState: string }) => toState === "NOT_ACCEPTED");
  const corrected = await doDeed(hub, "ph-inspection", "correctEvent", {
    eventId: id,
    expectedVersion: await versionOf(hub, dispute.disputeId),
    reason: "录入有误",
    withdraws: true,
  });
  expect(corrected).toMatchObject({ __typename: "EventCorrected", backTo: "REPORT" });
  await take(hub, dispute, "LITIGATION", "ph-court");
  await expectTold(both, "ph-court", dispute, { shown: ["沈工友", NEWCOMER], hidden: [LATER] });
});
