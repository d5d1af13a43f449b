import { SAMPLE_AGENCIES } from "../../src/demo/sample-centre";
import { toGlobalId } from "../../src/platform/global-id";
import { openTestHub, type TestHub, type User } from "../support/hub";

let hub: TestHub;
const AGENCY = SAMPLE_AGENCIES.find(({ code }) => code === "ph-mediation")!.id;

beforeAll(async () => {
  hub = await openTestHub();
  const { db } = hub.hub.parts;
  await db.query(
    `insert into dispute (id, trace_code, title, category, flags, region_code, state, version, opened_at, updated_at,
       state_since, round, is_returned, is_evaluated, is_referred)
     select uuidv7(), 'W' || i, '漏水', 'OTHER', '{}', (array['330482','330482101','330402'])[1 + i % 3],
            (array['REGISTERED','ROUTED','IN_PROCESS','RESOLVED'])[1 + i % 4], 1, at, at, at, 1, false, false, true
       from generate_series(1, 240) i, lateral (select timestamptz '2026-01-01Z' + (i * 7 % 40) * interval '1 minute' as at) t`,
  );
  await db.query(
    `insert into referral select uuidv7(), id, 'MEDIATION', case state when 'ROUTED' then 'OFFERED' else 'ACCEPTED' end,
            case state when 'ROUTED' then null else $1::uuid end, true, '分流', opened_at, 'clerk', null, 1
       from dispute where state in ('ROUTED', 'IN_PROCESS')`,
    [AGENCY],
  );
  await db.query(
    `insert into referral_candidate (id, referral_id, agency_id, dispute_id, state, offered_at, dispute_opened_at)
     select uuidv7(), id, $1, dispute_id, state, referred_at, referred_at from referral`,
    [AGENCY],
  );
  await db.query(
    `insert into agency_record (id, dispute_id, referral_id, agency_id, line, number, number_key, state, phase, version,
       last_sequence, round, opened_at, updated_at)
     select uuidv7(), dispute_id, id, $1, 'MEDIATION', id::text, id::text, 'ACCEPTED', 'ACTIVE', 1, 0, 1, referred_at, referred_at
       from referral where state = 'ACCEPTED'`,
    [AGENCY],
  );
});
afterAll(() => hub.close());

const WORKLIST =
  "query ($first: Int!, $after: String) { worklist(first: $first, after: $after) { nodes { kind dispute { id } referral { id } record { id } } pageInfo { hasNextPage endCursor } } }";

async function readAll(user: User, first: number): Promise<string[]> {
  const found: string[] = [];
  for (let after: string | null = null; ;) {
    const { data, text } = await hub.ask(user, WORKLIST, { first, after });
    if (!data) throw new Error(text);
    const { nodes, pageInfo } = data.worklist;
    for (const { dispute, referral, record } of nodes) found.push((referral ?? record ?? dispute).id);
    if (!pageInfo.hasNextPage) return found;
    after = pageInfo.endCursor;
  }
}

const readIds = async (text: string, type: string, values: unknown[] = []) =>
  (await hub.hub.parts.db.query<{ id: string }>(text, values)).map(({ id }) => toGlobalId(type, id));

test("an agency's offers and records come as one list, longest waiting first, whatever the page", async () => {
  const expected = await hub.hub.parts.db.query<{ type: string; id: string }>(
    `select * from (
       select 'Referral' as type, referral_id as id, offered_at as since from referral_candidate where state = 'OFFERED'
       union all select 'MediationRecord', id, opened_at from agency_record) w order by since, id`,
  );
  expect(expected).toHaveLength(120);
  for (const first of [1, 7, 60, 100]) {
    expect(await readAll("ph-mediation", first)).toEqual(expected.map(({ type, id }) => toGlobalId(type, id)));
  }
});

test.each([
  ["clerk", "330482"],
  ["supervisor", "3304"],
])("the desk of %s sees what waits in its region and no other", async (user, prefix) => {
  const expected = await readIds(
    `select id from dispute where state in ('REGISTERED', 'RESOLVED') and region_code like $1 || '%' order by state_since, id`,
    "Dispute",
    [prefix],
  );
  expect(expected.length).toBeGreaterThan(70);
  for (const first of [1, 7, 100]) expect(await readAll(user, first)).toEqual(expected);
});
