import { runPreparedDeed, type Answer, type Asking, type Deed, type DeedRequest } from "../audit/deed";
import { refused, type RefusedAnswer } from "../dispute/refused";
import { businessDay } from "../platform/clock";
import { coordinate, COORDINATION, ordersOf, type CoordinationRow } from "./coordination";
import { needsCoordination } from "./lead.rules";
import { decideObjection } from "./objection.rules";
import { judgeOffer, lockOffered, saveReferral, type Offered } from "./offered";
import { ReferralCandidate } from "./referral-candidate.entity";
import type { Referral } from "./referral.entity";
import { isLastCandidate } from "./referral.rules";
import type { ReturnReferralInput } from "./routing.types";

export interface ReturnedAnswer extends Answer {
  readonly __typename: "ReferralReturned";
  readonly referralId: string;
  readonly state: Referral["state"];
  readonly disputeVersion: number;
}

/**
 * The agency sends the referral back. It stays open for the other candidates; the lead has never left the one who had it.
 * When the dispute comes back to the desk for the second time, the coordinating meeting has it with the same statement.
 */
export function returnReferral(
  request: DeedRequest,
  input: ReturnReferralInput,
): Promise<ReturnedAnswer | RefusedAnswer> {
  const lock = (asking: Asking) => lockOffered(asking, input.referralId, [COORDINATION]);
  return runPreparedDeed(request, "returnReferral", input, lock, giveBack);
}

function giveBack(
  deed: Deed,
  offered: Offered | undefined,
  input: ReturnReferralInput,
): ReturnedAnswer | RefusedAnswer {
  const answerable = judgeOffer(deed, offered, input);
  if ("__typename" in answerable) return answerable;
  const { locked, referral, candidate, agencyId, calendar } = answerable;
  const [offeredOn, today] = [businessDay(candidate.offeredAt), businessDay(deed.now)];
  const objection = decideObjection(input.reason, offeredOn, today, calendar.calendar);
  if (!objection.ok) {
    const { code, basis, dueOn } = objection.refusal;
    return refused(code, { field: "reason", basis, reason: `提出职权异议的最后一天是${dueOn}` });
  }

  const returnsWhole = isLastCandidate(locked.candidatesOf(referral.id), agencyId);
  const answer = {
    state: "RETURNED",
    returnReason: input.reason,
    returnNote: input.note,
    decidedAt: deed.now,
  } as const;
  deed.changes.update(ReferralCandidate, candidate.id, answer);
  Object.assign(candidate, answer);
  if (returnsWhole) referral.state = "RETURNED";
  saveReferral(deed, referral);
  locked.addEvent(deed, {
    kind: "RETURNED",
    occurredAt: input.occurredAt,
    referralId: referral.id,
    note: input.note,
  });
  const coordination = offered!.also[0] as CoordinationRow;
  if (returnsWhole && needsCoordination(locked.referrals, ordersOf(coordination, locked.id))) {
    coordinate(deed, locked, "SECOND_RETURN", coordination);
  }
  locked.settle(deed);
  deed.audit({ disputeId: locked.id, verdict: "ALLOWED" });
  return {
    __typename: "ReferralReturned",
    referralId: referral.id,
    state: referral.state,
    disputeVersion: locked.dispute.version,
  };
}
