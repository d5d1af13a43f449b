import { randomUUID } from "node:crypto";
import { fromGlobalId } from "../../src/platform/global-id";
import type { Server } from "../ground/servers";
import type { MovingRecord, StatusPlan } from "../load/load";
import type { Inside } from "./bench";
import { ask, firstDifference, type Json } from "./compare";

type Rows = Readonly<Record<string, readonly Readonly<Record<string, Json>>[]>>;

const SINGLES = 10;
/** Of a batch, so many records are looked at. */
const LOOKED_AT = 5;

const DISPUTE = "(select dispute_id from agency_record where id = $1)";

/** Where a deed leaves its marks, and how to find those of one record or of one key: by an index, however many there are. */
const TRACES: readonly (readonly [table: string, where: string])[] = [
  ["agency_record", "t.id = $1"],
  ["dispute", `t.id = ${DISPUTE}`],
  ["timeline_event", `t.dispute_id = ${DISPUTE} and t.record_id = $1 and t.recorded_at >= $3`],
  ["change_log", `t.dispute_id = ${DISPUTE} and t.record_id = $1 and t.changed_at >= $3`],
  ["audit_entry", `t.dispute_id = ${DISPUTE} and t.at >= $3 and t.client_key = $2 and t.record_id = $1`],
  ["idempotency", "t.key = $2"],
  ["held_status", "t.record_id = $1"],
  ["deadline", "t.record_id = $1"],
];

/** Different for every deed, whoever does it; only whether there is a value is compared. */
const OWN = new Set(
  (
    "id event_id xid version sequence last_sequence dispute_version updated_at state_since closed_at occurred_at " +
    "recorded_at changed_at at created_at body_hash request_id client_key key answer"
  ).split(" "),
);

/**
 * Has every server report the same there and back on the same records, and compares all that was left behind: the rows in
 * every table, column by column, and the state the dispute was derived to be in.
 */
export async function compareWrites(inside: Inside, servers: readonly Server[], plan: StatusPlan): Promise<string> {
  const { records: groups, ...deed } = plan;
  const chosen = groups.slice(0, deed.perRequest > 1 ? 1 : SINGLES);
  let [deeds, rows] = [0, 0];
  for (const { token, records } of chosen) {
    // The first turn may end what only a first status ends, such as an evaluation; from then on it is a circle.
    const [, first, ...others] = await oneAfterTheOther([servers[0]!, ...servers], async (server) => {
      const found: Rows[] = [];
      for (let turn = 0; turn < 2; turn++) found.push(...(await report(inside, server, deed, token, records)));
      return { name: server.name, found };
    });
    for (const { name, found } of others) {
      const difference = firstDifference(masked(first!.found), masked(found), "");
      if (difference !== "") throw new Error(`${name} does not write as ${first!.name} does.\n${difference}`);
    }
    deeds += first!.found.length;
    rows += first!.found.reduce((sum, traces) => sum + Object.values(traces).flat().length, 0);
  }
  const names = servers.map(({ name }) => name).join(", ");
  return `${deeds} statuses leave the same behind at ${names}: ${(rows / deeds).toFixed(0)} rows written or changed`;
}

async function report(
  inside: Inside,
  server: Server,
  { operationName, query, perRequest }: Omit<StatusPlan, "records">,
  token: string,
  records: readonly MovingRecord[],
): Promise<Rows[]> {
  const clientKey = `compare-${randomUUID()}`;
  const began = new Date(Date.now() - 1);
  const items = records.map((record) => {
    move(record);
    const { recordId, sequence, state: toState } = record;
    return { recordId, sequence, toState, occurredAt: new Date(Date.now() - 1_000).toISOString() };
  });
  const input = perRequest > 1 ? { clientKey, items } : { clientKey, ...items[0] };
  await ask(server, { token, body: JSON.stringify({ operationName, query, variables: { input } }) });
  return Promise.all(records.slice(0, LOOKED_AT).map(({ recordId }) => tracesOf(inside, recordId, clientKey, began)));
}

/** The load goes on from where the comparison has left the record. */
function move(record: MovingRecord): void {
  const moved = record as { -readonly [Part in keyof MovingRecord]: MovingRecord[Part] };
  moved.sequence += 1;
  moved.state = moved.state === moved.one ? moved.other : moved.one;
}

async function tracesOf({ pool }: Inside, recordId: string, clientKey: string, since: Date): Promise<Rows> {
  const values = [fromGlobalId("MediationRecord", recordId)!, clientKey, since];
  const traces = TRACES.map(async ([table, where]) => {
    const { rows } = await pool.query<{ row: Readonly<Record<string, Json>> }>(
      `with given as (select $1::uuid as a, $2::text as b, $3::timestamptz as c)
       select to_jsonb(t) as row from given, "${table}" t where ${where}`,
      values,
    );
    return [table, rows.map(({ row }) => row)] as const;
  });
  return Object.fromEntries(await Promise.all(traces));
}

function masked(found: readonly Rows[]): Json {
  return JSON.parse(JSON.stringify(found, (name, value: Json) => (OWN.has(name) ? value !== null : value))) as Json;
}

async function oneAfterTheOther<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}
