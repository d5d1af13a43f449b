import type { Line } from "../agencies/workflow.rules";
import type { Door } from "./door.labels";
import type { RequestedProcedure } from "./exclusion.rules";

/** Which line of the hub a door leads to. */
export interface LineDoor {
  readonly door: Door;
  readonly line: Line;
  /**
   * HANDLES: a body of the line deals with it itself. FORWARDS: the competent body is not in the hub; the petition office
   * registers the matter and sends it on or leads it into that body's procedure (信访工作条例 22(1), 31).
   */
  readonly how: "HANDLES" | "FORWARDS";
  /** What is asked for beside procedures that run already; null for a step that none of them excludes. */
  readonly requested: RequestedProcedure | null;
}

const doors =
  (line: Line, how: LineDoor["how"], requested: RequestedProcedure | null) =>
  (...names: readonly Door[]): LineDoor[] =>
    names.map((door) => ({ door, line, how, requested }));

/** Doors that stand in no row lead to no body of the hub; the citizen is told of them and goes there himself. */
export const LINE_DOORS: readonly LineDoor[] = [
  ...doors("MEDIATION", "HANDLES", "PEOPLES_MEDIATION")("PEOPLES_MEDIATION", "INDUSTRY_MEDIATION", "LABOUR_MEDIATION"),
  ...doors("MEDIATION", "HANDLES", "PEOPLES_MEDIATION")("CONSUMER_ASSOCIATION"),
  ...doors("MEDIATION", "HANDLES", "ADMIN_MEDIATION")(
    "ADMIN_MEDIATION",
    "TRAFFIC_POLICE_MEDIATION",
    "POLICE_MEDIATION",
  ),
  ...doors("LITIGATION", "HANDLES", "LITIGATION")("LITIGATION", "ADMIN_LITIGATION"),
  // Not a suit over the matter: what a court does for an agreement, for safety, or about its own decision.
  ...doors("LITIGATION", "HANDLES", null)("PAYMENT_ORDER", "JUDICIAL_CONFIRMATION", "PROTECTION_ORDER", "APPEAL"),
  ...doors("LITIGATION", "HANDLES", null)("RETRIAL", "ENFORCEMENT_SUPERVISION", "ENFORCEMENT"),
  ...doors("ARBITRATION", "HANDLES", "ARBITRATION")("LABOUR_ARBITRATION", "PERSONNEL_ARBITRATION"),
  ...doors("LEGAL_AID", "HANDLES", "LEGAL_AID")("LEGAL_AID"),
  ...doors("INSPECTION", "HANDLES", "INSPECTION")("LABOUR_INSPECTION"),
  ...doors("HOTLINE", "HANDLES", "HOTLINE")("HOTLINE"),
  ...doors("PETITION", "HANDLES", "PETITION")("PETITION_31_6", "PETITION_SIMPLE", "CENTRE_DESK"),
  ...doors("PETITION", "HANDLES", null)("PETITION_REVIEW", "SUGGESTION_COLLECTION", "POLICY_ADVICE", "RELIEF_GUIDANCE"),
  ...doors("PETITION", "FORWARDS", "PETITION")("COMPETENT_DEPARTMENT", "GOVERNMENT_RULING", "ACCIDENT_REVIEW"),
  ...doors("PETITION", "FORWARDS", "PETITION")("SOCIAL_INSURANCE_AGENCY", "WORK_INJURY_RECOGNITION"),
  ...doors("PETITION", "FORWARDS", "RECONSIDERATION")("ADMIN_RECONSIDERATION"),
  // 诉访分离, 检举控告分送: registering and sending on is the very thing that is owed, whatever else is under way.
  ...doors("PETITION", "FORWARDS", null)("POLITICAL_LEGAL_ORGAN", "DISCIPLINE_ORGAN", "ORGANISATION_DEPARTMENT"),
  ...doors("PETITION", "FORWARDS", null)("LOCAL_GOVERNMENT"),
];

const BY_DOOR: ReadonlyMap<Door, LineDoor> = new Map(LINE_DOORS.map((row) => [row.door, row]));

export function lineDoorOf(door: Door): LineDoor | undefined {
  return BY_DOOR.get(door);
}

/** What a line is asked for when nobody says by which of its doors. */
export const USUAL_REQUEST: Readonly<Record<Line, RequestedProcedure>> = {
  PETITION: "PETITION",
  LITIGATION: "LITIGATION",
  MEDIATION: "PEOPLES_MEDIATION",
  ARBITRATION: "ARBITRATION",
  LEGAL_AID: "LEGAL_AID",
  INSPECTION: "INSPECTION",
  HOTLINE: "HOTLINE",
};
