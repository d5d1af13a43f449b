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
import { expectRefusal } from "../support/refusals";

let hub: TestHub;
beforeAll(async () => void (hub = await openTestHub()));
afterAll(() => hub.close());

interface Known {
  readonly disputeId: string;
  readonly version: number;
}
const to = (line: string, agencyCodes: readonly string[], takesLead = false) => ({
  line,
  agencyCodes,
  takesLead,
  reason: "依法分流",
});
const TO_MEDIATION = to("MEDIATION", ["ph-mediation"], true);
const referral = ({ disputeId, version }: Known, targets: readonly object[], changes: object = {}) => ({
  disputeId,
  expectedVersion: version,
  targets,
  ...changes,
});
const refer = (dispute: Known, targets: readonly object[]) =>
  doDeed(hub, "clerk", "referDispute", referral(dispute, targets));

describe("a dispute that is referred", () => {
  test("to several lines at once makes one referral for each, in the order given, and waits for an answer", async () => {
    const dispute = await openDispute(hub);
    const answer = await refer(dispute, [TO_MEDIATION, to("LITIGATION", ["ph-court", "jx-court"])]);
    expect(answer).toMatchObject({ __typename: "DisputeReferred", disputeVersion: 3, dispute: { state: "ROUTED" } });
    expect(answer.referrals).toEqual([
      {
        id: expect.any(String),
        version: 1,
        line: "MEDIATION",
        state: "OFFERED",
        candidates: [{ agency: { code: "ph-mediation" }, state: "OFFERED" }],
      },
      {
        id: expect.any(String),
        version: 1,
        line: "LITIGATION",
        state: "OFFERED",
        candidates: [
          { agency: { code: "ph-court" }, state: "OFFERED" },
          { agency: { code: "jx-court" }, state: "OFFERED" },
        ],
      },
    ]);
  });

  test("keeps the centre in the lead until the one who may take it has accepted", async () => {
    const lead = async (id: string) =>
      (await hub.ask("clerk", "query ($id: ID!) { dispute(id: $id) { leadOwner { name agency { code } } } }", { id }))
        .data.dispute.leadOwner;
    const dispute = await openReferral(hub);
    expect(await lead(dispute.disputeId)).toEqual({ name: "矛盾纠纷调处化解中心", agency: null });
    const accept = (user: string, number: string, referralId: string) =>
      doDeed(hub, user, "acceptReferral", {
        referralId,
        expectedVersion: 1,
        number,
        occurredAt: hub.clock.now().toISOString(),
      });
    expect(await accept("ph-mediation", "(2026)平人调字第7001号", dispute.referralId)).toMatchObject({
      leadPassed: true,
    });
    expect(await lead(dispute.disputeId)).toEqual({ name: "平湖市人民调解委员会", agency: { code: "ph-mediation" } });
    const besides = await refer({ ...dispute, version: await versionOf(hub, dispute.disputeId) }, [
      to("LITIGATION", ["ph-court"]),
    ]);
    expect(await accept("ph-court", "(2026)浙0482民初7001号", besides.referrals[0].id)).toMatchObject({
      leadPassed: false,
    });
    expect(await lead(dispute.disputeId)).toMatchObject({ agency: { code: "ph-mediation" } });
  });

  test("may go to the same agency again once it has sent it back, or its record has ended", async () => {
    const returned = await openReferral(hub);
    await doDeed(hub, "ph-mediation", "returnReferral", {
      referralId: returned.referralId,
      expectedVersion: 1,
      reason: "MATERIAL_MISSING",
      note: "缺身份证明",
      occurredAt: hub.clock.now().toISOString(),
    });
    expect(await stateOfDispute(hub, returned.disputeId)).toBe("TRIAGED");
    expect(
      await refer({ ...returned, version: await versionOf(hub, returned.disputeId) }, [TO_MEDIATION]),
    ).toMatchObject({
      __typename: "DisputeReferred",
    });
    const ended = await openRecord(hub);
    await walk(hub, "MEDIATION", ended.recordId, ["ACCEPTED", "FAILED"]);
    expect(await refer({ ...ended, version: await versionOf(hub, ended.disputeId) }, [TO_MEDIATION])).toMatchObject({
      __typename: "DisputeReferred",
    });
  });
});

describe("a referral is refused", () => {
  test.each<[string, readonly object[], string, string]>([
    ["without a target", [], "TARGETS_INVALID", "targets"],
    ["with eleven targets", Array.from({ length: 11 }, () => TO_MEDIATION), "TARGETS_INVALID", "targets"],
    [
      "with a target that names nobody",
      [TO_MEDIATION, to("LITIGATION", [])],
      "TARGETS_INVALID",
      "targets.1.agencyCodes",
    ],
    [
      "with a target that names eleven",
      [
        to(
          "MEDIATION",
          Array.from({ length: 11 }, (_, at) => `a-${at}`),
        ),
      ],
      "TARGETS_INVALID",
      "targets.0.agencyCodes",
    ],
    ["to an agency nobody knows", [to("MEDIATION", ["ph-moon"])], "AGENCY_UNKNOWN", "targets"],
    ["to an agency of another line", [to("MEDIATION", ["ph-court"])], "LINE_MIXED", "targets"],
    ["to agencies of two lines in one", [to("MEDIATION", ["ph-mediation", "ph-court"])], "LINE_MIXED", "targets"],
    ["with two who would lead", [TO_MEDIATION, to("LITIGATION", ["ph-court"], true)], "LEAD_TWICE", "targets"],
    ["to the same agency twice", [TO_MEDIATION, to("MEDIATION", ["ph-mediation"])], "TARGET_TWICE", "targets"],
  ])("%s", async (_, targets, code, field) => {
    const dispute = await openDispute(hub);
    await expectRefusal(hub, "clerk", "referDispute", referral(dispute, targets), code as never, { field });
  });

  test("of a dispute nobody knows, or on an old view of it, telling the present version", async () => {
    const dispute = await openDispute(hub);
    await expectRefusal(
      hub,
      "clerk",
      "referDispute",
      referral({ ...dispute, disputeId: "x" }, [TO_MEDIATION]),
      "NOT_FOUND",
      { field: "disputeId" },
    );
    await expectRefusal(
      hub,
      "clerk",
      "referDispute",
      referral({ ...dispute, version: 7 }, [TO_MEDIATION]),
      "VERSION_CONFLICT",
      {
        field: "expectedVersion",
        currentVersion: 1,
      },
    );
  });

  test("to an agency of another county; one of the city above may take it", async () => {
    const { dispute } = await doDeed(
      hub,
      "supervisor",
      "registerSubmission",
      aSubmission(hub, { regionCode: "330481" }),
    );
    const inHaining = { disputeId: dispute.id, version: 1 };
    await expectRefusal(
      hub,
      "supervisor",
      "referDispute",
      referral(inHaining, [TO_MEDIATION]),
      "AGENCY_OUT_OF_REGION",
      { field: "targets" },
    );
    const cityCourt = referral(inHaining, [to("LITIGATION", ["jx-court"])]);
    expect(await doDeed(hub, "supervisor", "referDispute", cityCourt)).toMatchObject({ __typename: "DisputeReferred" });
  });

  test("to an agency that has not answered the last one, or is at work", async () => {
    const offered = await openReferral(hub);
    await expectRefusal(hub, "clerk", "referDispute", referral(offered, [TO_MEDIATION]), "ALREADY_REFERRED", {
      field: "targets",
    });
    const record = await openRecord(hub);
    await expectRefusal(hub, "clerk", "referDispute", referral(record, [TO_MEDIATION]), "RECORD_OPEN", {
      field: "targets",
    });
  });

  test("of a dispute that is closed", async () => {
    const record = await openRecord(hub);
    await doDeed(hub, "ph-mediation", "reportStatus", aStatus(hub, record.recordId, 1, "WITHDRAWN"));
    expect(await stateOfDispute(hub, record.disputeId)).toBe("CLOSED");
    const closed = { ...record, version: await versionOf(hub, record.disputeId) };
    await expectRefusal(hub, "clerk", "referDispute", referral(closed, [TO_MEDIATION]), "DISPUTE_CLOSED", {
      field: "disputeId",
    });
  });

  test("when its key was used for another one", async () => {
    const dispute = await openDispute(hub);
    const clientKey = freshKey();
    await tryDeed(hub, "clerk", "referDispute", referral(dispute, [TO_MEDIATION], { clientKey }));
    await expectRefusal(
      hub,
      "clerk",
      "referDispute",
      referral(dispute, [to("LITIGATION", ["ph-court"])], { clientKey }),
      "CLIENT_KEY_REUSED",
    );
  });

  test("to all but one of the desks that refer the same view of a dispute at once", async () => {
    const dispute = await openDispute(hub);
    const answers = await Promise.all(
      ["ph-mediation", "ph-mediation-property", "ph-mediation"].map((code) =>
        refer(dispute, [to("MEDIATION", [code])]),
      ),
    );
    expect(answers.filter(({ __typename }) => __typename === "DisputeReferred")).toHaveLength(1);
    expect(answers.filter(({ code }) => code === "VERSION_CONFLICT")).toHaveLength(2);
  });
});

describe("the worklist", () => {
  const WORK =
    "query ($after: String) { worklist(first: 100, after: $after) { nodes { kind since dispute { id } referral { id } record { id } } pageInfo { hasNextPage endCursor } } }";
  const work = async (user: string, id: string): Promise<{ kind: string; dispute: { id: string } }[]> =>
    (await hub.ask(user, WORK)).data.worklist.nodes.filter(
      (item: { dispute: { id: string } }) => item.dispute.id === id,
    );

  test("of the desk holds what only the desk can move, from registering to the follow-up", async () => {
    const dispute = await openDispute(hub);
    const onDesk = async () => (await work("clerk", dispute.disputeId)).map(({ kind }: { kind: string }) => kind);
    expect(await onDesk()).toEqual(["DESK"]);
    const { referrals } = await refer(dispute, [TO_MEDIATION]);
    expect(await onDesk()).toEqual([]);
    const accepted = await doDeed(hub, "ph-mediation", "acceptReferral", {
      referralId: referrals[0].id,
      expectedVersion: 1,
      number: "(2026)平人调字第7100号",
      occurredAt: hub.clock.now().toISOString(),
    });
    expect(await onDesk()).toEqual([]);
    await walk(hub, "MEDIATION", accepted.record.id, ["ACCEPTED", "IN_MEDIATION", "AGREED_ORAL"]);
    expect(await onDesk()).toEqual(["DESK"]);
  });

  test("of an agency holds its unanswered referrals and its open records, and nobody else's", async () => {
    const dispute = await openReferral(hub, "MEDIATION", ["ph-mediation-property", "ph-mediation"]);
    expect(await work("ph-mediation-property", dispute.disputeId)).toEqual([
      {
        kind: "REFERRAL",
        since: hub.clock.now().toISOString(),
        dispute: { id: dispute.disputeId },
        referral: { id: dispute.referralId },
        record: null,
      },
    ]);
    expect(await work("ph-court", dispute.disputeId)).toEqual([]);
    const { record } = await doDeed(hub, "ph-mediation-property", "acceptReferral", {
      referralId: dispute.referralId,
      expectedVersion: 1,
      number: "物调1号",
      occurredAt: hub.clock.now().toISOString(),
    });
    expect(await work("ph-mediation-property", dispute.disputeId)).toEqual([
      expect.objectContaining({ kind: "RECORD", referral: null, record: { id: record.id } }),
    ]);
    expect(await work("ph-mediation", dispute.disputeId)).toEqual([]);
    await doDeed(hub, "ph-mediation-property", "reportStatus", aStatus(hub, record.id, 1, "WITHDRAWN"));
    expect(await work("ph-mediation-property", dispute.disputeId)).toEqual([]);
  });

  test("of a desk holds nothing of another place, not even as a blank", async () => {
    const elsewhere = await doDeed(hub, "supervisor", "registerSubmission", aSubmission(hub, { regionCode: "330481" }));
    expect(await work("supervisor", elsewhere.dispute.id)).toHaveLength(1);
    const { nodes } = (await hub.ask("clerk", WORK)).data.worklist;
    expect(nodes.filter(({ dispute }: { dispute: unknown }) => dispute === null)).toEqual([]);
  });

  test("shows the longest waiting first and can be leafed through without a gap", async () => {
    for (let count = 0; count < 5; count++) {
      hub.clock.pass(1000);
      await openDispute(hub);
    }
    const page = async (after: string | null) =>
      (await hub.ask("clerk", WORK.replace("first: 100", "first: 3"), { after })).data.worklist;
    const seen: { since: string; dispute: { id: string } }[] = [];
    for (let after: string | null = null; ;) {
      const { nodes, pageInfo } = await page(after);
      seen.push(...nodes);
      after = pageInfo.endCursor;
      if (!pageInfo.hasNextPage) break;
    }
    const whole = (await hub.ask("clerk", WORK)).data.worklist.nodes;
    expect(seen).toEqual(whole);
    expect(seen.map(({ since }) => since)).toEqual(seen.map(({ since }) => since).toSorted());
  });
});
