import { businessDay } from "../../src/platform/clock";
import { fromGlobalId } from "../../src/platform/global-id";
import { workOffBacklog } from "../../src/deadlines/clock-backlog.command";
import { sweepOverdue } from "../../src/deadlines/sweep.command";
import { aStatus, doDeed, freshKey, openedDeadline, openRecord, tryDeed, versionOf, walk } from "../support/deeds";
import { feedHasCaughtUp } from "../support/feed";
import { openTestHub, type TestHub } from "../support/hub";

// Deadlines that somebody opens: of limits that no status starts, and of lengths that the law leaves to the case.

let hub: TestHub;
beforeAll(async () => void (hub = await openTestHub()));
afterAll(() => hub.close());

const DAY = 86_400_000;

interface Opened {
  readonly disputeId: string;
  readonly recordId: string;
}

async function open({ disputeId, recordId }: Opened, limitId: string, wish: object = {}, user = "supervisor") {
  return doDeed(hub, user, "openDeadline", {
    recordId,
    expectedVersion: await versionOf(hub, disputeId),
    limitId,
    anchorOn: "2026-03-02",
    reason: "见附件",
    ...wish,
  });
}

async function close({ disputeId }: Opened, deadlineId: string, wish: object, user = "supervisor") {
  const expectedVersion = await versionOf(hub, disputeId);
  return doDeed(hub, user, "closeDeadline", { deadlineId, expectedVersion, reason: "见附件", ...wish });
}

const DEADLINE = `query ($id: ID!) { node(id: $id) { ... on Deadline { limitId state dueOn closedOn isByHand applies conditionBy
  anchorEvent { kind note } closingEvent { kind toState } howComputed { startOn period basis } } } }`;
const read = async (id: string) => (await hub.ask("clerk", DEADLINE, { id })).data.node;

function expectRefused(answer: { message?: string }, code: string, field: string): void {
  expect(answer).toMatchObject({ __typename: "Refused", code, field });
  expect(answer.message).toMatch(/\p{Script=Han}/u);
}

test("a length that was set in the case: it is listed, on the timeline, in the feed and the trail like any other", async () => {
  const record = await openedDeadline(hub);
  expect(await read(record.deadlineId)).toEqual({
    limitId: "PET-FEEDBACK",
    state: "OPEN",
    dueOn: "2026-03-22",
    closedOn: null,
    isByHand: true,
    applies: true,
    conditionBy: "PERSON",
    anchorEvent: {
      kind: "DEADLINE",
      note: "PET-FEEDBACK 反馈办理结果并提交办结报告:人工开启,自 2026-03-02 起算,期限 20 日:交办函",
    },
    closingEvent: null,
    howComputed: {
      startOn: "2026-03-02",
      period: "20 日",
      basis: ["信访工作条例 22(1)(三)", "民法典 201(1)", "项目政策"],
    },
  });
  await feedHasCaughtUp(hub);
  const { data } = await hub.ask(
    "ph-petition",
    `{ deadlines(first: 100) { nodes { id } } changes(first: 100) { nodes { kind record { id } } } }`,
  );
  expect(data.deadlines.nodes).toContainEqual({ id: record.deadlineId });
  expect(data.changes.nodes).toContainEqual({ kind: "DEADLINE", record: { id: record.recordId } });
  const trail = "select action, verdict from audit_entry where record_id = $1 and action = 'openDeadline'";
  expect(await hub.hub.parts.db.query(trail, [fromGlobalId("PetitionRecord", record.recordId)])).toEqual([
    { action: "openDeadline", verdict: "ALLOWED" },
  ]);
});

test("what ends its limit ends it", async () => {
  const record = await openedDeadline(hub);
  await walk(hub, "PETITION", record.recordId, ["NOTIFIED", "CHANNELLED"], 2);
  expect(await read(record.deadlineId)).toMatchObject({ state: "MET", closingEvent: { toState: "CHANNELLED" } });
});

test("what the record did since the first day counts, as whether a claim came in time", async () => {
  const inTime = await openRecord(hub, "ARBITRATION");
  const { deadline } = await open(inTime, "ARB-LIM", { anchorOn: "2025-06-01" });
  expect(await read(deadline.id)).toMatchObject({ state: "MET", dueOn: "2026-06-01", closedOn: "2026-03-02" });
  const tooLate = await openRecord(hub, "ARBITRATION");
  const { deadline: over } = await open(tooLate, "ARB-LIM", { anchorOn: "2025-01-10" });
  expect(await read(over.id)).toMatchObject({
    state: "LATE",
    dueOn: "2026-01-12",
    closingEvent: { toState: "APPLIED" },
  });
});

test("before a hearing it is counted back, and ended by what is reported from then on", async () => {
  const record = await openRecord(hub, "ARBITRATION");
  await walk(hub, "ARBITRATION", record.recordId, ["ACCEPTED", "SERVED", "PANEL_SET"]);
  const { deadline } = await open(record, "ARB-PANEL-HEARING", { anchorOn: "2026-03-20" }, "ph-arbitration");
  expect(await read(deadline.id)).toMatchObject({ state: "OPEN", dueOn: "2026-03-13" });
  await walk(hub, "ARBITRATION", record.recordId, ["HEARING_SET"], 3);
  expect(await read(deadline.id)).toMatchObject({ state: "MET" });
});

test("hours are counted from a moment", async () => {
  const record = await openRecord(hub, "LITIGATION");
  const wish = { anchorOn: "2026-03-01", anchorAt: "2026-03-01T10:30:00+08:00" };
  const { deadline } = await open(record, "LIT-PRESERVE-RULING", wish);
  const [row] = await hub.hub.parts.db.query<{ late_from: Date }>("select late_from from deadline where id = $1", [
    fromGlobalId("Deadline", deadline.id),
  ]);
  expect(row!.late_from.toISOString()).toBe("2026-03-03T03:00:00.000Z");
});

test("it outlives corrections and new folds, and is moved by them as any other", async () => {
  const record = await openedDeadline(hub);
  await walk(hub, "PETITION", record.recordId, ["NOTIFIED", "CHANNELLED"], 2);
  const { data } = await hub.ask(
    "clerk",
    "query ($id: ID!) { dispute(id: $id) { timeline(first: 50) { nodes { id toState } } } }",
    {
      id: record.disputeId,
    },
  );
  const { id } = data.dispute.timeline.nodes.find(({ toState }: { toState: string }) => toState === "CHANNELLED");
  const expectedVersion = await versionOf(hub, record.disputeId);
  await doDeed(hub, "ph-petition", "correctEvent", { eventId: id, expectedVersion, reason: "误报", withdraws: true });
  expect(await read(record.deadlineId)).toMatchObject({ state: "OPEN", dueOn: "2026-03-22", closedOn: null });
  const { parts } = hub.hub;
  const all = "select * from deadline order by id";
  const before = await parts.db.query(all);
  await parts.db.query("insert into clock_backlog select id, 'ENTERED' from agency_record");
  while ((await workOffBacklog(parts, 10)) > 0);
  expect(await parts.db.query(all)).toEqual(before);
});

test("an extension by who set it makes it longer, and stays through a new fold", async () => {
  const record = await openedDeadline(hub);
  const extension = { length: 5, unit: "CALENDAR_DAY", grantor: "交办机关", reason: "案情复杂" };
  const extended = await doDeed(hub, "supervisor", "extendDeadline", {
    deadlineId: record.deadlineId,
    expectedVersion: record.version,
    ...extension,
  });
  expect(extended).toMatchObject({ deadline: { dueOn: "2026-03-27" } });
  const details = { petition: { petitionItem: "OPINION" } };
  await doDeed(hub, "ph-petition", "reportStatus", aStatus(hub, record.recordId, 3, "NOTIFIED", { details }));
  expect(await read(record.deadlineId)).toMatchObject({ state: "OPEN", dueOn: "2026-03-27" });
});

test("by hand it is ended in time, too late, or taken back; what the statuses say later changes nothing", async () => {
  const done = await openedDeadline(hub);
  expect(await close(done, done.deadlineId, { closedOn: "2026-03-02" })).toMatchObject({ deadline: { state: "MET" } });
  await walk(hub, "PETITION", done.recordId, ["NOTIFIED", "CHANNELLED"], 2);
  expect(await read(done.deadlineId)).toMatchObject({ state: "MET", closingEvent: { kind: "DEADLINE" } });
  expectRefused(await close(done, done.deadlineId, { withdraws: true }), "DEADLINE_ENDED", "deadlineId");

  const gone = await openedDeadline(hub);
  expect(await close(gone, gone.deadlineId, { withdraws: true }, "ph-petition")).toMatchObject({
    deadline: { state: "CANCELLED", light: null },
  });
  await doDeed(
    hub,
    "ph-petition",
    "reportStatus",
    aStatus(hub, gone.recordId, 3, "NOTIFIED", { details: { petition: { petitionItem: "ARBITRATION" } } }),
  );
  expect(await read(gone.deadlineId)).toMatchObject({ state: "CANCELLED" });
  const again = await open(gone, "PET-FEEDBACK", { length: 30, unit: "CALENDAR_DAY" });
  expect(again).toMatchObject({ deadline: { state: "OPEN", dueOn: "2026-04-01" } });
});

test("time passes for it as for any other: it is told of once, and a step taken in time and told late is still in time", async () => {
  const other = await openTestHub();
  try {
    const opened = await openRecord(other, "MEDIATION", undefined, {
      submission: { category: "TRAFFIC_ACCIDENT" },
      facts: [{ fact: "claimsDamages", isSo: true }],
    });
    const { deadline } = await doDeed(other, "supervisor", "openDeadline", {
      recordId: opened.recordId,
      expectedVersion: opened.version,
      limitId: "MED-TRAFFIC-POLICE-REQUEST",
      anchorOn: "2026-03-02",
      reason: "认定书送达回证",
    });
    expect(deadline).toMatchObject({ dueOn: "2026-03-16", state: "OPEN" });
    other.clock.pass(20 * DAY);
    expect(await sweepOverdue(other.hub.parts, 50)).toMatchObject({ announced: 1 });
    const expectedVersion = await versionOf(other, opened.disputeId);
    const wish = { deadlineId: deadline.id, expectedVersion, closedOn: "2026-03-13", reason: "交警大队回执" };
    expect(await doDeed(other, "ph-mediation", "closeDeadline", wish)).toMatchObject({ deadline: { state: "MET" } });
  } finally {
    await other.close();
  }
});

describe("what the row does not allow is refused", () => {
  test.each([
    ["a limit that is none", "PET-NONE", {}, "LIMIT_UNKNOWN", "limitId"],
    ["one of another line", "ARB-LIM", {}, "LIMIT_UNKNOWN", "limitId"],
    ["one that a status starts", "PET-FWD", {}, "LIMIT_BY_STATUS", "limitId"],
    ["no length, where the case sets one", "PET-FEEDBACK", {}, "PERIOD_MISSING", "length"],
    ["a length without a unit", "PET-FEEDBACK", { length: 3 }, "PERIOD_MISSING", "unit"],
    ["a length of nothing", "PET-FEEDBACK", { length: 0, unit: "MONTH" }, "PERIOD_OUT_OF_BOUNDS", "length"],
    [
      "a day to come",
      "PET-FEEDBACK",
      { length: 3, unit: "MONTH", anchorOn: "2030-01-01" },
      "ANCHOR_OUT_OF_RANGE",
      "anchorOn",
    ],
    [
      "a day long gone",
      "PET-FEEDBACK",
      { length: 3, unit: "MONTH", anchorOn: "1990-01-01" },
      "ANCHOR_OUT_OF_RANGE",
      "anchorOn",
    ],
    ["hours without a moment", "PET-FEEDBACK", { length: 24, unit: "HOUR" }, "ANCHOR_TIME_MISSING", "anchorAt"],
    [
      "a moment on another day",
      "PET-FEEDBACK",
      { length: 24, unit: "HOUR", anchorAt: "2026-03-01T10:30:00+08:00" },
      "ANCHOR_OUT_OF_RANGE",
      "anchorAt",
    ],
  ] as const)("%s", async (_what, limitId, wish, code, field) => {
    expectRefused(await open(await openRecord(hub, "PETITION"), limitId, wish), code, field);
  });

  test("a length where the law has one, or outside of the law's bounds", async () => {
    const record = await openRecord(hub, "LITIGATION");
    const days = (length: number) => ({ length, unit: "CALENDAR_DAY" });
    expectRefused(await open(record, "LIT-FEE", days(7)), "PERIOD_FIXED", "length");
    expectRefused(await open(record, "LIT-EVID-ORDINARY", days(14)), "PERIOD_OUT_OF_BOUNDS", "length");
    expectRefused(await open(record, "LIT-EVID-SUMMARY", days(16)), "PERIOD_OUT_OF_BOUNDS", "length");
    expect(await open(record, "LIT-EVID-ORDINARY", days(20))).toMatchObject({ deadline: { dueOn: "2026-03-23" } });
  });

  test("what does not apply: a limit of traffic on a quarrel between neighbours", async () => {
    const record = await openRecord(hub);
    expectRefused(await open(record, "MED-TRAFFIC-POLICE-REQUEST"), "LIMIT_NOT_APPLICABLE", "limitId");
  });

  test("a second one while the first runs", async () => {
    const record = await openedDeadline(hub);
    expectRefused(await open(record, "PET-FEEDBACK", { length: 3, unit: "MONTH" }), "LIMIT_RUNNING", "limitId");
  });

  test("a record that is not there or not one's own, and a stale version", async () => {
    const record = await openedDeadline(hub);
    expectRefused(await open(record, "PET-FEEDBACK", {}, "ph-court"), "NOT_FOUND", "recordId");
    expectRefused(await open({ ...record, recordId: record.disputeId }, "PET-FEEDBACK"), "NOT_FOUND", "recordId");
    expectRefused(await open(record, "PET-FEEDBACK", { expectedVersion: 1 }), "VERSION_CONFLICT", "expectedVersion");
    expectRefused(await close(record, record.deadlineId, { withdraws: true }, "ph-court"), "NOT_FOUND", "deadlineId");
  });

  test("an end of what the statuses end, without a day, or on a day that cannot be", async () => {
    const record = await openedDeadline(hub);
    const QUERY =
      "query ($id: ID!) { node(id: $id) { ... on AgencyRecord { deadlines(first: 50) { nodes { id limitId } } } } }";
    const { data } = await hub.ask("clerk", QUERY, { id: record.recordId });
    const { id } = data.node.deadlines.nodes.find(({ limitId }: { limitId: string }) => limitId === "PET-FWD");
    expectRefused(await close(record, id, { closedOn: "2026-03-02" }), "DEADLINE_BY_STATUS", "deadlineId");
    expectRefused(await close(record, record.deadlineId, {}), "CLOSED_ON_MISSING", "closedOn");
    const early = await close(record, record.deadlineId, { closedOn: "2026-03-01" });
    expectRefused(early, "CLOSED_ON_OUT_OF_RANGE", "closedOn");
    const tomorrow = businessDay(new Date(hub.clock.now().getTime() + DAY));
    expectRefused(await close(record, record.deadlineId, { closedOn: tomorrow }), "CLOSED_ON_OUT_OF_RANGE", "closedOn");
  });

  test("the clerk at the counter: he may ask the agency or the supervisor", async () => {
    const { recordId, disputeId } = await openRecord(hub, "ARBITRATION");
    const expectedVersion = await versionOf(hub, disputeId);
    const input = { recordId, expectedVersion, limitId: "ARB-LIM", anchorOn: "2026-03-01", reason: "见附件" };
    const { errors } = await tryDeed(hub, "clerk", "openDeadline", input);
    expect(errors![0]).toMatchObject({ extensions: { code: "FORBIDDEN" } });
  });
});

test("the same key opens it once", async () => {
  const { recordId, disputeId } = await openRecord(hub, "ARBITRATION");
  const input = {
    clientKey: freshKey(),
    recordId,
    expectedVersion: await versionOf(hub, disputeId),
    limitId: "ARB-LIM",
    anchorOn: "2026-03-02",
    reason: "劳动关系终止证明",
  };
  const first = await doDeed(hub, "ph-arbitration", "openDeadline", input);
  expect(await doDeed(hub, "ph-arbitration", "openDeadline", input)).toEqual(first);
  const count = "select count(*)::int as count from deadline where record_id = $1 and limit_id = 'ARB-LIM'";
  expect(await hub.hub.parts.db.query(count, [fromGlobalId("ArbitrationRecord", recordId)])).toEqual([{ count: 1 }]);
});
