import { businessDay } from "../../../src/platform/clock";
import { decideIdentity, maskIdNumber } from "../../../src/person/identity.rules";
import { personIndex } from "../../../src/person/subjects";
import { toGlobalId } from "../../../src/platform/global-id";
import { agency, LEAD_OWNER, recordId } from "./fields";
import { regionOf, Refused, type FloorGround, type Handler } from "./ground";
import { globalId, instant, list, object, stateLabel, text, word } from "./sql";

const RECORD = object({
  id: recordId("r"),
  line: word("r.line"),
  number: text("r.number"),
  stateLabel: word(stateLabel("r.line", "r.state")),
  phase: word("r.phase"),
  agency: agency("r.agency_id"),
});

const EVENT = object({
  id: globalId("'TimelineEvent'", "e.id"),
  occurredAt: instant("e.occurred_at"),
  kind: word("e.kind"),
  fromState: word("e.from_state"),
  toState: word("e.to_state"),
  agency: agency("e.agency_id"),
});

const DISPUTE = object({
  id: globalId("'Dispute'", "d.id"),
  traceCode: word("d.trace_code"),
  title: text("d.title"),
  category: word("d.category"),
  state: word("d.state"),
  openedAt: instant("d.opened_at"),
  leadOwner: LEAD_OWNER,
  records: `'{"nodes":' || records.text || '}'`,
  timeline: `'{"nodes":' || timeline.text || '}'`,
});

const STATEMENT = `
with found as (
  select t.id, t.name_sealed, t.id_sealed from person t
   where t.id_index = $1 and exists (
     select 1 from party p join dispute d on d.id = p.dispute_id
      where p.person_id = t.id and d.region_code >= $2 and d.region_code < $3)
), log as (
  insert into read_entry (id, at, principal, role, action, person_id, purpose, request_id)
  values ($4, $5, $6, $7, 'citizenHistory', (select id from found), $8, $9)
)
select f.id, f.name_sealed, f.id_sealed, (
  select ${list(DISPUTE, "d.opened_at desc, d.id desc")}
    from (select d.* from dispute d
           where d.id in (select p.dispute_id from party p where p.person_id = f.id)
             and d.region_code >= $2 and d.region_code < $3
           order by d.opened_at desc, d.id desc limit 20) d
    cross join lateral (
      select ${list(RECORD, "r.opened_at, r.id")} as text
        from (select r.* from agency_record r where r.dispute_id = d.id order by r.opened_at, r.id limit 10) r) records
    cross join lateral (
      select ${list(EVENT, "e.occurred_at, e.id")} as text
        from (select e.* from timeline_event e where e.dispute_id = d.id order by e.occurred_at, e.id limit 50) e) timeline
) as disputes
  from found f`;

interface Found {
  readonly id: string;
  readonly name_sealed: string;
  readonly id_sealed: string;
  readonly disputes: string;
}

/** `citizenHistory`: person, disputes, records, timeline and the line of the read log in one statement. */
export function historyOf(ground: FloorGround): Handler {
  const { crypto, ids } = ground;
  return async ({ caller, requestId, variables }) => {
    const now = new Date();
    const identity = decideIdentity("RESIDENT_ID", variables["idNumber"] as string, businessDay(now));
    if (!identity.ok || identity.change.number === null) throw new Refused("not a number");
    const index = personIndex(crypto, identity.change.kind, identity.change.number);
    const [found] = await ground.rows<Found>("history", STATEMENT, [
      index,
      ...regionOf(caller),
      ids.uuid(),
      now,
      caller.subject,
      caller.role,
      "INTAKE",
      requestId,
    ]);
    if (!found) return '{"citizenHistory":null}';
    const person = {
      id: toGlobalId("Person", found.id),
      name: crypto.open(found.name_sealed),
      maskedIdNumber: maskIdNumber(crypto.open(found.id_sealed)),
    };
    return `{"citizenHistory":{"person":${JSON.stringify(person)},"disputes":{"nodes":${found.disputes}}}}`;
  };
}
