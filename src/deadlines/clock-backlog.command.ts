import { AgencyRecord } from "../agencies/agency-record.entity";
import { digest } from "../platform/canonical-json";
import { auditHub } from "../audit/hub-itself";
import { ANY_DISPUTE, disputesOf, lockDisputes } from "../dispute/lock-disputes";
import type { LockedDispute } from "../dispute/locked-dispute";
import type { Hub } from "../hub-parts";
import { ChangeSet } from "../platform/change-set";
import type { Tx } from "../platform/database";
import type { ClockBacklog } from "./clock-backlog.entity";
import { clockOwner, RecordClocks } from "./record-clocks";
import { keptClocks, toKept, type KeptClock } from "./kept-clocks";
import { CALENDAR_VERSION } from "./legal-time";
import { statesOfRecords } from "./record-states";

interface Waiting {
  readonly record_id: string;
  readonly dispute_id: string;
  readonly reason: ClockBacklog["reason"];
}

/**
 * Folds the clocks of some records anew that wait for it. Each clock that changes by law or calendar leaves a line in the
 * trail; what is closed stays.
 * @returns how many records it took; 0 when none waits any more
 */
export function workOffBacklog(hub: Hub, most: number): Promise<number> {
  return hub.db.inTransaction(async (tx) => {
    const waiting = await tx.query<Waiting>(
      `select b.record_id, r.dispute_id, b.reason
         from (select * from clock_backlog order by record_id limit $1) b join agency_record r on r.id = b.record_id`,
      [most],
    );
    if (waiting.length === 0) return 0;
    const deed = { hub, now: hub.clock.now(), changes: new ChangeSet(hub.catalogue) };
    for (const { reason, clocks, disputeId, recordId } of await lockAndRead(tx, hub, waiting)) {
      clocks.write(deed);
      if (reason === "ENTERED") continue;
      for (const clock of clocks.changed) {
        const { limitId, dueOn, state } = clock;
        auditHub(deed, {
          action: "recomputeDeadline",
          disputeId,
          recordId,
          requestId: `deadline:${(clock as Partial<KeptClock>).id ?? "new"}`,
          bodyHash: digest({ limitId, dueOn, state }),
        });
      }
    }
    await tx.query("delete from clock_backlog where record_id = any($1::uuid[])", [
      waiting.map(({ record_id }) => record_id),
    ]);
    await deed.changes.commit(tx);
    return waiting.length;
  });
}

interface Folded {
  readonly recordId: string;
  readonly disputeId: string;
  readonly reason: ClockBacklog["reason"];
  readonly clocks: RecordClocks;
}

async function lockAndRead(tx: Tx, hub: Hub, waiting: readonly Waiting[]): Promise<Folded[]> {
  const recordIds = waiting.map(({ record_id }) => record_id);
  const which = disputesOf([...new Set(waiting.map(({ dispute_id }) => dispute_id))]);
  const [{ disputes, also }, states] = await Promise.all([
    lockDisputes({ tx, hub }, which, ANY_DISPUTE, {
      also: [
        keptClocks(hub.catalogue.of(AgencyRecord), { text: "r.id = any($1::uuid[])", values: [recordIds] }),
        { text: CALENDAR_VERSION, values: [] },
      ],
    }),
    statesOfRecords(tx, recordIds),
  ]);
  const kept = toKept(also[0]);
  const calendar = await hub.law.calendarAt(tx, also[1] as number);
  return waiting.map(({ record_id: recordId, dispute_id: disputeId, reason }) => {
    const { fields, clocks: before } = kept.get(recordId)!;
    const locked = disputes.get(disputeId)!;
    const owner = clockOwner(recordOf(locked, recordId), locked.dispute, fields);
    const clocks = new RecordClocks(hub.law, owner, before, calendar);
    clocks.refold(reason, states.get(recordId) ?? []);
    return { recordId, disputeId, reason, clocks };
  });
}

const recordOf = ({ records }: LockedDispute, recordId: string) => records.find(({ id }) => id === recordId)!;
