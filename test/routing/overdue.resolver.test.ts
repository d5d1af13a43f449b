import { deadlineOf, doDeed, openRecord, versionOf, walk } from "../support/deeds";
import { openTestHub, type TestHub } from "../support/hub";

let hub: TestHub;
beforeEach(async () => void (hub = await openTestHub()));
afterEach(() => hub.close());

const DAY = 86_400_000;
const ADVICE = `query ($id: ID!) { routingAdvice(disputeId: $id) {
  candidates { door guidance { rule text basis } } forbidden { door rule reason } } }`;
async function doorOf(id: string, door: string) {
  const { data, text } = await hub.ask("clerk", ADVICE, { id });
  if (!data) throw new Error(text);
  const named = (row: { door: string }) => row.door === door;
  const { candidates, forbidden } = data.routingAdvice;
  return { open: candidates.find(named), shut: forbidden.find(named) };
}

const REFER = `mutation ($input: ReferDisputeInput!) { referDispute(input: $input) { __typename
  ... on DisputeReferred { dispute { routingDecisions { nodes { verdict rule basis text } } } }
  ... on Refused { code rule reason } } }`;
let keys = 0;
async function refer(disputeId: string, line: string, agency: string) {
  const targets = [{ line, agencyCodes: [agency], reason: "当事人要求" }];
  const input = { clientKey: `overdue-${(keys += 1)}`, disputeId, expectedVersion: await versionOf(hub, disputeId) };
  const { data, text } = await hub.ask("clerk", REFER, { input: { ...input, targets } });
  if (!data) throw new Error(text);
  return data.referDispute;
}

describe("an arbitration without an award", () => {
  const accepted = async () => {
    const record = await openRecord(hub, "ARBITRATION");
    await walk(hub, "ARBITRATION", record.recordId, ["ACCEPTED"]);
    return record;
  };

  test("keeps the suit shut for 45 days, and opens it once they have passed (调解仲裁法 43)", async () => {
    const { disputeId } = await accepted();
    expect((await doorOf(disputeId, "LITIGATION")).shut).toBeDefined();
    expect(await refer(disputeId, "LITIGATION", "ph-court")).toMatchObject({ code: "EXCLUDED" });
    hub.clock.pass(50 * DAY);
    const { open } = await doorOf(disputeId, "LITIGATION");
    expect(open.guidance).toEqual([
      {
        rule: "ARBITRATION/LITIGATION/overdue",
        text: expect.stringMatching(/^作出裁决的期限\(ARB-AWARD,劳动争议调解仲裁法 43\(1\).*已于\d{4}-\d\d-\d\d届满/),
        basis: expect.stringContaining("劳动争议调解仲裁法 43(1)"),
      },
    ]);
    const referred = await refer(disputeId, "LITIGATION", "ph-court");
    expect(referred.dispute.routingDecisions.nodes.at(-1)).toMatchObject({
      verdict: "CONFIRMED",
      text: expect.stringContaining("ARB-AWARD"),
    });
  });

  test("keeps it shut while an extension that was granted still runs, and no longer", async () => {
    const { disputeId, recordId } = await accepted();
    hub.clock.pass(40 * DAY);
    const extended = await doDeed(hub, "ph-arbitration", "extendDeadline", {
      deadlineId: await deadlineOf(hub, recordId, "ARB-AWARD"),
      expectedVersion: await versionOf(hub, disputeId),
      length: 15,
      unit: "CALENDAR_DAY",
      grantor: "仲裁委员会主任",
      notifiedOn: "2026-03-02",
      reason: "案情复杂",
    });
    expect(extended).toMatchObject({ __typename: "DeadlineChanged" });
    hub.clock.pass(10 * DAY);
    expect((await doorOf(disputeId, "LITIGATION")).open).toBeUndefined();
    hub.clock.pass(20 * DAY);
    expect((await doorOf(disputeId, "LITIGATION")).open).toBeDefined();
  });

  test("keeps it shut while it is suspended, however long", async () => {
    const { disputeId, recordId } = await accepted();
    await walk(hub, "ARBITRATION", recordId, ["SERVED", "PANEL_SET", "HEARING_SET", "SUSPENDED"], 1);
    hub.clock.pass(100 * DAY);
    expect((await doorOf(disputeId, "LITIGATION")).open).toBeUndefined();
    expect(await refer(disputeId, "LITIGATION", "ph-court")).toMatchObject({ code: "EXCLUDED" });
  });

  test("counts no more once the award is there, though it came late", async () => {
    const { disputeId, recordId } = await accepted();
    hub.clock.pass(50 * DAY);
    await walk(hub, "ARBITRATION", recordId, ["SERVED", "PANEL_SET", "HEARING_SET", "HEARD", "AWARD_FINAL"], 1);
    const { open } = await doorOf(disputeId, "LITIGATION");
    expect(open.guidance).toMatchObject([{ rule: "ARBITRATION/LITIGATION/employer" }]);
  });
});

test("an application nobody has decided on opens the suit after five working days, and nothing else (调解仲裁法 29)", async () => {
  const { disputeId } = await openRecord(hub, "ARBITRATION");
  expect((await doorOf(disputeId, "LITIGATION")).open).toBeUndefined();
  hub.clock.pass(20 * DAY);
  expect((await doorOf(disputeId, "LITIGATION")).open.guidance).toMatchObject([
    { rule: "ARBITRATION/LITIGATION/declined", text: expect.stringContaining("ARB-ACCEPT") },
  ]);
  expect((await doorOf(disputeId, "LABOUR_ARBITRATION")).open).toBeUndefined();
});

test("a limit that hangs on a condition nobody has confirmed makes nothing overdue until somebody does", async () => {
  const { disputeId, recordId } = await openRecord(hub, "PETITION");
  await walk(hub, "PETITION", recordId, ["SCREENED", "FORWARDED", "NOTIFIED"]);
  hub.clock.pass(70 * DAY);
  expect((await doorOf(disputeId, "CENTRE_DESK")).shut).toMatchObject({
    rule: "PETITION/PETITION",
    reason: "同一事项已有信访(已受理,在办)",
  });
  await doDeed(hub, "ph-petition", "confirmDeadline", {
    deadlineId: await deadlineOf(hub, recordId, "PET-ANSWER"),
    expectedVersion: await versionOf(hub, disputeId),
    applies: true,
    reason: "属第三十一条第六项",
  });
  expect((await doorOf(disputeId, "CENTRE_DESK")).open.guidance).toEqual([
    {
      rule: "PETITION/PETITION/overdue",
      text: expect.stringMatching(/^办结并出具信访处理意见书的期限\(PET-ANSWER,.*届满;已经超期:向信访部门反映/),
      basis: "信访工作条例 40(1)",
    },
  ]);
});

test("a review that waits for the day of its receipt makes nothing overdue", async () => {
  const { disputeId, recordId } = await openRecord(hub, "PETITION");
  const states = ["SCREENED", "FORWARDED", "NOTIFIED", "PROCESSING", "ANSWERED", "REVIEW_REQUESTED"];
  await walk(hub, "PETITION", recordId, states);
  hub.clock.pass(70 * DAY);
  expect((await doorOf(disputeId, "CENTRE_DESK")).shut).toMatchObject({ rule: "PETITION/PETITION" });
});

test("an arbitration that was not accepted leaves the inspectors free, as told by its record or at the desk", async () => {
  const { disputeId, recordId } = await openRecord(hub, "ARBITRATION", undefined, {
    submission: { category: "WAGE_ARREARS" },
  });
  expect((await doorOf(disputeId, "LABOUR_INSPECTION")).shut).toBeDefined();
  await walk(hub, "ARBITRATION", recordId, ["NOT_ACCEPTED"]);
  expect((await doorOf(disputeId, "LABOUR_INSPECTION")).open).toBeDefined();
  expect(await refer(disputeId, "INSPECTION", "ph-inspection")).toMatchObject({ __typename: "DisputeReferred" });

  const told = await openRecord(hub, "INSPECTION", undefined, {
    submission: { category: "WAGE_ARREARS" },
    facts: ["arbitrationBegan", "arbitrationRefused"].map((fact) => ({ fact, isSo: true })),
  });
  expect((await doorOf(told.disputeId, "LITIGATION")).open).toBeDefined();
});
