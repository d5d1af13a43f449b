import { workOffBacklog } from "../../src/deadlines/clock-backlog.command";
import { fromGlobalId } from "../../src/platform/global-id";
import { documentOf, doDeed, freshKey, openRecord, tryDeed } from "../support/deeds";
import { eventually } from "../support/eventually";
import { openTestHub, TestClock, type TestHub } from "../support/hub";
import { ManualTime } from "../support/manual-time";
import { aNotice, LONG_SPRING_FESTIVAL } from "../support/notices";
import { expectRefusal } from "../support/refusals";

let hub: TestHub;
beforeAll(async () => void (hub = await openTestHub({ clock: new TestClock(new Date("2031-01-20T01:00:00Z")) })));
afterAll(() => hub.close());

const versions = (year: number) =>
  hub.hub.parts.db.query("select source, origin, loaded_by from calendar_notice where year = $1 order by version", [
    year,
  ]);

test("a notice loaded by the supervisor is counted by at once, and what was open before is counted anew", async () => {
  const before = await openRecord(hub, "ARBITRATION");
  const loaded = await doDeed(hub, "supervisor", "loadCalendarNotice", aNotice(2031, LONG_SPRING_FESTIVAL));
  expect(loaded).toEqual({ __typename: "CalendarNoticeLoaded", version: expect.any(Number), touchedRecords: 1 });
  const after = await openRecord(hub, "ARBITRATION");
  while ((await workOffBacklog(hub.hub.parts, 10)) > 0);
  for (const { recordId } of [before, after]) {
    const [row] = await hub.hub.parts.db.query(
      "select due_on, is_provisional, calendar_version from deadline where record_id = $1 and limit_id = 'ARB-ACCEPT'",
      [fromGlobalId("ArbitrationRecord", recordId)],
    );
    expect(row).toEqual({ due_on: "2031-02-04", is_provisional: false, calendar_version: loaded.version });
  }
});

test("a process that does nothing but read knows of a notice a minute later", async () => {
  const time = new ManualTime();
  const other = await hub.another({ scheduler: time });
  other.hub.startJobs();
  await doDeed(hub, "supervisor", "loadCalendarNotice", aNotice(2033));
  const { law } = other.hub.parts;
  expect(law.newest().isOfficial("2033-05-04")).toBe(false);
  time.advance(60_000);
  await eventually("it knows", () => law.newest().isOfficial("2033-05-04"));
  await other.close();
});

test("every version is kept, with who loaded it", async () => {
  const [first, second] = [aNotice(2040), aNotice(2040)];
  for (const notice of [first, second]) await doDeed(hub, "supervisor", "loadCalendarNotice", notice);
  expect(await versions(2040)).toEqual(
    [first, second].map(({ source }) => ({ source, origin: "LOADED", loaded_by: "supervisor" })),
  );
});

test("the same key gets the same answer, also when many come at once, and one version is entered", async () => {
  const input = { ...aNotice(2041), clientKey: freshKey() };
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => hub.ask("supervisor", documentOf("loadCalendarNotice"), { input })),
  );
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(await versions(2041)).toHaveLength(1);
});

test("two notices that come at once get a version each", async () => {
  const loaded = await Promise.all(
    [2042, 2043, 2044].map((year) => doDeed(hub, "supervisor", "loadCalendarNotice", aNotice(year))),
  );
  expect(new Set(loaded.map(({ version }) => version)).size).toBe(3);
});

test.each([
  ["a year whose festivals nobody knows", { ...aNotice(2045), year: 2080 }, "year", "year 须为 2004 至 2079 的整数。"],
  ["no day at all", { ...aNotice(2045), days: [] }, "days", "days 须为 1 至 120 天的列表。"],
  [
    "a festival that is missing",
    { ...aNotice(2045), days: aNotice(2045).days.slice(1) },
    "days",
    "缺少法定节日 元旦(2045-01-01),请核对通知。",
  ],
  [
    "a day of another year",
    { ...aNotice(2045), days: [{ day: "2046-01-01", kind: "HOLIDAY", name: "元旦" }, ...aNotice(2045).days] },
    "days.0.day",
    "2046-01-01 不在 2045 年的通知范围内。",
  ],
  [
    "a make-up day on a working day",
    { ...aNotice(2045), days: [{ day: "2045-01-06", kind: "MAKE_UP_WORKDAY", name: "元旦" }, ...aNotice(2045).days] },
    "days.0.kind",
    "2045-01-06 是星期五,本来就上班,不是调休。",
  ],
])("%s is refused with the place at fault", async (_what, input, field, reason) => {
  await expectRefusal(hub, "supervisor", "loadCalendarNotice", input, "NOTICE_INVALID", { field });
  const QUERY = `mutation ($input: LoadCalendarNoticeInput!) { loadCalendarNotice(input: $input) { ... on Refused { reason } } }`;
  const { data } = await hub.ask("supervisor", QUERY, { input: { ...input, clientKey: freshKey() } });
  expect(data.loadCalendarNotice).toEqual({ reason });
});

test("a notice that says what is in force is refused and leaves no version", async () => {
  const notice = aNotice(2046);
  await doDeed(hub, "supervisor", "loadCalendarNotice", notice);
  await expectRefusal(hub, "supervisor", "loadCalendarNotice", notice, "NOTICE_IN_FORCE");
});

test.each(["clerk", "auditor", "admin", "ph-court", "report", null])("%s may not load one", async (user) => {
  const answer = await tryDeed(hub, user, "loadCalendarNotice", aNotice(2047));
  expect(answer.errors?.[0]?.extensions["code"]).toBe(user === null ? "UNAUTHENTICATED" : "FORBIDDEN");
  expect(await versions(2047)).toEqual([]);
});
