import { auditHub, hubDeed } from "../audit/hub-itself";
import { ANY_DISPUTE, disputesOf, lockDisputes } from "../dispute/lock-disputes";
import type { Hub } from "../hub-parts";
import { ChangeSet } from "../platform/change-set";
import type { Day } from "./day.rules";
import { Deadline, TO_BE_ANNOUNCED } from "./deadline.entity";
import type { Party } from "./limit.rules";

/** Any number will do as long as no other program of this database takes it. */
const SWEEP_LOCK = 7_304_118_202;

export interface Swept {
  readonly announced: number;
  /** Nothing more has passed, or another hub is at it. */
  readonly isDone: boolean;
}

interface Passed {
  readonly id: string;
  readonly dispute_id: string;
}

type Found = readonly [
  id: string,
  disputeId: string,
  recordId: string,
  limitId: string,
  title: string,
  party: Party,
  lateAfter: Day,
  lateFrom: string,
];

const PASSED = `${TO_BE_ANNOUNCED} and late_from <= $1`;

/**
 * Marks deadlines whose time has passed, and tells of each once: an event on the timeline, a line in the feed and one in
 * the trail, under the dispute's lock. A right is over then; a duty runs on until it is done. One hub sweeps at a time; one
 * that is killed lets go of its lock with its connection, and what it had not committed is swept by the next.
 */
export function sweepOverdue(hub: Hub, most: number): Promise<Swept> {
  return hub.db.inTransaction(async (tx) => {
    const now = hub.clock.now();
    const [lock, passed] = await Promise.all([
      tx.query<{ isOurs: boolean }>('select pg_try_advisory_xact_lock($1) as "isOurs"', [SWEEP_LOCK]),
      tx.query<Passed>(`select id, dispute_id from deadline where ${PASSED} order by late_from, id limit $2`, [
        now,
        most,
      ]),
    ]);
    if (!lock[0]!.isOurs || passed.length === 0) return { announced: 0, isDone: true };
    const which = disputesOf([...new Set(passed.map(({ dispute_id }) => dispute_id))]);
    // Asked again behind the lock: a deed may have moved the record since.
    const { disputes, also } = await lockDisputes({ tx, hub }, which, ANY_DISPUTE, {
      also: [{ text: STILL_PASSED, values: [now, passed.map(({ id }) => id)] }],
    });
    const found = (also[0] as readonly Found[] | null) ?? [];
    const changes = new ChangeSet(hub.catalogue);
    const deed = hubDeed(hub, now, changes);
    const told = new Set<string>();
    for (const [id, disputeId, recordId, limitId, title, party, lateAfter, lateFrom] of found) {
      const locked = disputes.get(disputeId)!;
      told.add(disputeId);
      locked.addEvent(deed, {
        kind: "OVERDUE",
        recordId,
        occurredAt: new Date(lateFrom),
        note: `${limitId} ${title}:${lateAfter} 已届满`,
      });
      const isOver = party === "RIGHT";
      changes.update(Deadline, id, {
        announcedAt: now,
        updatedAt: now,
        ...(isOver && { state: "LATE", closedOn: lateAfter }),
      });
      auditHub(deed, { action: "announceDeadline", disputeId, recordId, requestId: `deadline:${id}` });
    }
    for (const disputeId of told) disputes.get(disputeId)!.settle(deed);
    await changes.commit(tx);
    return { announced: found.length, isDone: passed.length < most };
  });
}

const STILL_PASSED = `
  select json_agg(json_build_array(k.id, k.dispute_id, k.record_id, k.limit_id, v.row->>'title', k.party, k.late_after, k.late_from)
                  order by k.late_from, k.id)
    from (select * from deadline where id = any($2::uuid[]) and ${PASSED}) k join limit_version v on v.id = k.rule_id`;
