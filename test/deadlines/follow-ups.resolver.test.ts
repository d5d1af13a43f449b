import { AGENCY_OF_LINE, aStatus, doDeed, freshNumber, openRecord, tryDeed, versionOf, walk } from "../support/deeds";
import { openTestHub, type TestHub } from "../support/hub";
import { fingerprint } from "../support/refusals";

let hub: TestHub;
beforeAll(async () => void (hub = await openTestHub()));
afterAll(() => hub.close());

const DAY = 86_400_000;
const TO_AWARD = ["ACCEPTED", "SERVED", "PANEL_SET", "HEARING_SET", "HEARD"];

async function anAward(state: string) {
  const record = await openRecord(hub, "ARBITRATION");
  await walk(hub, "ARBITRATION", record.recordId, [...TO_AWARD, state]);
  return record;
}

async function followUpsOf(recordId: string, user = "clerk") {
  const { data, text } = await hub.ask(
    user,
    `query ($id: ID!) { node(id: $id) { ... on AgencyRecord { followUps {
       code title who isBarred limitId anchor lastDay isProvisional daysLeft basis isVerified note toCheck { fact question } isTaken } } } }`,
    { id: recordId },
  );
  if (!data) throw new Error(text);
  return data.node.followUps;
}

async function referTo(disputeId: string, line: string): Promise<string> {
  const answer = await doDeed(hub, "clerk", "referDispute", {
    disputeId,
    expectedVersion: await versionOf(hub, disputeId),
    targets: [{ line, agencyCodes: [AGENCY_OF_LINE[line]!], reason: "依法分流" }],
  });
  return answer.referrals[0].id;
}

async function accept(line: string, referralId: string, follows: object | null) {
  return doDeed(hub, AGENCY_OF_LINE[line]!, "acceptReferral", {
    referralId,
    expectedVersion: 1,
    number: freshNumber(line),
    occurredAt: hub.clock.now().toISOString(),
    follows,
  });
}

test("an award offers the suit with its last day, names who may, the article, and what is closed", async () => {
  const { recordId } = await anAward("AWARD_NONFINAL");
  const [suit, annulment] = await followUpsOf(recordId);
  expect(suit).toMatchObject({
    code: "F-ARB-SUE",
    who: "当事人(各自计算)",
    isBarred: false,
    limitId: "ARB-SUE-NONFINAL",
    anchor: "收到裁决书之日",
    isProvisional: true,
    basis: "劳动争议调解仲裁法 50",
    isVerified: true,
    isTaken: false,
  });
  expect(suit.daysLeft).toBeGreaterThanOrEqual(15);
  expect(annulment).toMatchObject({ isBarred: true, note: "撤销只针对终局裁决", lastDay: null });
});

test("the last day follows the time of the status, as it was mended", async () => {
  const record = await openRecord(hub, "ARBITRATION");
  await walk(hub, "ARBITRATION", record.recordId, TO_AWARD);
  const awarded = aStatus(hub, record.recordId, 6, "AWARD_NONFINAL", { occurredAt: "2026-02-24T02:00:00Z" });
  await doDeed(hub, "ph-arbitration", "reportStatus", awarded);
  const [before] = await followUpsOf(record.recordId);
  expect(before.lastDay).toBe("2026-03-11");
  const { data } = await hub.ask(
    "clerk",
    `{ dispute(id: "${record.disputeId}") { timeline(first: 100) { nodes { id toState } } } }`,
  );
  const event = data.dispute.timeline.nodes.find(({ toState }: { toState: string }) => toState === "AWARD_NONFINAL");
  const mended = await doDeed(hub, "ph-arbitration", "correctEvent", {
    eventId: event.id,
    expectedVersion: await versionOf(hub, record.disputeId),
    reason: "日期有误",
    occurredAt: "2026-02-26T02:00:00Z",
  });
  expect(mended.__typename).toBe("EventCorrected");
  const [after] = await followUpsOf(record.recordId);
  expect(after.lastDay).toBe("2026-03-13");
});

test("a status taken back takes its follow-ups with it", async () => {
  const { recordId, disputeId } = await anAward("AWARD_FINAL");
  expect((await followUpsOf(recordId)).map(({ code }: { code: string }) => code)).toContain("F-ARB-WORKER-SUES");
  const { data } = await hub.ask(
    "clerk",
    `{ dispute(id: "${disputeId}") { timeline(first: 100) { nodes { id toState } } } }`,
  );
  const event = data.dispute.timeline.nodes.find(({ toState }: { toState: string }) => toState === "AWARD_FINAL");
  await doDeed(hub, "ph-arbitration", "correctEvent", {
    eventId: event.id,
    expectedVersion: await versionOf(hub, disputeId),
    reason: "误报",
    withdraws: true,
  });
  expect(await followUpsOf(recordId)).toEqual([]);
});

test("aid in advance is offered when fewer than seven days are left", async () => {
  const { recordId } = await anAward("AWARD_NONFINAL");
  const codes = async () => (await followUpsOf(recordId)).map(({ code }: { code: string }) => code);
  expect(await codes()).not.toContain("F-AID-ADVANCE");
  const [{ daysLeft }] = await followUpsOf(recordId);
  hub.clock.pass((daysLeft - 6) * DAY);
  expect(await codes()).toContain("F-AID-ADVANCE");
  hub.clock.pass(7 * DAY);
  expect(await codes()).not.toContain("F-AID-ADVANCE");
});

test("a suit that follows an award is linked to it, and both records show it", async () => {
  const { recordId, disputeId } = await anAward("AWARD_NONFINAL");
  const referralId = await referTo(disputeId, "LITIGATION");
  await walk(hub, "ARBITRATION", recordId, ["SUED"], 6);
  const accepted = await accept("LITIGATION", referralId, { recordId, code: "F-ARB-SUE" });
  expect(accepted.__typename).toBe("ReferralAccepted");
  const suitId = accepted.record.id;
  const { data } = await hub.ask(
    "ph-court",
    `{ dispute(id: "${disputeId}") { records { nodes { id line
        follows { code takenAt record { id } follows { id line } }
        followedBy { code record { id line } follows { id } } } } } }`,
  );
  const [award, suit] = data.dispute.records.nodes;
  expect(suit).toMatchObject({
    follows: { code: "F-ARB-SUE", record: { id: suitId }, follows: { id: recordId, line: "ARBITRATION" } },
    followedBy: [],
  });
  expect(award).toMatchObject({
    follows: null,
    followedBy: [{ code: "F-ARB-SUE", record: { id: suitId, line: "LITIGATION" }, follows: { id: recordId } }],
  });
});

test("a final award takes effect at once, and the worker who sues then is still told his last day, and linked", async () => {
  const { recordId, disputeId } = await anAward("AWARD_FINAL");
  const [before] = await followUpsOf(recordId);
  await walk(hub, "ARBITRATION", recordId, ["EFFECTIVE"], 6);
  const offered = await followUpsOf(recordId);
  expect(offered.map(({ code, isBarred }: { code: string; isBarred: boolean }) => [code, isBarred])).toEqual([
    ["F-ARB-WORKER-SUES", false],
    ["F-ARB-EMPLOYER-SUES", true],
    ["F-ARB-EMPLOYER-ANNULS", false],
    ["F-ARB-ENFORCE", false],
  ]);
  expect(offered[0]).toEqual(before);
  await walk(hub, "ARBITRATION", recordId, ["SUED"], 7);
  const referralId = await referTo(disputeId, "LITIGATION");
  const suit = await accept("LITIGATION", referralId, { recordId, code: "F-ARB-WORKER-SUES" });
  expect(suit.__typename).toBe("ReferralAccepted");
  const { data } = await hub.ask(
    "clerk",
    `{ node(id: "${suit.record.id}") { ... on AgencyRecord { follows { code } } } }`,
  );
  expect(data.node.follows).toEqual({ code: "F-ARB-WORKER-SUES" });
});

test("an agreement over work is confirmed by a court only where it is about payment, which is asked", async () => {
  const { recordId } = await openRecord(hub, "MEDIATION", undefined, { submission: { category: "LABOR_CONTRACT" } });
  await walk(hub, "MEDIATION", recordId, ["ACCEPTED", "IN_MEDIATION", "AGREED_WRITTEN"]);
  const offered = (await followUpsOf(recordId)).filter(({ code }: { code: string }) => code.includes("CONFIRM-LABOUR"));
  expect(offered).toMatchObject([
    { code: "F-MED-CONFIRM-LABOUR", isBarred: false, limitId: "MED-CONF", isVerified: false },
    { code: "F-MED-CONFIRM-LABOUR-OTHER", isBarred: true, limitId: null, isVerified: false },
  ]);
  for (const { toCheck } of offered) {
    expect(toCheck).toContainEqual({ fact: "isPaymentOnly", question: "调解协议是否仅就给付义务达成?" });
  }
});

test("what was taken is told where it was offered", async () => {
  const { recordId, disputeId } = await anAward("AWARD_NONFINAL");
  await accept("LITIGATION", await referTo(disputeId, "LITIGATION"), { recordId, code: "F-ARB-SUE" });
  const [suit, annulment] = await followUpsOf(recordId);
  expect([suit.isTaken, annulment.isTaken]).toEqual([true, false]);
});

test("what the law closes is refused with article and reason, and opens nothing", async () => {
  const { recordId, disputeId } = await anAward("AWARD_FINAL");
  const referralId = await referTo(disputeId, "LITIGATION");
  const before = await fingerprint(hub);
  const { data } = await hub.ask(
    "ph-court",
    `mutation ($input: AcceptReferralInput!) { acceptReferral(input: $input) { ... on Refused { code message field rule basis reason } } }`,
    {
      input: {
        clientKey: `bar-${Date.now()}`,
        referralId,
        expectedVersion: 1,
        number: freshNumber("LITIGATION"),
        occurredAt: hub.clock.now().toISOString(),
        follows: { recordId, code: "F-ARB-EMPLOYER-SUES" },
      },
    },
  );
  expect(data.acceptReferral).toMatchObject({
    code: "FOLLOW_UP_BARRED",
    field: "follows.code",
    rule: "F-ARB-EMPLOYER-SUES",
    basis: "劳动争议调解仲裁法 47, 49(1)",
    reason: "用人单位起诉:依法不得(终局裁决,用人单位只能申请撤销)",
  });
  expect(await fingerprint(hub)).toEqual(before);
});

test.each([
  ["a way that is not open in any state it was in", "F-ARB-SUE", "FOLLOW_UP_NOT_OPEN", "follows.code"],
  ["a way that another line takes", "F-MED-REMEDIATE", "FOLLOW_UP_NOT_OPEN", "follows.code"],
  ["a code nobody knows", "F-X", "FOLLOW_UP_NOT_OPEN", "follows.code"],
])("%s is refused", async (_what, code, refusal, field) => {
  const { recordId, disputeId } = await anAward("AWARD_FINAL");
  const answer = await accept("LITIGATION", await referTo(disputeId, "LITIGATION"), { recordId, code });
  expect(answer).toMatchObject({ __typename: "Refused", code: refusal, field });
});

test("a record of another dispute is as good as none, and so is an id of something else", async () => {
  const { disputeId } = await anAward("AWARD_FINAL");
  const other = await anAward("AWARD_FINAL");
  const referralId = await referTo(disputeId, "LITIGATION");
  for (const recordId of [other.recordId, disputeId, "x"]) {
    const answer = await accept("LITIGATION", referralId, { recordId, code: "F-ARB-WORKER-SUES" });
    expect(answer).toMatchObject({ __typename: "Refused", code: "NOT_FOUND", field: "follows.recordId" });
  }
});

test("reports tell who followed whom, and nothing of what may be done", async () => {
  const { disputeId } = await anAward("AWARD_FINAL");
  const asked = (fields: string) =>
    hub.ask("report", `{ dispute(id: "${disputeId}") { records { nodes { ${fields} } } } }`);
  expect((await asked("followedBy { code }")).errors).toBeUndefined();
  expect((await asked("followUps { code }")).errors?.[0]?.extensions["code"]).toBe("FORBIDDEN");
});

test("half of what names a follow-up is a broken request", async () => {
  const { disputeId, recordId } = await anAward("AWARD_FINAL");
  const input = {
    referralId: await referTo(disputeId, "LITIGATION"),
    expectedVersion: 1,
    number: freshNumber("LITIGATION"),
    occurredAt: hub.clock.now().toISOString(),
    follows: { recordId },
  };
  const { errors } = await tryDeed(hub, "ph-court", "acceptReferral", input);
  expect(errors?.[0]?.extensions["code"]).toBe("BAD_USER_INPUT");
});
