import {
  aStatus,
  doDeed,
  freshKey,
  freshNumber,
  openDispute,
  openRecord,
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

interface Event {
  readonly id: string;
  readonly kind: string;
  readonly toState: string | null;
  readonly fromState: string | null;
  readonly occurredAt: string;
  readonly note: string | null;
  readonly sequence: number | null;
  readonly corrects: { readonly id: string } | null;
  readonly correctedBy: { readonly id: string; readonly note: string | null } | null;
}
const TIMELINE = `query ($id: ID!) { dispute(id: $id) { timeline(first: 100) { nodes {
  id kind fromState toState sequence occurredAt note corrects { id } correctedBy { id note } } } } }`;
const timeline = async (disputeId: string, user = "clerk"): Promise<Event[]> =>
  (await hub.ask(user, TIMELINE, { id: disputeId })).data.dispute.timeline.nodes;
const eventOf = async (disputeId: string, toState: string): Promise<Event> =>
  (await timeline(disputeId)).findLast((event) => event.toState === toState && event.kind !== "CORRECTION")!;

const correction = async (disputeId: string, event: { id: string }, changes: object = {}) => ({
  eventId: event.id,
  expectedVersion: await versionOf(hub, disputeId),
  reason: "录入有误",
  ...changes,
});
const correct = async (user: string, disputeId: string, event: { id: string }, changes: object = {}) =>
  doDeed(hub, user, "correctEvent", await correction(disputeId, event, changes));
const RECORD =
  "query ($id: ID!) { node(id: $id) { ... on AgencyRecord { state phase outcome version lastSequence endedAt } } }";
const readRecord = async (recordId: string, user = "clerk") =>
  (await hub.ask(user, RECORD, { id: recordId })).data.node;

describe("B12: a correction", () => {
  test("is a new event that names the one it corrects; the corrected one stays as it was and points to it", async () => {
    const { disputeId, recordId } = await openRecord(hub, "LITIGATION");
    await walk(hub, "LITIGATION", recordId, ["FILED"]);
    const before = await eventOf(disputeId, "FILED");
    const answer = await correct("ph-court", disputeId, before, {
      occurredAt: "2026-02-20T09:00:00+08:00",
      reason: "立案日期应为2月20日",
    });
    expect(answer).toMatchObject({ __typename: "EventCorrected", backTo: null, disputeVersion: 5 });
    const after = await timeline(disputeId);
    expect(after.find(({ id }) => id === before.id)).toEqual({
      ...before,
      correctedBy: { id: answer.event.id, note: "立案日期应为2月20日" },
    });
    expect(after.find(({ id }) => id === answer.event.id)).toEqual({
      id: answer.event.id,
      kind: "CORRECTION",
      fromState: null,
      toState: null,
      sequence: null,
      occurredAt: "2026-02-20T01:00:00.000Z",
      note: "立案日期应为2月20日",
      corrects: { id: before.id },
      correctedBy: null,
    });
    expect(await readRecord(recordId)).toMatchObject({ state: "FILED", lastSequence: 1, version: 2 });
  });

  test("of the desk's own event is made by the desk, whichever clerk entered it", async () => {
    const { disputeId } = await openDispute(hub);
    const [registered] = await timeline(disputeId);
    expect(await correct("supervisor", disputeId, registered!, { reason: "提交日期有误" })).toMatchObject({
      __typename: "EventCorrected",
    });
  });

  test("may withdraw the last status: the record and the dispute go back, and the next number is the next one", async () => {
    const { disputeId, recordId } = await openRecord(hub);
    await walk(hub, "MEDIATION", recordId, ["ACCEPTED", "IN_MEDIATION", "FAILED"]);
    expect(await stateOfDispute(hub, disputeId)).toBe("UNRESOLVED");
    const answer = await correct("ph-mediation", disputeId, await eventOf(disputeId, "FAILED"), { withdraws: true });
    expect(answer).toMatchObject({ backTo: "IN_MEDIATION" });
    expect(await readRecord(recordId)).toEqual({
      state: "IN_MEDIATION",
      phase: "ACTIVE",
      outcome: null,
      version: 5,
      lastSequence: 3,
      endedAt: null,
    });
    expect(await stateOfDispute(hub, disputeId)).toBe("IN_PROCESS");
    expect(await doDeed(hub, "ph-mediation", "reportStatus", aStatus(hub, recordId, 4, "AGREED_ORAL"))).toMatchObject({
      effect: "APPLIED",
    });
    expect(await stateOfDispute(hub, disputeId)).toBe("RESOLVED");
  });

  test("may withdraw one status after the other, the newest first, as far as the agency was wrong", async () => {
    const { disputeId, recordId } = await openRecord(hub);
    await walk(hub, "MEDIATION", recordId, ["ACCEPTED", "IN_MEDIATION", "AGREED_ORAL", "PERFORMED"]);
    for (const [wrong, backTo] of [
      ["PERFORMED", "AGREED_ORAL"],
      ["AGREED_ORAL", "IN_MEDIATION"],
      ["IN_MEDIATION", "ACCEPTED"],
    ] as const) {
      expect(
        await correct("ph-mediation", disputeId, await eventOf(disputeId, wrong), { withdraws: true }),
      ).toMatchObject({ backTo });
    }
    expect(await readRecord(recordId)).toMatchObject({ state: "ACCEPTED", lastSequence: 4 });
    expect(await doDeed(hub, "ph-mediation", "reportStatus", aStatus(hub, recordId, 5, "FAILED"))).toMatchObject({
      effect: "APPLIED",
    });
    // What stands before a withdrawn status and is in force again is the last one now.
    const again = await correct("ph-mediation", disputeId, await eventOf(disputeId, "FAILED"), { withdraws: true });
    expect(again).toMatchObject({ backTo: "ACCEPTED" });
    expect(
      await correct("ph-mediation", disputeId, await eventOf(disputeId, "ACCEPTED"), { withdraws: true }),
    ).toMatchObject({ backTo: "APPLIED" });
  });

  test("that withdraws an outcome makes an evaluation of it count no more", async () => {
    const { disputeId, recordId } = await openRecord(hub);
    await walk(hub, "MEDIATION", recordId, ["ACCEPTED", "IN_MEDIATION", "AGREED_ORAL", "PERFORMED"]);
    await doDeed(hub, "clerk", "evaluateDispute", {
      disputeId,
      expectedVersion: await versionOf(hub, disputeId),
      centre: "SATISFIED",
      agency: "SATISFIED",
      evaluatedAt: hub.clock.now().toISOString(),
    });
    expect(await stateOfDispute(hub, disputeId)).toBe("CLOSED");
    await correct("ph-mediation", disputeId, await eventOf(disputeId, "PERFORMED"), { withdraws: true });
    expect(await stateOfDispute(hub, disputeId)).toBe("FOLLOW_UP");
    await correct("ph-mediation", disputeId, await eventOf(disputeId, "AGREED_ORAL"), { withdraws: true });
    expect(await stateOfDispute(hub, disputeId)).toBe("IN_PROCESS");
    await doDeed(hub, "ph-mediation", "reportStatus", aStatus(hub, recordId, 5, "AGREED_ORAL"));
    expect(await stateOfDispute(hub, disputeId)).toBe("RESOLVED");
  });

  test("leaves statuses that wait to wait for the same number", async () => {
    const { disputeId, recordId } = await openRecord(hub);
    await walk(hub, "MEDIATION", recordId, ["ACCEPTED", "FAILED"]);
    await doDeed(hub, "ph-mediation", "reportStatus", aStatus(hub, recordId, 4, "AGREED_ORAL"));
    await correct("ph-mediation", disputeId, await eventOf(disputeId, "FAILED"), { withdraws: true });
    expect(await doDeed(hub, "ph-mediation", "reportStatus", aStatus(hub, recordId, 3, "IN_MEDIATION"))).toMatchObject({
      released: [4],
      state: "AGREED_ORAL",
    });
  });
});

describe("a correction is refused", () => {
  test("of an event nobody knows, on an old view, dated in the future, or under a used key", async () => {
    const { disputeId } = await openDispute(hub);
    const [event] = await timeline(disputeId);
    const input = await correction(disputeId, event!);
    await expectRefusal(hub, "clerk", "correctEvent", { ...input, eventId: "x" }, "NOT_FOUND", { field: "eventId" });
    await expectRefusal(hub, "clerk", "correctEvent", { ...input, expectedVersion: 9 }, "VERSION_CONFLICT", {
      field: "expectedVersion",
      currentVersion: 1,
    });
    const later = new Date(hub.clock.now().getTime() + 11 * 60_000).toISOString();
    await expectRefusal(hub, "clerk", "correctEvent", { ...input, occurredAt: later }, "OCCURRED_IN_FUTURE", {
      field: "occurredAt",
    });
    const clientKey = freshKey();
    await tryDeed(hub, "clerk", "correctEvent", { ...input, clientKey });
    await expectRefusal(hub, "clerk", "correctEvent", { ...input, clientKey, reason: "另一理由" }, "CLIENT_KEY_REUSED");
  });

  test("A8: of another's event: neither the desk for an agency nor an agency for the desk", async () => {
    const { disputeId, recordId } = await openRecord(hub);
    await walk(hub, "MEDIATION", recordId, ["ACCEPTED"]);
    const withdrawal = { withdraws: true };
    const status = await eventOf(disputeId, "ACCEPTED");
    const [registered] = await timeline(disputeId);
    for (const desk of ["clerk", "supervisor"]) {
      await expectRefusal(
        hub,
        desk,
        "correctEvent",
        await correction(disputeId, status, withdrawal),
        "NOT_YOUR_EVENT",
        { field: "eventId" },
      );
    }
    await expectRefusal(
      hub,
      "ph-mediation",
      "correctEvent",
      await correction(disputeId, registered!),
      "NOT_YOUR_EVENT",
    );
  });

  test("when the event was corrected before, or is a correction itself", async () => {
    const { disputeId, recordId } = await openRecord(hub);
    await walk(hub, "MEDIATION", recordId, ["ACCEPTED"]);
    const status = await eventOf(disputeId, "ACCEPTED");
    const { event } = await correct("ph-mediation", disputeId, status);
    await expectRefusal(hub, "ph-mediation", "correctEvent", await correction(disputeId, status), "EVENT_CORRECTED", {
      field: "eventId",
    });
    await expectRefusal(
      hub,
      "ph-mediation",
      "correctEvent",
      await correction(disputeId, event),
      "EVENT_IS_CORRECTION",
      { field: "eventId" },
    );
  });

  test("when it would withdraw what is not the last status in force, or is no status", async () => {
    const { disputeId, recordId } = await openRecord(hub);
    await walk(hub, "MEDIATION", recordId, ["ACCEPTED", "IN_MEDIATION"]);
    const withdrawal = { withdraws: true };
    const refuse = async (toState: string) =>
      expectRefusal(
        hub,
        "ph-mediation",
        "correctEvent",
        await correction(disputeId, await eventOf(disputeId, toState), withdrawal),
        "NOT_LAST_STATUS",
      );
    await refuse("ACCEPTED");
    await refuse("APPLIED");
  });

  test("when it would open a record again beside another that the agency has open", async () => {
    const first = await openRecord(hub);
    await walk(hub, "MEDIATION", first.recordId, ["ACCEPTED", "FAILED"]);
    const { referrals } = await doDeed(hub, "clerk", "referDispute", {
      disputeId: first.disputeId,
      expectedVersion: await versionOf(hub, first.disputeId),
      targets: [{ line: "MEDIATION", agencyCodes: ["ph-mediation"], reason: "再次调解" }],
    });
    await doDeed(hub, "ph-mediation", "acceptReferral", {
      referralId: referrals[0].id,
      expectedVersion: 1,
      number: freshNumber("MEDIATION"),
      occurredAt: hub.clock.now().toISOString(),
    });
    const withdrawal = await correction(first.disputeId, await eventOf(first.disputeId, "FAILED"), { withdraws: true });
    await expectRefusal(hub, "ph-mediation", "correctEvent", withdrawal, "RECORD_OPEN", { field: "eventId" });
  });

  test("to all but one of those who correct the same event at once", async () => {
    const { disputeId, recordId } = await openRecord(hub);
    await walk(hub, "MEDIATION", recordId, ["ACCEPTED"]);
    const status = await eventOf(disputeId, "ACCEPTED");
    const input = await correction(disputeId, status, { withdraws: true });
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => doDeed(hub, "ph-mediation", "correctEvent", input)),
    );
    expect(answers.filter(({ __typename }) => __typename === "EventCorrected")).toHaveLength(1);
    expect(answers.filter(({ code }) => code === "VERSION_CONFLICT")).toHaveLength(3);
    expect(await readRecord(recordId)).toMatchObject({ state: "APPLIED" });
  });
});
