import type { Line } from "../agencies/workflow.rules";
import { ARBITRATION_FOLLOW_UPS } from "./follow-ups/arbitration.follow-ups.rules";
import { HOTLINE_FOLLOW_UPS } from "./follow-ups/hotline.follow-ups.rules";
import { INSPECTION_FOLLOW_UPS } from "./follow-ups/inspection.follow-ups.rules";
import { LEGAL_AID_FOLLOW_UPS } from "./follow-ups/legal-aid.follow-ups.rules";
import { LITIGATION_FOLLOW_UPS } from "./follow-ups/litigation.follow-ups.rules";
import { MEDIATION_FOLLOW_UPS } from "./follow-ups/mediation.follow-ups.rules";
import { PETITION_FOLLOW_UPS } from "./follow-ups/petition.follow-ups.rules";
import type { ArbitrationResult, FollowUpFact, FollowUpFacts, FollowUpRow } from "./follow-up-row.rules";

export const FOLLOW_UPS: Readonly<Record<Line, readonly FollowUpRow[]>> = {
  PETITION: PETITION_FOLLOW_UPS,
  LITIGATION: LITIGATION_FOLLOW_UPS,
  MEDIATION: MEDIATION_FOLLOW_UPS,
  ARBITRATION: ARBITRATION_FOLLOW_UPS,
  LEGAL_AID: LEGAL_AID_FOLLOW_UPS,
  INSPECTION: INSPECTION_FOLLOW_UPS,
  HOTLINE: HOTLINE_FOLLOW_UPS,
};

/** Aid may come before the decision on it when the last day to sue, arbitrate or apply for reconsideration is this near. */
const ADVANCE_AID_DAYS = 7;

export const ADVANCE_AID_ID = "F-AID-ADVANCE";

const ADVANCE_AID: Omit<FollowUpRow, "states"> = {
  id: ADVANCE_AID_ID,
  title: "先行提供法律援助",
  who: "符合法律援助条件的当事人",
  isBarred: false,
  limitId: null,
  basis: "法律援助法 44(1)",
  verified: true,
  note: "受援人随后补办手续、补充材料(44(2))",
};

export interface FollowUp extends Omit<FollowUpRow, "states" | "when"> {
  /** Facts that nobody has told yet; the offer, or the bar, holds only if they turn out to fit. */
  readonly toCheck: readonly FollowUpFact[];
}

/**
 * What is open to whom after a record has come to this state, and what is not. A fact that is not known hides nothing: a
 * citizen who is not told of a window loses it, so the row is given, with what has to be asked first.
 */
export function followUps(line: Line, state: string, told: FollowUpFacts): FollowUp[] {
  const facts = line === "ARBITRATION" ? { ...told, ...arbitrationResultOf(state) } : told;
  const rows = FOLLOW_UPS[line]
    .filter((row) => row.states.includes(state) && !contradicts(row, facts))
    .map(({ states: _states, when, ...row }) => ({ ...row, toCheck: unknownOf(when, facts) }));
  return isAdvanceAidDue(facts) ? [...rows, { ...ADVANCE_AID, toCheck: [] }] : rows;
}

const ARBITRATION_RESULTS: Readonly<Record<string, ArbitrationResult>> = {
  MEDIATED: "MEDIATION_DOCUMENT",
  AWARD_FINAL: "FINAL_AWARD",
  AWARD_NONFINAL: "NON_FINAL_AWARD",
  // Only a final award can be annulled (劳动争议调解仲裁法 49).
  ANNUL_APPLIED: "FINAL_AWARD",
};

/** What the state itself says of how an arbitration ended; nothing where it says nothing. */
export function arbitrationResultOf(state: string): Pick<FollowUpFacts, "arbitrationResult"> {
  const arbitrationResult = ARBITRATION_RESULTS[state];
  return arbitrationResult ? { arbitrationResult } : {};
}

function contradicts({ when = {} }: FollowUpRow, facts: FollowUpFacts): boolean {
  return factsIn(when).some((fact) => isKnown(facts, fact) && !when[fact]!.some((value) => value === facts[fact]));
}

function unknownOf(when: FollowUpRow["when"] = {}, facts: FollowUpFacts): FollowUpFact[] {
  return factsIn(when).filter((fact) => !isKnown(facts, fact));
}

function factsIn(when: NonNullable<FollowUpRow["when"]>): FollowUpFact[] {
  return Object.keys(when) as FollowUpFact[];
}

function isKnown(facts: FollowUpFacts, fact: FollowUpFact): boolean {
  return facts[fact] !== undefined;
}

function isAdvanceAidDue({ daysLeft }: FollowUpFacts): boolean {
  return daysLeft !== undefined && daysLeft >= 0 && daysLeft < ADVANCE_AID_DAYS;
}
