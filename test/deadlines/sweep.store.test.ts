import { sweepOverdue } from "../../src/deadlines/sweep.command";
import { fromGlobalId } from "../../src/platform/global-id";
import { aStatus, doDeed, openRecord, versionOf, walk, type OpenRecord } from "../support/deeds";
import { feedHasCaughtUp } from "../support/feed";
import { openTestHub, type TestHub } from "../support/hub";

let hub: TestHub;
beforeEach(async () => void (hub = await openTestHub()));
afterEach(() => hub.close());

const DAY = 86_400_000;

async function sweepAll(one: TestHub = hub, most = 50): Promise<number> {
  let announced = 0;
  for (;;) {
    const swept = await sweepOverdue(one.hub.parts, most);
    announced += swept.announced;
    if (swept.isDone) return announced;
  }
}

const OVERDUE = `query ($id: ID!) { dispute(id: $id) { version timeline(first: 100) { nodes { kind occurredAt note record { number } } } } }`;
async function overdueOf(record: OpenRecord): Promise<string[]> {
  const { data } = await hub.ask("clerk", OVERDUE, { id: record.disputeId });
  return data.dispute.timeline.nodes
    .filter(({ kind }: { kind: string }) => kind === "OVERDUE")
    .map(({ note, occurredAt }: { note: string; occurredAt: string }) => `${occurredAt} ${note}`);
}

const stateOf = async (record: OpenRecord, limitId: string) => {
  const [row] = await hub.hub.parts.db.query<{ state: string; is_announced: boolean }>(
    "select state, announced_at is not null as is_announced from deadline where record_id = $1 and limit_id = $2",
    [fromGlobalId("ArbitrationRecord", record.recordId) ?? fromGlobalId("MediationRecord", record.recordId), limitId],
  );
  return row;
};

test("a duty that was not done in time is told of once, and runs on until it is done", async () => {
  const record = await openRecord(hub, "ARBITRATION");
  const version = await versionOf(hub, record.disputeId);
  hub.clock.pass(7 * DAY);
  expect(await sweepAll()).toBe(0);
  hub.clock.pass(DAY);
  expect(await sweepAll()).toBe(1);
  expect(await sweepAll()).toBe(0);
  expect(await overdueOf(record)).toEqual(["2026-03-09T16:00:00.000Z ARB-ACCEPT 决定是否受理:2026-03-09 已届满"]);
  expect(await versionOf(hub, record.disputeId)).toBe(version + 1);
  expect(await stateOf(record, "ARB-ACCEPT")).toEqual({ state: "OPEN", is_announced: true });
  await feedHasCaughtUp(hub);
  const { data } = await hub.ask("supervisor", "{ changes(first: 50) { nodes { kind record { id } } } }");
  const told = data.changes.nodes.filter(({ kind }: { kind: string }) => kind === "OVERDUE");
  expect(told).toEqual([{ kind: "OVERDUE", record: { id: record.recordId } }]);
  const trail = "select count(*)::int as count from audit_entry where action = 'announceDeadline'";
  expect(await hub.hub.parts.db.query(trail)).toEqual([{ count: 1 }]);
  await walk(hub, "ARBITRATION", record.recordId, ["ACCEPTED"]);
  expect(await stateOf(record, "ARB-ACCEPT")).toEqual({ state: "LATE", is_announced: true });
});

test("a right is over when its time is; a step taken in time and told late brings it back", async () => {
  const record = await openRecord(hub, "MEDIATION", undefined, {
    submission: { category: "TRAFFIC_ACCIDENT" },
    facts: [{ fact: "claimsDamages", isSo: true }],
    details: { mediation: { mediationKind: "PEOPLES" } },
  });
  await walk(hub, "MEDIATION", record.recordId, ["ACCEPTED", "IN_MEDIATION", "FAILED"]);
  hub.clock.pass(9 * DAY);
  expect(await sweepAll()).toBe(1);
  expect(await stateOf(record, "MED-TRAFFIC-POLICE-AFTER-PPL")).toEqual({ state: "LATE", is_announced: true });
});

test("nobody is told on a guess: of a receipt, a condition, a calendar, or while the clock stands", async () => {
  const standing = await openRecord(hub, "ARBITRATION");
  await walk(hub, "ARBITRATION", standing.recordId, ["ACCEPTED", "SERVED", "PANEL_SET", "SUSPENDED"]);
  await openRecord(hub, "MEDIATION");
  await openRecord(hub, "PETITION");
  const future = await openRecord(hub, "ARBITRATION");
  await hub.hub.parts.db.query("update deadline set is_provisional = true where record_id = $1", [
    fromGlobalId("ArbitrationRecord", future.recordId),
  ]);
  hub.clock.pass(400 * DAY);
  expect(await sweepAll()).toBe(0);
});

test("after a week without a sweep everything is told in one go, and a clock that is set back tells nothing again", async () => {
  const records: OpenRecord[] = [];
  for (let day = 0; day < 7; day++) {
    records.push(await openRecord(hub, "ARBITRATION"), await openRecord(hub, "ARBITRATION"));
    hub.clock.pass(DAY);
  }
  hub.clock.pass(14 * DAY);
  expect(await sweepAll(hub, 3)).toBe(14);
  hub.clock.pass(-10 * DAY);
  expect(await sweepAll()).toBe(0);
  hub.clock.pass(20 * DAY);
  expect(await sweepAll()).toBe(0);
  expect(await hub.count("deadline")).toBe(14);
  for (const record of records) expect(await overdueOf(record)).toHaveLength(1);
});

test("two hubs that sweep at once, beside the agencies' statuses, tell of each once and of none that was met", async () => {
  const records: OpenRecord[] = [];
  for (let count = 0; count < 24; count++) records.push(await openRecord(hub, "ARBITRATION"));
  hub.clock.pass(10 * DAY);
  const other = await hub.another();
  const met = records.slice(0, 8).map(({ recordId }) => {
    const status = aStatus(hub, recordId, 1, "NOT_ACCEPTED", { occurredAt: "2026-03-05T09:00:00+08:00" });
    return doDeed(hub, "ph-arbitration", "reportStatus", status);
  });
  const until = async (one: TestHub) => {
    for (let turn = 0; turn < 40; turn++) await sweepOverdue(one.hub.parts, 2);
  };
  await Promise.all([until(hub), until(other), ...met]);
  await sweepAll();
  await other.close();
  for (const record of records.slice(8)) expect(await overdueOf(record)).toHaveLength(1);
  const rows = await hub.hub.parts.db.query<{ told: number; events: number }>(
    `select count(*) filter (where announced_at is not null)::int as told,
            (select count(*)::int from timeline_event where kind = 'OVERDUE') as events from deadline`,
  );
  expect(rows[0]!.events).toBe(rows[0]!.told);
  expect(rows[0]!.told).toBeGreaterThanOrEqual(16);
});

test("a step that is told late ends what was announced in time after all", async () => {
  const record = await openRecord(hub, "ARBITRATION");
  hub.clock.pass(10 * DAY);
  await sweepAll();
  const status = aStatus(hub, record.recordId, 1, "ACCEPTED", { occurredAt: "2026-03-05T09:00:00+08:00" });
  await doDeed(hub, "ph-arbitration", "reportStatus", status);
  expect(await stateOf(record, "ARB-ACCEPT")).toEqual({ state: "MET", is_announced: true });
});
