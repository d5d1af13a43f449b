import { digest } from "../audit/deed";
import { AuditEntry } from "../audit/audit-entry.entity";
import { ANY_DISPUTE, disputesOf, lockDisputes, type LockedDispute } from "../dispute/locked-dispute";
import type { Hub } from "../hub-parts";
import { ChangeSet } from "../platform/change-set";
import type { Tx } from "../platform/database";
import type { ClockBacklog } from "./clock-backlog.entity";
import type { Clock } from "./clock.rules";
import { clockOwner, RecordClocks } from "./record-clocks";
import { keptClocks, toKept, type KeptClock } from "./kept-clocks";
import { CALENDAR_VERSION } from "./legal-time";
import { statesOfRecords } from "./record-states";

/** Under whose name the hub itself writes. */
export const HUB_ITSELF = { principal: "hub", role: "HUB" } as const;

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
    const now = hub.clock.now();
    const changes = new ChangeSet(hub.catalogue);
    for (const { reason, clocks, disputeId, recordId } of await lockAndRead(tx, hub, waiting)) {
      clocks.write({ changes, now, hub });
      if (reason === "ENTERED") continue;
      for (const clock of clocks.changed) {
        changes.insert(AuditEntry, { ...auditLine(clock), id: hub.ids.uuid(), at: now, disputeId, recordId });
      }
    }
    await tx.query("delete from clock_backlog where record_id = any($1::uuid[])", [
      waiting.map(({ record_id }) => record_id),
    ]);
    await changes.commit(tx);
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
      also: [keptClocks("$1::uuid[]", [recordIds]), { text: CALENDAR_VERSION, values: [] }],
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

function auditLine(clock: Clock): Pick<AuditEntry, "principal" | "role" | "action" | "verdict" | "requestId"> & {
  readonly clientKey: null;
  readonly bodyHash: string;
} {
  const { limitId, dueOn, state } = clock;
  const id = (clock as Partial<KeptClock>).id ?? "new";
  return {
    ...HUB_ITSELF,
    action: "recomputeDeadline",
    verdict: "ALLOWED",
    requestId: `deadline:${id}`,
    clientKey: null,
    bodyHash: digest({ limitId, dueOn, state }),
  };
}
