import { circleOf } from "../fill/walks";
import { HOME } from "../fill/centre";
import { RECORD_TYPE_NAMES } from "../../src/agencies/agency-record.entity";
import type { Line } from "../../src/agencies/workflow.rules";
import { toGlobalId } from "../../src/platform/global-id";
import type { MovingRecord, Plan } from "../load/load";
import type { Bench, Inside, Scenario } from "./bench";
import { compareWrites } from "./compare-writes";

const RECORDED = "effect number sequence state phase lastSequence disputeVersion";

export const REPORT = `mutation Report($input: ReportStatusInput!) {
  reportStatus(input: $input) { ... on StatusRecorded { ${RECORDED} } ... on Refused { code message } }
}`;

const REPORT_MANY = `mutation ReportMany($input: ReportStatusesInput!) {
  reportStatuses(input: $input) {
    ... on StatusBatchRecorded {
      applied refused
      results { ... on StatusRecorded { ${RECORDED} } ... on Refused { code message } }
    }
    ... on Refused { code message }
  }
}`;

const BATCH = 500;
const BATCHES_AT_ONCE = 2;

export interface Group {
  readonly token: string;
  readonly records: readonly MovingRecord[];
}

/** One status of one record: mediations all over the province that go to and fro between two states. */
export const writeBench: Bench = {
  name: "write",
  disputes: 50_000,
  servers: ["hub", "floor"],
  scenarios: async (inside) => [await single(inside)],
};

/** Five hundred statuses of one agency at once, beside the single status of the same run. */
export const batchBench: Bench = {
  name: "batch",
  disputes: 50_000,
  servers: ["hub", "floor"],
  async scenarios(inside) {
    const groups = await batches(inside);
    if (groups.length < 4) throw new Error(`a batch of ${BATCH} needs more records: give --disputes 50000 or more`);
    return [
      await single(inside),
      {
        name: `batch of ${BATCH} statuses`,
        connections: BATCHES_AT_ONCE,
        items: BATCH,
        plan: async ({ name }) => batchPlan(shareOf(groups, name)),
        compare: (servers) => compareWrites(inside, servers, batchPlan(groups)),
      },
    ];
  },
};

async function single(inside: Inside): Promise<Scenario> {
  const groups = (await movingRecords(inside, "MEDIATION")).map(({ token, record }) => ({ token, records: [record] }));
  return {
    name: "single status",
    connections: 16,
    plan: async ({ name }) => statusPlan(shareOf(groups, name)),
    compare: (servers) => compareWrites(inside, servers, statusPlan(groups)),
  };
}

export function statusPlan(records: readonly Group[]): Plan {
  return { kind: "statuses", label: "status", operationName: "Report", query: REPORT, perRequest: 1, records };
}

function batchPlan(records: readonly Group[]): Plan {
  return {
    kind: "statuses",
    label: "batch",
    operationName: "ReportMany",
    query: REPORT_MANY,
    perRequest: BATCH,
    records,
  };
}

/** Each server has records of its own: what one has written the other must not meet. */
export function shareOf<Item>(items: readonly Item[], server: string): Item[] {
  return items.filter((_, index) => index % 2 === (server === "hub" ? 0 : 1));
}

interface Moving {
  readonly token: string;
  readonly agencyId: string;
  readonly record: MovingRecord;
}

/** Records that stand in the circle of their line, as they stand now; none with a status that waits. */
export async function movingRecords({ pool, tokens }: Inside, line: Line): Promise<Moving[]> {
  const { one, other } = circleOf(line);
  const { rows } = await pool.query<{ id: string; agency_id: string; state: string; last_sequence: number }>(
    `select r.id, r.agency_id, r.state, r.last_sequence from agency_record r
      where r.line = $1 and r.state = any($2::text[]) and r.phase <> 'ENDED'
        and not exists (select 1 from held_status h where h.record_id = r.id)
      order by md5(r.id::text) limit 40000`,
    [line, [one, other]],
  );
  return Promise.all(
    rows.map(async ({ id, agency_id, state, last_sequence }) => ({
      token: await tokens.agency(agency_id),
      agencyId: agency_id,
      record: { recordId: toGlobalId(RECORD_TYPE_NAMES[line], id), sequence: last_sequence, state, one, other },
    })),
  );
}

/** Batches of the home county's committee, which has most records open. */
async function batches(inside: Inside): Promise<Group[]> {
  const { rows } = await inside.pool.query<{ id: string }>(
    "select id from agency where line = 'MEDIATION' and region_code = $1 order by id limit 1",
    [HOME],
  );
  const theirs = (await movingRecords(inside, "MEDIATION")).filter(({ agencyId }) => agencyId === rows[0]!.id);
  const full = Math.floor(theirs.length / BATCH);
  return Array.from({ length: full }, (_, index) => ({
    token: theirs[0]!.token,
    records: theirs.slice(index * BATCH, (index + 1) * BATCH).map(({ record }) => record),
  }));
}
