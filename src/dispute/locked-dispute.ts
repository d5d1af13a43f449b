import { AgencyRecord } from "../agencies/agency-record.entity";
import { visibleDisputes } from "../access/visibility";
import type { Deed } from "../audit/deed";
import { Change } from "../delivery/change.entity";
import { Referral } from "../routing/referral.entity";
import { ReferralCandidate } from "../routing/referral-candidate.entity";
import type { EntityClass, Row } from "../platform/entity-rows";
import { numbered, type Condition } from "../platform/keyset-page";
import { Dispute } from "./dispute.entity";
import { deriveDisputeState, factsFromRecords } from "./dispute-state.rules";
import { TimelineEvent } from "./timeline-event.entity";

/** What a deed adds to the timeline; the rest follows from the dispute and the deed. */
export type NewEvent = Pick<TimelineEvent, "kind" | "occurredAt"> &
  Partial<
    Pick<
      TimelineEvent,
      | "recordId"
      | "referralId"
      | "submissionId"
      | "fromState"
      | "toState"
      | "sequence"
      | "bodyHash"
      | "agencyId"
      | "correctsId"
      | "note"
      | "recordedAt"
      | "byPrincipal"
    >
  >;

/**
 * A dispute held by a row lock, with everything its state follows from. The dispute is the only row that is ever locked:
 * whoever holds it holds its records, referrals and timeline too.
 */
export class LockedDispute {
  constructor(
    readonly dispute: Dispute,
    readonly records: AgencyRecord[],
    readonly referrals: Referral[],
    readonly candidates: ReferralCandidate[],
    private readonly isNew = false,
  ) {}

  /** A dispute that this deed opens; nobody else can know it yet. */
  static opened(dispute: Dispute): LockedDispute {
    return new LockedDispute(dispute, [], [], [], true);
  }

  get id(): string {
    return this.dispute.id;
  }

  candidatesOf(referralId: string): ReferralCandidate[] {
    return this.candidates.filter((candidate) => candidate.referralId === referralId);
  }

  /** Adds an event to the timeline and a line to the change feed, and moves the dispute's version up by one. */
  addEvent(deed: Deed, event: NewEvent): TimelineEvent {
    const { dispute } = this;
    dispute.version += 1;
    const row = {
      id: deed.hub.ids.uuid(),
      disputeId: dispute.id,
      recordId: null,
      referralId: null,
      submissionId: null,
      fromState: null,
      toState: null,
      sequence: null,
      bodyHash: null,
      agencyId: deed.caller.agency?.id ?? null,
      correctsId: null,
      note: null,
      recordedAt: deed.now,
      byPrincipal: deed.caller.subject,
      ...event,
    } satisfies Omit<TimelineEvent, "globalId">;
    deed.changes.insert(TimelineEvent, row);
    deed.changes.insert(Change, {
      id: deed.hub.ids.uuid(),
      disputeId: dispute.id,
      kind: row.kind,
      recordId: row.recordId,
      referralId: row.referralId,
      eventId: row.id,
      disputeVersion: dispute.version,
      changedAt: deed.now,
    });
    return row as TimelineEvent;
  }

  /** What ended in an earlier round is history: it says nothing of the quarrel as it has come back. */
  private recordsOfRound(): AgencyRecord[] {
    return this.records.filter(({ round, phase }) => round === this.dispute.round || phase !== "ENDED");
  }

  /** Derives the dispute's state anew and writes its head; the last step of every deed. */
  settle(deed: Deed): void {
    const { dispute } = this;
    const { state } = deriveDisputeState(
      factsFromRecords(this.recordsOfRound(), {
        hasPendingReferral: this.referrals.some((referral) => referral.state === "OFFERED"),
        isGradedOrReferred: dispute.grade !== null || dispute.isReferred,
        isEvaluated: dispute.isEvaluated,
        isReturned: dispute.isReturned,
      }),
    );
    if (state !== dispute.state || this.isNew) dispute.stateSince = deed.now;
    dispute.state = state;
    dispute.closedAt = state === "CLOSED" ? (dispute.closedAt ?? deed.now) : null;
    dispute.updatedAt = deed.now;
    if (this.isNew) {
      deed.changes.insert(Dispute, dispute);
      return;
    }
    const { version, updatedAt, closedAt, leadAgencyId, isEvaluated, isReferred, isReturned, round, stateSince } =
      dispute;
    deed.changes.update(Dispute, dispute.id, {
      state,
      version,
      updatedAt,
      closedAt,
      leadAgencyId,
      isEvaluated,
      isReferred,
      isReturned,
      round,
      stateSince,
    });
  }
}

/** Locks one dispute the caller may see; undefined when there is none, or none for this caller. */
export async function lockDispute(deed: Deed, disputeId: string): Promise<LockedDispute | undefined> {
  const found = await lockDisputes(deed, [disputeId], visibleDisputes(deed.caller));
  return found.get(disputeId);
}

/**
 * Locks disputes in the order of their ids, so that two batches never wait for each other in a circle, and then reads
 * what belongs to them: only a statement begun after the lock sees what the last holder wrote.
 * @param visible which disputes the caller may lock, as rows of `dispute t`
 */
export async function lockDisputes(
  deed: Deed,
  disputeIds: readonly string[],
  visible: Condition,
): Promise<Map<string, LockedDispute>> {
  const rows = deed.hub.catalogue.of(Dispute);
  // A row lock gives the transaction its id, by which the change feed is ordered. Taken one by one, the first could come
  // long before the last; so everything is waited for here, where no id is given yet (ADR 0005).
  await deed.tx.query(
    `select pg_advisory_xact_lock(hashtextextended(id, 1)) from (select distinct unnest($1::text[]) as id order by 1) i`,
    [disputeIds],
  );
  const where = numbered([{ text: "t.id = any($1::uuid[])", values: [disputeIds] }, visible]);
  const locked = await deed.tx.query<Row>(
    `select ${rows.select("t")} from ${rows.table} t where ${where.text} order by t.id for update of t`,
    where.values,
  );
  const disputes = new Map(
    locked.map((row) => [row["id"] as string, new LockedDispute(rows.toEntity(row), [], [], [])]),
  );
  if (disputes.size === 0) return disputes;
  const ids = [...disputes.keys()];
  for (const record of await readOf(deed, AgencyRecord, "t.opened_at, t.id", ids)) {
    disputes.get(record.disputeId)!.records.push(record);
  }
  for (const referral of await readOf(deed, Referral, "t.referred_at, t.id", ids)) {
    disputes.get(referral.disputeId)!.referrals.push(referral);
  }
  for (const candidate of await readOf(deed, ReferralCandidate, "t.referral_id, t.agency_id", ids)) {
    disputes.get(candidate.disputeId)!.candidates.push(candidate);
  }
  return disputes;
}

async function readOf<E extends object>(
  deed: Deed,
  entity: EntityClass<E>,
  order: string,
  disputeIds: readonly string[],
): Promise<E[]> {
  const rows = deed.hub.catalogue.of(entity);
  const found = await deed.tx.query<Row>(
    `select ${rows.select("t")} from ${rows.table} t where t.dispute_id = any($1::uuid[]) order by ${order}`,
    [disputeIds],
  );
  return found.map((row) => rows.toEntity(row));
}
