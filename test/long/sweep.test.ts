import { Client } from "pg";
import { eventually } from "../support/eventually";
import { createTestDatabase } from "../support/fresh-database";
import { startHubProcess } from "../support/hub-process";
import { ownDataDir } from "../support/own-server";
import { removeDataDir } from "../../src/platform/embedded-place";

const DEADLINES = Number(process.env["SWEEP_DEADLINES"] ?? 1_000_000);
const OF_ONE_DISPUTE = 10;

const id = (table: number, ordinal: string) =>
  `('019${table.toString(16)}0000-0000-7000-8000-' || lpad(to_hex(${ordinal}), 12, '0'))::uuid`;

/** Disputes of one agency with ten duties each, all of them long past. */
const FILL = [
  `insert into agency (id, code, line, name, region_code) values (${id(0, "1")}, 'sweep', 'ARBITRATION', '仲裁委', '330482')`,
  `create table one as select i, ${id(1, "i")} as id, ${id(2, "i")} as referral_id, ${id(3, "i")} as record_id, ${id(4, "i")} as event_id,
     timestamptz '2025-01-01Z' + i % 1000 * interval '1 hour' as at from generate_series(1, $1::int) i`,
  `insert into dispute (id, trace_code, title, category, flags, region_code, state, version, opened_at, updated_at, state_since,
     round, is_returned, is_evaluated, is_referred)
   select id, 'S' || i, '欠薪', 'WAGE_ARREARS', '{}', '330482', 'IN_PROCESS', 1, at, at, at, 1, false, false, true from one`,
  `insert into referral select referral_id, id, 'ARBITRATION', 'ACCEPTED', ${id(0, "1")}, true, '分流', at, 'clerk', at, 1 from one`,
  `insert into agency_record (id, dispute_id, referral_id, agency_id, line, number, number_key, state, phase, version, last_sequence, round,
     opened_at, updated_at)
   select record_id, id, referral_id, ${id(0, "1")}, 'ARBITRATION', 'S' || i, 'S' || i, 'APPLIED', 'ACTIVE', 1, 0, 1, at, at from one`,
  `insert into timeline_event (id, dispute_id, record_id, kind, to_state, occurred_at, recorded_at, by_principal)
   select event_id, id, record_id, 'ACCEPTED', 'APPLIED', at, at, 'sweep' from one`,
  `insert into deadline (id, dispute_id, record_id, agency_id, region_code, line, limit_id, rule_id, calendar_version, round, party,
     anchor_event_id, anchor_at, awaits_condition, awaits_receipt, state, raw_due_on, due_on, late_after, late_from, lists_on, pauses,
     granted, skipped, is_provisional, is_verified, updated_at)
   select ${id(5, `i * ${OF_ONE_DISPUTE} + k`)}, id, record_id, ${id(0, "1")}, '330482', 'ARBITRATION', 'SWEEP-' || k, (select id from limit_version limit 1), 1, 1, 'DUTY',
          event_id, at, false, false, 'OPEN', at::date + k, at::date + k, at::date + k, (at::date + k + 1)::timestamptz, at::date + k, '[]',
          '[]', '[]', false, true, at from one, generate_series(0, ${OF_ONE_DISPUTE - 1}) k`,
  `drop table one`,
  `vacuum analyze`,
];

test(`${DEADLINES} deadlines that have passed, two hubs, one of them killed: each is told of once`, async () => {
  const database = await createTestDatabase();
  const dataDir = ownDataDir("sweep-long");
  const client = new Client({ connectionString: database.url });
  await client.connect();
  // The limits of the release are entered by the first hub that starts.
  await (await startHubProcess({ dataDir, databaseUrl: database.url })).stop();
  for (const statement of FILL) {
    await client.query(statement, statement.includes("$1") ? [DEADLINES / OF_ONE_DISPUTE] : []);
  }
  // The server waits, so that counting takes little of what the sweep is measured by.
  const announced = async () => {
    const { rows } = await client.query<{ count: string }>(
      "select count(*), pg_sleep(1) from deadline where announced_at is not null",
    );
    return Number(rows[0]!.count);
  };
  const start = () => startHubProcess({ dataDir, databaseUrl: database.url, jobs: true });
  const patience = 3_000_000;
  const begun = performance.now();
  const [first, second] = await Promise.all([start(), start()]);
  // One of the two is at it; as both are killed, with another in the place of the first, one dies in the middle.
  await eventually("a quarter is told", async () => (await announced()) > DEADLINES / 4, patience);
  await first.kill();
  const third = await start();
  await eventually("half is told", async () => (await announced()) > DEADLINES / 2, patience);
  expect(await announced()).toBeLessThan(DEADLINES);
  await second.kill();
  await eventually("all is told", async () => (await announced()) === DEADLINES, patience);
  const seconds = (performance.now() - begun) / 1_000;
  await third.stop();
  const told = await client.query<Record<string, string>>(
    `select (select count(*) from timeline_event where kind = 'OVERDUE') as events,
            (select count(*) from change_log where kind = 'OVERDUE') as changes,
            (select count(*) from audit_entry where action = 'announceDeadline') as trail,
            (select count(distinct request_id) from audit_entry where action = 'announceDeadline') as deadlines,
            (select count(*) from dispute where version <> 1 + ${OF_ONE_DISPUTE}) as wrong`,
  );
  const each = String(DEADLINES);
  expect(told.rows[0]).toEqual({ events: each, changes: each, trail: each, deadlines: each, wrong: "0" });
  await client.end();
  await database.drop();
  removeDataDir(dataDir);
  process.stderr.write(`${DEADLINES} deadlines told of in ${seconds.toFixed(0)} s\n`);
});
