import { aSubmission, doDeed, openDispute, openReferral } from "../support/deeds";
import { openTestHub, type TestHub, type User } from "../support/hub";
import type { Caller } from "../../src/access/caller";

let hub: TestHub;
beforeAll(async () => {
  hub = await openTestHub();
  await fill();
});
afterAll(() => hub.close());

type Asker = User | Omit<Caller, "expiresAt">;

const staffOf = (regionCode: string): Omit<Caller, "expiresAt"> => ({
  role: "SUPERVISOR",
  subject: `of-${regionCode}`,
  regionCode,
  agency: null,
});

const LIST =
  "query ($first: Int!, $after: String, $filter: DisputeFilter) { disputes(first: $first, after: $after, filter: $filter) { nodes { traceCode title } pageInfo { hasNextPage endCursor } } }";

async function readAll(user: Asker, filter: object, first: number): Promise<string[]> {
  const found: string[] = [];
  for (let after: string | null = null; ;) {
    const { data, text } = await hub.ask(user, LIST, { first, after, filter });
    if (!data) throw new Error(text);
    found.push(...data.disputes.nodes.map(({ traceCode }: { traceCode: string }) => traceCode));
    if (!data.disputes.pageInfo.hasNextPage) return found;
    expect(data.disputes.nodes).toHaveLength(first);
    after = data.disputes.pageInfo.endCursor;
  }
}

/** Over three years and more than are looked at one by one, so that what is rare has to come from slices of all sizes. */
async function fill(): Promise<void> {
  await hub.hub.parts.db.query(
    `insert into dispute (id, trace_code, title, category, flags, region_code, state, version, opened_at, updated_at,
       state_since, closed_at, round, is_returned, is_evaluated, is_referred)
     select uuidv7(), 'S' || i, title, category, '{}', region_code, state, 1, opened_at, opened_at, opened_at,
            case state when 'CLOSED' then opened_at end, 1, false, false, false
       from (select i, timestamptz '2023-11-05T16:30:00Z' + (i / 2) * interval '5 hours' as opened_at,
               (array['330482','330482101','330482101','330402','330482102','330106','330000'])[1 + i % 7] as region_code,
               case when i % 250 = 3 then 'SUGGESTION' when i % 3 = 0 then 'NEIGHBOR' else 'CONSUMER' end as category,
               case when i > 11800 then 'IN_PROCESS' when i % 211 = 0 then 'REOPENED' else 'CLOSED' end as state,
               (array['楼上漏水','拖欠工资','物业收费100%','退货_退款'])[1 + i % 4] ||
               case when i % 301 = 0 then '孔雀' else '' end || '纠纷' as title
             from generate_series(1, 12000) i) d`,
  );
  await hub.hub.parts.db.query(
    "insert into dispute_listing (id, region_code, category, flags, opened_at, title_key) select id, region_code, category, flags, opened_at, title from dispute",
  );
  await hub.hub.parts.db.query("analyze dispute, dispute_listing");
}

interface Plain {
  readonly trace_code: string;
  readonly title: string;
  readonly category: string;
  readonly state: string;
  readonly region_code: string;
  readonly opened_at: Date;
}

interface Filter {
  readonly text?: string;
  readonly states?: readonly string[];
  readonly categories?: readonly string[];
  readonly regionCode?: string;
  readonly openedFrom?: string;
  readonly openedBefore?: string;
}

/** What a clerk with endless patience would find: every row, one after the other. */
async function readPlainly(scope: string, filter: Filter): Promise<string[]> {
  const rows = await hub.hub.parts.db.query<Plain>("select * from dispute order by opened_at desc, id desc");
  const lies = (code: string, within: string) => code.startsWith(within.replace(/(?:0000|00)$/, ""));
  return rows
    .filter(
      (row) =>
        lies(row.region_code, scope) &&
        (!filter.regionCode || lies(row.region_code, filter.regionCode)) &&
        (!filter.states || filter.states.includes(row.state)) &&
        (!filter.categories || filter.categories.includes(row.category)) &&
        (!filter.openedFrom || row.opened_at >= new Date(filter.openedFrom)) &&
        (!filter.openedBefore || row.opened_at < new Date(filter.openedBefore)) &&
        (filter.text ?? "").split(" ").every((word) => row.title.includes(word)),
    )
    .map(({ trace_code }) => trace_code);
}

const FILTERS: readonly Filter[] = [
  {},
  { text: "漏水" },
  { text: "孔雀" },
  { text: "孔雀 工资" },
  { text: "飞碟" },
  { text: "收费100%纠纷" },
  { text: "退货_退款" },
  { text: "物业_费" },
  { states: ["CLOSED"] },
  { states: ["REOPENED"] },
  { states: ["REOPENED", "IN_PROCESS"] },
  { states: [] },
  { states: ["CLOSED"], categories: ["SUGGESTION"] },
  { categories: ["SUGGESTION", "NEIGHBOR"], text: "孔雀" },
  { categories: ["SUGGESTION"] },
  { categories: ["WAGE_ARREARS"] },
  { categories: [] },
  { states: ["REOPENED"], categories: ["CONSUMER"], text: "纠纷" },
  { text: "孔雀", openedBefore: "2025-07-20T00:00:00Z" },
  { text: "漏水", openedFrom: "2024-02-10T00:00:00Z", openedBefore: "2025-04-01T00:00:00Z" },
  { text: "孔雀", openedFrom: "2031-01-01T00:00:00Z" },
  { text: "孔雀", openedFrom: "1900-01-01T00:00:00Z", openedBefore: "2199-12-31T00:00:00Z" },
  { openedFrom: "2024-01-10T00:00:00Z", openedBefore: "2024-03-12T00:00:00Z", states: ["CLOSED"] },
  { text: "孔雀", states: ["CLOSED"] },
  { text: "孔雀", states: ["CLOSED", "REOPENED"], categories: ["CONSUMER", "CONSUMER"] },
  { categories: ["NEIGHBOR", "NEIGHBOR"], openedBefore: "2024-12-31T23:59:59Z" },
  { regionCode: "330482101", text: "孔雀" },
  { regionCode: "330402" },
  { regionCode: "330106", categories: ["NEIGHBOR"] },
];

describe.each(["330000", "330400", "330482", "330482101"])("within %s", (scope) => {
  test.each(FILTERS)(
    "%j finds page by page what is there, newest first",
    async (filter) => {
      const expected = await readPlainly(scope, filter);
      expect(await readAll(staffOf(scope), filter, 100)).toEqual(expected);
      // A small page ends within a slice, and the next one goes on there.
      const isLong = expected.length > 60;
      if (!isLong) expect(await readAll(staffOf(scope), filter, 2)).toEqual(expected);
    },
    60_000,
  );
});

test("an agency finds its own disputes once each, however often they were referred to it, by every filter", async () => {
  const titles = ["楼上漏水孔雀", "拖欠工资", "拖欠工资孔雀"];
  const own: string[] = [];
  for (const title of titles) {
    hub.clock.pass(1_000);
    const { disputeId, version, traceCode } = await openDispute(hub, { title, category: "LABOR_CONTRACT" });
    const targets = [{ line: "ARBITRATION", agencyCodes: ["ph-arbitration"], reason: "依法分流" }];
    await doDeed(hub, "clerk", "referDispute", { disputeId, expectedVersion: version, targets });
    own.unshift(traceCode);
  }
  await openReferral(hub);
  await hub.hub.parts.db.query(
    `insert into referral select uuidv7(), dispute_id, line, 'OFFERED', null, false, reason, referred_at, referred_by, null, 1
       from referral where line = 'ARBITRATION'`,
  );
  await hub.hub.parts.db.query(
    `insert into referral_candidate (id, referral_id, agency_id, dispute_id, state, offered_at, dispute_opened_at)
     select uuidv7(), r.id, c.agency_id, c.dispute_id, 'ACCEPTED', c.offered_at, c.dispute_opened_at
       from referral_candidate c join agency a on a.id = c.agency_id and a.code = 'ph-arbitration'
       join referral r on r.dispute_id = c.dispute_id and r.id <> c.referral_id`,
  );
  for (const first of [1, 2, 100]) {
    expect(await readAll("ph-arbitration", {}, first)).toEqual(own);
    expect(await readAll("ph-arbitration", { text: "孔雀" }, first)).toEqual([own[0], own[2]]);
    expect(await readAll("ph-arbitration", { text: "工资", states: ["ROUTED"] }, first)).toEqual([own[0], own[1]]);
    expect(await readAll("ph-arbitration", { regionCode: "330402" }, first)).toEqual([]);
  }
});

test("a title is found however its width, case and invisible characters were typed", async () => {
  const submission = aSubmission(hub, { title: "ＡＢＣ 公司\u200b拖延交房" });
  const { traceCode } = await doDeed(hub, "clerk", "registerSubmission", submission);
  for (const text of ["abc", "ＡＢc", "公司拖延", "交\u200b房", "交房 Abc"]) {
    expect(await readAll("clerk", { text }, 20)).toEqual([traceCode]);
  }
});

test.each([
  ["漏", "检索词至少两个字，请输入更完整的词再查。"],
  ["漏水 大", "检索词至少两个字，请输入更完整的词再查。"],
  ["一一 二二 三三 四四 五五 六六", "检索词最多 5 个，请减少后再查。"],
])("a search for %j is refused with what to do", async (text, message) => {
  const { errors } = await hub.ask("clerk", LIST, { first: 2, filter: { text } });
  expect(errors).toMatchObject([{ message, extensions: { code: "BAD_USER_INPUT", inputPath: ["filter", "text"] } }]);
});

test("whoever may not read titles may not search them: the answers would spell them out", async () => {
  const query = "query ($filter: DisputeFilter) { disputes(filter: $filter) { nodes { id } } }";
  const { errors } = await hub.ask("report", query, { filter: { text: "漏水" } });
  expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
});
