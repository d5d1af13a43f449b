import { randomUUID } from "node:crypto";
import { join } from "node:path";
import DataLoader from "dataloader";
import { In, type DataSource, type EntityTarget, type FindOptionsOrder, type FindOptionsWhere } from "typeorm";
import type { Caller } from "../../../src/access/caller";
import { regionPrefix } from "../../../src/access/region.rules";
import { TokenDesk } from "../../../src/access/token";
import { AgencyRecord } from "../../../src/agencies/agency-record.entity";
import { Agency } from "../../../src/agencies/agency.entity";
import { TimelineEvent } from "../../../src/dispute/timeline-event.entity";
import { systemClock } from "../../../src/platform/clock";
import { createCryptoProvider, loadOrCreateMasterKey, type CryptoProvider } from "../../../src/platform/crypto";
import { randomIds, type Ids } from "../../../src/platform/ids";

export interface UsualContext {
  readonly dataSource: DataSource;
  readonly crypto: CryptoProvider;
  readonly ids: Ids;
  readonly caller: Caller;
  readonly requestId: string;
  /** First and last place the caller may see. */
  readonly region: { readonly from: string; readonly to: string };
  readonly agencies: DataLoader<string, Agency | null>;
  readonly records: DataLoader<string, AgencyRecord[]>;
  readonly events: DataLoader<string, TimelineEvent[]>;
}

/** Makes the context of each request: who is asking, and loaders of its own. */
export async function openContexts(dataSource: DataSource, dataDir: string) {
  const crypto = createCryptoProvider({ masterKey: loadOrCreateMasterKey(join(dataDir, "master.key")) });
  const tokens = await TokenDesk.open(join(dataDir, "token.key"), systemClock);
  const ids = randomIds(systemClock);
  return async (authorization: string | undefined): Promise<UsualContext> => {
    if (!authorization?.startsWith("Bearer ")) throw new Error("no token");
    const caller = await tokens.verify(authorization.slice(7));
    if ((caller.role !== "WINDOW_CLERK" && caller.role !== "SUPERVISOR") || caller.regionCode === null) {
      throw new Error("not a caller of the desk");
    }
    const prefix = regionPrefix(caller.regionCode);
    return {
      dataSource,
      crypto,
      ids,
      caller,
      requestId: randomUUID(),
      region: { from: prefix, to: `${prefix}:` },
      agencies: new DataLoader(async (keys) => {
        const found = await dataSource.getRepository(Agency).findBy({ id: In(keys) });
        const byId = new Map(found.map((agency) => [agency.id, agency]));
        return keys.map((id) => byId.get(id) ?? null);
      }),
      records: ofDispute(dataSource, AgencyRecord, { openedAt: "ASC", id: "ASC" }),
      events: ofDispute(dataSource, TimelineEvent, { occurredAt: "ASC", id: "ASC" }),
    };
  };
}

/** The children of many disputes in one query; which of them are on the page is told when they are there. */
function ofDispute<Child extends { readonly disputeId: string }>(
  dataSource: DataSource,
  entity: EntityTarget<Child>,
  order: FindOptionsOrder<Child>,
): DataLoader<string, Child[]> {
  return new DataLoader(async (disputeIds) => {
    const where = { disputeId: In(disputeIds) } as FindOptionsWhere<Child>;
    const found = await dataSource.getRepository(entity).find({ where, order });
    const byDispute = new Map<string, Child[]>(disputeIds.map((id) => [id, []]));
    for (const child of found) byDispute.get(child.disputeId)!.push(child);
    return disputeIds.map((id) => byDispute.get(id)!);
  });
}
