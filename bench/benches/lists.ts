import { sealCursor } from "../../src/platform/cursor";
import { HOME } from "../fill/centre";
import type { Server } from "../ground/servers";
import type { Request } from "../load/load";
import type { Bench, Inside, Scenario } from "./bench";
import { ask, compareReads } from "./compare";

const FOUND = `{
    nodes { id traceCode title category state regionCode openedAt leadOwner { name } }
    pageInfo { hasNextPage endCursor }
  }`;

const BY_CATEGORY = `query ByCategory($first: Int!, $categories: [DisputeCategory!]!, $regionCode: RegionCode!) {
  disputes(first: $first, filter: { categories: $categories, regionCode: $regionCode }) ${FOUND}
}`;

const BY_WORDS = `query ByWords($first: Int!, $text: ShortText!) {
  disputes(first: $first, filter: { text: $text }) ${FOUND}
}`;

const PERSONS = `query Persons($name: ShortText!) {
  searchPersons(name: $name, purpose: INTAKE) { id name maskedIdNumber phone }
}`;

const CHANGES = `query Changes($first: Int!, $after: String) {
  changes(first: $first, after: $after) {
    nodes { id kind disputeVersion changedAt dispute { id traceCode state } }
    pageInfo { hasNextPage endCursor }
  }
}`;

const [PAGE, SHORT_PAGE, PAGE_OF_CHANGES, PAGES] = [20, 5, 100, 20];
const [SEARCHES, COMPARED] = [2_000, 200];

/**
 * The newest disputes of a category in a county, as a supervisor of the province lists them; disputes by words of their
 * title, as a clerk looks for them in the county; and people by their name.
 */
export const searchBench: Bench = searchOf(PAGE);

/** The same with pages that are full however few disputes a county has, so that what is compared is the looking up. */
export const shortSearchBench: Bench = searchOf(SHORT_PAGE, SHORT_PAGE);

function searchOf(first: number, fewest?: number): Bench {
  return {
    name: "search",
    disputes: 50_000,
    servers: ["hub", "floor"],
    scenarios: (inside) => searches(inside, first, fewest),
  };
}

async function searches(inside: Inside, first: number, fewest?: number): Promise<Scenario[]> {
  const [byCategory, byWords] = [await categoryRequests(inside, first, fewest), await wordRequests(inside, first)];
  const persons = await personRequests(inside);
  return [
    reads("disputes by category", async () => byCategory),
    reads("disputes by words", async () => byWords),
    reads("people by name", async () => persons),
  ];
}

/** The change feed, as the agencies' systems read it: page after page from a place that each keeps. */
export const changesBench: Bench = {
  name: "changes",
  disputes: 50_000,
  servers: ["hub", "floor"],
  scenarios: async (inside) => [
    {
      ...reads("change feed", (server) => changeRequests(server, inside)),
      compare: (servers) =>
        compareReads(servers, async (server) => [
          ...(await changeRequests(server, inside)),
          ...(await lastChangeRequests(server, inside)),
        ]),
    },
  ],
};

function reads(name: string, requestsFor: (server: Server) => Promise<readonly Request[]>): Scenario {
  return {
    name,
    connections: 16,
    plan: async (server) => ({ kind: "reads", label: name, requests: await requestsFor(server) }),
    compare: (servers) => compareReads(servers, async (server) => (await requestsFor(server)).slice(0, COMPARED)),
  };
}

/** @param fewest disputes a category of a county has more than */
export async function categoryRequests({ pool, tokens }: Inside, first = PAGE, fewest = 2): Promise<Request[]> {
  const { rows } = await pool.query<{ category: string; county: string }>(
    `select category, left(region_code, 6) as county from dispute group by 1, 2 having count(*) > $1 order by md5(category || left(region_code, 6))`,
    [fewest],
  );
  const token = await tokens.supervisor();
  return rows.map(({ category, county }) => ({
    token,
    body: JSON.stringify({
      operationName: "ByCategory",
      query: BY_CATEGORY,
      variables: { first, categories: [category], regionCode: county },
    }),
  }));
}

/**
 * Words out of titles, so that each is as frequent in the searches as in the disputes: the last four characters, and with
 * every third the two before them, as a word of its own.
 */
export async function wordRequests({ pool, tokens }: Inside, first = PAGE): Promise<Request[]> {
  const { rows } = await pool.query<{ county: string; last: string; before: string }>(
    `select left(region_code, 6) as county, right(title_key, 4) as last, left(right(title_key, 6), 2) as before
       from dispute_listing where length(title_key) >= 6 order by md5(id::text) limit $1`,
    [SEARCHES],
  );
  return Promise.all(
    rows.map(async ({ county, last, before }, index) => ({
      token: await tokens.clerk(county),
      body: JSON.stringify({
        operationName: "ByWords",
        query: BY_WORDS,
        variables: { first, text: index % 3 === 0 ? `${before} ${last}` : last },
      }),
    })),
  );
}

async function personRequests({ pool, crypto, tokens }: Inside): Promise<Request[]> {
  const { rows } = await pool.query<{ name_sealed: string; county: string }>(
    `select p.name_sealed, left(d.region_code, 6) as county
       from (select * from person order by id_index limit 500) p
       cross join lateral (select dispute_id from party y where y.person_id = p.id limit 1) y
       join dispute d on d.id = y.dispute_id order by p.id_index`,
  );
  return Promise.all(
    rows.map(async ({ name_sealed, county }) => ({
      token: await tokens.clerk(county),
      body: JSON.stringify({ operationName: "Persons", query: PERSONS, variables: { name: crypto.open(name_sealed) } }),
    })),
  );
}

/** The first pages of the home county's five agencies, each behind the one before: agencies that catch up. */
export async function changeRequests(server: Server, inside: Inside): Promise<Request[]> {
  const agencies = await agenciesOfHome(inside);
  const pages = agencies.map((id) => pagesOfFeed(server, inside, { id, after: null, most: PAGES / agencies.length }));
  return (await Promise.all(pages)).flat();
}

/**
 * The last pages of the same, where offers are still open and the feed ends. The place to begin at is one that the bench
 * seals itself, since a server gives it only to who has read all the feed before.
 */
async function lastChangeRequests(server: Server, inside: Inside): Promise<Request[]> {
  const { rows } = await inside.pool.query<{ xid: string; id: string }>(
    "select c.xid::text, c.id from change_log c order by c.xid desc, c.id desc offset 2100 limit 1",
  );
  const position = [rows[0]!.xid, rows[0]!.id];
  const pages = (await agenciesOfHome(inside)).map((id) => {
    const after = sealCursor(inside.crypto, { scope: `changes:agency:${id}`, position });
    return pagesOfFeed(server, inside, { id, after, most: Number.POSITIVE_INFINITY });
  });
  return (await Promise.all(pages)).flat();
}

async function agenciesOfHome({ pool }: Inside): Promise<string[]> {
  const sql = "select id from agency where region_code = $1 order by id limit 5";
  return (await pool.query<{ id: string }>(sql, [HOME])).rows.map(({ id }) => id);
}

/** As an agency reads: on from endCursor while more follows, full or not; and once more when it has all there is. */
async function pagesOfFeed(
  server: Server,
  { tokens }: Inside,
  from: { readonly id: string; readonly after: string | null; readonly most: number },
): Promise<Request[]> {
  const token = await tokens.agency(from.id);
  const requests: Request[] = [];
  let { after } = from;
  for (let hasMore = true; requests.length < from.most;) {
    const variables = { first: PAGE_OF_CHANGES, after };
    const request = { token, body: JSON.stringify({ operationName: "Changes", query: CHANGES, variables }) };
    requests.push(request);
    if (!hasMore) break;
    const { changes } = (await ask(server, request)) as unknown as {
      changes: { pageInfo: { hasNextPage: boolean; endCursor: string | null } };
    };
    hasMore = changes.pageInfo.hasNextPage;
    after = changes.pageInfo.endCursor ?? after;
  }
  return requests;
}
