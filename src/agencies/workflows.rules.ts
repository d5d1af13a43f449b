import { ARBITRATION_WORKFLOW } from "./arbitration/arbitration.workflow.rules";
import { HOTLINE_WORKFLOW } from "./hotline/hotline.workflow.rules";
import { INSPECTION_WORKFLOW } from "./inspection/inspection.workflow.rules";
import { LEGAL_AID_WORKFLOW } from "./legal-aid/legal-aid.workflow.rules";
import { LITIGATION_WORKFLOW } from "./litigation/litigation.workflow.rules";
import { MEDIATION_WORKFLOW } from "./mediation/mediation.workflow.rules";
import { PETITION_WORKFLOW } from "./petition/petition.workflow.rules";
import type { Line, Workflow } from "./workflow.rules";

export const WORKFLOWS: Readonly<Record<Line, Workflow>> = {
  PETITION: PETITION_WORKFLOW,
  LITIGATION: LITIGATION_WORKFLOW,
  MEDIATION: MEDIATION_WORKFLOW,
  ARBITRATION: ARBITRATION_WORKFLOW,
  LEGAL_AID: LEGAL_AID_WORKFLOW,
  INSPECTION: INSPECTION_WORKFLOW,
  HOTLINE: HOTLINE_WORKFLOW,
};
