import { compareReads } from "./compare";
import type { Bench, Inside } from "./bench";
import type { Request } from "../load/load";

const HISTORY = `query History($idNumber: IdentityNumber!) {
  citizenHistory(idNumber: $idNumber, purpose: INTAKE) {
    person { id name maskedIdNumber }
    disputes(first: 20) {
      nodes {
        id traceCode title category state openedAt
        leadOwner { name }
        records(first: 10) { nodes { id line number stateLabel phase agency { name } } }
        timeline(first: 50) { nodes { id occurredAt kind fromState toState agency { name } } }
      }
    }
  }
}`;

const CITIZENS = 2_000;
const [LEAST_ROWS, MOST_ROWS] = [40, 60];

/** One citizen, all disputes, all agencies: the query the hub is there for. */
export const historyBench: Bench = {
  name: "history",
  disputes: 50_000,
  servers: ["hub", "floor", "usual", "mercurius", "yoga", "postgraphile"],
  async scenarios(inside) {
    const requests = await historyRequests(inside);
    return [
      {
        name: "history",
        connections: 16,
        plan: async () => ({ kind: "reads", label: "history", requests }),
        compare: (servers) => compareReads(servers, async () => requests.slice(0, 200)),
      },
    ];
  },
};

/** Citizens of all counties whose histories have about fifty rows, each asked for by a clerk of the county. */
export async function historyRequests({ pool, crypto, tokens }: Inside): Promise<Request[]> {
  const { rows } = await pool.query<{ id_sealed: string; county: string }>(
    `select p.id_sealed, h.county
       from (select y.person_id, min(left(d.region_code, 6)) as county,
                    count(distinct d.id) + sum((select count(*) from agency_record r where r.dispute_id = d.id))
                      + sum((select count(*) from timeline_event e where e.dispute_id = d.id)) as rows
               from (select distinct person_id, dispute_id from party
                      where person_id in (select id from person order by id_index limit $1)) y
               join dispute d on d.id = y.dispute_id
              group by y.person_id having count(distinct left(d.region_code, 6)) = 1) h
       join person p on p.id = h.person_id
      where h.rows between $2 and $3
      order by p.id_index limit $4`,
    [CITIZENS * 30, LEAST_ROWS, MOST_ROWS, CITIZENS],
  );
  return Promise.all(
    rows.map(async ({ id_sealed, county }) => ({
      token: await tokens.clerk(county),
      body: JSON.stringify({
        operationName: "History",
        query: HISTORY,
        variables: { idNumber: crypto.open(id_sealed) },
      }),
    })),
  );
}
