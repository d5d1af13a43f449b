import type { HubContext } from "../access/hub-context";
import { ReferralCandidate } from "./referral-candidate.entity";

const MOST_CANDIDATES = 10;

/** The agencies a referral was offered to; a deed names no more than fit on the page. */
export function candidatesOf({ loaders }: HubContext): (referralId: string) => Promise<readonly ReferralCandidate[]> {
  const pages = loaders.pages(ReferralCandidate, "referralId", { properties: ["agencyId"], direction: "asc" });
  return async (referralId) => (await pages(referralId, { first: MOST_CANDIDATES, after: null })).nodes;
}
