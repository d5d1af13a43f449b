import { HOME } from "../fill/centre";
import type { Server } from "../ground/servers";
import type { Request } from "../load/load";
import type { Bench, Inside, Scenario } from "./bench";
import { ask, compareReads } from "./compare";

const SEARCH = `query Search($first: Int!, $categories: [DisputeCategory!]!, $regionCode: RegionCode!) {
  disputes(first: $first, filter: { categories: $categories, regionCode: $regionCode }) {
    nodes { id traceCode title category state regionCode openedAt leadOwner { name } }
    pageInfo { hasNextPage endCursor }
  }
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

const [PAGE, PAGE_OF_CHANGES, PAGES] = [20, 100, 20];

/** The newest disputes of a category in a county, as a supervisor of the province lists them; and people by their name. */
export const searchBench: Bench = {
  name: "search",
  disputes: 50_000,
  servers: ["hub", "floor"],
  async scenarios(inside) {
    const disputes = await searchRequests(inside);
    const persons = await personRequests(inside);
    return [
      reads("search of disputes", async () => disputes, 200),
      reads("search of persons", async () => persons, 200),
    ];
  },
};

/** The change feed, as the agencies' systems read it: page after page from a place that each keeps. */
export const changesBench: Bench = {
  name: "changes",
  disputes: 50_000,
  servers: ["hub", "floor"],
  scenarios: async (inside) => [reads("change feed", (server) => changeRequests(server, inside), PAGES)],
};

function reads(name: string, requestsFor: (server: Server) => Promise<readonly Request[]>, compared: number): Scenario {
  return {
    name,
    connections: 16,
    plan: async (server) => ({ kind: "reads", label: name, requests: await requestsFor(server) }),
    compare: (servers) => compareReads(servers, async (server) => (await requestsFor(server)).slice(0, compared)),
  };
}

export async function searchRequests({ pool, tokens }: Inside): Promise<Request[]> {
  const { rows } = await pool.query<{ category: string; county: string }>(
    `select category, left(region_code, 6) as county from dispute group by 1, 2 having count(*) > 2 order by md5(category || left(region_code, 6))`,
  );
  const token = await tokens.supervisor();
  return rows.map(({ category, county }) => ({
    token,
    body: JSON.stringify({
      operationName: "Search",
      query: SEARCH,
      variables: { first: PAGE, categories: [category], regionCode: county },
    }),
  }));
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

/** The first pages of the home county's five agencies, each behind the one before. */
export async function changeRequests(server: Server, { pool, tokens }: Inside): Promise<Request[]> {
  const { rows } = await pool.query<{ id: string }>(
    "select id from agency where region_code = $1 order by id limit 5",
    [HOME],
  );
  const requests: Request[] = [];
  for (const { id } of rows) {
    const token = await tokens.agency(id);
    let after: string | null = null;
    for (let page = 0; page < PAGES / rows.length; page++) {
      const variables: { first: number; after: string | null } = { first: PAGE_OF_CHANGES, after };
      const request = { token, body: JSON.stringify({ operationName: "Changes", query: CHANGES, variables }) };
      const data = (await ask(server, request)) as unknown as {
        changes: { pageInfo: { hasNextPage: boolean; endCursor: string } };
      };
      requests.push(request);
      if (!data.changes.pageInfo.hasNextPage) break;
      after = data.changes.pageInfo.endCursor;
    }
  }
  return requests;
}
