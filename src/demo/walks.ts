import type { Line, Outcome } from "../agencies/workflow.rules";

export interface WalkStep {
  readonly toState: string;
  readonly fewestDays: number;
  readonly mostDays: number;
}

export interface Walk {
  /** What its last state says of the quarrel. */
  readonly ending: Outcome;
  readonly weight: number;
  /** From the state in which the line's records usually open. */
  readonly steps: readonly WalkStep[];
  /** It ends before a court: the court's record opens next, and one more step follows from what the court does. */
  readonly leadsToSuit: boolean;
}

const walk = (ending: Outcome, weight: number, path: string, leadsToSuit = false): Walk => ({
  ending,
  weight,
  leadsToSuit,
  steps: path.split(", ").map((step) => {
    const match = /^([A-Z_]+) (\d+)-(\d+)$/.exec(step)!;
    return { toState: match[1]!, fewestDays: Number(match[2]), mostDays: Number(match[3]) };
  }),
});

const INTO_MEDIATION = "CONSENT_PENDING 0-2, ACCEPTED 0-3, IN_MEDIATION 1-5";
const INTO_PETITION = "SCREENED 0-2, FORWARDED 1-8, NOTIFIED 2-10, PROCESSING 0-3";
const INTO_HEARING = "ACCEPTED 1-3, SERVED 1-3, PANEL_SET 1-3, HEARING_SET 3-6, HEARD 6-12";
const INTO_TRIAL = "FILED 1-4, SERVED 1-3, TRIAL 20-45";
const INTO_INSPECTION = "CASE_OPENED 1-4, INVESTIGATING 1-3";
const INTO_HOTLINE = "ORDER_CREATED 0-1, DISPATCHED 0-1, SIGNED 0-1, HANDLING 0-1";
const AID_GRANTED = "UNDER_REVIEW 0-1, GRANTED 1-4, ASSIGNED 0-1, IN_SERVICE 1-5";

/**
 * The ways records go, each state with the days since the one before. They end in time: 按期办结率 was 100% ([003]), so
 * the longest answer to a petition stays below its 60 days, the longest award below its 45, weekends included.
 */
export const WALKS: Readonly<Record<Line, readonly Walk[]>> = {
  MEDIATION: [
    walk("RESOLVED", 30, `${INTO_MEDIATION}, AGREED_WRITTEN 2-14, PERFORMING 0-2, PERFORMED 5-25`),
    walk("RESOLVED", 20, `${INTO_MEDIATION}, AGREED_WRITTEN 2-14, PERFORMED 0-10, REVISITED 7-15, ARCHIVED 3-10`),
    walk("RESOLVED", 25, "ACCEPTED 0-2, IN_MEDIATION 0-3, AGREED_ORAL 0-3, PERFORMED 0-3"),
    walk(
      "RESOLVED",
      15,
      `${INTO_MEDIATION}, AGREED_WRITTEN 2-14, CONFIRM_APPLIED 1-15, CONFIRMED 3-15, PERFORMED 5-30`,
    ),
    walk(
      "RESOLVED",
      6,
      `${INTO_MEDIATION}, AGREED_WRITTEN 2-14, PERFORMING 0-2, BREACHED 10-30, PERFORMING 3-10, PERFORMED 5-20`,
    ),
    walk("RESOLVED", 4, `${INTO_MEDIATION}, AGREED_WRITTEN 2-14, PERFORMING 0-2`),
    walk("UNRESOLVED", 50, `${INTO_MEDIATION}, FAILED 5-20`),
    walk("UNRESOLVED", 20, `${INTO_MEDIATION}, FAILED 5-20, ARCHIVED_UNRESOLVED 3-10`),
    walk("UNRESOLVED", 20, "CONSENT_PENDING 0-2, REFUSED 1-6"),
    walk(
      "UNRESOLVED",
      10,
      `${INTO_MEDIATION}, AGREED_WRITTEN 2-14, PERFORMING 0-2, BREACHED 10-30, ARCHIVED_UNRESOLVED 10-20`,
    ),
    walk("WITHDRAWN", 1, `${INTO_MEDIATION}, WITHDRAWN 1-10`),
    walk("REDIRECTED", 1, "NOT_ACCEPTED 0-3"),
  ],
  PETITION: [
    walk("RESOLVED", 60, `${INTO_PETITION}, ANSWERED 8-45, CONCLUDED 31-35`),
    walk("RESOLVED", 20, `${INTO_PETITION}, SETTLED 5-30, CONCLUDED 3-15`),
    walk("RESOLVED", 10, `${INTO_PETITION}, HEARING 5-20, PROCESSING 1-5, ANSWERED 3-20, CONCLUDED 31-35`),
    walk("RESOLVED", 6, `${INTO_PETITION}, EXTENDED 40-55, PROCESSING 0-2, ANSWERED 10-20, CONCLUDED 31-35`),
    walk("RESOLVED", 4, `${INTO_PETITION}, ANSWERED 8-45, REVIEW_REQUESTED 5-25, REVIEWED 10-25, CONCLUDED 31-35`),
    walk("UNRESOLVED", 6, `${INTO_PETITION}, ANSWERED 8-45, CONCLUDED_UNRESOLVED 31-35`),
    walk(
      "UNRESOLVED",
      4,
      `${INTO_PETITION}, ANSWERED 8-45, REVIEW_REQUESTED 5-25, REVIEWED 10-25, RECHECK_REQUESTED 5-25, RECHECKED 10-25, CONCLUDED_UNRESOLVED 1-5`,
    ),
    walk("UNRESOLVED", 1, "SCREENED 0-2, NO_LONGER_ACCEPTED 1-5"),
    walk("REDIRECTED", 3, "SCREENED 0-2, FORWARDED 1-8, NOTIFIED 2-10, CHANNELLED 0-5"),
    walk("REDIRECTED", 1, "SCREENED 0-2, DECLINED 1-5"),
    walk("WITHDRAWN", 1, `${INTO_PETITION}, WITHDRAWN 2-20`),
  ],
  LITIGATION: [
    walk("RESOLVED", 30, `${INTO_TRIAL}, JUDGED 5-40, EFFECTIVE 17-25, PERFORMED 10-40`),
    walk("RESOLVED", 20, "FILED 1-4, SERVED 1-3, COURT_MEDIATED 3-20, EFFECTIVE 0-3, PERFORMED 5-30"),
    walk("RESOLVED", 12, `${INTO_TRIAL}, JUDGED 5-40, EFFECTIVE 17-25, ENFORCING 15-60, PERFORMED 20-60`),
    walk("RESOLVED", 10, "FILED 1-4, ENTRUSTED_MEDIATION 1-4, CLOSED_OTHER 3-7"),
    walk("RESOLVED", 8, `${INTO_TRIAL}, COURT_MEDIATED 1-10, EFFECTIVE 0-3, CONCLUDED 5-30`),
    walk(
      "RESOLVED",
      6,
      `${INTO_TRIAL}, JUDGED 5-40, APPEALED 5-12, SECOND_JUDGED 30-70, EFFECTIVE 0-5, PERFORMED 10-40`,
    ),
    walk("RESOLVED", 4, `CORRECTION 1-4, ${INTO_TRIAL}, JUDGED 5-40, EFFECTIVE 17-25, CONCLUDED 5-30`),
    walk("UNRESOLVED", 3, `${INTO_TRIAL}, JUDGED 5-40, EFFECTIVE 17-25, ENFORCING 15-60, TERMINATED_ROUND 60-120`),
    walk("UNRESOLVED", 1, `${INTO_TRIAL}, TERMINATED 5-30`),
    walk("UNRESOLVED", 1, "CORRECTION 1-4, RETURNED 8-15"),
    walk("WITHDRAWN", 3, "FILED 1-4, SERVED 1-3, WITHDRAWN 3-20"),
    walk("WITHDRAWN", 2, `${INTO_TRIAL}, WITHDRAWN 0-10`),
    walk("REDIRECTED", 1, "REFUSED 1-4, REFUSED_FINAL 11-14"),
  ],
  ARBITRATION: [
    walk("RESOLVED", 30, `${INTO_HEARING}, MEDIATED 0-3, EFFECTIVE 0-3, PERFORMED 3-20`),
    walk("RESOLVED", 20, "ACCEPTED 1-3, SERVED 1-3, PANEL_SET 1-3, MEDIATED 1-6, EFFECTIVE 0-3, PERFORMED 3-15"),
    walk("RESOLVED", 16, `${INTO_HEARING}, AWARD_FINAL 2-10, EFFECTIVE 31-34, PERFORMED 5-30`),
    walk("RESOLVED", 14, `${INTO_HEARING}, AWARD_NONFINAL 2-10, EFFECTIVE 16-20, PERFORMED 5-30`),
    walk("RESOLVED", 8, `${INTO_HEARING}, AWARD_NONFINAL 2-10, EFFECTIVE 16-20, ENFORCING 10-30, PERFORMED 20-60`),
    walk("WITHDRAWN", 3, "ACCEPTED 1-3, SERVED 1-3, WITHDRAWN 2-12"),
    walk(
      "WITHDRAWN",
      1,
      "CORRECTION 1-4, ACCEPTED 2-6, SERVED 1-3, PANEL_SET 1-3, HEARING_SET 3-6, DEEMED_WITHDRAWN 6-12",
    ),
    walk("REDIRECTED", 5, `${INTO_HEARING}, AWARD_NONFINAL 2-10, SUED 5-13`, true),
    walk("REDIRECTED", 3, "NOT_ACCEPTED 1-3"),
    walk(
      "UNRESOLVED",
      1,
      `${INTO_HEARING}, AWARD_NONFINAL 2-10, EFFECTIVE 16-20, ENFORCING 10-30, CLOSED_UNRESOLVED 60-120`,
    ),
  ],
  LEGAL_AID: [
    walk("REDIRECTED", 50, `${AID_GRANTED}, FINISHED 20-90, CLOSED 3-20, SUBSIDY_PAID 10-30`),
    walk(
      "REDIRECTED",
      20,
      `SUPPLEMENT 0-2, ${AID_GRANTED.replace("UNDER_REVIEW 0-1", "UNDER_REVIEW 1-5")}, FINISHED 20-90, CLOSED 3-20`,
    ),
    walk(
      "REDIRECTED",
      10,
      "ADVANCE_GRANTED 0-1, GRANTED 1-5, ASSIGNED 0-1, IN_SERVICE 1-3, FINISHED 20-90, CLOSED 3-20",
    ),
    walk("REDIRECTED", 8, `${AID_GRANTED}, REPLACED 5-20, ASSIGNED 0-2, IN_SERVICE 1-3, FINISHED 20-60, CLOSED 3-20`),
    walk("REDIRECTED", 6, "UNDER_REVIEW 0-1, DENIED 1-4, CLOSED_WITHOUT_AID 10-20"),
    walk("REDIRECTED", 2, "UNDER_REVIEW 0-1, DENIED 1-4, OBJECTED 1-5, UPHELD 1-4, CLOSED_WITHOUT_AID 30-60"),
    walk("REDIRECTED", 2, "WITHDRAWN 0-4"),
  ],
  INSPECTION: [
    walk("RESOLVED", 40, `${INTO_INSPECTION}, CORRECTION_ORDERED 5-25, CLOSED 5-20`),
    walk("RESOLVED", 20, `${INTO_INSPECTION}, CASE_CANCELLED 5-25`),
    walk("RESOLVED", 20, `${INTO_INSPECTION}, CORRECTION_ORDERED 5-25, HANDLING_DECISION 10-20, PERFORMED 5-30`),
    walk("RESOLVED", 5, `${INTO_INSPECTION}, PAUSED 5-10, INVESTIGATING 5-15, HANDLING_DECISION 5-20, PERFORMED 5-30`),
    walk("UNRESOLVED", 5, `${INTO_INSPECTION}, NO_VIOLATION 10-40`),
    walk("REDIRECTED", 6, "REDIRECTED 0-4"),
    walk("REDIRECTED", 2, "NOT_ACCEPTED 0-4"),
    walk("REDIRECTED", 2, `${INTO_INSPECTION}, CORRECTION_ORDERED 5-25, TRANSFERRED 10-30`),
    walk("WITHDRAWN", 1, "WITHDRAWN 0-4"),
  ],
  HOTLINE: [
    walk("RESOLVED", 60, `${INTO_HOTLINE}, REPLIED 1-4, REVISITED 1-3, EVALUATED 0-2, CLOSED 0-1`),
    walk("RESOLVED", 25, "ANSWERED_ON_SPOT 0-1"),
    walk(
      "RESOLVED",
      10,
      `${INTO_HOTLINE}, REPLIED 1-4, REVISITED 1-3, REWORK 0-1, HANDLING 0-1, REPLIED 1-4, REVISITED 1-3, CLOSED 0-1`,
    ),
    walk(
      "RESOLVED",
      5,
      "ORDER_CREATED 0-1, DISPATCHED 0-1, DISPATCH_OBJECTED 0-1, DISPATCHED 0-1, SIGNED 0-1, HANDLING 0-1, REPLIED 1-4, REVISITED 1-3, CLOSED 0-1",
    ),
    walk("UNRESOLVED", 1, `${INTO_HOTLINE}, REPLIED 1-4, REVISITED 1-3, EVALUATED 0-2, CLOSED_UNRESOLVED 0-1`),
    walk("REDIRECTED", 3, "ORDER_CREATED 0-1, DISPATCHED 0-1, CHANNELLED 0-1"),
    walk("REDIRECTED", 1, "REFUSED 0-1"),
    walk("WITHDRAWN", 1, "ORDER_CREATED 0-1, WITHDRAWN 0-1"),
  ],
};

/** What becomes of the records of a line, in hundredths of those that end. */
export const ENDINGS: Readonly<Record<Line, Readonly<Partial<Record<Outcome, number>>>>> = {
  // [003]: the volunteers' third-party mediation resolved 81.25 %. How the rest parts is our guess.
  MEDIATION: { RESOLVED: 81.25, UNRESOLVED: 13.5, WITHDRAWN: 3.75, REDIRECTED: 1.5 },
  // [004]: of the petitions the secretary and the mayor annotated 95 % were resolved; sent on or withdrawn is our guess.
  PETITION: { RESOLVED: 83.6, UNRESOLVED: 4.4, REDIRECTED: 8, WITHDRAWN: 4 },
  // The other lines have published nothing of the kind.
  LITIGATION: { RESOLVED: 72, UNRESOLVED: 5, WITHDRAWN: 21, REDIRECTED: 2 },
  ARBITRATION: { RESOLVED: 70, WITHDRAWN: 14, REDIRECTED: 14, UNRESOLVED: 2 },
  LEGAL_AID: { REDIRECTED: 100 },
  INSPECTION: { RESOLVED: 82, REDIRECTED: 11, UNRESOLVED: 5, WITHDRAWN: 2 },
  HOTLINE: { RESOLVED: 88, UNRESOLVED: 5, REDIRECTED: 5, WITHDRAWN: 2 },
};

/** Matters whose end the law fixes whatever anybody wishes (信访工作条例 22(2), 31). */
export const FIXED_WALKS: Readonly<Record<string, Walk>> = {
  LITIGATION_RELATED: walk("REDIRECTED", 1, "SCREENED 0-2, TRANSFERRED_POLITICAL_LEGAL 1-8"),
  DISCIPLINE_REPORT: walk("REDIRECTED", 1, "SCREENED 0-2, TRANSFERRED_DISCIPLINE 1-8"),
  ADMIN_ACT: walk("REDIRECTED", 1, "SCREENED 0-2, FORWARDED 1-8, NOTIFIED 2-10, CHANNELLED 0-5"),
  SUGGESTION: walk(
    "RESOLVED",
    1,
    "SCREENED 0-2, FORWARDED 1-8, NOTIFIED 2-10, PROCESSING 0-3, ANSWERED 8-45, CONCLUDED 31-35",
  ),
};
