import { Client } from "pg";
import { removeDataDir } from "../../src/platform/embedded-place";
import { eventually } from "../support/eventually";
import { createTestDatabase } from "../support/fresh-database";
import { startHubProcess } from "../support/hub-process";
import { ownDataDir } from "../support/own-server";

const DISPUTES = Number(process.env["HAND_OVER_DISPUTES"] ?? 20_000);

const id = (table: number, ordinal: string) =>
  `('019${table.toString(16)}0000-0000-7000-8000-' || lpad(to_hex(${ordinal}), 12, '0'))::uuid`;
const [OLD, NEW] = [id(0, "1"), id(0, "2")];

/** Disputes of one agency, an open record and a clock in each; it is closed, and nothing of it has been handed over yet. */
const FILL = [
  `insert into agency (id, code, line, name, region_code)
   values (${OLD}, 'old', 'ARBITRATION', '原仲裁委', '330482'), (${NEW}, 'new', 'ARBITRATION', '新仲裁委', '330482')`,
  `create table one as select i, ${id(1, "i")} as id, ${id(2, "i")} as referral_id, ${id(3, "i")} as record_id, ${id(4, "i")} as event_id,
     timestamptz '2025-01-01Z' + i % 1000 * interval '1 hour' as at from generate_series(1, $1::int) i`,
  `insert into dispute (id, trace_code, title, category, flags, region_code, state, version, opened_at, updated_at, state_since,
     round, is_returned, is_evaluated, is_referred, appointed_agency_id, lead_agency_id)
   select id, 'S' || i, '欠薪', 'WAGE_ARREARS', '{}', '330482', 'IN_PROCESS', 1, at, at, at, 1, false, false, true, ${OLD}, ${OLD} from one`,
  `insert into referral select referral_id, id, 'ARBITRATION', 'ACCEPTED', ${OLD}, true, '分流', at, 'clerk', at, 1 from one`,
  `insert into referral_candidate (id, referral_id, agency_id, dispute_id, state, offered_at, decided_at, dispute_opened_at)
   select ${id(6, "i")}, referral_id, ${OLD}, id, 'ACCEPTED', at, at, at from one`,
  `insert into agency_record (id, dispute_id, referral_id, agency_id, line, number, number_key, state, phase, version, last_sequence, round,
     opened_at, updated_at)
   select record_id, id, referral_id, ${OLD}, 'ARBITRATION', 'S' || i, 'S' || i, 'APPLIED', 'ACTIVE', 1, 0, 1, at, at from one`,
  `insert into timeline_event (id, dispute_id, record_id, kind, to_state, occurred_at, recorded_at, by_principal)
   select event_id, id, record_id, 'ACCEPTED', 'APPLIED', at, at, 'old' from one`,
  `insert into deadline (id, dispute_id, record_id, agency_id, region_code, line, limit_id, rule_id, calendar_version, round, party,
     anchor_event_id, anchor_at, awaits_condition, awaits_receipt, state, raw_due_on, due_on, late_after, late_from, lists_on, pauses,
     granted, skipped, is_provisional, is_verified, updated_at)
   select ${id(5, "i")}, id, record_id, ${OLD}, '330482', 'ARBITRATION', 'ARB-ACCEPT', (select id from limit_version limit 1), 1, 1, 'DUTY',
          event_id, at, false, false, 'OPEN', '2099-01-01', '2099-01-01', '2099-01-01', '2099-01-02Z', '2099-01-01', '[]',
          '[]', '[]', false, true, at from one`,
  `update agency set closed_at = now() where id = ${OLD}`,
  `insert into agency_succession (id, agency_id, successor_id, reason, begun_at) values (${id(7, "1")}, ${OLD}, ${NEW}, '并入', now())`,
  `drop table one`,
  `vacuum analyze`,
];

test(`${DISPUTES} disputes of a closed agency, two hubs, killed on the way: each goes over once`, async () => {
  const database = await createTestDatabase();
  const dataDir = ownDataDir("hand-over-long");
  const client = new Client({ connectionString: database.url });
  await client.connect();
  // The limits of the release are entered by the first hub that starts.
  await (await startHubProcess({ dataDir, databaseUrl: database.url })).stop();
  for (const statement of FILL) await client.query(statement, statement.includes("$1") ? [DISPUTES] : []);
  const handed = async () => {
    const { rows } = await client.query<{ count: string }>(
      `select count(*), pg_sleep(0.2) from agency_record where agency_id = ${NEW}`,
    );
    return Number(rows[0]!.count);
  };
  const start = () => startHubProcess({ dataDir, databaseUrl: database.url, jobs: true });
  const patience = 600_000;
  const begun = performance.now();
  const [first, second] = await Promise.all([start(), start()]);
  // One of the two is at it; as both are killed, with another in the place of the first, one dies in the middle.
  await eventually("a quarter has gone over", async () => (await handed()) > DISPUTES / 4, patience);
  await first.kill();
  const third = await start();
  await eventually("half has gone over", async () => (await handed()) > DISPUTES / 2, patience);
  await second.kill();
  const finished = "select 1 from agency_succession where finished_at is not null";
  await eventually("all has", async () => (await client.query(finished)).rows.length === 1, patience);
  const seconds = (performance.now() - begun) / 1_000;
  await third.stop();
  const { rows } = await client.query<Record<string, string>>(
    `select (select count(*) from agency_record where agency_id = ${NEW} and version = 2) as records,
            (select count(*) from deadline where agency_id = ${NEW}) as clocks,
            (select count(*) from referral where holder_id = ${NEW} and version = 2) as referrals,
            (select count(*) from referral_candidate where agency_id = ${OLD} and state = 'LAPSED') as lapsed,
            (select count(*) from referral_candidate where agency_id = ${NEW} and state = 'ACCEPTED') as candidates,
            (select count(*) from dispute where lead_agency_id = ${NEW} and appointed_agency_id = ${NEW} and version = 2) as disputes,
            (select count(*) from timeline_event where kind = 'HANDED_OVER') as events,
            (select count(*) from change_log where kind = 'HANDED_OVER' and told_agency_id is null) as lines,
            (select count(*) from change_log where kind = 'HANDED_OVER' and told_agency_id = ${OLD}) as told,
            (select count(distinct dispute_id) from audit_entry where action = 'closeAgency') as trail,
            (select count(*) from supervision_order) as orders`,
  );
  const each = String(DISPUTES);
  const names = [
    "records",
    "clocks",
    "referrals",
    "lapsed",
    "candidates",
    "disputes",
    "events",
    "lines",
    "told",
    "trail",
  ];
  expect(rows[0]).toEqual({ ...Object.fromEntries(names.map((name) => [name, each])), orders: "0" });
  await client.end();
  await database.drop();
  removeDataDir(dataDir);
  process.stderr.write(`${DISPUTES} disputes handed over in ${seconds.toFixed(0)} s\n`);
});
