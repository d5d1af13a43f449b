import { AgencySuccession } from "../agencies/agency-succession.entity";
import { Agency } from "../agencies/agency.entity";
import { commitOrRetry } from "../audit/deed";
import { auditHub, hubDeed } from "../audit/hub-itself";
import { ANY_DISPUTE, lockDisputes } from "../dispute/lock-disputes";
import type { Hub } from "../hub-parts";
import { ChangeSet } from "../platform/change-set";
import type { Tx } from "../platform/database";
import type { Row } from "../platform/entity-rows";
import { COORDINATION, type CoordinationRow } from "./coordination";
import { nextUnfinished, succession, windUpDispute, type SuccessionRow } from "./hand-over";

/**
 * Hands over the next disputes of an agency that was closed with more than one deed could move. One hub does it at a time:
 * the succession's row is locked, and moves on in the statement that writes. A hub that is killed leaves what was
 * committed, and the next goes on behind it.
 * @returns whether there may be more
 */
export function handOverNext(hub: Hub, most: number): Promise<boolean> {
  return hub.db.inTransaction(async (tx) => {
    const pending = hub.catalogue.of(AgencySuccession);
    const [row] = await tx.query<Row>(
      `select ${pending.select("t")} from agency_succession t where t.finished_at is null
        order by t.begun_at, t.id limit 1 for update skip locked`,
    );
    if (!row) return false;
    const { id, agencyId, successorId, reason, reached } = pending.toEntity(row);
    const { agency, successor } = await readBodies(tx, hub, agencyId, successorId);
    const which = nextUnfinished(agency.code, reached, most);
    const { disputes, also } = await lockDisputes({ tx, hub }, which, ANY_DISPUTE, {
      referrals: "ALL",
      also: [COORDINATION, succession(agency.code, successor.code)],
    });
    const now = hub.clock.now();
    const changes = new ChangeSet(hub.catalogue);
    const deed = hubDeed(hub, now, changes);
    const [orders, found] = also as [CoordinationRow, SuccessionRow];
    for (const locked of disputes.values()) {
      windUpDispute(deed, locked, { agency, successor, reason }, orders, found);
      auditHub(deed, { action: "closeAgency", disputeId: locked.id, recordId: null, requestId: `succession:${id}` });
    }
    const isDone = disputes.size < most;
    const last = [...disputes.keys()].toSorted().at(-1) ?? reached;
    changes.update(AgencySuccession, id, { reached: last, finishedAt: isDone ? now : null });
    // The successor may have given a number away since it was looked for.
    await commitOrRetry(tx, changes);
    return true;
  });
}

/** The successor stays open as long as something is on its way to it (`SUCCESSION_PENDING`). */
async function readBodies(tx: Tx, hub: Hub, agencyId: string, successorId: string) {
  const rows = hub.catalogue.of(Agency);
  const found = await tx.query<Row>(`select ${rows.select("t")} from agency t where t.id = any($1::uuid[])`, [
    [agencyId, successorId],
  ]);
  const byId = new Map(found.map((row) => rows.toEntity(row)).map((agency) => [agency.id, agency]));
  return { agency: byId.get(agencyId)!, successor: byId.get(successorId)! };
}
