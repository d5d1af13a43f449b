import { digest } from "../../src/platform/canonical-json";
import { seededNotices } from "../../src/deadlines/calendar.seed";
import { SEEDED_DIGEST } from "../../src/deadlines/seeded-digest";
import { openTestHub, type TestHub } from "../support/hub";

test("the mark of this release is that of the notices it came with", () => {
  expect(digest(seededNotices())).toBe(SEEDED_DIGEST);
});

describe("a start on a database", () => {
  let hub: TestHub;
  const query = (text: string) => hub.hub.parts.db.query(text);
  const startAgain = async () => (await hub.another()).close();
  const of2024 = () => query("select source, origin from calendar_notice where year = 2024 order by version");
  beforeEach(async () => {
    hub = await openTestHub();
    // As another release would have left it.
    await query("update calendar_notice set days = '[]', source = 'earlier' where year = 2024");
  });
  afterEach(() => hub.close());

  const earlier = { source: "earlier", origin: "RELEASE" };
  const ours = { source: "国务院办公厅关于2024年部分节假日安排的通知", origin: "RELEASE" };

  test("that bears this release's mark does not work the notices out", async () => {
    await startAgain();
    expect(await of2024()).toEqual([earlier]);
  });

  test("that another release was on last compares them, enters what differs, and leaves its mark", async () => {
    await query("update calendar_release set notices_digest = 'of another release'");
    await startAgain();
    expect(await of2024()).toEqual([earlier, ours]);
    expect(await query("select notices_digest from calendar_release")).toEqual([{ notices_digest: SEEDED_DIGEST }]);
    const [{ unsettled }] = (await query(
      "select count(*)::int as unsettled from calendar_notice where settled_at is null",
    )) as [{ unsettled: number }];
    expect(unsettled).toBe(1);
  });

  test("that is from before there were marks is compared once and then bears one", async () => {
    await query("delete from calendar_release");
    await startAgain();
    await query("delete from calendar_notice where year = 2023");
    await startAgain();
    expect(await of2024()).toEqual([earlier, ours]);
    expect(await query("select 1 from calendar_notice where year = 2023")).toEqual([]);
  });

  test("on which somebody has loaded a notice keeps that, whatever the release says of the year", async () => {
    await query("update calendar_notice set origin = 'LOADED' where year = 2024");
    await query("delete from calendar_release");
    await startAgain();
    expect(await of2024()).toEqual([{ ...earlier, origin: "LOADED" }]);
  });
});
