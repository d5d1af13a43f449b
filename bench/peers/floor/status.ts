import { createHash } from "node:crypto";
import { WORKFLOWS } from "../../../src/agencies/workflows.rules";
import { DISPUTE_STATE_ROWS, OUTCOME_RANKS, type DisputeStateRow } from "../../../src/dispute/dispute-state.rules";
import { fromGlobalId } from "../../../src/platform/global-id";
import { RECORD_TYPE_NAMES } from "../../../src/agencies/agency-record.entity";
import { callerScope, type Caller } from "../../../src/access/caller";
import { agencyOf, Refused, type FloorGround, type Handler } from "./ground";

interface Step {
  readonly phase: string;
  readonly outcome: string | null;
  /** The states it may lawfully be taken from. */
  readonly froms: readonly string[];
}

/** What a record is once it has reached a state, and from where it may get there; the statement need not know the tables. */
const STEPS = new Map<string, Step>(
  Object.values(WORKFLOWS).flatMap((workflow) =>
    workflow.states.map(({ id, phase, outcome }) => {
      const froms = workflow.transitions.filter(({ to }) => to === id).map(({ from }) => from);
      return [`${workflow.line} ${id}`, { phase, outcome, froms }] as const;
    }),
  ),
);

function stepTo(caller: Caller, state: string): Step {
  const step = STEPS.get(`${agencyOf(caller).line} ${state}`);
  if (!step) throw new Refused("no such state");
  return step;
}

const FACTS: Readonly<Record<string, string>> = {
  hasActiveRecord: "f.has_active",
  hasSettlingRecord: "f.has_settling",
  hasPendingReferral: "f.has_pending",
  isGradedOrReferred: "(d.grade is not null or d.is_referred)",
  isEvaluated: "f.is_evaluated",
  isReturned: "d.is_returned",
};

/** The hub's table of dispute states as one expression. */
const DERIVED_STATE = `case ${DISPUTE_STATE_ROWS.map(({ when, state }) => `when ${condition(when)} then '${state}'`).join(" ")} end`;

function condition(when: DisputeStateRow["when"]): string {
  const parts = Object.entries(when).map(([fact, value]) =>
    typeof value === "boolean"
      ? `${value ? "" : "not "}${FACTS[fact]}`
      : `f.best in (${value.map((outcome) => OUTCOME_RANKS.indexOf(outcome)).join(", ")})`,
  );
  return parts.join(" and ") || "true";
}

const RANK = `case outcome ${OUTCOME_RANKS.map((outcome, rank) => `when '${outcome}' then ${rank}`).join(" ")} else 0 end`;

/**
 * Everything one status leaves, or each of many: record, dispute, event, change, audit line, and once the key. A step that
 * the table does not have, or a number that is not the next, changes nothing and is missing in the answer.
 * `$1` agency, `$2` moment, `$3` principal, `$4` request, `$5` key, `$6` scope, `$7` action.
 */
const statement = (items: string): string => `
with item as materialized (${items}),
head as (
  update agency_record r
     set state = i.to_state, phase = i.phase, outcome = i.outcome, last_sequence = i.sequence, version = r.version + 1,
         updated_at = $2, ended_at = case when i.phase = 'ENDED' then coalesce(r.ended_at, i.occurred_at) end
    from item i
   where r.id = i.record_id and r.agency_id = $1 and r.last_sequence = i.sequence - 1 and r.state = any(i.froms)
  returning r.id, r.dispute_id, r.number, old.state as from_state, r.state, r.phase, r.outcome, r.round, r.last_sequence,
            old.outcome is distinct from r.outcome as is_new_outcome, i.occurred_at, i.body_hash, i.event_id, i.place
), facts as (
  select h.*, x.has_active, x.has_settling, x.best, d.is_evaluated and not h.is_new_outcome as is_evaluated,
         exists (select 1 from referral f where f.dispute_id = h.dispute_id and f.state = 'OFFERED') as has_pending
    from head h join dispute d on d.id = h.dispute_id
    cross join lateral (
      select bool_or(phase = 'ACTIVE') as has_active, bool_or(phase = 'SETTLING') as has_settling,
             coalesce(max(case when phase <> 'ACTIVE' then ${RANK} end), 0) as best
        from (select phase, outcome, round from agency_record o where o.dispute_id = h.dispute_id and o.id <> h.id
              union all select h.phase, h.outcome, h.round) r
       where r.round = d.round or r.phase <> 'ENDED') x
), told as (
  update dispute d
     set version = d.version + 1, updated_at = $2, is_evaluated = f.is_evaluated, state = ${DERIVED_STATE},
         state_since = case when ${DERIVED_STATE} = d.state then d.state_since else $2 end,
         closed_at = case when ${DERIVED_STATE} = 'CLOSED' then coalesce(d.closed_at, $2) end
    from facts f where d.id = f.dispute_id
  returning f.*, d.version
), event as (
  insert into timeline_event (id, dispute_id, record_id, kind, from_state, to_state, occurred_at, recorded_at, sequence,
                              body_hash, by_principal, agency_id)
  select t.event_id, t.dispute_id, t.id, 'STATUS', t.from_state, t.state, t.occurred_at, $2, t.last_sequence, t.body_hash, $3, $1
    from told t
), change as (
  insert into change_log (id, dispute_id, kind, record_id, event_id, dispute_version, changed_at)
  select uuidv7(), t.dispute_id, 'STATUS', t.id, t.event_id, t.version, $2 from told t
), audit as (
  insert into audit_entry (id, at, principal, role, action, dispute_id, record_id, verdict, request_id, client_key, body_hash)
  select uuidv7(), $2, $3, 'AGENCY', $7, t.dispute_id, t.id, 'ALLOWED', $4, $5, t.body_hash from told t
), answer as materialized (
  select jsonb_agg(jsonb_build_object('effect', 'APPLIED', 'number', t.number, 'sequence', t.last_sequence,
           'state', t.state, 'phase', t.phase, 'lastSequence', t.last_sequence, 'disputeVersion', t.version)
           order by t.place) as items
    from told t
), key as (
  insert into idempotency (scope, key, action, body_hash, answer, created_at)
  select $6, $5, $7, (select max(body_hash) from item), a.items, $2 from answer a
)
select items::text from answer`;

const ONE = statement(
  `select $8::uuid as record_id, $9::int as sequence, $10::text as to_state, $11::timestamptz as occurred_at,
          $12::text as body_hash, $13::text as phase, $14::text as outcome, $15::text[] as froms,
          uuidv7() as event_id, 1 as place`,
);

const MANY = statement(
  `select i.*, uuidv7() as event_id
     from rows from (jsonb_to_recordset($8::jsonb) as (
            record_id uuid, sequence int, to_state text, occurred_at timestamptz, body_hash text, phase text, outcome text,
            froms text[]
          )) with ordinality i(record_id, sequence, to_state, occurred_at, body_hash, phase, outcome, froms, place)`,
);

interface Item {
  readonly clientKey?: string;
  readonly recordId: string;
  readonly sequence: number;
  readonly toState: string;
  readonly occurredAt: string;
}

interface Written {
  readonly items: string | null;
}

function keyOf(caller: Caller, item: Item): string {
  const id = fromGlobalId(RECORD_TYPE_NAMES[agencyOf(caller).line], item.recordId);
  if (!id) throw new Refused("not a record");
  return id;
}

const hashOf = (item: Item): string =>
  createHash("sha256")
    .update(JSON.stringify([item.sequence, item.toState, item.occurredAt]))
    .digest("hex");

/** `reportStatus` and `reportStatuses`, each one statement, which is a transaction of its own. */
export function statusOf(ground: FloorGround): { one: Handler; many: Handler } {
  const common = (caller: Caller, requestId: string, clientKey: string, action: string) => [
    agencyOf(caller).id,
    new Date(),
    caller.subject,
    requestId,
    clientKey,
    callerScope(caller),
    action,
  ];
  return {
    async one({ caller, requestId, variables }) {
      const item = variables["input"] as Item & { readonly clientKey: string };
      const { sequence, toState, occurredAt } = item;
      const { phase, outcome, froms } = stepTo(caller, toState);
      const values = [keyOf(caller, item), sequence, toState, occurredAt, hashOf(item), phase, outcome, froms];
      const shared = common(caller, requestId, item.clientKey, "reportStatus");
      const [written] = await ground.rows<Written>("status", ONE, [...shared, ...values]);
      if (!written?.items) throw new Refused("not the next status");
      return `{"reportStatus":${written.items.slice(1, -1)}}`;
    },
    async many({ caller, requestId, variables }) {
      const { clientKey, items } = variables["input"] as { clientKey: string; items: readonly Item[] };
      const rows = items.map((item) => ({
        ...stepTo(caller, item.toState),
        record_id: keyOf(caller, item),
        sequence: item.sequence,
        to_state: item.toState,
        occurred_at: item.occurredAt,
        body_hash: hashOf(item),
      }));
      const shared = common(caller, requestId, clientKey, "reportStatuses");
      const [written] = await ground.rows<Written>("statuses", MANY, [...shared, JSON.stringify(rows)]);
      const results = JSON.parse(written?.items ?? "[]") as unknown[];
      if (results.length !== items.length) throw new Refused("not all of them were the next status");
      return `{"reportStatuses":{"applied":${results.length},"refused":0,"results":${written!.items}}}`;
    },
  };
}
