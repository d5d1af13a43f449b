import DataLoader from "dataloader";
import type { HubContext } from "../access/hub-context";
import { loadById } from "../access/loaded-reads";
import type { Row } from "../platform/entity-rows";
import { numbered, type Condition } from "../platform/keyset-page";
import { Person } from "./person.entity";
import { knownTo, personBy } from "./person.reads";

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
