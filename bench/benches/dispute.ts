import { toGlobalId } from "../../src/platform/global-id";
import type { Server } from "../ground/servers";
import type { Request } from "../load/load";
import { LONG_TIMELINE } from "../fill/fill";
import type { Bench, Inside } from "./bench";
import { ask, compareReads } from "./compare";

const TIMELINE = `timeline(first: 100, after: $after) {
      nodes { id occurredAt recordedAt kind fromState toState sequence note agency { name } }
      pageInfo { hasNextPage endCursor }
    }`;

const DETAIL = `query Detail($id: ID!, $after: String) {
  dispute(id: $id) {
    id traceCode title category state grade amountYuan regionCode version openedAt
    leadOwner { name }
    parties(first: 20) { nodes { id role headCount person { id name phone } organisation { id name } } }
    records(first: 10) { nodes { id line number state stateLabel phase outcome openedAt agency { name } } }
    ${TIMELINE}
  }
}`;

const MORE = `query MoreTimeline($id: ID!, $after: String) {
  dispute(id: $id) {
    id
    ${TIMELINE}
  }
}`;

const MOST = 100;
/** What the other lines add. */
const MORE_EVENTS = 30;

/** One dispute as a clerk opens it. Its timeline has two hundred events, which are two pages: the second is asked for, too. */
export const disputeBench: Bench = {
  name: "dispute",
  disputes: 50_000,
  servers: ["hub", "floor"],
  async scenarios(inside) {
    const firsts = await detailRequests(inside);
    return [
      {
        name: "dispute with 200 events",
        connections: 16,
        plan: async (server) => ({ kind: "reads", label: "dispute", requests: await withSecondPages(server, firsts) }),
        compare: (servers) => compareReads(servers, (server) => withSecondPages(server, firsts.slice(0, 30))),
      },
    ];
  },
};

/** Disputes with a long timeline, each opened by a clerk of its county. */
export async function detailRequests({ pool, tokens }: Inside): Promise<Request[]> {
  const { rows } = await pool.query<{ id: string; county: string }>(
    `select id, left(region_code, 6) as county from dispute where version between $1 and $2 order by id limit $3`,
    [LONG_TIMELINE, LONG_TIMELINE + MORE_EVENTS, MOST],
  );
  return Promise.all(
    rows.map(async ({ id, county }) => ({
      token: await tokens.clerk(county),
      body: JSON.stringify({
        operationName: "Detail",
        query: DETAIL,
        variables: { id: toGlobalId("Dispute", id), after: null },
      }),
    })),
  );
}

/** Behind each first page its second, with the cursor that this server gave for it. */
async function withSecondPages(server: Server, firsts: readonly Request[]): Promise<Request[]> {
  const pairs = firsts.map(async (first) => {
    const data = (await ask(server, first)) as unknown as {
      dispute: { id: string; timeline: { pageInfo: { endCursor: string } } };
    };
    const { id, timeline } = data.dispute;
    const variables = { id, after: timeline.pageInfo.endCursor };
    return [
      first,
      { token: first.token, body: JSON.stringify({ operationName: "MoreTimeline", query: MORE, variables }) },
    ];
  });
  return (await Promise.all(pairs)).flat();
}
