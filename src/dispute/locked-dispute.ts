import type { AgencyRecord } from "../agencies/agency-record.entity";
import type { Deed } from "../audit/deed";
import { Change } from "../delivery/change.entity";
import { leadOf } from "../routing/lead.rules";
import type { Referral } from "../routing/referral.entity";
import type { ReferralCandidate } from "../routing/referral-candidate.entity";
import { Dispute } from "./dispute.entity";
import { deriveDisputeState, factsFromRecords } from "./dispute-state.rules";
import { TimelineEvent } from "./timeline-event.entity";

/** What a deed adds to the timeline; the rest follows from the dispute and the deed. */
export type NewEvent = Pick<TimelineEvent, "kind" | "occurredAt"> &
  Partial<
    Pick<
      TimelineEvent,
      | "id"
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

/** Where a line of the feed leads, if not to where its event does; or for whom alone it is. */
export type FeedLine = Partial<Pick<Change, "recordId" | "referralId" | "toldAgencyId">>;

type RecordStanding = Pick<AgencyRecord, "agencyId" | "phase" | "outcome" | "round">;

/** What writing to a dispute needs of a deed; the hub itself is a doer without agency and rights. */
export interface Writing extends Pick<Deed, "hub" | "now" | "changes"> {
  readonly caller: Pick<Deed["caller"], "subject" | "agency">;
}

/**
 * A dispute held by a row lock, with everything its state follows from. The dispute is the only row that is ever locked:
 * whoever holds it holds its records, referrals and timeline too.
 */
export class LockedDispute {
  constructor(
    readonly dispute: Dispute,
    /**
     * With what all lines have in common; a line's own fields are written here and never judged. Every one, or those of the
     * agency that was asked for.
     */
    readonly records: AgencyRecord[],
    /** What the dispute's state and lead follow from, of all others. */
    readonly otherRecords: RecordStanding[],
    /** Those that are open; all of them for a deed that asked for them. */
    readonly referrals: Referral[],
    private readonly candidates: ReferralCandidate[] | null,
    private readonly isNew = false,
  ) {}

  /** A dispute that this deed opens; nobody else can know it yet. */
  static opened(dispute: Dispute): LockedDispute {
    return new LockedDispute(dispute, [], [], [], null, true);
  }

  get id(): string {
    return this.dispute.id;
  }

  /** Whoever any of the referrals was ever offered to. */
  allCandidates(): ReferralCandidate[] {
    if (!this.candidates) throw new Error("this deed did not ask for the referrals when it locked the dispute");
    return this.candidates;
  }

  candidatesOf(referralId: string): ReferralCandidate[] {
    return this.allCandidates().filter((candidate) => candidate.referralId === referralId);
  }

  /** Adds an event to the timeline and its line (or lines) to the change feed, and moves the dispute's version up by one. */
  addEvent(deed: Writing, event: NewEvent, lines: readonly FeedLine[] = [{}]): TimelineEvent {
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
    for (const line of lines) {
      deed.changes.insert(Change, {
        id: deed.hub.ids.uuid(),
        disputeId: dispute.id,
        kind: row.kind,
        recordId: row.recordId,
        referralId: row.referralId,
        eventId: row.id,
        disputeVersion: dispute.version,
        changedAt: deed.now,
        toldAgencyId: null,
        ...line,
      });
    }
    return row as TimelineEvent;
  }

  /** What ended in an earlier round is history: it says nothing of the quarrel as it has come back. */
  private recordsOfRound(): RecordStanding[] {
    return [...this.records, ...this.otherRecords].filter(
      ({ round, phase }) => round === this.dispute.round || phase !== "ENDED",
    );
  }

  /** Derives the dispute's state anew and writes its head; the last step of every deed. */
  settle(deed: Writing): void {
    const { dispute } = this;
    const records = this.recordsOfRound();
    const { state } = deriveDisputeState(
      factsFromRecords(records, {
        hasPendingReferral: this.referrals.some((referral) => referral.state === "OFFERED"),
        isGradedOrReferred: dispute.grade !== null || dispute.isReferred,
        isEvaluated: dispute.isEvaluated,
        isReturned: dispute.isReturned,
      }),
    );
    if (state !== dispute.state || this.isNew) dispute.stateSince = deed.now;
    dispute.state = state;
    dispute.leadAgencyId = leadOf(dispute.appointedAgencyId, state, records);
    dispute.closedAt = state === "CLOSED" ? (dispute.closedAt ?? deed.now) : null;
    dispute.updatedAt = deed.now;
    if (this.isNew) {
      deed.changes.insert(Dispute, dispute);
      return;
    }
    const { version, updatedAt, closedAt, appointedAgencyId, leadAgencyId, isEvaluated, isReferred } = dispute;
    const { isReturned, round, stateSince } = dispute;
    deed.changes.update(Dispute, dispute.id, {
      state,
      version,
      updatedAt,
      closedAt,
      appointedAgencyId,
      leadAgencyId,
      isEvaluated,
      isReferred,
      isReturned,
      round,
      stateSince,
    });
  }
}
