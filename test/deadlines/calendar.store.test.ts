import { settleNotices } from "../../src/deadlines/calendar.command";
import { workOffBacklog } from "../../src/deadlines/clock-backlog.command";
import type { YearNotice } from "../../src/deadlines/calendar.rules";
import { fromGlobalId } from "../../src/platform/global-id";
import { aStatus, doDeed, openRecord, type OpenRecord } from "../support/deeds";
import { openTestHub, TestClock, type TestHub } from "../support/hub";
import { aNotice, LONG_SPRING_FESTIVAL } from "../support/notices";

let hub: TestHub;
let clock: TestClock;
beforeEach(async () => {
  clock = new TestClock(new Date("2031-01-20T01:00:00Z"));
  hub = await openTestHub({ clock });
});
afterEach(() => hub.close());

const NOTICE = aNotice(2031, LONG_SPRING_FESTIVAL);

const dueOf = async (record: OpenRecord, limitId = "ARB-ACCEPT") => {
  const [row] = await hub.hub.parts.db.query<Record<string, unknown>>(
    "select due_on, is_provisional, calendar_version, state, updated_at from deadline where record_id = $1 and limit_id = $2",
    [fromGlobalId("ArbitrationRecord", record.recordId), limitId],
  );
  return row!;
};

const load = (notice: YearNotice) => doDeed(hub, "supervisor", "loadCalendarNotice", notice);

async function countAnew(): Promise<void> {
  while ((await workOffBacklog(hub.hub.parts, 2)) > 0);
}

test("a year without a notice is provisional, and counted anew once the notice is entered, with a line in the trail", async () => {
  const open = await openRecord(hub, "ARBITRATION");
  const done = await openRecord(hub, "ARBITRATION");
  await doDeed(hub, "ph-arbitration", "reportStatus", aStatus(hub, done.recordId, 1, "NOT_ACCEPTED"));
  const [before, closed] = [await dueOf(open), await dueOf(done)];
  expect(before).toMatchObject({ due_on: "2031-01-30", is_provisional: true, state: "OPEN" });
  const entered = await load(NOTICE);
  expect(entered.version).toBe((before["calendar_version"] as number) + 1);
  await countAnew();
  expect(await dueOf(open)).toMatchObject({
    due_on: "2031-02-04",
    is_provisional: false,
    calendar_version: entered.version,
  });
  expect(await dueOf(done)).toEqual(closed);
  const trail = await hub.hub.parts.db.query(
    "select record_id, principal from audit_entry where action = 'recomputeDeadline'",
  );
  expect(trail).toEqual([{ record_id: fromGlobalId("ArbitrationRecord", open.recordId), principal: "hub" }]);
});

test("every hub counts by a notice from its entering on, without a restart", async () => {
  const other = await hub.another();
  await openRecord(other, "ARBITRATION");
  const entered = await load(NOTICE);
  const record = await openRecord(other, "ARBITRATION");
  await other.close();
  expect(await dueOf(record)).toMatchObject({ due_on: "2031-02-04", calendar_version: entered.version });
});

test("the same notice again changes nothing; another text of it does", async () => {
  await load(NOTICE);
  expect(await load(NOTICE)).toMatchObject({ code: "NOTICE_IN_FORCE" });
  const again = await load(aNotice(2031));
  expect(again).toMatchObject({ __typename: "CalendarNoticeLoaded" });
});

test("what a deed wrote without knowing the notice is found when the notice settles", async () => {
  const record = await openRecord(hub, "ARBITRATION");
  await load(NOTICE);
  // As if it had read the calendar before, and written behind the search.
  await hub.hub.parts.db.query("delete from clock_backlog");
  await settleNotices(hub.hub.parts);
  await countAnew();
  expect(await dueOf(record)).toMatchObject({ due_on: "2031-02-04", is_provisional: false });
  const unsettled = "select count(*)::int as count from calendar_notice where settled_at is null";
  expect(await hub.hub.parts.db.query(unsettled)).toEqual([{ count: 1 }]);
  clock.pass(11 * 60_000);
  await settleNotices(hub.hub.parts);
  expect(await hub.hub.parts.db.query(unsettled)).toEqual([{ count: 0 }]);
});

test("a limit that reads otherwise in a new release has open records counted anew and leaves the closed their own", async () => {
  const open = await openRecord(hub, "ARBITRATION");
  const done = await openRecord(hub, "ARBITRATION");
  await doDeed(hub, "ph-arbitration", "reportStatus", aStatus(hub, done.recordId, 1, "NOT_ACCEPTED"));
  const { db } = hub.hub.parts;
  // As if an earlier release had known these two only, under another text.
  await db.query(
    "update deadline set rule_id = (select id from limit_version where limit_id = 'PET-FWD'), due_on = '2031-02-10', late_after = '2031-02-10'",
  );
  await db.query("delete from limit_version where limit_id <> 'PET-FWD'");
  const closed = await dueOf(done);
  const next = await hub.another();
  while ((await workOffBacklog(next.hub.parts, 10)) > 0);
  await next.close();
  expect(await dueOf(open)).toMatchObject({ due_on: "2031-01-30" });
  expect(await dueOf(done)).toEqual(closed);
  const query = `query ($id: ID!) { node(id: $id) { ... on AgencyRecord { deadlines(first: 5) { nodes { title } } } } }`;
  const [was, is] = await Promise.all(
    [done, open].map(
      async ({ recordId }) => (await hub.ask("clerk", query, { id: recordId })).data.node.deadlines.nodes[0],
    ),
  );
  expect(was).toEqual({ title: "转送、交办或者报请决定" });
  expect(is).toEqual({ title: "决定是否受理" });
});
