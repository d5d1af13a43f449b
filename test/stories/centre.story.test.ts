import { aStatus, aSubmission, doDeed, stateOfDispute, versionOf } from "../support/deeds";
import { openTestHub, type TestHub } from "../support/hub";
import { aPerson, freshIdNumber } from "../support/people";
import { beginStory, tellStory, toTable } from "../support/story";

// Each story is printed as one page, kept beside this file; a registrar can read whether it is right.
expect.addSnapshotSerializer({ test: (value) => typeof value === "string", serialize: (value: string) => value });

let hub: TestHub;
let begun: Date;
beforeAll(async () => void (hub = await openTestHub()));
afterAll(() => hub.close());
beforeEach(() => void (begun = beginStory(hub)));

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const now = () => hub.clock.now().toISOString();

async function register(changes: object): Promise<string> {
  const answer = await doDeed(hub, "clerk", "registerSubmission", aSubmission(hub, changes));
  if (answer.__typename !== "SubmissionRegistered") throw new Error(JSON.stringify(answer));
  return answer.dispute.id;
}

async function attach(disputeId: string, changes: object) {
  const expectedVersion = await versionOf(hub, disputeId);
  return doDeed(hub, "clerk", "attachSubmission", {
    disputeId,
    expectedVersion,
    channel: "LETTER",
    submittedAt: now(),
    content: "来信",
    ...changes,
  });
}

async function refer(
  disputeId: string,
  targets: readonly object[],
  known: object = {},
  user: "clerk" | "supervisor" = "clerk",
): Promise<{ id: string }[]> {
  const expectedVersion = await versionOf(hub, disputeId);
  const facts = Object.entries(known).map(([fact, isSo]) => ({ fact, isSo }));
  const answer = await doDeed(hub, user, "referDispute", { disputeId, expectedVersion, targets, facts });
  if (answer.__typename !== "DisputeReferred") throw new Error(JSON.stringify(answer));
  return answer.referrals;
}
const to = (line: string, agencyCodes: readonly string[], reason: string, takesLead = true) => ({
  line,
  agencyCodes,
  takesLead,
  reason,
});

async function accept(agency: string, referral: { id: string }, number: string, changes: object = {}): Promise<string> {
  const answer = await doDeed(hub, agency, "acceptReferral", {
    referralId: referral.id,
    expectedVersion: 1,
    number,
    occurredAt: now(),
    ...changes,
  });
  if (answer.__typename !== "ReferralAccepted") throw new Error(JSON.stringify(answer));
  return answer.record.id;
}

/** One status a day. */
async function report(
  agency: string,
  recordId: string,
  states: readonly (string | readonly [string, string])[],
  after = 0,
): Promise<void> {
  for (const [index, state] of states.entries()) {
    hub.clock.pass(DAY);
    const [toState, note] = typeof state === "string" ? [state, null] : state;
    const answer = await doDeed(
      hub,
      agency,
      "reportStatus",
      aStatus(hub, recordId, after + index + 1, toState, { note }),
    );
    if (answer.effect !== "APPLIED") throw new Error(JSON.stringify(answer));
  }
}

async function evaluate(disputeId: string, centre: string, agency: string): Promise<void> {
  hub.clock.pass(DAY);
  const expectedVersion = await versionOf(hub, disputeId);
  await doDeed(hub, "clerk", "evaluateDispute", { disputeId, expectedVersion, centre, agency, evaluatedAt: now() });
}

test("a citizen who writes again about the same leak is recognised, and the letter joins the dispute", async () => {
  const applicant = aPerson("沈秋实", { idNumber: freshIdNumber() });
  const disputeId = await register({ applicant, title: "楼上漏水三月未修", category: "PROPERTY_MGMT" });
  const [referral] = await refer(disputeId, [to("MEDIATION", ["ph-mediation-property"], "物业纠纷,人民调解法17")]);
  hub.clock.pass(2 * HOUR);
  const recordId = await accept("ph-mediation-property", referral!, "物调〔2026〕1号");
  hub.clock.pass(5 * DAY);

  const offer = await doDeed(
    hub,
    "clerk",
    "registerSubmission",
    aSubmission(hub, { applicant, title: "楼上漏水仍未修", category: "PROPERTY_MGMT", channel: "LETTER" }),
  );
  expect(offer).toMatchObject({ __typename: "SimilarDisputesFound", similar: [{ dispute: { id: disputeId } }] });
  expect(await attach(disputeId, { applicant, content: "又漏了。" })).toMatchObject({
    isRepeat: true,
    isNewDispute: false,
  });

  await report("ph-mediation-property", recordId, [
    "CONSENT_PENDING",
    "ACCEPTED",
    "IN_MEDIATION",
    ["AGREED_WRITTEN", "物业十日内修复,赔偿八百元"],
    "PERFORMED",
  ]);
  await evaluate(disputeId, "SATISFIED", "SATISFIED");
  expect(await tellStory(hub, disputeId, begun)).toMatchSnapshot();
});

test("two committees send a case back, and it finds its way to the court", async () => {
  const disputeId = await register({ title: "借款五万元逾期未还", category: "CONTRACT_DEBT" });
  const [first] = await refer(disputeId, [to("MEDIATION", ["ph-mediation", "ph-mediation-property"], "先行调解")]);
  hub.clock.pass(DAY);
  const sendBack = (agency: string, expectedVersion: number, note: string) =>
    doDeed(hub, agency, "returnReferral", {
      referralId: first!.id,
      expectedVersion,
      reason: "NOT_COMPETENT",
      note,
      occurredAt: now(),
    });
  expect(await sendBack("ph-mediation-property", 1, "非物业纠纷")).toMatchObject({ state: "OFFERED" });
  hub.clock.pass(DAY);
  expect(await sendBack("ph-mediation", 2, "债务人明确拒绝调解")).toMatchObject({ state: "RETURNED" });
  expect(await stateOfDispute(hub, disputeId)).toBe("TRIAGED");
  hub.clock.pass(HOUR);
  const [second] = await refer(disputeId, [to("LITIGATION", ["ph-court"], "调解不成,引导诉讼")]);
  hub.clock.pass(DAY);
  const recordId = await accept("ph-court", second!, "(2026)浙0482民初101号");
  await report("ph-court", recordId, [
    "FILED",
    "SERVED",
    "TRIAL",
    ["JUDGED", "判决十日内归还"],
    "EFFECTIVE",
    "PERFORMED",
  ]);
  expect(await tellStory(hub, disputeId, begun)).toMatchSnapshot();
});

test("a worker whose arbitration is refused goes to the court, with legal aid at the side", async () => {
  const applicant = aPerson("马小林", { idNumber: freshIdNumber() });
  const employer = { role: "RESPONDENT", organisation: { name: "平湖某某服饰有限公司", uscc: "91330482MA2CXYTJ6N" } };
  const disputeId = await register({
    applicant,
    otherParties: [employer],
    title: "拖欠工资两万元",
    category: "WAGE_ARREARS",
    flags: ["MIGRANT_WORKER"],
    amountYuan: "20000",
  });
  const [arbitration, aid] = await refer(disputeId, [
    to("ARBITRATION", ["ph-arbitration"], "劳动争议仲裁前置,调解仲裁法5"),
    to("LEGAL_AID", ["ph-legal-aid"], "请求支付劳动报酬,法律援助法31(五)", false),
  ]);
  hub.clock.pass(HOUR);
  const aidId = await accept("ph-legal-aid", aid!, "(2026)援申字第1号", {
    details: { legalAid: { aidForm: "LITIGATION", meansTestWaived: true } },
  });
  const arbitrationId = await accept("ph-arbitration", arbitration!, "平劳人仲案字〔2026〕第1号");
  await report("ph-legal-aid", aidId, ["UNDER_REVIEW", "GRANTED", "ASSIGNED", "IN_SERVICE"]);
  await report("ph-arbitration", arbitrationId, [["NOT_ACCEPTED", "超过仲裁时效"]]);
  expect(await stateOfDispute(hub, disputeId)).toBe("IN_PROCESS");
  const [court] = await refer(disputeId, [to("LITIGATION", ["ph-court"], "不服不予受理,调解仲裁法29")]);
  hub.clock.pass(DAY);
  const courtId = await accept("ph-court", court!, "(2026)浙0482民初102号", {
    details: { litigation: { causeOfAction: "追索劳动报酬纠纷", claimAmountYuan: "20000" } },
  });
  await report("ph-court", courtId, ["FILED", "SERVED", ["COURT_MEDIATED", "分两期支付"], "EFFECTIVE", "PERFORMED"]);
  await report("ph-legal-aid", aidId, ["FINISHED", "CLOSED", "SUBSIDY_PAID"], 4);
  await evaluate(disputeId, "SATISFIED", "BASICALLY_SATISFIED");
  expect(await tellStory(hub, disputeId, begun)).toMatchSnapshot();
});

test("wages a caller reports to the hotline are led to the labour inspectors, who make the employer pay", async () => {
  const applicant = aPerson("孙大勇", { idNumber: freshIdNumber() });
  const employer = { role: "RESPONDENT", organisation: { name: "平湖某某建筑劳务有限公司" } };
  const disputeId = await register({
    applicant,
    otherParties: [employer],
    channel: "HOTLINE_12345",
    sourceSystem: "12345工单系统",
    externalNo: "PH12345-20260302-00017",
    title: "工地拖欠三个月工资",
    category: "WAGE_ARREARS",
    flags: ["MIGRANT_WORKER"],
    amountYuan: "36000",
  });
  // The hotline decides nothing about wages, so it takes a supervisor to give it the order that it has opened.
  const byPhone = {
    ...to("HOTLINE", ["ph-hotline"], "市民来电,国办发〔2020〕53号"),
    overrideReason: "热线已接听,按工单办理",
  };
  const [call] = await refer(disputeId, [byPhone], {}, "supervisor");
  hub.clock.pass(HOUR);
  const order = await accept("ph-hotline", call!, "PH12345-20260302-00017", {
    details: { hotline: { hotlineRequest: "COMPLAINT" } },
  });
  await report("ph-hotline", order, [
    "ORDER_CREATED",
    ["DISPATCHED", "派市人力资源和社会保障局"],
    ["CHANNELLED", "属劳动保障监察事项,已引导投诉"],
  ]);
  expect(await stateOfDispute(hub, disputeId)).toBe("TRIAGED");

  const [complaint] = await refer(disputeId, [to("INSPECTION", ["ph-inspection"], "拖欠工资,劳动保障监察条例9、11")]);
  hub.clock.pass(HOUR);
  const caseId = await accept("ph-inspection", complaint!, "平劳监案字〔2026〕第8号", {
    details: { inspection: { inspectionMatter: "WAGES", affectedWorkers: 4 } },
    follows: { recordId: order, code: "F-HOT-CHANNEL" },
  });
  await report("ph-inspection", caseId, ["CASE_OPENED", "INVESTIGATING", "CORRECTION_ORDERED"]);
  expect(await stateOfDispute(hub, disputeId)).toBe("IN_PROCESS");
  const { data } = await hub.ask(
    "supervisor",
    `{ node(id: "${caseId}") { ... on AgencyRecord { follows { follows { id } } } } }`,
  );
  expect(data.node.follows.follows.id).toBe(order);
  await report("ph-inspection", caseId, [["HANDLING_DECISION", "责令支付三万六千元"], "PERFORMED"], 3);
  expect(await stateOfDispute(hub, disputeId)).toBe("RESOLVED");
  await evaluate(disputeId, "SATISFIED", "SATISFIED");
  expect(await tellStory(hub, disputeId, begun)).toMatchSnapshot();
});

test("three hundred house buyers are heard through five who speak for them", async () => {
  const speaker = (name: string) => ({ role: "REPRESENTATIVE", ...aPerson(name) });
  const crowd = {
    title: "逾期交房集体来访",
    category: "REAL_ESTATE_SALE",
    flags: ["COLLECTIVE", "ESCALATION_RISK"],
    grade: "URGENT",
    headCount: 300,
    applicant: aPerson("甲业主"),
    otherParties: [
      speaker("乙业主"),
      speaker("丙业主"),
      speaker("丁业主"),
      speaker("戊业主"),
      { role: "COLLECTIVE", headCount: 295, organisation: { name: "其余业主" } },
      { role: "RESPONDENT", organisation: { name: "某某置业有限公司" } },
    ],
  };
  const six = { ...crowd, otherParties: [...crowd.otherParties, speaker("己业主")] };
  expect(await doDeed(hub, "clerk", "registerSubmission", aSubmission(hub, six))).toMatchObject({
    code: "REPRESENTATIVES_TOO_MANY",
  });
  const disputeId = await register(crowd);
  const ways = [
    to("PETITION", ["ph-petition"], "群体性信访事项,信访工作条例22"),
    to("MEDIATION", ["ph-mediation"], "联合调解", false),
  ];
  const [petition, mediation] = await refer(disputeId, ways, { reportsViolation: true });
  const petitionId = await accept("ph-petition", petition!, "PH2026000001");
  const mediationId = await accept("ph-mediation", mediation!, "(2026)平人调字第1号");
  await report("ph-petition", petitionId, ["SCREENED", "ASSIGNED", "NOTIFIED", "PROCESSING"]);
  await report("ph-mediation", mediationId, [
    "ACCEPTED",
    "IN_MEDIATION",
    ["AGREED_WRITTEN", "六月底前交房,按日支付违约金"],
  ]);
  await report("ph-petition", petitionId, [["SETTLED", "见调解协议"], "CONCLUDED"], 4);
  expect(await tellStory(hub, disputeId, begun)).toMatchSnapshot();
});

test("a neighbour files for an old man who cannot come, with his authorisation", async () => {
  const oldMan = aPerson("陆老伯", { idNumber: freshIdNumber() });
  const forHim = { channel: "AGENT", applicant: oldMan, title: "宅基地通道争议", category: "HOUSING_HOMESTEAD" };
  expect(await doDeed(hub, "clerk", "registerSubmission", aSubmission(hub, forHim))).toMatchObject({
    code: "AUTHORISATION_MISSING",
    field: "agent",
  });
  const disputeId = await register({
    ...forHim,
    agent: { ...aPerson("村代办员小周"), authorisation: "授权委托书,2026年3月1日" },
  });
  const [referral] = await refer(disputeId, [to("MEDIATION", ["ph-mediation"], "相邻关系,人民调解法17")], {
    isOwnershipDispute: false,
  });
  hub.clock.pass(HOUR);
  const recordId = await accept("ph-mediation", referral!, "(2026)平人调字第2号", { state: "INITIATED" });
  await report("ph-mediation", recordId, ["CONSENT_PENDING", ["REFUSED", "对方拒绝调解"]]);
  await evaluate(disputeId, "SATISFIED", "DISSATISFIED");
  expect(await tellStory(hub, disputeId, begun)).toMatchSnapshot();
});

test("a closed dispute comes back when the promise is broken, and is referred anew (回流)", async () => {
  const applicant = aPerson("周小芹", { idNumber: freshIdNumber() });
  const disputeId = await register({ applicant, title: "油烟扰民", category: "NEIGHBOR" });
  const [first] = await refer(disputeId, [to("MEDIATION", ["ph-mediation"], "相邻关系")]);
  const recordId = await accept("ph-mediation", first!, "(2026)平人调字第3号");
  await report("ph-mediation", recordId, [
    "ACCEPTED",
    "IN_MEDIATION",
    ["AGREED_ORAL", "月内改装排烟管道"],
    "PERFORMED",
  ]);
  await evaluate(disputeId, "SATISFIED", "SATISFIED");
  expect(await stateOfDispute(hub, disputeId)).toBe("CLOSED");

  hub.clock.pass(20 * DAY);
  expect(await attach(disputeId, { applicant, channel: "HOTLINE_12345", content: "管道又拆了。" })).toMatchObject({
    isRepeat: true,
  });
  expect(await stateOfDispute(hub, disputeId)).toBe("REOPENED");
  const [second] = await refer(disputeId, [to("LITIGATION", ["ph-court"], "调解后反悔,引导诉讼")]);
  const courtId = await accept("ph-court", second!, "(2026)浙0482民初103号");
  await report("ph-court", courtId, ["FILED", ["WITHDRAWN", "双方庭外和解"]]);
  expect(await tellStory(hub, disputeId, begun)).toMatchSnapshot();
});

test("the court takes back a judgement entered in the wrong case, and the record tells both", async () => {
  const disputeId = await register({ title: "道路交通事故赔偿", category: "TRAFFIC_ACCIDENT" });
  const [referral] = await refer(disputeId, [to("LITIGATION", ["ph-court"], "当事人选择诉讼")], {
    claimsDamages: true,
  });
  const recordId = await accept("ph-court", referral!, "(2026)浙0482民初104号");
  await report("ph-court", recordId, ["FILED", "SERVED", "TRIAL", ["JUDGED", "判决赔偿三万元"]]);
  expect(await stateOfDispute(hub, disputeId)).toBe("RESOLVED");
  hub.clock.pass(2 * HOUR);
  const { data } = await hub.ask(
    "ph-court",
    `{ dispute(id: "${disputeId}") { version timeline(first: 50) { nodes { id toState } } } }`,
  );
  const judged = data.dispute.timeline.nodes.find(({ toState }: { toState: string }) => toState === "JUDGED");
  const withdrawal = {
    eventId: judged.id,
    expectedVersion: data.dispute.version,
    reason: "误录他案判决",
    occurredAt: now(),
    withdraws: true,
  };
  expect(await doDeed(hub, "ph-court", "correctEvent", withdrawal)).toMatchObject({ backTo: "TRIAL" });
  expect(await stateOfDispute(hub, disputeId)).toBe("IN_PROCESS");
  await report("ph-court", recordId, [["COURT_MEDIATED", "调解赔偿两万八千元"], "EFFECTIVE", "PERFORMED"], 4);
  expect(await tellStory(hub, disputeId, begun)).toMatchSnapshot();
});

test("a citizen follows the submission by the code on the receipt from the first day to the last", async () => {
  const answer = await doDeed(
    hub,
    "clerk",
    "registerSubmission",
    aSubmission(hub, { title: "噪声扰民", applicant: aPerson("何先生") }),
  );
  const { followCode, dispute } = answer;
  const seen: string[] = [];
  const look = async (what: string) => {
    const { data } = await hub.ask(
      null,
      "query ($code: ShortText!) { trackSubmission(followCode: $code) { state steps { at text } } }",
      { code: followCode },
    );
    const { state, steps } = data.trackSubmission;
    seen.push(
      `${what} —— 状态:${state}`,
      toTable(
        ["", "进展"],
        steps.map((step: { text: string }, index: number) => [String(index + 1), step.text]),
      ),
      "",
    );
  };
  await look("登记当天");
  const [referral] = await refer(dispute.id, [to("MEDIATION", ["ph-mediation", "ph-mediation-property"], "相邻关系")]);
  await doDeed(hub, "ph-mediation-property", "returnReferral", {
    referralId: referral!.id,
    expectedVersion: 1,
    reason: "OTHER_AGENCY",
    note: "何先生情绪激动,宜由镇调委会办理",
    occurredAt: now(),
  });
  await look("一家退回以后");
  const recordId = await accept("ph-mediation", referral!, "(2026)平人调字第4号", { expectedVersion: 2 });
  await report("ph-mediation", recordId, ["ACCEPTED", ["IN_MEDIATION", "何先生要求对方道歉"], "AGREED_ORAL"]);
  await look("达成协议以后");
  await report("ph-mediation", recordId, ["PERFORMED"], 3);
  await evaluate(dispute.id, "SATISFIED", "SATISFIED");
  await look("办结以后");
  const page = seen.join("\n");
  expect(page).not.toMatch(/何先生|道歉|激动/);
  expect(page).toMatchSnapshot();
});
