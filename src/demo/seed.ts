import type { Hub } from "../hub-parts";
import { Agency } from "../agencies/agency.entity";
import { ChangeSet } from "../platform/change-set";
import { SAMPLE_AGENCIES } from "./sample-centre";

/**
 * Enters the sample agencies into a database that has none.
 * @returns whether they were entered, which is whether the database was empty
 */
export function seedSampleCentre(hub: Hub): Promise<boolean> {
  return hub.db.inTransaction(async (tx) => {
    await tx.query("lock table agency in share row exclusive mode");
    const [known] = await tx.query("select 1 from agency limit 1");
    if (known) return false;
    const changes = new ChangeSet(hub.catalogue);
    for (const agency of SAMPLE_AGENCIES) changes.insert(Agency, agency);
    await changes.commit(tx);
    return true;
  });
}
