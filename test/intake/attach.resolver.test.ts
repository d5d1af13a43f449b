import {
  aStatus,
  aSubmission,
  doDeed,
  freshKey,
  openDispute,
  openRecord,
  openReferral,
  stateOfDispute,
  tryDeed,
  versionOf,
  walk,
} from "../support/deeds";
import { openTestHub, type TestHub } from "../support/hub";
import { aPerson, freshIdNumber } from "../support/people";
import { expectRefusal } from "../support/refusals";

let hub: TestHub;
beforeAll(async () => void (hub = await openTestHub()));
afterAll(() => hub.close());

/** A further letter about a dispute. */
const aLetter = (dispute: { disputeId: string; version: number }, changes: object = {}) => ({
  disputeId: dispute.disputeId,
  expectedVersion: dispute.version,
  channel: "LETTER",
  submittedAt: hub.clock.now().toISOString(),
  content: "来信补充:漏水面积扩大。",
  applicant: aPerson(),
  ...changes,
});
const attach = (letter: object, user = "clerk") => doDeed(hub, user, "attachSubmission", letter);

describe("a further submission about a known dispute", () => {
  test("is added to it with a receipt and a follow code of its own, and no second dispute is opened", async () => {
    const dispute = await openDispute(hub);
    const disputes = await hub.count("dispute");
    const answer = await attach(aLetter(dispute));
    expect(answer).toMatchObject({
      __typename: "SubmissionRegistered",
      traceCode: dispute.traceCode,
      receiptNo: `${dispute.traceCode}-02`,
      isNewDispute: false,
      isRepeat: false,
      disputeVersion: 2,
    });
    expect(answer.followCode).not.toBe(dispute.followCode);
    expect(await hub.count("dispute")).toBe(disputes);
  });

  test("by the same person is a repeat, by another person of the same side it is not", async () => {
    const applicant = aPerson("沈秋实", { idNumber: freshIdNumber() });
    const dispute = await openDispute(hub, { applicant });
    expect(await attach(aLetter(dispute, { applicant }))).toMatchObject({ isRepeat: true, disputeVersion: 2 });
    expect(await attach(aLetter({ ...dispute, version: 2 }))).toMatchObject({
      isRepeat: false,
      receiptNo: `${dispute.traceCode}-03`,
    });
  });

  test("brings in new parties and leaves those already named alone", async () => {
    const applicant = aPerson();
    const dispute = await openDispute(hub, { applicant });
    await attach(
      aLetter(dispute, { applicant, otherParties: [{ role: "THIRD_PARTY", organisation: { name: "居委会" } }] }),
    );
    const { data } = await hub.ask("clerk", "query ($id: ID!) { dispute(id: $id) { parties { nodes { role } } } }", {
      id: dispute.disputeId,
    });
    expect(data.dispute.parties.nodes.map(({ role }: { role: string }) => role)).toEqual([
      "APPLICANT",
      "RESPONDENT",
      "THIRD_PARTY",
    ]);
  });

  test("may come while agencies are at work, and disturbs nothing", async () => {
    const record = await openRecord(hub);
    expect(await attach(aLetter(record))).toMatchObject({ dispute: { state: "IN_PROCESS" } });
  });

  test("brings a closed dispute back to the desk (回流), until an agency has taken it again", async () => {
    const record = await openRecord(hub);
    await walk(hub, "MEDIATION", record.recordId, ["ACCEPTED", "IN_MEDIATION", "AGREED_WRITTEN", "PERFORMED"]);
    await doDeed(hub, "clerk", "evaluateDispute", {
      disputeId: record.disputeId,
      expectedVersion: await versionOf(hub, record.disputeId),
      centre: "SATISFIED",
      agency: "SATISFIED",
      evaluatedAt: hub.clock.now().toISOString(),
    });
    expect(await stateOfDispute(hub, record.disputeId)).toBe("CLOSED");
    const answer = await attach(aLetter({ ...record, version: await versionOf(hub, record.disputeId) }));
    expect(answer).toMatchObject({ isNewDispute: false, dispute: { state: "REOPENED" } });
    const referred = await doDeed(hub, "clerk", "referDispute", {
      disputeId: record.disputeId,
      expectedVersion: answer.disputeVersion,
      targets: [{ line: "LITIGATION", agencyCodes: ["ph-court"], reason: "重新分流" }],
    });
    expect(referred).toMatchObject({ dispute: { state: "ROUTED" } });
    const sendBack = {
      referralId: referred.referrals[0].id,
      expectedVersion: 1,
      reason: "OTHER_AGENCY",
      note: "宜先调解",
      occurredAt: hub.clock.now().toISOString(),
    };
    await doDeed(hub, "ph-court", "returnReferral", sendBack);
    expect(await stateOfDispute(hub, record.disputeId)).toBe("REOPENED");
  });
});

describe("it is refused", () => {
  test.each<[string, object, string, string]>([
    ["when there is no such dispute", { disputeId: "bm9uZQ" }, "NOT_FOUND", "disputeId"],
    ["when the clerk's view is old", { expectedVersion: 0 }, "VERSION_CONFLICT", "expectedVersion"],
    ["when nobody is the applicant", { applicant: {} }, "SUBJECT_AMBIGUOUS", "applicant"],
    ["when an agent brings no authorisation", { channel: "AGENT" }, "AUTHORISATION_MISSING", "agent"],
    [
      "when a paper's digest is none",
      { documents: [{ kind: "信", name: "信", digest: "x" }] },
      "DIGEST_FORMAT",
      "documents.0.digest",
    ],
  ])("%s", async (_, changes, code, field) => {
    const dispute = await openDispute(hub);
    const currentVersion = code === "VERSION_CONFLICT" ? dispute.version : null;
    await expectRefusal(hub, "clerk", "attachSubmission", aLetter(dispute, changes), code as never, {
      field,
      currentVersion,
    });
  });

  test("when the source system's number has been registered before", async () => {
    const source = { sourceSystem: "12345热线", externalNo: "A-1" };
    const dispute = await openDispute(hub, source);
    await expectRefusal(hub, "clerk", "attachSubmission", aLetter(dispute, source), "EXTERNAL_NO_TAKEN", {
      field: "externalNo",
    });
  });

  test("when its key was used to register one", async () => {
    const clientKey = freshKey();
    const { data } = await tryDeed(hub, "clerk", "registerSubmission", { ...aSubmission(hub), clientKey });
    const letter = aLetter({ disputeId: data.registerSubmission.dispute.id, version: 1 }, { clientKey });
    await expectRefusal(hub, "clerk", "attachSubmission", letter, "CLIENT_KEY_REUSED", { field: "clientKey" });
  });

  test("to all but one of those who attach to the same view of a dispute at once", async () => {
    const dispute = await openDispute(hub);
    const answers = await Promise.all(Array.from({ length: 6 }, () => attach(aLetter(dispute))));
    expect(answers.filter(({ __typename }) => __typename === "SubmissionRegistered")).toHaveLength(1);
    expect(
      answers.filter(({ code, currentVersion }) => code === "VERSION_CONFLICT" && currentVersion === 2),
    ).toHaveLength(5);
  });
});

describe("a citizen who follows a submission by the code on the receipt", () => {
  const TRACK =
    "query ($code: ShortText!) { trackSubmission(followCode: $code) { receiptNo registeredAt state steps { at text } } }";
  const track = async (code: string) => (await hub.ask(null, TRACK, { code })).data.trackSubmission;

  test("is told, without signing in, where it stands and what happened, and nobody's name or word", async () => {
    const referral = await openReferral(hub, "MEDIATION", ["ph-mediation", "ph-mediation-property"]);
    await doDeed(hub, "ph-mediation-property", "returnReferral", {
      referralId: referral.referralId,
      expectedVersion: 1,
      reason: "NOT_COMPETENT",
      note: "顾长风不在本辖区",
      occurredAt: hub.clock.now().toISOString(),
    });
    const accepted = await doDeed(hub, "ph-mediation", "acceptReferral", {
      referralId: referral.referralId,
      expectedVersion: 2,
      number: "(2026)平人调字第9001号",
      occurredAt: hub.clock.now().toISOString(),
    });
    await doDeed(
      hub,
      "ph-mediation",
      "reportStatus",
      aStatus(hub, accepted.record.id, 1, "ACCEPTED", { note: "沈秋实同意调解" }),
    );
    const now = hub.clock.now().toISOString();
    expect(await track(referral.followCode)).toEqual({
      receiptNo: `${referral.traceCode}-01`,
      registeredAt: now,
      state: "办理",
      steps: [
        { at: now, text: "已登记" },
        { at: now, text: "已分流,等待承办机关接收" },
        { at: now, text: "平湖市物业纠纷人民调解委员会已退回,将重新分流" },
        { at: now, text: "平湖市人民调解委员会已接收" },
        { at: now, text: "平湖市人民调解委员会:已受理" },
      ],
    });
  });

  test("may write the code as it comes, and gets nothing for one that is not theirs", async () => {
    const { followCode, traceCode } = await openDispute(hub);
    const sloppy = followCode.toLowerCase().replaceAll("-", " ").replaceAll("0", "o").replaceAll("1", "i");
    expect(await track(sloppy)).toMatchObject({ state: "登记" });
    for (const wrong of [traceCode, `${traceCode}-01`, "0000-0000-0000-0000", followCode.slice(0, -1), "%", "*"]) {
      expect(await track(wrong)).toBeNull();
    }
  });

  test("is told the latest fifty steps of a long history, oldest first", async () => {
    let dispute = await openDispute(hub);
    for (let count = 0; count < 51; count++) {
      hub.clock.pass(1000);
      const answer = await attach(aLetter(dispute, { applicant: { organisation: { name: "居民小组" } } }));
      dispute = { ...dispute, version: answer.disputeVersion };
    }
    const { steps } = await track(dispute.followCode);
    expect(steps).toHaveLength(50);
    expect(steps.map(({ at }: { at: string }) => at)).toEqual(steps.map(({ at }: { at: string }) => at).toSorted());
    expect(steps.at(-1).at).toBe(hub.clock.now().toISOString());
    expect(steps[0].text).toBe("收到新的提交,已并入");
  });
});
