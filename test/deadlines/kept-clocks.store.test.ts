import { entryStates, nextSteps, type Line } from "../../src/agencies/workflow.rules";
import { WORKFLOWS } from "../../src/agencies/workflows.rules";
import { workOffBacklog } from "../../src/deadlines/clock-backlog.command";
import { fromGlobalId } from "../../src/platform/global-id";
import { AGENCY_OF_LINE, aStatus, doDeed, openRecord, versionOf, walk } from "../support/deeds";
import { openTestHub, type TestHub } from "../support/hub";

let hub: TestHub;
beforeAll(async () => void (hub = await openTestHub()));
afterAll(() => hub.close());

const DAY = 86_400_000;

interface Row {
  readonly limit_id: string;
  readonly state: string;
  readonly due_on: string | null;
  readonly late_after: string | null;
  readonly closed_on: string | null;
}

/** `PET-FWD OPEN 2026-03-17`, as they lie in the database. */
async function clocksOf(recordId: string, line: string): Promise<string[]> {
  const type = { PETITION: "PetitionRecord", ARBITRATION: "ArbitrationRecord", MEDIATION: "MediationRecord" }[line]!;
  const rows = await hub.hub.parts.db.query<Row>(
    "select limit_id, state, due_on, late_after, closed_on from deadline where record_id = $1 order by limit_id, round",
    [fromGlobalId(type, recordId)],
  );
  return rows.map(({ limit_id, state, due_on, closed_on }) =>
    [limit_id, state, due_on ?? "…", closed_on ?? ""].join(" ").trimEnd(),
  );
}

const ARBITRATION = ["ARB-AWARD", "ARB-PANEL-NOTICE", "ARB-SERVE-COPY"];

test("accepting starts the clocks of the first state, and each status starts, stops and ends what its limits say", async () => {
  const { recordId } = await openRecord(hub, "ARBITRATION");
  expect(await clocksOf(recordId, "ARBITRATION")).toEqual(["ARB-ACCEPT OPEN 2026-03-09"]);
  await walk(hub, "ARBITRATION", recordId, ["ACCEPTED"]);
  expect(await clocksOf(recordId, "ARBITRATION")).toEqual([
    "ARB-ACCEPT MET 2026-03-09 2026-03-02",
    "ARB-AWARD OPEN 2026-04-16",
    "ARB-PANEL-NOTICE OPEN 2026-03-09",
    "ARB-SERVE-COPY OPEN 2026-03-09",
  ]);
  await walk(hub, "ARBITRATION", recordId, ["SERVED", "PANEL_SET", "SUSPENDED"], 1);
  expect(await clocksOf(recordId, "ARBITRATION")).toEqual([
    "ARB-ACCEPT MET 2026-03-09 2026-03-02",
    "ARB-AWARD STANDING …",
    "ARB-PANEL-NOTICE MET 2026-03-09 2026-03-02",
    "ARB-SERVE-COPY MET 2026-03-09 2026-03-02",
    "ARB-SERVE-DEFENCE OPEN 2026-03-16",
  ]);
});

test("statuses that come in the wrong order end in the same clocks", async () => {
  const { recordId } = await openRecord(hub, "ARBITRATION");
  for (const [sequence, state] of [
    [3, "PANEL_SET"],
    [2, "SERVED"],
    [1, "ACCEPTED"],
  ] as const) {
    await doDeed(hub, "ph-arbitration", "reportStatus", aStatus(hub, recordId, sequence, state));
  }
  const states = (await clocksOf(recordId, "ARBITRATION")).map((line) => line.split(" ").slice(0, 2).join(" "));
  expect(states).toEqual([
    "ARB-ACCEPT MET",
    "ARB-AWARD OPEN",
    "ARB-PANEL-NOTICE MET",
    "ARB-SERVE-COPY MET",
    "ARB-SERVE-DEFENCE OPEN",
  ]);
});

test("a status that lets a waiting one have its turn ends the clocks of both", async () => {
  const { recordId } = await openRecord(hub, "ARBITRATION");
  await walk(hub, "ARBITRATION", recordId, ["ACCEPTED"]);
  await doDeed(hub, "ph-arbitration", "reportStatus", aStatus(hub, recordId, 3, "PANEL_SET"));
  await doDeed(hub, "ph-arbitration", "reportStatus", aStatus(hub, recordId, 2, "SERVED"));
  const states = (await clocksOf(recordId, "ARBITRATION")).map((line) => line.split(" ").slice(0, 2).join(" "));
  expect(states).toEqual([
    "ARB-ACCEPT MET",
    "ARB-AWARD OPEN",
    "ARB-PANEL-NOTICE MET",
    "ARB-SERVE-COPY MET",
    "ARB-SERVE-DEFENCE OPEN",
  ]);
});

test("a batch over many records keeps each one's own clocks", async () => {
  const records = [await openRecord(hub, "ARBITRATION"), await openRecord(hub, "ARBITRATION")];
  const items = records.flatMap(({ recordId }, at) => [
    aStatus(hub, recordId, 1, "ACCEPTED", { occurredAt: `2026-02-${24 + at}T09:00:00+08:00` }),
    aStatus(hub, recordId, 2, "SERVED"),
  ]);
  await doDeed(hub, "ph-arbitration", "reportStatuses", { items });
  const [first, second] = await Promise.all(records.map(({ recordId }) => clocksOf(recordId, "ARBITRATION")));
  expect(first!.filter((line) => line.startsWith("ARB-AWARD"))).toEqual(["ARB-AWARD OPEN 2026-04-10"]);
  expect(second!.filter((line) => line.startsWith("ARB-AWARD"))).toEqual(["ARB-AWARD OPEN 2026-04-13"]);
});

const EVENTS = `query ($id: ID!) { dispute(id: $id) { timeline(first: 100) { nodes { id kind toState } } } }`;
async function correct(disputeId: string, toState: string, changes: object): Promise<void> {
  const { data } = await hub.ask("clerk", EVENTS, { id: disputeId });
  const event = data.dispute.timeline.nodes.findLast(
    (one: { kind: string; toState: string }) => one.kind !== "CORRECTION" && one.toState === toState,
  );
  const input = { eventId: event.id, expectedVersion: await versionOf(hub, disputeId), reason: "录入有误", ...changes };
  const answer = await doDeed(hub, "ph-arbitration", "correctEvent", input);
  expect(answer.__typename).toBe("EventCorrected");
}

test("a status that is taken back opens what it had ended and cancels what it had started", async () => {
  const { disputeId, recordId } = await openRecord(hub, "ARBITRATION");
  await walk(hub, "ARBITRATION", recordId, ["ACCEPTED"]);
  await correct(disputeId, "ACCEPTED", { withdraws: true });
  expect(await clocksOf(recordId, "ARBITRATION")).toEqual([
    "ARB-ACCEPT OPEN 2026-03-09",
    ...[
      "ARB-AWARD CANCELLED 2026-04-16",
      "ARB-PANEL-NOTICE CANCELLED 2026-03-09",
      "ARB-SERVE-COPY CANCELLED 2026-03-09",
    ],
  ]);
  await doDeed(hub, "ph-arbitration", "reportStatus", aStatus(hub, recordId, 2, "NOT_ACCEPTED"));
  expect((await clocksOf(recordId, "ARBITRATION"))[0]).toBe("ARB-ACCEPT MET 2026-03-09 2026-03-02");
});

test("a corrected time moves what is counted from it, and whether the end was in time", async () => {
  const { disputeId, recordId } = await openRecord(hub, "ARBITRATION");
  hub.clock.pass(10 * DAY);
  await walk(hub, "ARBITRATION", recordId, ["ACCEPTED"]);
  expect((await clocksOf(recordId, "ARBITRATION"))[0]).toBe("ARB-ACCEPT LATE 2026-03-09 2026-03-12");
  await correct(disputeId, "ACCEPTED", { occurredAt: "2026-03-04T09:00:00+08:00" });
  const [first, ...others] = await clocksOf(recordId, "ARBITRATION");
  expect(first).toBe("ARB-ACCEPT MET 2026-03-09 2026-03-04");
  expect(others).toEqual(ARBITRATION.map((id) => `${id} OPEN ${id === "ARB-AWARD" ? "2026-04-20" : "2026-03-11"}`));
});

const ALL = `select id, state, raw_due_on, due_on, late_after, late_from, lists_on, pauses, granted, skipped, is_provisional,
  closed_on, closed_event_id, round, updated_at from deadline order by id`;

/** Through every line's table, by steps that depend on nothing but the turn. */
async function wander(line: Line, turn: number): Promise<void> {
  const { recordId } = await openRecord(hub, line);
  let state = entryStates(WORKFLOWS[line])[0]!.id;
  for (let sequence = 1; sequence <= 12; sequence++) {
    const steps = nextSteps(WORKFLOWS[line], state, "2026-04-01");
    if (steps.length === 0) return;
    state = steps[(turn * 7 + sequence * 3) % steps.length]!.to;
    hub.clock.pass(3 * DAY);
    const answer = await doDeed(hub, AGENCY_OF_LINE[line]!, "reportStatus", aStatus(hub, recordId, sequence, state));
    if (answer.effect !== "APPLIED") throw new Error(JSON.stringify(answer));
  }
}

test("what the deeds kept step by step is what a fold over the whole timeline gives", async () => {
  for (const line of Object.keys(AGENCY_OF_LINE) as Line[])
    for (let turn = 0; turn < 4; turn++) await wander(line, turn);
  const { parts } = hub.hub;
  const before = await parts.db.query(ALL);
  expect(before.length).toBeGreaterThan(60);
  await parts.db.query("insert into clock_backlog select id, 'ENTERED' from agency_record");
  while ((await workOffBacklog(parts, 10)) > 0);
  expect(await parts.db.query(ALL)).toEqual(before);
});

test("records that were there before their clocks are wound up from their timeline", async () => {
  const { parts } = hub.hub;
  const without = ALL.replace("select id,", "select record_id, limit_id, anchor_event_id,")
    .replace(", updated_at", "")
    .replace("order by id", "where state <> 'CANCELLED' order by 1, 2, 3");
  const before = await parts.db.query(without);
  await parts.db.query("delete from deadline");
  await parts.db.query("insert into clock_backlog select id, 'ENTERED' from agency_record");
  while ((await workOffBacklog(parts, 10)) > 0);
  expect(await parts.db.query(without)).toEqual(before);
  expect(await hub.count("clock_backlog")).toBe(0);
});
