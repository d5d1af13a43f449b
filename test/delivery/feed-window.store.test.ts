import { parseGlobalId } from "../../src/platform/global-id";
import { openDispute, openReferral } from "../support/deeds";
import { eventually } from "../support/eventually";
import { withOpenCursors } from "../platform/read/open-cursors";
import { openTestHub, type TestHub } from "../support/hub";

let hub: TestHub;
/** The same feed, read field by field. */
let executed: TestHub;
let own: string;
let foreign: string;
beforeAll(async () => {
  hub = await openTestHub();
  executed = await hub.another({ answerAhead: false });
  own = parseGlobalId((await openReferral(hub)).disputeId)!.uuid;
  foreign = parseGlobalId((await openDispute(hub)).disputeId)!.uuid;
});
afterAll(async () => {
  await executed.close();
  await hub.close();
});

const FEED =
  "query ($first: Int!, $after: String) { changes(first: $first, after: $after) { edges { cursor node { event { id } } } nodes { event { id } } pageInfo { hasNextPage startCursor endCursor } } }";

interface FeedPage {
  readonly edges: readonly { readonly cursor: string }[];
  readonly nodes: readonly { readonly event: { readonly id: string } }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

async function readPage(user: string, first: number, after: string | null): Promise<FeedPage> {
  const answer = await hub.ask(user, FEED, { first, after });
  if (!answer.data) throw new Error(answer.text);
  const other = await executed.ask(user, FEED, { first, after });
  expect(withOpenCursors(hub, answer)).toEqual(withOpenCursors(hub, other));
  return answer.data.changes;
}

const eventsOf = (pages: readonly FeedPage[]) =>
  pages.flatMap(({ nodes }) => nodes.map(({ event }) => parseGlobalId(event.id)!.uuid));

async function readAll(user: string, first: number, after: string | null = null): Promise<FeedPage[]> {
  const pages: FeedPage[] = [];
  for (let place = after; ;) {
    const page = await readPage(user, first, place);
    pages.push(page);
    place = page.pageInfo.endCursor ?? place;
    if (!page.pageInfo.hasNextPage) return pages;
  }
}

/** Lines of the feed as many deeds would leave them: one in `every` belongs to the agency. */
async function write(count: number, every: number): Promise<void> {
  await hub.hub.parts.db.query(
    `with e as (insert into timeline_event (id, dispute_id, kind, occurred_at, recorded_at, by_principal)
       select uuidv7(), case when i % $2 = 0 then $3::uuid else $4::uuid end, 'LINKED', $5, $5, 'others'
         from generate_series(1, $1::int) i returning id, dispute_id)
     insert into change_log (id, dispute_id, kind, event_id, dispute_version, changed_at)
     select uuidv7(), dispute_id, 'LINKED', id, 1, $5 from e`,
    [count, every, own, foreign, hub.clock.now()],
  );
}

async function written(): Promise<string[]> {
  const rows = await hub.hub.parts.db.query<{ event_id: string }>(
    "select event_id from change_log where dispute_id = $1 order by xid, id",
    [own],
  );
  return rows.map(({ event_id }) => event_id);
}

async function settled(): Promise<void> {
  await eventually("everything has settled", async () => {
    const [row] = await hub.hub.parts.db.query<{ done: boolean }>(
      "select max(xid) < pg_snapshot_xmin(pg_current_snapshot())::text::bigint as done from change_log",
    );
    return row!.done;
  });
}

test("a reader with a share of one in five thousand is told all of it once, in pages that cost the same", async () => {
  await write(20_000, 5_000);
  await settled();
  const expected = await written();
  expect(expected.length).toBeGreaterThanOrEqual(6);
  for (const first of [1, 3, 100]) {
    const pages = await readAll("ph-mediation", first);
    expect(eventsOf(pages)).toEqual(expected);
    // Ten windows of 2,000 lines, and a page more for each that was full before its window ended.
    expect(pages.length).toBeLessThanOrEqual(12 + expected.length / first);
    for (const { edges, pageInfo } of pages) expect(pageInfo.startCursor).toBe(edges[0]?.cursor ?? null);
  }
  expect((await readAll("ph-mediation", 100)).filter(({ nodes }) => nodes.length === 0).length).toBeGreaterThan(3);
});

test("the cursor of a page without a line leads on, and what is written later is told from there", async () => {
  await write(2_500, 100_000);
  await settled();
  const pages = await readAll("ph-mediation", 100);
  const place = pages.at(-1)!.pageInfo.endCursor;
  expect(pages.at(-1)!.nodes).toEqual([]);
  expect(place).not.toBeNull();
  const before = await written();
  await write(2_001, 2_001);
  await settled();
  const after = await readAll("ph-mediation", 100, place);
  expect(eventsOf(after)).toEqual((await written()).slice(before.length));
  expect(after.length).toBe(2);
});

test("at the end of the feed there is no line and no cursor, so the reader keeps the one it has", async () => {
  await settled();
  const place = (await readAll("ph-mediation", 100)).at(-1)!.pageInfo.endCursor!;
  expect(await readPage("ph-mediation", 100, place)).toEqual({
    edges: [],
    nodes: [],
    pageInfo: { hasNextPage: false, startCursor: null, endCursor: null },
  });
});

test("whoever sees every line gets full pages, and the cursor of the page is that of its last line", async () => {
  for (const { edges, pageInfo } of (await readAll("clerk", 100)).slice(0, 5)) {
    expect(edges).toHaveLength(100);
    expect(pageInfo).toMatchObject({ hasNextPage: true, endCursor: edges.at(-1)!.cursor });
  }
});
