import { circleOf } from "../fill/walks";
import { AGENCIES, HOME } from "../fill/centre";
import { RECORD_TYPE_NAMES } from "../../src/agencies/agency-record.entity";
import type { Line } from "../../src/agencies/workflow.rules";
import { toGlobalId } from "../../src/platform/global-id";
import type { MovingRecord, StatusPlan } from "../load/load";
import type { Bench, Inside, Scenario } from "./bench";
import { compareWrites } from "./compare-writes";

const RECORDED = "effect number sequence state phase lastSequence disputeVersion";

const REPORT = `mutation Report($input: ReportStatusInput!) {
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
/** With two, a core stands still whenever both are in the hands of the hub's one thread. */
const BATCHES_AT_ONCE = 3;

const HOME_AGENCIES = new Set(AGENCIES.filter(({ regionCode }) => regionCode === HOME).map(({ id }) => id));

interface Group {
  readonly token: string;
  readonly records: readonly MovingRecord[];
}

/**
 * One status of one record: mediations all over the province that go to and fro between two states. Not those of the home
 * county, which keeps more open than there would be.
 */
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
  scenarios: async (inside) => [
    await single(inside),
    writing(inside, `batch of ${BATCH} statuses`, BATCHES_AT_ONCE, BATCH, async () => batchPlan(await batches(inside))),
  ],
};

async function single(inside: Inside): Promise<Scenario> {
  return writing(inside, "single status", 16, 1, async () => {
    const moving = (await movingRecords(inside, "MEDIATION")).filter(({ agencyId }) => !HOME_AGENCIES.has(agencyId));
    return statusPlan(moving.map(({ token, record }) => ({ token, records: [record] })));
  });
}

/** @param makePlan looks where the records stand, which is to be asked when it is this scenario's turn and no earlier */
function writing(
  inside: Inside,
  name: string,
  connections: number,
  items: number,
  makePlan: () => Promise<StatusPlan>,
): Scenario {
  let made: Promise<StatusPlan> | undefined;
  const plan = () => (made ??= makePlan());
  return {
    name,
    connections,
    items,
    plan: async (server) => ofServer(await plan(), server.name),
    compare: async (servers) => compareWrites(inside, servers, await plan()),
  };
}

/** Each server has records of its own: what one has written the other must not meet. */
function ofServer(plan: StatusPlan, server: string): StatusPlan {
  return { ...plan, records: plan.records.filter((_, index) => index % 2 === (server === "hub" ? 0 : 1)) };
}

export function statusPlan(records: readonly Group[]): StatusPlan {
  return { kind: "statuses", label: "status", operationName: "Report", query: REPORT, perRequest: 1, records };
}

function batchPlan(records: readonly Group[]): StatusPlan {
  return {
    kind: "statuses",
    label: "batch",
    operationName: "ReportMany",
    query: REPORT_MANY,
    perRequest: BATCH,
    records,
  };
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
  if (full < 2 * BATCHES_AT_ONCE) throw new Error(`a batch of ${BATCH} needs more records: give more --disputes`);
  return Array.from({ length: full }, (_, index) => ({
    token: theirs[0]!.token,
    records: theirs.slice(index * BATCH, (index + 1) * BATCH).map(({ record }) => record),
  }));
}
