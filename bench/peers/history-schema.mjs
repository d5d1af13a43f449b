// The part of the hub's schema that the history asks for, as a schema-first server would write it, and the statements
// behind it. Used by Mercurius and by Yoga, which differ in how they call them.

import {
  CENTRE,
  crypto,
  indexOf,
  logRead,
  maskIdNumber,
  RECORD_TYPES,
  rows,
  stateLabel,
  toGlobalId,
} from "./shared.mjs";

export const SCHEMA = `
  scalar IdentityNumber
  enum ReadPurpose { INTAKE HANDLING SUPERVISION CITIZEN_REQUEST }
  type Query { citizenHistory(idNumber: IdentityNumber!, purpose: ReadPurpose!): CitizenHistory }
  type CitizenHistory { person: Person! disputes(first: Int = 20): DisputeConnection! }
  type Person { id: ID! name: String! maskedIdNumber: String }
  type DisputeConnection { nodes: [Dispute!]! }
  type Dispute {
    id: ID! traceCode: String! title: String! category: String! state: String! openedAt: String!
    leadOwner: LeadOwner!
    records(first: Int = 20): RecordConnection!
    timeline(first: Int = 20): TimelineConnection!
  }
  type LeadOwner { name: String! }
  type RecordConnection { nodes: [Record!]! }
  type Record { id: ID! line: String! number: String! stateLabel: String! phase: String! agency: Agency }
  type TimelineConnection { nodes: [Event!]! }
  type Event { id: ID! occurredAt: String! kind: String! fromState: String toState: String agency: Agency }
  type Agency { name: String! }
`;

const FIND_PERSON = `select t.id, t.name_sealed, t.id_sealed from person t
  where t.id_index = $1 and exists (
    select 1 from party p join dispute d on d.id = p.dispute_id
     where p.person_id = t.id and d.region_code >= $2 and d.region_code < $3)`;

const DISPUTES = `select d.id, d.trace_code, d.title, d.category, d.state, d.opened_at, d.lead_agency_id from dispute d
  where d.id in (select p.dispute_id from party p where p.person_id = $1) and d.region_code >= $2 and d.region_code < $3
  order by d.opened_at desc, d.id desc limit $4`;

const RECORDS = `select r.* from unnest($1::uuid[]) p(id) cross join lateral (
    select r.id, r.dispute_id, r.line, r.number, r.state, r.phase, r.agency_id from agency_record r
     where r.dispute_id = p.id order by r.opened_at, r.id limit $2) r`;

const EVENTS = `select e.* from unnest($1::uuid[]) p(id) cross join lateral (
    select e.id, e.dispute_id, e.occurred_at, e.kind, e.from_state, e.to_state, e.agency_id from timeline_event e
     where e.dispute_id = p.id order by e.occurred_at, e.id limit $2) e`;

const AGENCIES = "select id, name from agency where id = any($1::uuid[])";

export async function citizenHistory({ idNumber, purpose }, context) {
  const [person] = await rows("person", FIND_PERSON, [indexOf(idNumber), ...context.region]);
  await logRead(context, person?.id ?? null, purpose);
  return person ? { person } : null;
}

export async function disputesOf(personId, first, { region }) {
  return { nodes: await rows("disputes", DISPUTES, [personId, ...region, first]) };
}

/** Pages of many disputes in one statement, in the order they were asked for. */
async function pagesOf(name, text, disputeIds, first) {
  const byDispute = new Map(disputeIds.map((id) => [id, []]));
  for (const row of await rows(name, text, [disputeIds, first])) byDispute.get(row.dispute_id).push(row);
  return disputeIds.map((id) => ({ nodes: byDispute.get(id) }));
}

export const recordsOf = (disputeIds, first) => pagesOf("records", RECORDS, disputeIds, first);
export const eventsOf = (disputeIds, first) => pagesOf("events", EVENTS, disputeIds, first);

export async function agenciesOf(agencyIds) {
  const found = await rows("agencies", AGENCIES, [[...new Set(agencyIds)]]);
  const byId = new Map(found.map((agency) => [agency.id, agency]));
  return agencyIds.map((id) => byId.get(id) ?? null);
}

/** Fields that follow from the row alone. */
export const PLAIN = {
  Person: {
    id: ({ id }) => toGlobalId("Person", id),
    name: ({ name_sealed }) => crypto.open(name_sealed),
    maskedIdNumber: ({ id_sealed }) => id_sealed && maskIdNumber(crypto.open(id_sealed)),
  },
  Dispute: {
    id: ({ id }) => toGlobalId("Dispute", id),
    traceCode: ({ trace_code }) => trace_code,
    openedAt: ({ opened_at }) => opened_at.toISOString(),
  },
  Record: {
    id: ({ id, line }) => toGlobalId(RECORD_TYPES[line], id),
    stateLabel,
  },
  Event: {
    id: ({ id }) => toGlobalId("TimelineEvent", id),
    occurredAt: ({ occurred_at }) => occurred_at.toISOString(),
    fromState: ({ from_state }) => from_state,
    toState: ({ to_state }) => to_state,
  },
};

export const leadOf = (agency) => ({ name: agency?.name ?? CENTRE });
