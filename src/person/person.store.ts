import DataLoader from "dataloader";
import type { HubContext } from "../access/hub-context";
import { regionPrefix } from "../access/region.rules";
import { visibleBy } from "../access/visibility";
import { logRead } from "../audit/read-log";
import { businessDay } from "../platform/clock";
import type { Row } from "../platform/entity-rows";
import { callerError } from "../platform/http/errors";
import { numbered, type Condition } from "../platform/keyset-page";
import { decideIdentity } from "./identity.rules";
import { Person, type IdentityKind } from "./person.entity";
import { nameIndex, partyNameKey, personIndex, phoneIndex } from "./subjects";

const MOST_PARTIES = 1_000;

/**
 * People met on the way through a dispute. Each one shown leaves its line in the read log, written by the statement that
 * reads, so that no name is ever given out unlogged.
 */
export function readPerson(context: HubContext, personId: string): Promise<Person | null> {
  const { hub, caller, requestId, loaders } = context;
  return loaders
    .once("person", () => {
      const rows = hub.catalogue.of(Person);
      return new DataLoader<string, Person | null>(
        async (personIds) => {
          const found = await hub.db.query<Row>(
            `with found as (select ${rows.select("t")} from ${rows.table} t where t.id = any($1::uuid[])),
                  log as (insert into read_entry (id, at, principal, role, action, person_id, request_id)
                          select l.id, $3, $4, $5, 'person', f.id, $6
                            from found f join unnest($1::uuid[], $2::uuid[]) l(person_id, id) on l.person_id = f.id)
             select * from found`,
            [personIds, personIds.map(() => hub.ids.uuid()), hub.clock.now(), caller.subject, caller.role, requestId],
          );
          const byId = new Map(found.map((row) => [row["id"], rows.toEntity(row)]));
          return personIds.map((id) => byId.get(id) ?? null);
        },
        { maxBatchSize: 500 },
      );
    })
    .load(personId);
}

/**
 * A citizen by the number on the document, if a dispute the caller may see names them; a citizen known elsewhere only
 * looks the same as one never heard of.
 * @throws BAD_USER_INPUT for a number that cannot be one, since a slip must not look like a citizen without a history
 */
export async function findCitizen(
  context: HubContext,
  idKind: IdentityKind,
  idNumber: string,
  purpose: string,
): Promise<Person | null> {
  const { hub } = context;
  const identity = decideIdentity(idKind, idNumber, businessDay(hub.clock.now()));
  if (!identity.ok) {
    const { message } = identity.refusal;
    throw callerError("BAD_USER_INPUT", { message, details: { inputPath: ["idNumber"] } });
  }
  if (identity.change.number === null) return null;
  const index = personIndex(hub.crypto, identity.change.kind, identity.change.number);
  const [person] = await findVisible(context, "t.id_index = $1", [index], 1);
  await logRead(context, { action: "citizenHistory", purpose, ...(person ? { personId: person.id } : {}) });
  return person ?? null;
}

export async function findPersonById(context: HubContext, personId: string): Promise<Person | null> {
  const visible = context.loaders.once(
    "visible-person",
    () =>
      new DataLoader<string, boolean>(
        async (ids) => {
          const found = await findVisible(context, "t.id = any($1::uuid[])", [ids], ids.length);
          const known = new Set(found.map(({ id }) => id));
          return ids.map((id) => known.has(id));
        },
        { maxBatchSize: 500 },
      ),
  );
  return (await visible.load(personId)) ? readPerson(context, personId) : null;
}

/** People of just this name, and of this telephone if one is given; 20 at most. */
export async function searchPersons(
  context: HubContext,
  name: string,
  phone: string | null,
  purpose: string,
): Promise<Person[]> {
  const { caller, hub } = context;
  const index = nameIndex(hub.crypto, name);
  const wanted =
    phone === null
      ? namesakesIn(caller.regionCode, index)
      : { text: "t.name_index = $1 and t.phone_index = $2", values: [index, phoneIndex(hub.crypto, phone)] };
  const found = await findVisible(context, wanted.text, wanted.values, 20);
  await logRead(context, { action: "searchPersons", purpose });
  const persons = await Promise.all(found.map(({ id }) => readPerson(context, id)));
  return persons.filter((person) => person !== null);
}

/**
 * A province may have thousands of a frequent name. The parties of one name stand beside each other by region, so only
 * those of the caller's are gone through, and no more than bring twenty people together, unless one of them has hundreds
 * of disputes.
 */
function namesakesIn(regionCode: string | null, index: string): Condition {
  const prefix = regionCode === null ? "" : regionPrefix(regionCode);
  return {
    text: `t.name_index = $1 and t.id = any(array(
      select distinct p.person_id from (
        select p.person_id from party p where p.name_key = $2 and p.region_code >= $3 and p.region_code < $4
         order by p.region_code, p.person_id limit ${MOST_PARTIES}) p))`,
    values: [index, partyNameKey(index), prefix, `${prefix}:`],
  };
}

async function findVisible(
  context: HubContext,
  text: string,
  values: readonly unknown[],
  most: number,
): Promise<Person[]> {
  const { db, catalogue } = context.hub;
  const rows = catalogue.of(Person);
  const visible = visibleBy(context.caller, "d");
  const where = numbered([
    { text, values },
    {
      text: `exists (select 1 from party p join dispute d on d.id = p.dispute_id where p.person_id = t.id and ${visible.text})`,
      values: visible.values,
    },
  ]);
  const found = await db.query<Row>(
    `select ${rows.select("t")} from ${rows.table} t where ${where.text} order by t.id limit ${most}`,
    where.values,
  );
  return found.map((row) => rows.toEntity(row));
}

/** Whether the caller's agency has accepted a dispute the person has a part in; an offer alone opens no number. */
export function handledPersons({ hub, caller, loaders }: HubContext): DataLoader<string, boolean> {
  return loaders.once(
    "handled-person",
    () =>
      new DataLoader<string, boolean>(
        async (personIds) => {
          const found = await hub.db.query<{ person_id: string }>(
            `select distinct p.person_id from party p
             join referral_candidate c on c.dispute_id = p.dispute_id and c.state = 'ACCEPTED' and c.agency_id = $2
            where p.person_id = any($1::uuid[])`,
            [personIds, caller.agency?.id ?? null],
          );
          const handled = new Set(found.map((row) => row.person_id));
          return personIds.map((id) => handled.has(id));
        },
        { maxBatchSize: 500 },
      ),
  );
}
