import type { Line } from "../agencies/workflow.rules";
import type { Channel } from "../intake/intake.labels";
import type { DisputeCategory, DisputeFlag, HandlingGrade, PartyRole, Satisfaction } from "../dispute/dispute.labels";
import type { DisputeState } from "../dispute/dispute-state.rules";
import type { RefusalCode } from "../dispute/refusals";
import type { Facts } from "../routing/fact.labels";
import type { ReturnReason } from "../routing/referral.labels";
import type { PlannedPerson, PlannedSubject } from "./people";

// The plan of a year: everything that anybody will do, decided before the first call is made. What is done never depends
// on when an answer comes, so however the clients' calls interleave, the same plan ends in the same account.

export interface PlanSize {
  readonly submissions: number;
  readonly seed: number;
}

export interface PlannedParty extends PlannedSubject {
  readonly role: PartyRole;
}

/** A slip at the counter, refused by the hub and mended at once. */
export type IntakeSlip = Extract<
  RefusalCode,
  "ID_CHECK_DIGIT" | "AUTHORISATION_MISSING" | "REPRESENTATIVES_TOO_MANY" | "SUBMITTED_IN_FUTURE"
>;

export interface PlannedSubmission {
  /** Its number in the sending system, by which everybody finds it again. */
  readonly externalNo: string;
  readonly channel: Channel;
  readonly submittedAt: number;
  readonly content: string;
  readonly applicant: PlannedSubject;
  readonly headCount: number;
  readonly agent: { readonly person: PlannedPerson; readonly authorisation: string } | null;
  readonly slip: IntakeSlip | null;
}

export interface PlannedStep {
  readonly sequence: number;
  readonly toState: string;
  readonly occurredAt: number;
  readonly note: string | null;
  readonly details: object | null;
  readonly documents: readonly object[];
}

/** The agency accepts and walks its record to an end, or as far as the year lets it. */
export interface Taking {
  readonly kind: "TAKE";
  /** Given once the whole year is known, so that numbers run in the order of acceptance. */
  number: string;
  readonly acceptedAt: number;
  readonly details: object;
  readonly steps: PlannedStep[];
}

export interface GivingBack {
  readonly kind: "RETURN";
  readonly reason: ReturnReason;
  readonly note: string;
  readonly returnedAt: number;
}

/** Nothing is heard of it before the year is over. */
export interface Silence {
  readonly kind: "SILENCE";
}

export interface PlannedReferral {
  /** Number of the desk's routing slip; stands in the reason, where the agency reads it. */
  readonly slip: string;
  readonly line: Line;
  readonly takesLead: boolean;
  readonly reason: string;
  /** What each candidate does, by agency code. Two that take run a race; both have the same walk in mind. */
  readonly answers: ReadonlyMap<string, Taking | GivingBack | Silence>;
  /** The other candidate gives it back first. */
  readonly waitsForReturn: boolean;
}

/** Referrals made together; the next round begins when all of them have come to their end. */
export type Round = readonly PlannedReferral[];

/** A further submission on the same matter. */
export interface PlannedRepeat {
  readonly submission: PlannedSubmission;
  /** The same person once more, or somebody else who shares the grievance. */
  readonly isSamePerson: boolean;
  readonly when: "BEFORE_REFERRAL" | "WHILE_HANDLED" | "AFTER_CLOSE";
}

export interface PlannedEvaluation {
  readonly centre: Satisfaction;
  readonly agency: Satisfaction;
  readonly evaluatedAt: number;
  readonly remark: string | null;
}

export interface Matter {
  readonly category: DisputeCategory;
  readonly title: string;
  readonly regionCode: string;
  readonly flags: readonly DisputeFlag[];
  /** What the clerk has asked; it goes with every referral. */
  readonly facts: Facts;
  readonly grade: HandlingGrade | null;
  readonly amountYuan: string | null;
  readonly otherParties: readonly PlannedParty[];
  readonly first: PlannedSubmission;
  /** The hub will offer earlier disputes of the same citizen, and the clerk will hold this one to be another matter. */
  readonly isOpenedBesides: boolean;
  readonly repeats: readonly PlannedRepeat[];
  readonly rounds: readonly Round[];
  readonly evaluation: PlannedEvaluation | null;
  /** After a return of the closed dispute (回流). */
  readonly laterRounds: readonly Round[];
  readonly laterEvaluation: PlannedEvaluation | null;
  /** Where the dispute stands when everything planned has been done. */
  readonly endState: DisputeState;
}

/** Everything one citizen brings in the year; the desk takes it up together. */
export interface CitizenFile {
  readonly id: string;
  readonly matters: readonly Matter[];
  /** The desk asks for the citizen's history, or the citizen follows the case by code. */
  readonly asks: "HISTORY" | "TRACK" | null;
}

export interface Plan extends PlanSize {
  readonly files: readonly CitizenFile[];
}

export function mattersOf(plan: Plan): Matter[] {
  return plan.files.flatMap(({ matters }) => matters);
}

export function submissionsOf(matter: Matter): PlannedSubmission[] {
  return [matter.first, ...matter.repeats.map(({ submission }) => submission)];
}

export function referralsOf(matter: Matter): PlannedReferral[] {
  return [...matter.rounds, ...matter.laterRounds].flat();
}

/** The walk that will be walked, whoever of the candidates wins. */
export function takingOf(referral: PlannedReferral): Taking | undefined {
  for (const answer of referral.answers.values()) if (answer.kind === "TAKE") return answer;
  return undefined;
}

export function isReturnedWhole({ answers }: PlannedReferral): boolean {
  return [...answers.values()].every(({ kind }) => kind === "RETURN");
}

/** Both want it, so chance decides who gets it; the account counts it by line only. */
export function isRace({ answers }: PlannedReferral): boolean {
  return [...answers.values()].filter(({ kind }) => kind === "TAKE").length > 1;
}
