import DataLoader from "dataloader";
import type { HubContext } from "../access/hub-context";
import { loadById } from "../access/loaded-reads";
import { regionPrefix } from "../access/region.rules";
import { logSearch } from "../audit/read-log";
import type { Row } from "../platform/entity-rows";
import { numbered, type Condition } from "../platform/keyset-page";
import { Person } from "./person.entity";
import { knownTo, personBy } from "./person.reads";
import { nameIndex, partyNameKey, phoneIndex } from "./subjects";

const MOST_PARTIES = 1_000;

const PERSON_ITSELF = personBy("id");

export async function findPersonById(context: HubContext, personId: string): Promise<Person | null> {
  const visible = context.loaders.once(
    "visible-person",
    () =>
      new DataLoader<string, boolean>(
        async (ids) => {
          const found = await findVisible(context, { text: "t.id = any($1::uuid[])", values: [ids] }, ids.length);
          const known = new Set(found.map(({ id }) => id));
          return ids.map((id) => known.has(id));
        },
        { maxBatchSize: 500 },
      ),
  );
  return (await visible.load(personId)) ? loadById(context, PERSON_ITSELF, personId) : null;
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
  const found = await findVisible(context, wanted, 20);
  await logSearch(context, "searchPersons", purpose);
  const persons = await Promise.all(found.map(({ id }) => loadById<Person>(context, PERSON_ITSELF, id)));
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

async function findVisible(context: HubContext, wanted: Condition, most: number): Promise<Person[]> {
  const { db, catalogue } = context.hub;
  const rows = catalogue.of(Person);
  const where = numbered([wanted, knownTo(context)]);
  const found = await db.query<Row>(
    `select ${rows.select("t")} from ${rows.table} t where ${where.text} order by t.id limit ${most}`,
    where.values,
  );
  return found.map((row) => rows.toEntity(row));
}
