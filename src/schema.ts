import "reflect-metadata";
import type { GraphQLSchema } from "graphql";
import { buildSchemaSync, type NonEmptyArray } from "type-graphql";
import { AccessResolver } from "./access/access.resolver";
import { AgencyRecordResolver, AgencyResolver, StatusRecordedResolver } from "./agencies/agency.resolver";
import { ArbitrationRecord } from "./agencies/arbitration/arbitration-record.entity";
import { HotlineRecord } from "./agencies/hotline/hotline-record.entity";
import { InspectionRecord } from "./agencies/inspection/inspection-record.entity";
import { LegalAidRecord } from "./agencies/legal-aid/legal-aid-record.entity";
import { LitigationRecord } from "./agencies/litigation/litigation-record.entity";
import { MediationRecord } from "./agencies/mediation/mediation-record.entity";
import { PetitionRecord } from "./agencies/petition/petition-record.entity";
import { FollowUpTakenResolver, RecordFollowUpResolver } from "./deadlines/follow-up.resolver";
import { CalendarResolver } from "./deadlines/calendar.resolver";
import { DeadlineChangedResolver } from "./deadlines/by-hand.resolver";
import { DeadlineResolver, DisputeDeadlinesResolver, RecordDeadlinesResolver } from "./deadlines/deadline.resolver";
import { ChangeResolver } from "./delivery/change.resolver";
import { DisputeEvaluatedResolver, DisputesLinkedResolver, EventCorrectedResolver } from "./dispute/deed.resolver";
import { DisputeResolver, LeadOwnerResolver } from "./dispute/dispute.resolver";
import { DisputeLinkResolver, PartyResolver, RefusedResolver, TimelineEventResolver } from "./dispute/parts.resolver";
import { SimilarDisputeResolver, SubmissionRegisteredResolver, SubmissionResolver } from "./intake/intake.resolver";
import { CitizenHistoryResolver, PersonResolver } from "./person/person.resolver";
import {
  DisputeReferredResolver,
  ReferralAcceptedResolver,
  ReferralCandidateResolver,
  ReferralResolver,
  ReferralReturnedResolver,
} from "./routing/routing.resolver";
import { RoutePreviewResolver } from "./routing/rehearsal.resolver";
import { AdviceResolver } from "./routing/advice.resolver";
import {
  AgencyClosedResolver,
  SupervisionClosedResolver,
  SupervisionOrderResolver,
} from "./routing/supervision.resolver";
import { DisputeFactsResolver, ToldFactResolver } from "./routing/told-fact.resolver";
import { WorklistResolver } from "./routing/worklist.resolver";

/** The only list of resolvers. */
const RESOLVERS: NonEmptyArray<new () => object> = [
  AccessResolver,
  AdviceResolver,
  AgencyClosedResolver,
  AgencyRecordResolver,
  AgencyResolver,
  CalendarResolver,
  ChangeResolver,
  CitizenHistoryResolver,
  DeadlineChangedResolver,
  DeadlineResolver,
  DisputeDeadlinesResolver,
  DisputeEvaluatedResolver,
  DisputeFactsResolver,
  DisputeLinkResolver,
  DisputeReferredResolver,
  DisputeResolver,
  DisputesLinkedResolver,
  EventCorrectedResolver,
  FollowUpTakenResolver,
  LeadOwnerResolver,
  PartyResolver,
  PersonResolver,
  RecordDeadlinesResolver,
  RecordFollowUpResolver,
  ReferralAcceptedResolver,
  ReferralCandidateResolver,
  ReferralResolver,
  ReferralReturnedResolver,
  RefusedResolver,
  RoutePreviewResolver,
  SimilarDisputeResolver,
  StatusRecordedResolver,
  SubmissionRegisteredResolver,
  SubmissionResolver,
  SupervisionClosedResolver,
  SupervisionOrderResolver,
  TimelineEventResolver,
  ToldFactResolver,
  WorklistResolver,
];

/** Types that are reached through an interface only. */
const RECORD_TYPES = [
  ArbitrationRecord,
  HotlineRecord,
  InspectionRecord,
  LegalAidRecord,
  LitigationRecord,
  MediationRecord,
  PetitionRecord,
];

export function buildHubSchema(): GraphQLSchema {
  return buildSchemaSync({
    resolvers: RESOLVERS,
    orphanedTypes: RECORD_TYPES,
    // Inputs are checked by their scalars and by the rules, which know the law; nothing is left for decorators.
    validate: false,
    // Subscriptions read the change feed themselves; nothing is published through the schema.
    pubSub: {
      publish() {},
      subscribe: () => ({
        [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }),
      }),
    },
  });
}
