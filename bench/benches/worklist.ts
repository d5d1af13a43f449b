import { DESK_STATES_CONDITION } from "../../src/dispute/dispute.entity";
import { AGENCIES } from "../fill/centre";
import type { Server } from "../ground/servers";
import type { Request } from "../load/load";
import type { Bench, Inside, Scenario } from "./bench";
import { ask, compareReads } from "./compare";

const WORKLIST = `query Worklist($first: Int!, $after: String) {
  worklist(first: $first, after: $after) {
    nodes {
      kind since
      dispute { id traceCode title state regionCode }
      record { id number state stateLabel }
      referral { id state referredAt }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

const [PAGE, SHORT_PAGE] = [50, 5];
const FAR = 1_000;
const MOST_AT_ONCE = 100;

/**
 * What waits: the first page and the thousandth of the province's desk, and the first of every agency's. The thousandth is
 * reached as a client reaches it, by the cursors.
 */
export const worklistBench: Bench = worklistOf(PAGE);

/** The same with pages of the agencies that are full however little they have at work. */
export const shortWorklistBench: Bench = worklistOf(SHORT_PAGE);

function worklistOf(pageOfAgencies: number): Bench {
  return {
    name: "worklist",
    disputes: 200_000,
    servers: ["hub", "floor"],
    async scenarios(inside) {
      const desk = await inside.tokens.supervisor();
      const pages = await deskPages(inside);
      // A small database has fewer pages; the last full one then stands for the thousandth.
      const far = Math.min(FAR, pages);
      const first = await deskRequests(inside);
      const agencies = await agencyRequests(inside, pageOfAgencies);
      return [
        scenario("worklist, page 1", async () => first),
        scenario(`worklist, page ${far}`, async (server) => [await pageBehind(server, desk, (far - 1) * PAGE)]),
        scenario("worklist of agencies", async () => agencies),
      ];
    },
  };
}

function scenario(name: string, requestsFor: (server: Server) => Promise<readonly Request[]>): Scenario {
  return {
    name,
    connections: 16,
    plan: async (server) => ({ kind: "reads", label: "worklist", requests: await requestsFor(server) }),
    compare: (servers) => compareReads(servers, requestsFor),
  };
}

/** First pages, each asked for by the agency whose work it is. */
export async function agencyRequests({ tokens }: Inside, first = PAGE): Promise<Request[]> {
  return Promise.all(AGENCIES.map(async ({ id }) => pageRequest(await tokens.agency(id), first, null)));
}

/** The first page of the province's desk. */
export async function deskRequests({ tokens }: Inside): Promise<Request[]> {
  return [pageRequest(await tokens.supervisor(), PAGE, null)];
}

async function deskPages({ pool }: Inside): Promise<number> {
  const { rows } = await pool.query<{ count: string }>(`select count(*) from dispute where ${DESK_STATES_CONDITION}`);
  return Math.floor(Number(rows[0]!.count) / PAGE);
}

function pageRequest(token: string, first: number, after: string | null): Request {
  return {
    token,
    body: JSON.stringify({ operationName: "Worklist", query: WORKLIST, variables: { first, after } }),
  };
}

/** The request for the page behind so many items. */
async function pageBehind(server: Server, token: string, items: number): Promise<Request> {
  let after: string | null = null;
  for (let left = items; left > 0; left -= MOST_AT_ONCE) {
    const data = (await ask(server, pageRequest(token, Math.min(left, MOST_AT_ONCE), after))) as unknown as {
      worklist: { pageInfo: { endCursor: string } };
    };
    after = data.worklist.pageInfo.endCursor;
  }
  return pageRequest(token, PAGE, after);
}
