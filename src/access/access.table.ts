import { DESK, type Role } from "./caller";

const AGENCY: readonly Role[] = ["AGENCY"];
const SUPERVISION: readonly Role[] = ["SUPERVISOR"];
const DEED_DOERS: readonly Role[] = [...DESK, "AGENCY"];
/** Whose record it is, and who supervises him. */
const DEADLINE_OPENERS: readonly Role[] = [...SUPERVISION, ...AGENCY];
/** May read disputes, within their region or part. */
const READERS: readonly Role[] = [...DESK, "AUDITOR", "AGENCY", "REPORTING"];
/** May read about people, with name, number and telephone masked. */
const PERSON_READERS: readonly Role[] = [...DESK, "AUDITOR", "AGENCY"];
/** May read names and telephones in full: who talks to the people. */
const NAME_READERS: readonly Role[] = [...DESK, "AGENCY"];
/** Who answers for the rules themselves. */
const GOVERNORS: readonly Role[] = ["SUPERVISOR"];
const SIGNED_IN: readonly Role[] = [...READERS, "ADMINISTRATOR"];
const EVERYBODY: readonly Role[] = [...SIGNED_IN, "PUBLIC"];

interface AccessRow {
  readonly roles: readonly Role[];
  readonly type: string;
  /** Names of fields, apart by blanks. */
  readonly fields: string;
}

const row = (roles: readonly Role[], type: string, fields: string): AccessRow => ({ roles, type, fields });

const RECORD =
  "agency allowedActions deadlines dispute endedAt id lastSequence line number openedAt outcome phase referral state stateLabel updatedAt version";
const RECORD_TYPES = [
  "ArbitrationRecord",
  "HotlineRecord",
  "InspectionRecord",
  "LegalAidRecord",
  "LitigationRecord",
  "MediationRecord",
  "PetitionRecord",
];
const CONNECTION = "edges nodes pageInfo";
const EDGE = "cursor node";

const connection = (roles: readonly Role[], name: string): AccessRow[] => [
  row(roles, `${name}Connection`, CONNECTION),
  row(roles, `${name}Edge`, EDGE),
];

/**
 * Who may ask for what: the only list. A field that stands in no row is open to nobody, and `check:access` fails for it.
 * It says which fields; which rows of the tables is said by `visibility.ts`.
 */
export const ACCESS: readonly AccessRow[] = [
  row(EVERYBODY, "Query", "trackSubmission labels"),
  row(SIGNED_IN, "Query", "me agencies"),
  row(READERS, "Query", "dispute disputes deadlines node nodes changes"),
  row(PERSON_READERS, "Query", "person"),
  row([...DESK, "AUDITOR"], "Query", "supervisionOrders"),
  row(DESK, "Query", "citizenHistory searchPersons routingAdvice"),
  row(DEED_DOERS, "Query", "worklist"),
  row(GOVERNORS, "Query", "routePreview"),
  row(DESK, "Mutation", "registerSubmission attachSubmission referDispute linkDisputes evaluateDispute"),
  row(SUPERVISION, "Mutation", "closeSupervision closeAgency"),
  row(GOVERNORS, "Mutation", "loadCalendarNotice"),
  row(AGENCY, "Mutation", "acceptReferral returnReferral reportStatus reportStatuses"),
  row(DEED_DOERS, "Mutation", "correctEvent confirmDeadline extendDeadline"),
  row(DEADLINE_OPENERS, "Mutation", "openDeadline closeDeadline"),
  row(DEED_DOERS, "Subscription", "disputeChanged"),

  row(EVERYBODY, "TrackedSubmission", "receiptNo registeredAt state steps"),
  row(EVERYBODY, "TrackedStep", "at text"),
  row(EVERYBODY, "EnumLabels", "description name values"),
  row(EVERYBODY, "EnumLabel", "label value"),
  row(SIGNED_IN, "Me", "agency expiresAt regionCode role subject"),
  row(SIGNED_IN, "Agency", "closedAt code id line name regionCode"),
  row(SIGNED_IN, "PageInfo", "endCursor hasNextPage hasPreviousPage startCursor"),
  row(SIGNED_IN, "Node", "id"),

  row(
    READERS,
    "Dispute",
    "amountYuan category closedAt deadlines evaluations facts flags grade id leadOwner linkedFrom links openedAt parties records " +
      "referrals regionCode state submissions timeline traceCode updatedAt version",
  ),
  row(PERSON_READERS, "Dispute", "title documents"),
  row(DEED_DOERS, "Dispute", "allowedActions"),
  row([...DESK, "AUDITOR"], "Dispute", "factHistory routingDecisions supervisionOrders"),
  ...connection(READERS, "Dispute"),
  row(READERS, "LeadOwner", "agency isCentre name"),
  row(DEED_DOERS, "AllowedAction", "action step"),

  row(READERS, "Party", "headCount id isInformer joinedAt role"),
  row(PERSON_READERS, "Party", "organisation person"),
  ...connection(READERS, "Party"),
  row(PERSON_READERS, "Person", "birthOn id idKind maskedIdNumber maskedName maskedPhone sex"),
  row(NAME_READERS, "Person", "name phone"),
  row(AGENCY, "Person", "idNumber"),
  row(PERSON_READERS, "Organisation", "id name uscc"),
  row(DESK, "CitizenHistory", "disputes person"),

  row(
    READERS,
    "Submission",
    "channel externalNo headCount id isRepeat isReport receiptNo registeredAt sourceSystem submittedAt",
  ),
  row(PERSON_READERS, "Submission", "agent agentAuthorisation applicant content"),
  ...connection(READERS, "Submission"),
  row(
    DESK,
    "SubmissionRegistered",
    "dispute disputeVersion followCode isNewDispute isRepeat receiptNo submission traceCode",
  ),
  row(DESK, "SimilarDisputesFound", "message similar"),
  row(DESK, "SimilarDispute", "dispute sameCategory sameRespondent titleLikeness"),

  row(READERS, "Referral", "candidates decidedAt dispute holder id line referredAt state takesLead version"),
  row(PERSON_READERS, "Referral", "reason"),
  row(DEED_DOERS, "Referral", "allowedActions"),
  ...connection(READERS, "Referral"),
  row(READERS, "ReferralCandidate", "agency decidedAt offeredAt returnReason state"),
  row(PERSON_READERS, "ReferralCandidate", "returnNote"),
  row([...DESK, "AUDITOR"], "RoutingDecision", "basis decidedAt decidedBy door facts line rule text verdict"),
  ...connection([...DESK, "AUDITOR"], "RoutingDecision"),
  row(READERS, "ToldFact", "fact isSo toldAt word"),
  row([...DESK, "AUDITOR"], "ToldFact", "decision toldBy"),
  ...connection([...DESK, "AUDITOR"], "ToldFact"),
  row([...DESK, "AUDITOR"], "SupervisionOrder", "closedAt dispute ground history issuedAt resolution"),
  ...connection([...DESK, "AUDITOR"], "SupervisionOrder"),
  row(DESK, "RoutingAdvice", "candidates forbidden petition principles undecided"),
  row(
    DESK,
    "RoutingCandidate",
    "agencies basis door guidance isForwarded isVerified line missingFacts order papers remark rule",
  ),
  row(DESK, "ForbiddenRoute", "basis door line reason route rule"),
  row(DESK, "RoutingGuidance", "basis rule text"),
  row(DESK, "PetitionAdvice", "basis does item matter questions separation separationBasis"),
  row(DESK, "RoutingPrinciple", "asks basis title"),
  row(SUPERVISION, "SupervisionClosed", "dispute disputeVersion"),
  row(GOVERNORS, "CalendarNoticeLoaded", "touchedRecords version"),
  row(SUPERVISION, "AgencyClosed", "agency isHandedOver movedDisputes successor"),
  row(DESK, "DisputeReferred", "dispute disputeVersion referrals"),
  row(GOVERNORS, "RoutePreview", "changed disputes gaps isBounded moved moves overlaps tried"),
  row(GOVERNORS, "RouteMove", "category disputes from to"),
  row(GOVERNORS, "RouteGap", "category disputes facts isOld undecided"),
  row(GOVERNORS, "RouteOverlap", "disputes door opens shuts"),
  row(GOVERNORS, "PreviewedDoor", "door label"),
  row(GOVERNORS, "PreviewedFact", "fact isSo label"),
  row(AGENCY, "ReferralAccepted", "dispute disputeVersion leadPassed number record referral state"),
  row(AGENCY, "ReferralReturned", "disputeVersion referral state"),

  row(READERS, "AgencyRecord", RECORD.replace("allowedActions ", "")),
  row(DEED_DOERS, "AgencyRecord", "allowedActions"),
  row(AGENCY, "AgencyRecord", "waiting"),
  row(READERS, "AgencyRecord", "followedBy follows"),
  row(PERSON_READERS, "AgencyRecord", "followUps"),
  row(READERS, "FollowUpTaken", "code follows record takenAt"),
  row(
    PERSON_READERS,
    "FollowUp",
    "anchor basis code daysLeft isBarred isProvisional isTaken isVerified lastDay limitId note title toCheck who",
  ),
  row(PERSON_READERS, "FollowUpQuestion", "fact question"),
  ...connection(READERS, "AgencyRecord"),
  ...RECORD_TYPES.flatMap((type) => [
    row(READERS, type, RECORD.replace("allowedActions ", "")),
    row(DEED_DOERS, type, "allowedActions"),
    row(AGENCY, type, "waiting"),
    row(READERS, type, "followedBy follows"),
    row(PERSON_READERS, type, "followUps"),
  ]),
  row(READERS, "ArbitrationRecord", "awardAmountYuan awardKind isSimplified workerCount"),
  row(READERS, "HotlineRecord", "handlingUnit hotlineRequest isSatisfied isSolved"),
  row(READERS, "InspectionRecord", "affectedWorkers inspectionMatter orderedAmountYuan"),
  row(READERS, "LegalAidRecord", "aidForm meansTestWaived"),
  row(PERSON_READERS, "LegalAidRecord", "lawyer"),
  row(READERS, "LitigationRecord", "causeOfAction claimAmountYuan courtProcedure"),
  row(READERS, "MediationRecord", "agreedAmountYuan mediationKind"),
  row(PERSON_READERS, "MediationRecord", "mediator"),
  row(
    READERS,
    "PetitionRecord",
    "petitionIsFirst petitionIsSimple petitionItem petitionMatter petitionOpinion petitionReceiver",
  ),
  row(AGENCY, "WaitingStatus", "receivedAt refusalCode sequence toState"),
  row(
    AGENCY,
    "StatusRecorded",
    "dispute disputeVersion effect lastSequence missing number phase record refusedHeld refusedHeldCode released sequence state",
  ),
  row(AGENCY, "StatusBatchRecorded", "applied duplicate held refused results"),

  row(
    READERS,
    "Deadline",
    "agency anchorAt anchorEvent announcedAt applies awaitsCondition awaitsReceipt basis closedOn closingEvent condition conditionBy " +
      "daysLeft dispute dueOn expiry holder howComputed id isByHand isProvisional isVerified lateAfter light limitId line " +
      "localPromise party rawDueOn receivedOn record round state title",
  ),
  ...connection(READERS, "Deadline"),
  row(DEED_DOERS, "DeadlineChanged", "deadline dispute disputeVersion"),
  row(
    READERS,
    "DeadlineComputation",
    "anchor basis calendarVersion dueOn extensions lateAfter pauses period provisionalBecause rawDueOn roll ruleVersion " +
      "skipped startOn",
  ),
  row(READERS, "DeadlineExtension", "basis by isByStatus period"),
  row(READERS, "DeadlinePause", "from until"),
  row(READERS, "SkippedDay", "day reason"),
  row(
    READERS,
    "TimelineEvent",
    "agency correctedBy corrects fromState id kind occurredAt record recordedAt sequence toState",
  ),
  row(PERSON_READERS, "TimelineEvent", "documents note"),
  ...connection(READERS, "TimelineEvent"),
  row(PERSON_READERS, "CaseDocument", "addedAt digest digestAlgorithm id issuedOn kind name"),
  ...connection(PERSON_READERS, "CaseDocument"),
  row(READERS, "DisputeLink", "from id kind linkedAt to"),
  row(PERSON_READERS, "DisputeLink", "reason"),
  ...connection(READERS, "DisputeLink"),
  row(READERS, "Evaluation", "agency centre evaluatedAt id"),
  row(PERSON_READERS, "Evaluation", "remark"),
  ...connection(READERS, "Evaluation"),
  row(READERS, "Change", "changedAt dispute disputeVersion event id kind record referral"),
  ...connection(READERS, "Change"),
  row(DEED_DOERS, "WorklistItem", "deadline dispute kind record referral since"),
  ...connection(DEED_DOERS, "Worklist"),

  row(DEED_DOERS, "EventCorrected", "backTo dispute disputeVersion event"),
  row(DESK, "DisputesLinked", "dispute disputeVersion link"),
  row(DESK, "DisputeEvaluated", "dispute disputeVersion state"),
  row(
    DEED_DOERS,
    "Refused",
    "allowedSteps basis code currentVersion field holder message missingFacts reason route rule",
  ),
  row(DEED_DOERS, "MissingFact", "fact question"),
  row(DEED_DOERS, "WorkflowStep", "actor basis document label toState"),
];
