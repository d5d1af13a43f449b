import type { HubContext } from "../access/hub-context";
import type { Line } from "../agencies/workflow.rules";
import { Dispute } from "../dispute/dispute.entity";
import type { DisputeCategory } from "../dispute/dispute.labels";
import { TimelineEvent } from "../dispute/timeline-event.entity";
import { businessDay } from "../platform/clock";
import { one, type ComputedRead, type ListRead } from "../platform/read/reads";
import { FollowUpTaken } from "./follow-up-taken.entity";
import type { FollowUpOffer } from "./follow-up.types";
import {
  FACT_QUESTIONS,
  offerFollowUps,
  type EnteredState,
  type FollowedRecord,
  type OfferedFollowUp,
} from "./record-follow-ups.rules";

/** Far more than a record has; of one that has more, the latest are what its present turns on. */
const MOST_STATES = 100;

/**
 * Statuses that no correction took back, the latest first. Corrections are asked for status by status, with a LIMIT: joined,
 * PostgreSQL would sooner go through all the corrections there are.
 */
const IN_FORCE: ListRead<HubContext> = {
  kind: "list",
  entity: () => TimelineEvent,
  by: "recordId",
  order: { properties: ["sequence"], direction: "desc" },
  most: MOST_STATES,
  only: () => ({
    text: `t.sequence is not null and (
             select c.id from timeline_event c where c.corrects_id = t.id and c.to_state is not null limit 1) is null`,
    values: [],
  }),
};

/** Corrections that mended the time of a status. Found by the status, as events have no index by record otherwise. */
const MENDED: ListRead<HubContext> = {
  kind: "list",
  entity: () => TimelineEvent,
  by: "recordId",
  order: { properties: ["recordedAt", "id"], direction: "desc" },
  most: MOST_STATES,
  only: () => ({
    text: `t.id = any(array(
             select c.id from timeline_event e cross join lateral (
               select c.id from timeline_event c where c.corrects_id = e.id and c.to_state is null limit 1) c
              where e.record_id = p."id" and e.sequence is not null))`,
    values: [],
  }),
};

const taken = (by: "recordId" | "followsRecordId", most: number): ListRead<HubContext> => ({
  kind: "list",
  entity: () => FollowUpTaken,
  by,
  order: { properties: ["takenAt", "id"], direction: "asc" },
  most,
});

export const FOLLOWS: ListRead<HubContext> = { ...taken("recordId", 1), single: true };
export const FOLLOWED_BY = taken("followsRecordId", 50);

interface RecordRow {
  readonly line: Line;
  readonly state: string;
  readonly openedAt: Date;
  readonly courtProcedure?: string | null;
}

interface StatusRow {
  readonly id: string;
  readonly fromState: string;
  readonly toState: string;
  readonly occurredAt: Date;
}

interface MendRow {
  readonly correctsId: string;
  readonly occurredAt: Date;
}

/** What may follow the record, or is closed, in the order of the tables. */
export const FOLLOW_UPS_OFFERED: ComputedRead<HubContext> = {
  kind: "computed",
  needs: ["line", "state", "openedAt", "courtProcedure"],
  related: {
    dispute: { read: one(() => Dispute, "disputeId"), needs: ["category"] },
    statuses: { read: IN_FORCE, needs: ["id", "fromState", "toState", "occurredAt"] },
    mended: { read: MENDED, needs: ["correctsId", "occurredAt"] },
    followedBy: { read: FOLLOWED_BY, needs: ["code"] },
  },
  value(row, { dispute, statuses, mended, followedBy }, { hub }) {
    const record = row as unknown as RecordRow;
    const category = (dispute as { readonly category: DisputeCategory } | null)?.category ?? null;
    const entered = enteredBy(record, statuses as readonly StatusRow[], mended as readonly MendRow[]);
    const followed: FollowedRecord = {
      line: record.line,
      category,
      entered,
      isSmallClaim: record.courtProcedure ? record.courtProcedure === "SMALL_CLAIMS" : undefined,
    };
    const takenIds = new Set((followedBy as readonly FollowUpTaken[]).map(({ code }) => code));
    const offered = offerFollowUps(followed, businessDay(hub.clock.now()), hub.law.newest());
    return offered.map((one) => toOffer(one, takenIds));
  },
};

/** @param latestFirst statuses, as {@link IN_FORCE} gives them */
function enteredBy(
  record: Pick<RecordRow, "state" | "openedAt">,
  latestFirst: readonly StatusRow[],
  mended: readonly MendRow[],
): EnteredState[] {
  const timeOf = new Map(mended.map(({ correctsId, occurredAt }) => [correctsId, occurredAt]));
  const statuses = latestFirst.toReversed();
  const opening = { state: statuses[0]?.fromState ?? record.state, on: businessDay(record.openedAt) };
  return [
    opening,
    ...statuses.map(({ id, toState, occurredAt }) => ({
      state: toState,
      on: businessDay(timeOf.get(id) ?? occurredAt),
    })),
  ];
}

function toOffer(offered: OfferedFollowUp, takenIds: ReadonlySet<string>): FollowUpOffer {
  const { id, title, who, isBarred, limit, limitId, due, daysLeft, basis, verified, note, toCheck } = offered;
  return {
    code: id,
    title,
    who,
    isBarred,
    limitId,
    anchor: limit?.anchor ?? null,
    lastDay: due?.lastDay ?? null,
    isProvisional: due?.isProvisional ?? false,
    daysLeft,
    basis,
    isVerified: verified,
    note: note ?? null,
    toCheck: toCheck.map((fact) => ({ fact, question: FACT_QUESTIONS[fact] })),
    isTaken: takenIds.has(id),
  };
}
