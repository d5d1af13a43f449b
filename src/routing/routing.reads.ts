import type { HubContext } from "../access/hub-context";
import type { AllowedAction } from "../dispute/dispute.types";
import { one, type ComputedRead, type ListRead, type OneRead } from "../platform/read/reads";
import { ReferralCandidate } from "./referral-candidate.entity";
import { Referral } from "./referral.entity";
import { decideAnswer, type CandidateFacts, type ReferralFacts } from "./referral.rules";

/** The referral a property of the row names; who sees the row, sees its referral. */
export const referralBy = (property: string): OneRead<HubContext> => one(() => Referral, property);

/** The agencies a referral was offered to; a deed names no more than fit on the page. */
export const CANDIDATES: ListRead<HubContext> = {
  kind: "list",
  entity: () => ReferralCandidate,
  by: "referralId",
  order: { properties: ["agencyId"], direction: "asc" },
  most: 10,
};

/** Whether the caller's agency may still accept or return the referral. */
export const ANSWERS: ComputedRead<HubContext> = {
  kind: "computed",
  needs: ["state", "version", "holderId"],
  related: { candidates: { read: CANDIDATES, needs: ["agencyId", "state"] } },
  value(row, { candidates }, { caller }): AllowedAction[] {
    const referral = row as unknown as ReferralFacts;
    const own = (candidates as CandidateFacts[]).find(({ agencyId }) => agencyId === caller.agency?.id);
    if (!own || !decideAnswer(referral, own, referral.version).ok) return [];
    return [
      { action: "ACCEPT", step: null },
      { action: "RETURN", step: null },
    ];
  },
};
