import { toGlobalId, fromGlobalId } from "../../../src/platform/global-id";
import { openCursor, sealCursor } from "../../../src/platform/cursor";
import type { CryptoProvider } from "../../../src/platform/crypto";
import { agency, LEAD_OWNER, recordId } from "./fields";
import { regionOf, type FloorGround, type Handler } from "./ground";
import { globalId, instant, list, object, stateLabel, text, word } from "./sql";

const RECORD = object({
  id: recordId("r"),
  line: word("r.line"),
  number: text("r.number"),
  state: word("r.state"),
  stateLabel: word(stateLabel("r.line", "r.state")),
  phase: word("r.phase"),
  outcome: word("r.outcome"),
  openedAt: instant("r.opened_at"),
  agency: agency("r.agency_id"),
});

const EVENT = object({
  id: globalId("'TimelineEvent'", "e.id"),
  occurredAt: instant("e.occurred_at"),
  recordedAt: instant("e.recorded_at"),
  kind: word("e.kind"),
  fromState: word("e.from_state"),
  toState: word("e.to_state"),
  sequence: `coalesce(e.sequence::text, 'null')`,
  note: text("e.note"),
  agency: agency("e.agency_id"),
});

/** A page of the timeline, and the place of its last event; one more is read, to know whether others follow. */
const timeline = (after: string): string => `
  select ${list(EVENT, "e.occurred_at, e.id")} as text, count(*) as count,
         (array_agg(e.occurred_at order by e.occurred_at desc, e.id desc))[1] as last_at,
         (array_agg(e.id order by e.occurred_at desc, e.id desc))[1] as last_id
    from (select e.* from timeline_event e where e.dispute_id = d.id ${after}
           order by e.occurred_at, e.id limit 100) e`;

const FOLLOWS = `exists (select 1 from timeline_event e
  where e.dispute_id = d.id and (e.occurred_at, e.id) > (timeline.last_at, timeline.last_id)) as follows`;

const HEAD = `'"traceCode":' || ${word("d.trace_code")}
  || ',"title":' || ${text("d.title")}
  || ',"category":' || ${word("d.category")}
  || ',"state":' || ${word("d.state")}
  || ',"grade":' || ${word("d.grade")}
  || ',"amountYuan":' || ${word("d.amount_yuan::text")}
  || ',"regionCode":' || ${word("d.region_code")}
  || ',"version":' || d.version
  || ',"openedAt":' || ${instant("d.opened_at")}
  || ',"leadOwner":' || ${LEAD_OWNER}`;

const DETAIL = `
with d as materialized (
  select * from dispute d where d.id = $1 and d.region_code >= $2 and d.region_code < $3
), parties as materialized (
  select y.id, y.role, y.head_count, y.joined_at, p.id as person_id, p.name_sealed, p.phone_sealed, o.id as body_id, o.name
    from (select y.* from party y join d on y.dispute_id = d.id order by y.joined_at, y.id limit 20) y
    left join person p on p.id = y.person_id left join organisation o on o.id = y.organisation_id
), log as (
  insert into read_entry (id, at, principal, role, action, person_id, dispute_id, request_id)
  select uuidv7(), $4::timestamptz, $5::text, $6::text, 'dispute', null::uuid, d.id, $7::text from d
  union all
  select uuidv7(), $4::timestamptz, $5::text, $6, 'person', p.person_id, null, $7
    from (select distinct person_id from parties where person_id is not null) p
)
select ${HEAD} as head, records.text as records, timeline.text as timeline, timeline.last_at, timeline.last_id, ${FOLLOWS},
       (select coalesce(json_agg(y order by y.joined_at, y.id), '[]') from parties y) as parties
  from d
  cross join lateral (
    select ${list(RECORD, "r.opened_at, r.id")} as text
      from (select r.* from agency_record r where r.dispute_id = d.id order by r.opened_at, r.id limit 10) r) records
  cross join lateral (${timeline("")}) timeline`;

const MORE = `
with d as materialized (
  select * from dispute d where d.id = $1 and d.region_code >= $2 and d.region_code < $3
), log as (
  insert into read_entry (id, at, principal, role, action, dispute_id, request_id)
  select uuidv7(), $4::timestamptz, $5::text, $6::text, 'dispute', d.id, $7::text from d
)
select timeline.text as timeline, timeline.last_at, timeline.last_id, ${FOLLOWS}
  from d cross join lateral (${timeline("and (e.occurred_at, e.id) > ($8, $9)")}) timeline`;

interface Party {
  readonly id: string;
  readonly role: string;
  readonly head_count: number;
  readonly person_id: string | null;
  readonly name_sealed: string;
  readonly phone_sealed: string | null;
  readonly body_id: string | null;
  readonly name: string;
}

interface Detail {
  readonly head: string;
  readonly records: string;
  readonly timeline: string;
  readonly last_at: Date | null;
  readonly last_id: string | null;
  readonly follows: boolean;
  readonly parties: readonly Party[];
}

/** `dispute` with everything a clerk opens it for, and the next page of its timeline. */
export function detailOf(ground: FloorGround): { first: Handler; more: Handler } {
  const { crypto } = ground;
  const scopeOf = (id: string, subject: string) => `floor timeline ${id} ${subject}`;

  function page(found: Detail, scope: string): string {
    const { last_at, last_id, follows } = found;
    const cursor = last_at && sealCursor(crypto, { scope, position: [last_at, last_id] });
    return `{"nodes":${found.timeline},"pageInfo":${JSON.stringify({ hasNextPage: follows, endCursor: cursor })}}`;
  }

  return {
    async first({ caller, requestId, variables }) {
      const given = variables["id"] as string;
      const id = fromGlobalId("Dispute", given)!;
      const values = [id, ...regionOf(caller), new Date(), caller.subject, caller.role, requestId];
      const [found] = await ground.rows<Detail>("detail", DETAIL, values);
      if (!found) return '{"dispute":null}';
      const parties = JSON.stringify(found.parties.map((party) => toParty(crypto, party)));
      return (
        `{"dispute":{"id":${JSON.stringify(given)},${found.head},"parties":{"nodes":${parties}},` +
        `"records":{"nodes":${found.records}},"timeline":${page(found, scopeOf(id, caller.subject))}}}`
      );
    },
    async more({ caller, requestId, variables }) {
      const given = variables["id"] as string;
      const id = fromGlobalId("Dispute", given)!;
      const scope = scopeOf(id, caller.subject);
      const after = openCursor(crypto, scope, variables["after"] as string);
      const values = [id, ...regionOf(caller), new Date(), caller.subject, caller.role, requestId, ...after];
      const [found] = await ground.rows<Detail>("detail-more", MORE, values);
      return found
        ? `{"dispute":{"id":${JSON.stringify(given)},"timeline":${page(found, scope)}}}`
        : '{"dispute":null}';
    },
  };
}

function toParty(crypto: CryptoProvider, party: Party) {
  const { person_id, phone_sealed, body_id } = party;
  return {
    id: toGlobalId("Party", party.id),
    role: party.role,
    headCount: party.head_count,
    person: person_id && {
      id: toGlobalId("Person", person_id),
      name: crypto.open(party.name_sealed),
      phone: phone_sealed && crypto.open(phone_sealed),
    },
    organisation: body_id && { id: toGlobalId("Organisation", body_id), name: party.name },
  };
}
