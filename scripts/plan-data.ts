import { REGIONS } from "../src/access/regions";
import type { Line } from "../src/agencies/workflow.rules";
import { SAMPLE_AGENCIES } from "../src/demo/sample-centre";
import type { Hub } from "../src/hub-parts";
import { nameIndex, personIndex } from "../src/person/subjects";

/** What the filled database is asked for. */
export const FILLED = {
  /** Has 400 disputes in the sample county. */
  citizenNumber: "330482198001011232",
  /** One person in fifty bears it. */
  frequentName: "张伟",
  /** In every fourth title, in one of a thousand, in none. */
  words: ["漏水", "孔雀", "飞碟"],
} as const;

const HOME = "330482";
const LINES: readonly Line[] = ["PETITION", "LITIGATION", "MEDIATION", "ARBITRATION", "LEGAL_AID"];

const COUNTIES = REGIONS.filter(
  ({ code, validTo }) => code.length === 6 && !code.endsWith("00") && validTo === null && code !== HOME,
).map(({ code }) => code);

const id = (table: number, ordinal: string) =>
  `('019${table.toString(16)}0000-0000-7000-8000-' || lpad(to_hex(${ordinal}), 12, '0'))::uuid`;

/**
 * Some disputes of every kind over all counties, a tenth of them in the sample county: enough rows in each table that
 * grows for PostgreSQL to prefer an index where there is one. Names and numbers are found; nothing else is sealed rightly.
 */
export async function fillForPlans(hub: Hub, disputes: number): Promise<void> {
  const { db, crypto } = hub;
  const agencies = [
    ...SAMPLE_AGENCIES.slice(0, 5).map(({ id: own, line }) => ({ id: own, line, county: HOME })),
    ...COUNTIES.flatMap((county) =>
      LINES.map((line, at) => ({ id: `01930000-0000-7000-8000-000${county}00${at}`, line, county })),
    ),
  ];
  await db.query(
    `insert into agency (id, code, line, name, region_code)
     select id, 'plan-' || county || '-' || line, line, county || line, county
       from jsonb_to_recordset($1) a(id uuid, line text, county text) where county <> $2`,
    [JSON.stringify(agencies), HOME],
  );
  await db.query(
    `create unlogged table plan as
     select i, ${id(1, "i")} as id, ${id(2, "i")} as referral_id, ${id(3, "i")} as record_id,
            case when i % 10 = 0 then $3 else ($2::text[])[1 + i * 7919 % cardinality($2::text[])] end
              || lpad((1 + i / 100 % 12)::text, 3, '0') as region_code,
            timestamptz '2021-01-01Z' + i * (interval '1826 days' / $1) as opened_at,
            case when i > $1 * 0.95 then (array['REGISTERED','ROUTED','IN_PROCESS','IN_PROCESS','TRIAGED','FOLLOW_UP'])[1 + i / 7 % 6]
                 when i % 701 = 0 then (array['REOPENED','UNRESOLVED','RESOLVED'])[1 + i / 701 % 3]
                 else 'CLOSED' end as state,
            (array['PETITION','LITIGATION','MEDIATION','ARBITRATION','LEGAL_AID'])[1 + i / 10 % 5] as line
       from generate_series(1, $1::int) i`,
    [disputes, COUNTIES, HOME],
  );
  await db.query("update plan set opened_at = date_trunc('milliseconds', opened_at)");
  await db.query(
    "create unlogged table plan_agency as select * from jsonb_to_recordset($1) a(id uuid, line text, county text)",
    [JSON.stringify(agencies)],
  );
  const values: Readonly<Record<string, unknown>> = {
    name: nameIndex(crypto, FILLED.frequentName),
    number: personIndex(crypto, "RESIDENT_ID", FILLED.citizenNumber),
    sealedName: crypto.seal(FILLED.frequentName),
    sealedNumber: crypto.seal(FILLED.citizenNumber),
  };
  const restoreForeignKeys = await dropForeignKeys(hub);
  for (const statement of STATEMENTS) {
    const named = [...new Set([...statement.matchAll(/:(\w+):/g)].map(([, name]) => name!))];
    const text = statement.replace(/:(\w+):/g, (_, name: string) => `$${named.indexOf(name) + 1}`);
    await db.query(
      text,
      named.map((name) => values[name]),
    );
  }
  await restoreForeignKeys();
  await db.query("vacuum analyze");
}

/** Looked up once for all rows instead of once for each. */
async function dropForeignKeys({ db }: Hub): Promise<() => Promise<void>> {
  const keys = await db.query<{ place: string; name: string; definition: string }>(
    `select conrelid::regclass as place, conname as name, pg_get_constraintdef(oid) as definition
       from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`,
  );
  for (const { place, name } of keys) await db.query(`alter table ${place} drop constraint ${name}`);
  return async () => {
    for (const { place, name, definition } of keys) {
      await db.query(`alter table ${place} add constraint ${name} ${definition}`);
    }
  };
}

/** One dispute in seven became a report an hour after it was opened; who had accepted it before knows whom it is about. */
const SECRET = "case when i % 7 = 0 then opened_at + interval '1 hour' end";

const STATEMENTS = [
  `insert into dispute (id, trace_code, title, category, flags, region_code, state, version, opened_at, updated_at,
     state_since, closed_at, round, is_returned, is_evaluated, is_referred)
   select id, left(region_code, 6) || '-' || i, title,
          (array['NEIGHBOR','WAGE_ARREARS','PROPERTY_MGMT','CONSUMER','MARRIAGE_FAMILY','TRAFFIC_ACCIDENT','CONTRACT_DEBT','OTHER'])[1 + i / 3 % 8],
          '{}', region_code, state, 3, opened_at, opened_at, opened_at, case state when 'CLOSED' then opened_at end, 1, false, false, true
     from (select *, (array['万家花园','当湖新村','南市小区','滨江雅苑','乍浦机械厂','新埭织造厂','林埭村','曹桥街道'])[1 + i / 11 % 8]
            || (i % 97 + 1) || (array['幢','组','号','室'])[1 + i / 5 % 4] ||
            case when i % 1009 = 0 then '孔雀' else '' end ||
            (array['楼上漏水','拖欠工资','物业收费','退货退款','离婚抚养','追尾赔偿','借款不还','噪音扰民'])[1 + i / 3 % 8] || '纠纷' as title
       from plan) p`,
  `insert into dispute_listing (id, region_code, category, flags, opened_at, title_key)
   select id, region_code, category, flags, opened_at, title from dispute order by opened_at`,
  `insert into person (id, id_kind, id_index, id_sealed, name_index, name_sealed, sex, created_at)
   select ${id(4, "p")}, 'RESIDENT_ID', case p when 1 then :number: else md5(p::text) || md5(p::text) end, :sealedNumber:,
          case when p % 50 in (0, 1) then :name: else md5('name' || p % 2003) || md5('name' || p % 2003) end, :sealedName:, 1, now()
     from generate_series(1, (select 2 * max(i) from plan)) p`,
  `insert into party (id, dispute_id, role, person_id, head_count, joined_at, secret_since, region_code, name_key)
   select ${id(5, "3 * i + part")}, d.id, case part when 0 then 'APPLICANT' else 'RESPONDENT' end, p.id, 1, opened_at, ${SECRET}, region_code, left(name_index, 16)
     from plan d, generate_series(0, 1) part, person p where p.id = ${id(4, "2 * i - part")}`,
  `insert into party (id, dispute_id, role, person_id, head_count, joined_at, region_code, name_key)
   select ${id(5, "3 * i + 2")}, d.id, 'THIRD_PARTY', p.id, 1, opened_at, region_code, left(name_index, 16)
     from (select * from plan where i % 10 = 0 order by i desc offset 100 limit 400) d, person p where p.id = ${id(4, "1")}`,
  `insert into organisation (id, uscc, name, name_key, created_at)
   select ${id(6, "i")}, 'U' || i, '企业' || i, '企业' || i, opened_at from plan where i % 5 = 0`,
  `insert into submission (id, dispute_id, applicant_id, channel, content, receipt_no, follow_code_index, is_repeat, head_count,
     source_system, external_no, submitted_at, registered_at, registered_by, secret_since)
   select ${id(7, "i")}, id, ${id(4, "2 * i")}, 'WINDOW', '内容', 'R' || i, md5(i::text), false, 1, 'plan', i::text, opened_at, opened_at, 'clerk', ${SECRET} from plan`,
  `insert into referral (id, dispute_id, line, state, holder_id, takes_lead, reason, referred_at, referred_by, decided_at, version)
   select p.referral_id, p.id, p.line, case when p.state = 'ROUTED' then 'OFFERED' else 'ACCEPTED' end,
          case when p.state = 'ROUTED' then null else a.id end, true, '理由', opened_at, 'clerk', null, 1
     from plan p join plan_agency a on a.line = p.line and a.county = left(p.region_code, 6)`,
  `insert into referral_candidate (id, referral_id, agency_id, dispute_id, state, offered_at, decided_at, dispute_opened_at)
   select ${id(8, "i")}, p.referral_id, a.id, p.id, case when p.state = 'ROUTED' then 'OFFERED' else 'ACCEPTED' end, opened_at,
          case when p.state = 'ROUTED' then null else opened_at end, opened_at
     from plan p join plan_agency a on a.line = p.line and a.county = left(p.region_code, 6)`,
  `insert into agency_record (id, dispute_id, referral_id, agency_id, line, number, number_key, state, phase, outcome, version,
     last_sequence, round, opened_at, updated_at, ended_at)
   select p.record_id, p.id, p.referral_id, a.id, p.line, 'N' || i, 'N' || i, case when closed then 'CLOSED' else 'ACCEPTED' end,
          case when closed then 'ENDED' else 'ACTIVE' end, case when closed then 'RESOLVED' end, 1, 1, 1, opened_at, opened_at,
          case when closed then opened_at end
     from (select *, state = 'CLOSED' as closed from plan) p join plan_agency a on a.line = p.line and a.county = left(p.region_code, 6)
    where p.state <> 'ROUTED'`,
  `insert into timeline_event (id, dispute_id, kind, occurred_at, recorded_at, by_principal)
   select ${id(9, "3 * i + step")}, id, (array['REGISTERED','REFERRED','LINKED'])[1 + step], opened_at, opened_at, 'clerk'
     from plan, generate_series(0, 2) step`,
  `insert into timeline_event (id, dispute_id, record_id, kind, from_state, to_state, sequence, occurred_at, recorded_at, by_principal)
   select ${id(14, "i")}, id, record_id, 'STATUS', 'APPLIED', 'ACCEPTED', 1, opened_at, opened_at, 'plan'
     from plan where state <> 'ROUTED'`,
  `insert into timeline_event (id, dispute_id, record_id, kind, corrects_id, occurred_at, recorded_at, by_principal)
   select ${id(13, "i")}, id, record_id, 'CORRECTION', ${id(14, "i")}, opened_at, opened_at, 'plan'
     from plan where state <> 'ROUTED' and i % 20 = 0`,
  `insert into follow_up_taken (id, dispute_id, record_id, follows_record_id, follow_up_id, taken_at)
   select ${id(12, "p.i")}, p.id, p.record_id, f.record_id, 'F-ARB-SUE', p.opened_at
     from plan p join plan f on f.i = p.i - 1 where p.i % 3 = 0 and p.state <> 'ROUTED' and f.state <> 'ROUTED'`,
  `insert into change_log (id, xid, dispute_id, kind, event_id, dispute_version, changed_at)
   select ${id(10, "3 * i + step")}, 3 + (3 * i + step) / 10000, id, (array['REGISTERED','REFERRED','LINKED'])[1 + step],
          ${id(9, "3 * i + step")}, 1 + step, opened_at from plan, generate_series(0, 2) step`,
  `insert into case_document (id, dispute_id, event_id, kind, name, digest, digest_algorithm, added_at)
   select ${id(11, "i")}, id, ${id(9, "3 * i")}, 'OTHER', '材料', md5(i::text), 'SHA256', opened_at from plan where i % 3 = 0`,
  `insert into dispute_link (id, from_dispute_id, to_dispute_id, kind, reason, linked_at, linked_by)
   select ${id(12, "i")}, id, ${id(1, "i - 1")}, 'RELATED', '同一小区', opened_at, 'clerk' from plan where i % 3 = 0`,
  `insert into evaluation (id, dispute_id, centre, agency, evaluated_at, evaluated_by)
   select ${id(13, "i")}, id, 'SATISFIED', 'SATISFIED', opened_at, 'clerk' from plan where i % 3 = 0`,
  `insert into routing_decision (id, dispute_id, line, verdict, rule, text, facts, decided_by, decided_at)
   select ${id(13, "i")}, id, 'MEDIATION', 'REFUSED', 'plan', '可以起诉', '{}', 'clerk', opened_at from plan where i % 3 = 0`,
  `insert into told_fact (id, dispute_id, fact, is_so, word, decision_id, told_by, told_at)
   select ${id(13, "2 * i + step")}, id, (array['hasCrimeClue', 'claimsDamages'])[1 + step], step = 1, 1, ${id(13, "i")}, 'clerk', opened_at
     from plan, generate_series(0, 1) step where i % 3 = 0`,
  `insert into supervision_order (id, dispute_id, ground, history, issued_at, closed_at, closed_by, resolution)
   select ${id(13, "i")}, id, 'SECOND_RETURN', '退回', opened_at, case when i % 200 > 0 then opened_at end,
          case when i % 200 > 0 then 'plan' end, case when i % 200 > 0 then '确定承办机关' end
     from plan where i % 5 = 0`,
  `insert into held_status (id, record_id, sequence, body_hash, report, received_at, by_principal, outcome)
   select ${id(14, "i")}, record_id, 3, 'x', '{"toState": "CLOSED"}', opened_at, 'plan', case when i % 2 = 0 then 'HELD' else 'RELEASED' end
     from plan where i % 4 < 2 and state <> 'ROUTED'`,
  `insert into idempotency (scope, key, action, body_hash, answer, created_at)
   select 'plan', i::text, 'registerSubmission', 'x', '{}', opened_at from plan`,
  `insert into audit_entry (id, at, principal, role, action, dispute_id, verdict, request_id)
   select ${id(15, "i")}, opened_at, 'clerk', 'WINDOW_CLERK', 'registerSubmission', id, 'ALLOWED', 'r' from plan`,
  `insert into read_entry (id, at, principal, role, action, person_id, request_id)
   select ${id(15, "i")}, opened_at, 'clerk', 'WINDOW_CLERK', 'person', ${id(4, "i")}, 'r' from plan`,
  `insert into deadline (id, dispute_id, record_id, agency_id, region_code, line, limit_id, rule_id, calendar_version, round, party,
     anchor_event_id, anchor_at, awaits_condition, awaits_receipt, state, raw_due_on, due_on, late_after, late_from, lists_on,
     pauses, granted, skipped, is_provisional, is_verified, updated_at)
   select ${id(14, "4 * i + step")}, p.id, p.record_id, a.id, p.region_code, p.line, 'PLAN-' || step, v.id, 1, 1,
          case when step < 2 then 'DUTY' else 'RIGHT' end, ${id(9, "3 * i")}, opened_at, step = 2, step = 3,
          case when p.state = 'CLOSED' then 'MET' when step = 3 and i % 20 = 0 then 'STANDING' else 'OPEN' end, due, due, due,
          due + interval '1 day', due, '[]', '[]', '[]', step = 3 or i % 50 = 0, i % 3 > 0, opened_at
     from plan p join plan_agency a on a.line = p.line and a.county = left(p.region_code, 6),
          lateral (select (opened_at + interval '60 days')::date as due) d, generate_series(0, 3) step,
          (select id from limit_version limit 1) v
    where p.state <> 'ROUTED'`,
  `insert into clock_backlog (record_id, reason) select record_id, 'LAW' from plan where i % 50 = 0 and state <> 'ROUTED'`,
  `drop table plan_agency`,
];
