import { workOffBacklog } from "../../src/deadlines/clock-backlog.command";
import { fromGlobalId } from "../../src/platform/global-id";
import { AGENCY_OF_LINE, aStatus, deadlineOf, doDeed, openRecord, tryDeed, versionOf, walk } from "../support/deeds";
import { openTestHub, type TestHub } from "../support/hub";
import { flightsOf } from "../support/statements";

// What the category, the marks and the fields of a record tell of a limit needs nobody to confirm it, and moves the clocks
// with the status that brings it.

let hub: TestHub;
beforeAll(async () => void (hub = await openTestHub()));
afterAll(() => hub.close());

const DAY = 86_400_000;
const DEADLINES = `query ($id: ID!) { node(id: $id) { ... on AgencyRecord { deadlines(first: 100) {
  nodes { limitId state dueOn awaitsCondition conditionBy applies } } } } }`;

/** `LIT-TRIAL-SUM OPEN 2026-06-02 HUB`, or `?` where a person has to say. */
async function clocksOf(recordId: string, only = /./): Promise<string[]> {
  const { data } = await hub.ask("clerk", DEADLINES, { id: recordId });
  return data.node.deadlines.nodes
    .filter(({ limitId }: { limitId: string }) => only.test(limitId))
    .map(
      (one: { limitId: string; state: string; dueOn: string; awaitsCondition: boolean; conditionBy: string | null }) =>
        [one.limitId, one.state, one.dueOn, one.awaitsCondition ? "?" : (one.conditionBy ?? "")].join(" ").trimEnd(),
    )
    .toSorted();
}

const procedure = (courtProcedure: string | null) => ({ details: { litigation: { courtProcedure } } });
const TRIAL = /^LIT-TRIAL/;
const ALL_THREE = [
  "LIT-TRIAL-ORD OPEN 2026-09-02 ?",
  "LIT-TRIAL-SMALL OPEN 2026-05-06 ?",
  "LIT-TRIAL-SUM OPEN 2026-06-02 ?",
];

async function report(recordId: string, sequence: number, toState: string, changes: object = {}, line = "LITIGATION") {
  const answer = await doDeed(
    hub,
    AGENCY_OF_LINE[line]!,
    "reportStatus",
    aStatus(hub, recordId, sequence, toState, changes),
  );
  expect(answer.__typename).toBe("StatusRecorded");
  return answer;
}

test("a field that the record opens with decides at once: what applies needs nobody, what does not begins no clock", async () => {
  const { recordId } = await openRecord(hub, "LITIGATION", undefined, procedure("SUMMARY"));
  await walk(hub, "LITIGATION", recordId, ["FILED"]);
  expect(await clocksOf(recordId, TRIAL)).toEqual(["LIT-TRIAL-SUM OPEN 2026-06-02 HUB"]);
});

test("as long as nobody tells the procedure, all three periods await a person", async () => {
  const { recordId } = await openRecord(hub, "LITIGATION");
  await walk(hub, "LITIGATION", recordId, ["FILED"]);
  expect(await clocksOf(recordId, TRIAL)).toEqual(ALL_THREE);
});

test("a field that comes with a status moves the clocks in the same two round trips", async () => {
  const { recordId } = await openRecord(hub, "LITIGATION");
  await walk(hub, "LITIGATION", recordId, ["FILED"]);
  const trips = await flightsOf(() => report(recordId, 2, "SERVED", procedure("SMALL_CLAIMS")));
  // The answer is read in the third.
  expect(trips.slice(0, 2).flat().at(-1)!.text).toMatch(/commit/i);
  expect(await clocksOf(recordId, TRIAL)).toEqual([
    "LIT-TRIAL-ORD CANCELLED 2026-09-02 ?",
    "LIT-TRIAL-SMALL OPEN 2026-05-06 HUB",
    "LIT-TRIAL-SUM CANCELLED 2026-06-02 ?",
  ]);
});

test("from summary to ordinary procedure: the longer period is counted from the filing, of which no status speaks again", async () => {
  const { recordId } = await openRecord(hub, "LITIGATION", undefined, procedure("SUMMARY"));
  await walk(hub, "LITIGATION", recordId, ["FILED", "SERVED"]);
  hub.clock.pass(DAY);
  await report(recordId, 3, "TRIAL", procedure("ORDINARY"));
  const found = await clocksOf(recordId, TRIAL);
  expect(found.map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual([
    "LIT-TRIAL-ORD OPEN",
    "LIT-TRIAL-SUM CANCELLED",
  ]);
  const { data } = await hub.ask(
    "clerk",
    "query ($id: ID!) { node(id: $id) { ... on Deadline { anchorEvent { toState } howComputed { startOn } conditionBy } } }",
    { id: await deadlineOf(hub, recordId, "LIT-TRIAL-ORD") },
  );
  expect(data.node).toMatchObject({ anchorEvent: { toState: "FILED" }, conditionBy: "HUB" });
});

test("a field that is cleared leaves it open again", async () => {
  const { recordId } = await openRecord(hub, "LITIGATION", undefined, procedure("SUMMARY"));
  await walk(hub, "LITIGATION", recordId, ["FILED"]);
  await report(recordId, 2, "SERVED", procedure(null));
  expect((await clocksOf(recordId, TRIAL)).map((line) => line.at(-1))).toEqual(["?", "?", "?"]);
});

test("statuses that come in the wrong order, the one with the field first, end in the same clocks", async () => {
  const held = await openRecord(hub, "LITIGATION");
  const inTurn = await openRecord(hub, "LITIGATION");
  expect(await report(held.recordId, 2, "SERVED", procedure("ORDINARY"))).toMatchObject({ effect: "HELD" });
  expect(await report(held.recordId, 1, "FILED")).toMatchObject({ effect: "APPLIED", released: [2] });
  await report(inTurn.recordId, 1, "FILED");
  await report(inTurn.recordId, 2, "SERVED", procedure("ORDINARY"));
  const running = async (recordId: string) => (await clocksOf(recordId)).filter((line) => !line.includes("CANCELLED"));
  expect(await running(held.recordId)).toEqual(await running(inTurn.recordId));
  expect(await clocksOf(held.recordId, /TRIAL-ORD/)).toHaveLength(1);
});

test("a batch: each record by its own fields, and several statuses of one record by the last word", async () => {
  const records = [await openRecord(hub, "LITIGATION"), await openRecord(hub, "LITIGATION")];
  const [first, second] = records.map(({ recordId }) => recordId);
  const items = [
    aStatus(hub, first!, 1, "FILED", procedure("SUMMARY")),
    aStatus(hub, first!, 2, "SERVED", procedure("ORDINARY")),
    aStatus(hub, second!, 2, "SERVED", procedure("SMALL_CLAIMS")),
    aStatus(hub, second!, 1, "FILED"),
  ];
  await doDeed(hub, "ph-court", "reportStatuses", { items });
  const names = async (recordId: string) =>
    (await clocksOf(recordId, TRIAL)).filter((line) => line.includes("OPEN")).map((line) => line.split(" ")[0]);
  expect(await names(first!)).toEqual(["LIT-TRIAL-ORD"]);
  expect(await names(second!)).toEqual(["LIT-TRIAL-SMALL"]);
});

test("what somebody has said of a deadline wins over the field, before it and after it", async () => {
  const { recordId, disputeId } = await openRecord(hub, "LITIGATION");
  await walk(hub, "LITIGATION", recordId, ["FILED"]);
  const say = async (limitId: string, applies: boolean) =>
    doDeed(hub, "clerk", "confirmDeadline", {
      deadlineId: await deadlineOf(hub, recordId, limitId),
      expectedVersion: await versionOf(hub, disputeId),
      applies,
      reason: "见裁定",
    });
  expect(await say("LIT-TRIAL-SUM", true)).toMatchObject({ deadline: { state: "OPEN" } });
  await report(recordId, 2, "SERVED", procedure("ORDINARY"));
  const states = async () => (await clocksOf(recordId, /SUM|ORD$/)).filter((line) => TRIAL.test(line));
  const told = (lines: string[]) => lines.map((line) => line.replace(/ \d\S+/, ""));
  expect(told(await states())).toEqual(["LIT-TRIAL-ORD OPEN HUB", "LIT-TRIAL-SUM OPEN PERSON"]);
  expect(await say("LIT-TRIAL-ORD", false)).toMatchObject({ deadline: { state: "CANCELLED" } });
  await report(recordId, 3, "TRIAL", procedure("ORDINARY"));
  expect(told(await states())).toEqual(["LIT-TRIAL-ORD CANCELLED PERSON", "LIT-TRIAL-SUM OPEN PERSON"]);
});

test("a correction of a status goes by the fields as they are", async () => {
  const { recordId, disputeId } = await openRecord(hub, "LITIGATION", undefined, procedure("SUMMARY"));
  await walk(hub, "LITIGATION", recordId, ["FILED", "SERVED"]);
  const { data } = await hub.ask(
    "clerk",
    `query ($id: ID!) { dispute(id: $id) { timeline(first: 50) { nodes { id toState } } } }`,
    {
      id: disputeId,
    },
  );
  const { id } = data.dispute.timeline.nodes.find(({ toState }: { toState: string }) => toState === "FILED");
  const answer = await doDeed(hub, "ph-court", "correctEvent", {
    eventId: id,
    expectedVersion: await versionOf(hub, disputeId),
    reason: "日期有误",
    occurredAt: "2026-02-27T09:00:00+08:00",
  });
  expect(answer.__typename).toBe("EventCorrected");
  expect(await clocksOf(recordId, TRIAL)).toEqual(["LIT-TRIAL-SUM OPEN 2026-05-27 HUB"]);
});

test("no limit of traffic, work, medicine or consumers is listed on a quarrel in a family", async () => {
  const { recordId } = await openRecord(hub, "MEDIATION", undefined, {
    submission: { category: "MARRIAGE_FAMILY" },
    facts: [{ fact: "hasDomesticViolence", isSo: false }],
  });
  await walk(hub, "MEDIATION", recordId, ["ACCEPTED", "IN_MEDIATION", "FAILED"]);
  expect((await clocksOf(recordId)).map((line) => line.split(" ")[0])).toEqual(["MED-PPL"]);
});

test("the simple way of a petition, and the item of article 31", async () => {
  const petition = (fields: object) => ({ details: { petition: fields } });
  const { recordId } = await openRecord(hub, "PETITION", undefined, petition({ petitionIsSimple: false }));
  expect(await clocksOf(recordId, /SIMPLE/)).toEqual([]);
  await walk(hub, "PETITION", recordId, ["SCREENED", "FORWARDED"]);
  await report(recordId, 3, "NOTIFIED", petition({ petitionItem: "OPINION" }), "PETITION");
  expect((await clocksOf(recordId, /ANSWER/))[0]).toMatch(/^PET-ANSWER OPEN .* HUB$/);
  await report(recordId, 4, "PROCESSING", petition({ petitionItem: "STATUTORY_DUTY" }), "PETITION");
  expect((await clocksOf(recordId, /ANSWER/))[0]).toMatch(/^PET-ANSWER CANCELLED/);
});

test("clocks that were kept before the hub knew are brought in line with a line in the trail; closed ones stay", async () => {
  const { recordId } = await openRecord(hub, "LITIGATION", undefined, procedure("SUMMARY"));
  await walk(hub, "LITIGATION", recordId, ["FILED"]);
  const { db } = hub.hub.parts;
  const id = fromGlobalId("LitigationRecord", recordId);
  // As an earlier release left them: all three await somebody, one of them was ended meanwhile.
  const copy = (limitId: string, state: string) =>
    db.query(
      `insert into deadline select uuidv7(), dispute_id, record_id, agency_id, region_code, line, $2, rule_id, calendar_version,
         round, party, anchor_event_id, anchor_at, received_on, applies, true, awaits_receipt, $3, raw_due_on, due_on,
         late_after, late_from, lists_on, pauses, granted, skipped, is_provisional, is_verified, promised_on, null, null,
         null, updated_at from deadline where record_id = $1 and limit_id = 'LIT-TRIAL-SUM'`,
      [id, limitId, state],
    );
  await copy("LIT-TRIAL-ORD", "OPEN");
  await copy("LIT-TRIAL-SMALL", "MET");
  await db.query("update deadline set awaits_condition = true where record_id = $1 and limit_id = 'LIT-TRIAL-SUM'", [
    id,
  ]);
  await db.query("insert into clock_backlog values ($1, 'LAW')", [id]);
  while ((await workOffBacklog(hub.hub.parts, 10)) > 0);
  expect((await clocksOf(recordId, TRIAL)).map((line) => line.replace(/ \d\S+/, ""))).toEqual([
    "LIT-TRIAL-ORD CANCELLED ?",
    "LIT-TRIAL-SMALL MET ?",
    "LIT-TRIAL-SUM OPEN HUB",
  ]);
  const trail = "select count(*)::int as count from audit_entry where action = 'recomputeDeadline' and record_id = $1";
  expect(await db.query(trail, [id])).toEqual([{ count: 2 }]);
});

test("fields of another line are refused as before, and move nothing", async () => {
  const { recordId } = await openRecord(hub, "LITIGATION");
  const { data } = await tryDeed(
    hub,
    "ph-court",
    "reportStatus",
    aStatus(hub, recordId, 1, "FILED", { details: { mediation: { mediationKind: "PEOPLES" } } }),
  );
  expect(data.reportStatus).toMatchObject({ code: "DETAILS_OF_OTHER_LINE" });
  expect(await clocksOf(recordId, TRIAL)).toEqual([]);
});

const undated = async (recordId: string, only: RegExp) =>
  (await clocksOf(recordId, only)).map((line) => line.replace(/ (\d\S+|null)/, ""));

test("who received a petition: the bureau owes the forwarding, another body the notice, and until it is told both are asked", async () => {
  const RECEIPT = /^PET-(FWD|NOTE-DIRECT)/;
  const received = (petitionReceiver: string) => ({ details: { petition: { petitionReceiver } } });
  const untold = await openRecord(hub, "PETITION");
  expect(await undated(untold.recordId, RECEIPT)).toEqual(["PET-FWD OPEN ?", "PET-NOTE-DIRECT OPEN ?"]);
  const bureau = await openRecord(hub, "PETITION", undefined, received("BUREAU"));
  expect(await undated(bureau.recordId, RECEIPT)).toEqual(["PET-FWD OPEN HUB"]);
  await report(untold.recordId, 1, "SCREENED", received("OTHER_BODY"), "PETITION");
  expect(await undated(untold.recordId, RECEIPT)).toEqual(["PET-FWD CANCELLED ?", "PET-NOTE-DIRECT OPEN ?"]);
});

test("what was appealed against is told by the states, in the one step of the status", async () => {
  const civil = { number: "(2026)浙0482民初7001号" };
  const { recordId } = await openRecord(hub, "LITIGATION", undefined, { ...civil, ...procedure("ORDINARY") });
  await walk(hub, "LITIGATION", recordId, ["FILED", "SERVED", "TRIAL", "JUDGED", "APPEALED"]);
  expect(await undated(recordId, /2ND|APPEAL/)).toEqual(["LIT-2ND-JUDGMENT OPEN HUB", "LIT-APPEAL-JUDGMENT OPEN HUB"]);
  await report(recordId, 6, "TRIAL");
  expect(await undated(recordId, /2ND|REMAND/)).toEqual(["LIT-2ND-JUDGMENT MET HUB", "LIT-TRIAL-ORD-REMAND OPEN HUB"]);
});

test("completed papers are received anew, and the court's seven days begin again; whichever status came first", async () => {
  const inTurn = await openRecord(hub, "LITIGATION");
  await report(inTurn.recordId, 1, "CORRECTION");
  expect(await undated(inTurn.recordId, /^LIT-FILE$/)).toEqual(["LIT-FILE STANDING"]);
  hub.clock.pass(20 * DAY);
  const again = { occurredAt: hub.clock.now().toISOString() };
  await report(inTurn.recordId, 2, "COMPLAINT_RECEIVED", again);
  const heldFirst = await openRecord(hub, "LITIGATION");
  expect(await report(heldFirst.recordId, 2, "COMPLAINT_RECEIVED", again)).toMatchObject({ effect: "HELD" });
  await report(heldFirst.recordId, 1, "CORRECTION");
  for (const { recordId } of [inTurn, heldFirst]) {
    expect(await undated(recordId, /^LIT-FILE$/)).toEqual(["LIT-FILE MET", "LIT-FILE OPEN"]);
  }
});
