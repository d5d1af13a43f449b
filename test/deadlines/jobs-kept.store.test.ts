import { doDeed } from "../support/deeds";
import { eventually } from "../support/eventually";
import { openTestHub } from "../support/hub";
import { ManualTime } from "../support/manual-time";
import { aNotice } from "../support/notices";

test("a hub whose jobs could not start does their work as soon as the database lets them, without a restart", async () => {
  const time = new ManualTime();
  const hub = await openTestHub({ scheduler: time });
  const { db } = hub.hub.parts;
  await doDeed(hub, "supervisor", "loadCalendarNotice", aNotice());
  hub.clock.pass(11 * 60_000);
  const isDone = async () => (await db.query("select 1 from calendar_notice where settled_at is null")).length === 0;

  // Something of another's stands where the library keeps its timetable.
  await db.query("create schema graphile_worker");
  await db.query("create view graphile_worker.migrations as select 'theirs'::text as id");
  hub.hub.startJobs();
  await eventually("the start has failed", () => time.pending > 0);
  expect(await isDone()).toBe(false);

  await db.query("drop schema graphile_worker cascade");
  time.advance(1_000);
  await eventually("the work is done", isDone);
  await hub.close();
});
