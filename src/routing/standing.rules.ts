import type { Day } from "../deadlines/day.rules";
import type { Line, Outcome, Phase } from "../agencies/workflow.rules";
import type { ActiveProcedure, ExclusionFacts, Stage } from "./exclusion.rules";

/** What a record means to another procedure about the same matter. */
export interface Standing {
  readonly active: ActiveProcedure;
  readonly stage: Stage;
  /** What the state itself tells besides. */
  readonly facts?: ExclusionFacts;
}

const standing =
  (active: ActiveProcedure, stage: Stage, facts?: ExclusionFacts) =>
  (...states: readonly string[]): [string, Standing][] =>
    states.map((state) => [state, { active, stage, ...(facts && { facts }) }]);

/** It is over and leaves the matter as if it had not been: given up, handed to another body, or struck out. */
const leavesNothing = (...states: readonly string[]): [string, null][] => states.map((state) => [state, null]);

const EFFECTIVE = standing("EFFECTIVE_JUDGMENT", "DECIDED");

type Standings = Readonly<Record<Line, Readonly<Record<string, Standing | null>>>>;

/** 案卷状态 → 程序与阶段. Every state of every line; a test asks for each, so a new state cannot be forgotten here. */
export const STANDINGS: Standings = {
  PETITION: Object.fromEntries([
    // Acceptance is the written notice (信访工作条例 23); before it the matter is only on its way.
    ...standing("PETITION", "APPLIED")("REGISTERED", "SCREENED", "FORWARDED", "ASSIGNED", "OBJECTED", "RETURNED"),
    ...standing("PETITION", "ACCEPTED")("NOTIFIED", "PROCESSING", "EXTENDED", "HEARING"),
    ...standing("PETITION", "ACCEPTED")("REVIEW_REQUESTED", "RECHECK_REQUESTED", "RECHECK_HEARING"),
    ...standing("PETITION", "DECIDED")("SETTLED", "ANSWERED", "REVIEWED", "CONCLUDED", "CONCLUDED_UNRESOLVED"),
    ...standing("PETITION", "DECLINED")("DECLINED", "CHANNELLED", "TRANSFERRED_POLITICAL_LEGAL"),
    ...standing("PETITION", "DECLINED")("TRANSFERRED_DISCIPLINE"),
    ...standing("PETITION_CONCLUDED", "DECIDED")("RECHECKED", "NO_LONGER_ACCEPTED"),
    ...leavesNothing("WITHDRAWN"),
  ]),
  LITIGATION: Object.fromEntries([
    ...standing("LITIGATION", "APPLIED")("COMPLAINT_RECEIVED", "CORRECTION", "PRE_FILING_MEDIATION"),
    ...standing("LITIGATION", "APPLIED")("CONFIRMATION_REVIEW", "PAYMENT_ORDER"),
    ...standing("LITIGATION", "DECLINED")("RETURNED", "REFUSED", "REFUSED_FINAL"),
    ...standing("LITIGATION", "ACCEPTED")("FILED", "ENTRUSTED_MEDIATION", "SERVED", "TRIAL", "SUSPENDED", "APPEALED"),
    ...standing("LITIGATION", "ACCEPTED")("RETRIAL"),
    ...standing("LITIGATION", "DECIDED")("JUDGED", "RULED", "COURT_MEDIATED"),
    ...standing("PEOPLES_MEDIATION", "DECIDED")("MEDIATION_AGREED"),
    // A judgment of the second instance is final at once.
    ...EFFECTIVE("SECOND_JUDGED", "EFFECTIVE", "PERFORMED", "CONCLUDED", "ENFORCING", "SETTLED_ENF"),
    ...EFFECTIVE("TERMINATED_ROUND", "ENF_CLOSED", "RETRIAL_REVIEW", "CONFIRMED", "ORDER_EFFECTIVE"),
    ...leavesNothing("TRANSFERRED", "CLOSED_OTHER", "WITHDRAWN", "TERMINATED"),
    ...leavesNothing("CONF_REJECTED", "CONF_WITHDRAWN", "ORDER_VOID"),
  ]),
  MEDIATION: Object.fromEntries([
    ...standing("PEOPLES_MEDIATION", "APPLIED")("APPLIED", "INITIATED", "CONSENT_PENDING"),
    ...standing("PEOPLES_MEDIATION", "DECLINED")("NOT_ACCEPTED"),
    ...standing("PEOPLES_MEDIATION", "ACCEPTED")("ACCEPTED", "IN_MEDIATION"),
    ...standing("PEOPLES_MEDIATION", "DECIDED")("REFUSED", "FAILED", "AGREED_WRITTEN", "AGREED_ORAL"),
    ...standing("PEOPLES_MEDIATION", "DECIDED")("CONFIRM_APPLIED", "CONF_REJECTED", "PERFORMING", "PERFORMED"),
    ...standing("PEOPLES_MEDIATION", "DECIDED")("BREACHED", "REVISITED", "ARCHIVED", "ARCHIVED_UNRESOLVED"),
    ...EFFECTIVE("CONFIRMED"),
    ...leavesNothing("WITHDRAWN"),
  ]),
  ARBITRATION: Object.fromEntries([
    ...standing("ARBITRATION", "APPLIED")("APPLIED", "CORRECTION"),
    ...standing("ARBITRATION", "DECLINED")("NOT_ACCEPTED", "NO_DECISION_TIMEOUT"),
    ...standing("ARBITRATION", "ACCEPTED")("ACCEPTED", "SERVED", "PANEL_SET", "HEARING_SET", "HEARD", "SUSPENDED"),
    ...standing("ARBITRATION", "DECIDED")("MEDIATED", "SUED", "ANNUL_APPLIED"),
    // What took the award's place stands in the court's own record.
    ...standing("ARBITRATION", "DECIDED")("SUPERSEDED"),
    ...standing("ARBITRATION", "DECIDED", { isNonFinalAward: false })("AWARD_FINAL"),
    ...standing("ARBITRATION", "DECIDED", { isNonFinalAward: true })("AWARD_NONFINAL"),
    ...EFFECTIVE("EFFECTIVE", "ENFORCING", "PERFORMED", "CONCLUDED"),
    // An award that was annulled or is not to be enforced decides nothing; either side may sue (劳动争议调解仲裁法 49(3)).
    ...leavesNothing("ANNULLED", "CLOSED_UNRESOLVED", "TRANSFERRED", "WITHDRAWN", "DEEMED_WITHDRAWN"),
  ]),
  LEGAL_AID: Object.fromEntries([
    ...standing("LEGAL_AID", "APPLIED")("APPLIED", "SUPPLEMENT", "UNDER_REVIEW", "OBJECTED", "CORRECTED"),
    ...standing("LEGAL_AID", "DECLINED")("DENIED", "UPHELD", "RECONSIDERATION", "LAWSUIT", "CLOSED_WITHOUT_AID"),
    ...standing("LEGAL_AID", "ACCEPTED")("GRANTED", "ADVANCE_GRANTED", "NOTIFIED_DEFENCE", "ASSIGNED"),
    ...standing("LEGAL_AID", "ACCEPTED")("IN_SERVICE", "REPLACED"),
    // Aid is given for one stage of the quarrel; the next is applied for anew.
    ...leavesNothing("DEEMED_WITHDRAWN", "WITHDRAWN", "TERMINATED", "FINISHED", "CLOSED", "SUBSIDY_PAID"),
  ]),
  INSPECTION: Object.fromEntries([
    ...standing("INSPECTION", "APPLIED")("COMPLAINT", "REPORT", "CORRECTION"),
    ...standing("INSPECTION", "DECLINED")("NOT_ACCEPTED", "REDIRECTED"),
    // A decision that was revoked leaves the case with the department, which investigates anew or closes it.
    ...standing("INSPECTION", "ACCEPTED")("CASE_OPENED", "INVESTIGATING", "PAUSED", "CORRECTION_ORDERED"),
    ...standing("INSPECTION", "ACCEPTED")("DECISION_REVOKED"),
    ...standing("INSPECTION", "DECIDED")("PENALTY", "HANDLING_DECISION", "CASE_CANCELLED"),
    ...standing("INSPECTION", "DECIDED")("RECONSIDERATION", "LAWSUIT", "ENFORCE_APPLIED", "PERFORMED", "CLOSED"),
    ...leavesNothing("NO_VIOLATION", "TRANSFERRED", "WITHDRAWN", "CLOSED_UNRESOLVED"),
  ]),
  HOTLINE: Object.fromEntries([
    ...standing("HOTLINE", "APPLIED")("CALL_RECEIVED", "ORDER_CREATED"),
    ...standing("HOTLINE", "DECLINED")("REFUSED", "CHANNELLED"),
    ...standing("HOTLINE", "ACCEPTED")("DISPATCHED", "DISPATCH_OBJECTED", "SIGNED", "HANDLING", "REWORK"),
    ...standing("HOTLINE", "DECIDED")("ANSWERED_ON_SPOT", "REPLIED", "REVISITED", "EVALUATED", "CLOSED"),
    ...standing("HOTLINE", "DECIDED")("CLOSED_UNRESOLVED"),
    ...leavesNothing("MERGED", "WITHDRAWN"),
  ]),
};

/** A clock of a record that has certainly passed: it waits for no receipt, no condition and no year's notice. */
export interface PassedClock {
  readonly limitId: string;
  /** It is late from the day after. */
  readonly lateAfter: Day;
}

/** What the routing knows of a record. */
export interface RoutedRecord {
  readonly line: Line;
  readonly state: string;
  readonly phase: Phase;
  readonly outcome: Outcome | null;
  /** A petition that was reviewed and rechecked has come to its end for good, whatever was written under it since. */
  readonly isRechecked?: boolean;
  /** Mediation by an authority or the police is another procedure than people's mediation. */
  readonly mediationKind?: string | null;
  /** Clocks of the law that have certainly passed. */
  readonly passed?: readonly PassedClock[];
}

/** @returns null for a record that says nothing to any other procedure */
export function standingOf(record: RoutedRecord): Standing | null {
  const found = STANDINGS[record.line][record.state];
  if (found === undefined) throw new Error(`${record.line} ${record.state} has no standing`);
  if (found === null) return null;
  if (found.active === "PETITION" && record.isRechecked) return { active: "PETITION_CONCLUDED", stage: "DECIDED" };
  const isOfficial = record.mediationKind === "ADMIN" || record.mediationKind === "POLICE";
  return found.active === "PEOPLES_MEDIATION" && isOfficial ? { ...found, active: "ADMIN_MEDIATION" } : found;
}
