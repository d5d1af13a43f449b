import { maskIdNumber } from "../../../src/person/identity.rules";
import { nameIndex, partyNameKey } from "../../../src/person/subjects";
import { toGlobalId } from "../../../src/platform/global-id";
import { regionOf, type FloorGround, type Handler } from "./ground";

/**
 * Parties of one name stand beside each other by region; who has hundreds of disputes must not hide the others. OFFSET 0
 * keeps the index of names away, which would bring the namesakes of the whole province.
 */
const STATEMENT = `
with found as materialized (
  select t.id, t.name_sealed, t.id_sealed, t.phone_sealed from (
    select * from person where id = any(array(
      select n.person_id from (
        select p.person_id from party p where p.name_key = $2 and p.region_code >= $3 and p.region_code < $4
         order by p.region_code, p.person_id limit 1000) n)) offset 0) t
   where t.name_index = $1
     and exists (
       select 1 from party q join dispute d on d.id = q.dispute_id
        where q.person_id = t.id and d.region_code >= $3 and d.region_code < $4)
   order by t.id limit 20
), log as (
  insert into read_entry (id, at, principal, role, action, person_id, purpose, request_id)
  select uuidv7(), $5::timestamptz, $6::text, $7::text, 'searchPersons', null::uuid, 'INTAKE', $8::text
  union all
  select uuidv7(), $5, $6, $7, 'person', f.id, null, $8 from found f
)
select * from found order by id`;

interface Found {
  readonly id: string;
  readonly name_sealed: string;
  readonly id_sealed: string | null;
  readonly phone_sealed: string | null;
}

/** `searchPersons`: the people, the line for the search and one for each of them in one statement. */
export function personsOf(ground: FloorGround): Handler {
  const { crypto } = ground;
  return async ({ caller, requestId, variables }) => {
    const index = nameIndex(crypto, variables["name"] as string);
    const who = [new Date(), caller.subject, caller.role, requestId];
    const values = [index, partyNameKey(index), ...regionOf(caller), ...who];
    const found = await ground.rows<Found>("persons", STATEMENT, values);
    const persons = found.map(({ id, name_sealed, id_sealed, phone_sealed }) => ({
      id: toGlobalId("Person", id),
      name: crypto.open(name_sealed),
      maskedIdNumber: id_sealed && maskIdNumber(crypto.open(id_sealed)),
      phone: phone_sealed && crypto.open(phone_sealed),
    }));
    return `{"searchPersons":${JSON.stringify(persons)}}`;
  };
}
