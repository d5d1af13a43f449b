import { Agency } from "./agencies/agency.entity";
import { AgencyRecord } from "./agencies/agency-record.entity";
import { AgencySuccession } from "./agencies/agency-succession.entity";
import { ArbitrationRecord } from "./agencies/arbitration/arbitration-record.entity";
import { HeldStatus } from "./agencies/held-status.entity";
import { HotlineRecord } from "./agencies/hotline/hotline-record.entity";
import { InspectionRecord } from "./agencies/inspection/inspection-record.entity";
import { LegalAidRecord } from "./agencies/legal-aid/legal-aid-record.entity";
import { LitigationRecord } from "./agencies/litigation/litigation-record.entity";
import { MediationRecord } from "./agencies/mediation/mediation-record.entity";
import { PetitionRecord } from "./agencies/petition/petition-record.entity";
import { AuditEntry } from "./audit/audit-entry.entity";
import { ReadEntry } from "./audit/read-entry.entity";
import { CalendarNotice } from "./deadlines/calendar-notice.entity";
import { CalendarRelease } from "./deadlines/calendar-release.entity";
import { ClockBacklog } from "./deadlines/clock-backlog.entity";
import { Deadline } from "./deadlines/deadline.entity";
import { LimitVersion } from "./deadlines/limit-version.entity";
import { Change } from "./delivery/change.entity";
import { FollowUpTaken } from "./deadlines/follow-up-taken.entity";
import { CaseDocument } from "./dispute/case-document.entity";
import { Dispute } from "./dispute/dispute.entity";
import { DisputeLink } from "./dispute/dispute-link.entity";
import { DisputeListing } from "./dispute/dispute-listing.entity";
import { Evaluation } from "./dispute/evaluation.entity";
import { Party } from "./dispute/party.entity";
import { TimelineEvent } from "./dispute/timeline-event.entity";
import { Submission } from "./intake/submission.entity";
import { Organisation } from "./person/organisation.entity";
import { Person } from "./person/person.entity";
import { Idempotency } from "./platform/idempotency.entity";
import { Referral } from "./routing/referral.entity";
import { ReferralCandidate } from "./routing/referral-candidate.entity";
import { RoutingDecision } from "./routing/routing-decision.entity";
import { SupervisionOrder } from "./routing/supervision-order.entity";
import { ToldFact } from "./routing/told-fact.entity";
import { WorklistItem } from "./routing/worklist.types";

/** Everything the database holds, which the migrations must build just so, and rows that a statement makes. */
export const ENTITIES = [
  Agency,
  AgencyRecord,
  AgencySuccession,
  ArbitrationRecord,
  AuditEntry,
  CalendarNotice,
  CalendarRelease,
  CaseDocument,
  Change,
  ClockBacklog,
  Deadline,
  Dispute,
  DisputeLink,
  DisputeListing,
  Evaluation,
  FollowUpTaken,
  HeldStatus,
  HotlineRecord,
  Idempotency,
  InspectionRecord,
  LegalAidRecord,
  LimitVersion,
  LitigationRecord,
  MediationRecord,
  Organisation,
  Party,
  Person,
  PetitionRecord,
  ReadEntry,
  Referral,
  ReferralCandidate,
  RoutingDecision,
  Submission,
  SupervisionOrder,
  TimelineEvent,
  ToldFact,
  WorklistItem,
];
