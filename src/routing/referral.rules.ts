import { covers } from "../access/region.rules";
import { allow, refuse, type Decision } from "../platform/decision";

export interface ReferralTarget {
  readonly line: string;
  readonly candidateIds: readonly string[];
  readonly takesLead: boolean;
}

export interface AgencyFacts {
  readonly id: string;
  readonly line: string;
  readonly regionCode: string;
  /** 撤并: it takes no more referrals (信访工作条例 24). */
  readonly isClosed: boolean;
  /** 回避: it is a party of the dispute itself (信访工作条例 28(3)). */
  readonly isParty: boolean;
}

export type ReferRefusal =
  | { readonly code: "VERSION_CONFLICT" | "DISPUTE_CLOSED" | "LEAD_TWICE" | "TARGET_TWICE"; readonly agencyId?: string }
  | {
      readonly code:
        | "AGENCY_UNKNOWN"
        | "AGENCY_OUT_OF_REGION"
        | "LINE_MIXED"
        | "ALREADY_REFERRED"
        | "RECORD_OPEN"
        | "AGENCY_CLOSED"
        | "AGENCY_IS_PARTY";
      readonly agencyId: string;
    };

/** What is known of the dispute when the desk refers it. */
export interface DisputeBeforeReferral {
  readonly regionCode: string;
  readonly version: number;
  readonly isClosed: boolean;
  /** Agencies that have been offered it and have not answered. */
  readonly offeredTo: readonly string[];
  /** Agencies whose record of it has not ended. */
  readonly recordAt: readonly string[];
}

/**
 * A referral goes to one line and may name several agencies of it; the first to accept holds it.
 * At most one of the referrals made together may pass the lead.
 */
export function decideReferral(
  dispute: DisputeBeforeReferral,
  targets: readonly ReferralTarget[],
  agencies: ReadonlyMap<string, AgencyFacts>,
  expectedVersion: number,
): Decision<null, ReferRefusal> {
  if (dispute.version !== expectedVersion) return refuse({ code: "VERSION_CONFLICT" });
  if (dispute.isClosed) return refuse({ code: "DISPUTE_CLOSED" });
  if (targets.filter((target) => target.takesLead).length > 1) return refuse({ code: "LEAD_TWICE" });
  const named = new Set<string>();
  for (const target of targets) {
    for (const agencyId of target.candidateIds) {
      const agency = agencies.get(agencyId);
      if (!agency) return refuse({ code: "AGENCY_UNKNOWN", agencyId });
      if (!isInReach(agency.regionCode, dispute.regionCode)) return refuse({ code: "AGENCY_OUT_OF_REGION", agencyId });
      if (agency.line !== target.line) return refuse({ code: "LINE_MIXED", agencyId });
      if (agency.isClosed) return refuse({ code: "AGENCY_CLOSED", agencyId });
      if (agency.isParty) return refuse({ code: "AGENCY_IS_PARTY", agencyId });
      if (named.has(agencyId)) return refuse({ code: "TARGET_TWICE", agencyId });
      if (dispute.offeredTo.includes(agencyId)) return refuse({ code: "ALREADY_REFERRED", agencyId });
      if (dispute.recordAt.includes(agencyId)) return refuse({ code: "RECORD_OPEN", agencyId });
      named.add(agencyId);
    }
  }
  return allow(null);
}

/** 属地管理、分级负责 (信访工作条例 5(3)): a body of the place of the matter, or of a place above or below it. */
export function isInReach(agencyRegion: string, disputeRegion: string): boolean {
  return covers(agencyRegion, disputeRegion) || covers(disputeRegion, agencyRegion);
}

export interface ReferralFacts {
  readonly state: string;
  readonly version: number;
  readonly holderId: string | null;
}

export interface CandidateFacts {
  readonly agencyId: string;
  readonly state: string;
}

export type AnswerRefusal = {
  readonly code: "REFERRAL_TAKEN" | "REFERRAL_ANSWERED" | "VERSION_CONFLICT";
  readonly holderId: string | null;
};

/**
 * May this candidate still answer? Whoever comes second is told who holds the referral, before its version is looked
 * at: losing a race is the reason, a stale version only its symptom.
 */
export function decideAnswer(
  referral: ReferralFacts,
  candidate: CandidateFacts,
  expectedVersion: number,
): Decision<null, AnswerRefusal> {
  const { holderId } = referral;
  if (holderId !== null && holderId !== candidate.agencyId) return refuse({ code: "REFERRAL_TAKEN", holderId });
  if (referral.state !== "OFFERED" || candidate.state !== "OFFERED")
    return refuse({ code: "REFERRAL_ANSWERED", holderId });
  if (referral.version !== expectedVersion) return refuse({ code: "VERSION_CONFLICT", holderId });
  return allow(null);
}

/** A referral is returned once its last candidate has sent it back; one that was closed meanwhile answers no more. */
export function isLastCandidate(candidates: readonly CandidateFacts[], answering: string): boolean {
  return candidates.every((candidate) => candidate.agencyId === answering || candidate.state !== "OFFERED");
}
