import { deadlineOf, doDeed, openRecord, versionOf, walk, type OpenRecord } from "../support/deeds";
import { openTestHub, type TestHub } from "../support/hub";

let hub: TestHub;
beforeAll(async () => void (hub = await openTestHub()));
afterAll(() => hub.close());

type Deed = "confirmDeadline" | "extendDeadline";

async function tell(deed: Deed, record: OpenRecord, limitId: string, wish: object, user = "clerk") {
  const deadlineId = await deadlineOf(hub, record.recordId, limitId);
  const expectedVersion = await versionOf(hub, record.disputeId);
  return doDeed(hub, user, deed, { deadlineId, expectedVersion, reason: "见附件", ...wish });
}

const confirm = (record: OpenRecord, limitId: string, wish: object, user?: string) =>
  tell("confirmDeadline", record, limitId, wish, user);
const extend = (record: OpenRecord, limitId: string, wish: object, user?: string) =>
  tell("extendDeadline", record, limitId, { grantor: "主任", ...wish }, user);

function expectRefused(answer: object, code: string, field: string): void {
  expect(answer).toMatchObject({ __typename: "Refused", code, field });
}

const days = (length: number) => ({ length, unit: "CALENDAR_DAY" });

test("a receipt that is told is what the days are counted from, and the day is provisional no more", async () => {
  const record = await openRecord(hub, "ARBITRATION");
  await walk(hub, "ARBITRATION", record.recordId, ["ACCEPTED", "SERVED"]);
  hub.clock.pass(4 * 86_400_000);
  const answer = await confirm(record, "ARB-SERVE-DEFENCE", { receivedOn: "2026-03-05" }, "ph-arbitration");
  expect(answer).toMatchObject({ __typename: "DeadlineChanged", deadline: { dueOn: "2026-03-19", state: "OPEN" } });
  const query = `query ($id: ID!) { node(id: $id) { ... on Deadline { receivedOn isProvisional awaitsReceipt
    howComputed { startOn provisionalBecause } } } }`;
  const { data } = await hub.ask("clerk", query, { id: await deadlineOf(hub, record.recordId, "ARB-SERVE-DEFENCE") });
  expect(data.node).toMatchObject({
    receivedOn: "2026-03-05",
    isProvisional: false,
    awaitsReceipt: false,
    howComputed: { startOn: "2026-03-05", provisionalBecause: [] },
  });
});

test("whether a limit applies is told once for all: what does not is cancelled", async () => {
  const record = await openRecord(hub, "PETITION");
  expect(await confirm(record, "PET-FWD", { applies: true })).toMatchObject({ deadline: { state: "OPEN" } });
  const gone = await confirm(record, "PET-SIMPLE-ACCEPT", { applies: false });
  expect(gone).toMatchObject({ deadline: { state: "CANCELLED", light: null } });
  expectRefused(await confirm(record, "PET-SIMPLE-ACCEPT", { applies: true }), "DEADLINE_ENDED", "deadlineId");
});

test.each([
  ["nothing", {}, "DEADLINE_NOTHING_TO_CONFIRM", "deadlineId"],
  ["a condition, where there is none", { applies: true }, "DEADLINE_NOTHING_TO_CONFIRM", "deadlineId"],
  ["a receipt before the paper", { receivedOn: "2026-03-01" }, "RECEIVED_TOO_EARLY", "receivedOn"],
  ["a receipt to come", { receivedOn: "2026-03-30" }, "RECEIVED_IN_FUTURE", "receivedOn"],
] as const)("%s is refused", async (_what, wish, code, field) => {
  const record = await openRecord(hub, "ARBITRATION");
  await walk(hub, "ARBITRATION", record.recordId, ["ACCEPTED", "SERVED"]);
  expectRefused(await confirm(record, "ARB-SERVE-DEFENCE", wish), code, field);
});

test("an extension that the law allows makes the period longer, once, and is told with its grantor", async () => {
  const record = await openRecord(hub, "ARBITRATION");
  await walk(hub, "ARBITRATION", record.recordId, ["ACCEPTED"]);
  const wish = { ...days(10), notifiedOn: "2026-03-06" };
  const before = await hub.ask("clerk", "query ($id: ID!) { node(id: $id) { ... on Deadline { dueOn } } }", {
    id: await deadlineOf(hub, record.recordId, "ARB-AWARD"),
  });
  expect(before.data.node.dueOn).toBe("2026-04-20");
  expect(await extend(record, "ARB-AWARD", wish)).toMatchObject({ deadline: { dueOn: "2026-04-30" } });
  expectRefused(await extend(record, "ARB-AWARD", wish), "EXTENSION_NOT_ALLOWED", "deadlineId");
  const query = `query ($id: ID!) { node(id: $id) { ... on Deadline { howComputed { extensions { period by basis isByStatus } } } } }`;
  const { data } = await hub.ask("clerk", query, { id: await deadlineOf(hub, record.recordId, "ARB-AWARD") });
  expect(data.node.howComputed.extensions).toEqual([
    {
      period: "10 日",
      by: "仲裁委员会主任(或者其书面委托的人)",
      basis: "劳动争议调解仲裁法 43(1); 劳动人事争议仲裁办案规则 45",
      isByStatus: false,
    },
  ]);
});

test.each([
  ["longer than the law allows", days(16), "EXTENSION_TOO_LONG", "length"],
  ["by nothing", { ...days(0), notifiedOn: "2026-03-06" }, "EXTENSION_TOO_LONG", "length"],
  ["in another unit", { length: 1, unit: "MONTH" }, "EXTENSION_UNIT", "unit"],
  ["of which nobody was told", days(10), "EXTENSION_NOTICE_MISSING", "notifiedOn"],
] as const)("an extension %s is refused", async (_what, wish, code, field) => {
  const record = await openRecord(hub, "ARBITRATION");
  await walk(hub, "ARBITRATION", record.recordId, ["ACCEPTED"]);
  expectRefused(await extend(record, "ARB-AWARD", wish), code, field);
});

test("a limit that knows no extension gets none; a strange agency's deadline and a stale version neither", async () => {
  const record = await openRecord(hub, "PETITION");
  expectRefused(await extend(record, "PET-FWD", days(1)), "EXTENSION_NOT_ALLOWED", "deadlineId");
  expectRefused(await extend(record, "PET-FWD", days(1), "ph-court"), "NOT_FOUND", "deadlineId");
  expectRefused(
    await confirm(record, "PET-FWD", { expectedVersion: 1, applies: true }),
    "VERSION_CONFLICT",
    "expectedVersion",
  );
});

test("what was told by hand outlives a correction of the statuses", async () => {
  const record = await openRecord(hub, "ARBITRATION");
  await walk(hub, "ARBITRATION", record.recordId, ["ACCEPTED", "SERVED"]);
  await extend(record, "ARB-AWARD", { ...days(15), notifiedOn: "2026-03-06" });
  const query = `query ($id: ID!) { dispute(id: $id) { timeline(first: 50) { nodes { id toState } } } }`;
  const { data } = await hub.ask("clerk", query, { id: record.disputeId });
  const { id } = data.dispute.timeline.nodes.find(({ toState }: { toState: string }) => toState === "SERVED");
  const expectedVersion = await versionOf(hub, record.disputeId);
  await doDeed(hub, "ph-arbitration", "correctEvent", {
    eventId: id,
    expectedVersion,
    reason: "录入有误",
    withdraws: true,
  });
  const after = await hub.ask("clerk", "query ($id: ID!) { node(id: $id) { ... on Deadline { dueOn state } } }", {
    id: await deadlineOf(hub, record.recordId, "ARB-AWARD"),
  });
  expect(after.data.node).toEqual({ dueOn: "2026-05-06", state: "OPEN" });
});

test("a limit that the law counts anew runs from the day of what did so, and again from a later one", async () => {
  const record = await openRecord(hub, "ARBITRATION");
  await walk(hub, "ARBITRATION", record.recordId, ["ACCEPTED"]);
  hub.clock.pass(20 * 86_400_000);
  const changed = await confirm(record, "ARB-AWARD", { receivedOn: "2026-03-10" }, "ph-arbitration");
  expect(changed).toMatchObject({ __typename: "DeadlineChanged", deadline: { dueOn: "2026-04-24", state: "OPEN" } });
  const again = await confirm(record, "ARB-AWARD", { receivedOn: "2026-03-20" }, "ph-arbitration");
  expect(again).toMatchObject({ deadline: { dueOn: "2026-05-06" } });
  await walk(hub, "ARBITRATION", record.recordId, ["SERVED"], 1);
  const query = "query ($id: ID!) { node(id: $id) { ... on Deadline { dueOn receivedOn round isProvisional } } }";
  const { data } = await hub.ask("clerk", query, { id: await deadlineOf(hub, record.recordId, "ARB-AWARD") });
  expect(data.node).toEqual({ dueOn: "2026-05-06", receivedOn: "2026-03-20", round: 1, isProvisional: false });
  // The court's own days to serve the copy begin once.
  expectRefused(
    await confirm(record, "ARB-PANEL-NOTICE", { receivedOn: "2026-03-10" }),
    "DEADLINE_NOTHING_TO_CONFIRM",
    "deadlineId",
  );
});
