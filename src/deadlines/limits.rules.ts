import type { LimitRow } from "./limit.rules";
import { ARBITRATION_LIMITS } from "./limits/arbitration.limits.rules";
import { HOTLINE_LIMITS } from "./limits/hotline.limits.rules";
import { INSPECTION_LIMITS } from "./limits/inspection.limits.rules";
import { LEGAL_AID_LIMITS } from "./limits/legal-aid.limits.rules";
import { LITIGATION_AFTER_LIMITS } from "./limits/litigation-after.limits.rules";
import { LITIGATION_FIRST_LIMITS } from "./limits/litigation-first.limits.rules";
import { LITIGATION_SPECIAL_LIMITS } from "./limits/litigation-special.limits.rules";
import { MEDIATION_LIMITS } from "./limits/mediation.limits.rules";
import { PETITION_LIMITS } from "./limits/petition.limits.rules";
import { RECONSIDERATION_LIMITS } from "./limits/reconsideration.limits.rules";

/** National law only; what one region has for itself stands in the packs. */
export const LIMITS: readonly LimitRow[] = [
  ...PETITION_LIMITS,
  ...LITIGATION_FIRST_LIMITS,
  ...LITIGATION_AFTER_LIMITS,
  ...LITIGATION_SPECIAL_LIMITS,
  ...MEDIATION_LIMITS,
  ...ARBITRATION_LIMITS,
  ...INSPECTION_LIMITS,
  ...LEGAL_AID_LIMITS,
  ...HOTLINE_LIMITS,
  ...RECONSIDERATION_LIMITS,
];
