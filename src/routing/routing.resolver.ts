import { Arg, Ctx, Extensions, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import type { HubContext } from "../access/hub-context";
import { loadById, loadComputed, loadList, loadOne } from "../access/loaded-reads";
import { AgencyRecord } from "../agencies/agency-record.entity";
import { Agency } from "../agencies/agency.entity";
import { agencyBy, recordBy } from "../agencies/agency.reads";
import { Dispute } from "../dispute/dispute.entity";
import { disputeBy } from "../dispute/dispute.reads";
import { visibleDispute } from "../dispute/dispute.store";
import { AllowedAction } from "../dispute/dispute.types";
import { acceptReferral } from "./answer.command";
import { returnReferral } from "./return.command";
import { referDispute } from "./refer.command";
import { ReferralCandidate } from "./referral-candidate.entity";
import { Referral } from "./referral.entity";
import { ANSWERS, CANDIDATES, referralBy } from "./routing.reads";
import {
  AcceptReferralInput,
  AcceptReferralResult,
  DisputeReferred,
  ReferDisputeInput,
  ReferDisputeResult,
  ReferralAccepted,
  ReferralReturned,
  ReturnReferralInput,
  ReturnReferralResult,
} from "./routing.types";

const DISPUTE = disputeBy("disputeId");
const HOLDER = agencyBy("holderId");
const CANDIDATE = agencyBy("agencyId");
const REFERRAL = referralBy("referralId");
const RECORD = recordBy("recordId");

@Resolver(() => Referral)
export class ReferralResolver {
  @Extensions({ statements: 32 })
  @Mutation(() => ReferDisputeResult, { description: "分流: refer a dispute to one or several agencies" })
  referDispute(
    @Ctx() context: HubContext,
    @Arg("input", () => ReferDisputeInput, { description: "分流: the referrals to make" }) input: ReferDisputeInput,
  ) {
    return referDispute(context, input);
  }

  @Extensions({ statements: 43 })
  @Mutation(() => AcceptReferralResult, { description: "接收转送: the agency takes the referral and opens its record" })
  acceptReferral(
    @Ctx() context: HubContext,
    @Arg("input", () => AcceptReferralInput, { description: "接收: what the record opens with" })
    input: AcceptReferralInput,
  ) {
    return acceptReferral(context, input);
  }

  @Extensions({ statements: 11 })
  @Mutation(() => ReturnReferralResult, { description: "退回转送: the agency sends the referral back, with a reason" })
  returnReferral(
    @Ctx() context: HubContext,
    @Arg("input", () => ReturnReferralInput, { description: "退回: the reason" }) input: ReturnReferralInput,
  ) {
    return returnReferral(context, input);
  }

  @Extensions({ read: DISPUTE })
  @FieldResolver(() => Dispute, { nullable: true, description: "纠纷: the dispute it belongs to" })
  dispute(@Root() referral: Referral, @Ctx() context: HubContext): Promise<Dispute | null> {
    return loadOne(context, DISPUTE, referral);
  }

  @Extensions({ read: HOLDER })
  @FieldResolver(() => Agency, { nullable: true, description: "接收机关: the agency that accepted it" })
  holder(@Root() referral: Referral, @Ctx() context: HubContext): Promise<Agency | null> {
    return loadOne(context, HOLDER, referral);
  }

  @Extensions({ read: CANDIDATES })
  @FieldResolver(() => [ReferralCandidate], { description: "候选承办机关: agencies it was offered to, 10 at most" })
  candidates(@Root() referral: Referral, @Ctx() context: HubContext): Promise<readonly ReferralCandidate[]> {
    return loadList(context, CANDIDATES, referral);
  }

  @Extensions({ read: ANSWERS })
  @FieldResolver(() => [AllowedAction], { description: "可行操作: what the caller may do with the referral next" })
  allowedActions(@Root() referral: Referral, @Ctx() context: HubContext): Promise<AllowedAction[]> {
    return loadComputed(context, ANSWERS, referral);
  }
}

@Resolver(() => ReferralCandidate)
export class ReferralCandidateResolver {
  @Extensions({ read: CANDIDATE })
  @FieldResolver(() => Agency, { nullable: true, description: "承办机关: the agency" })
  agency(@Root() candidate: ReferralCandidate, @Ctx() context: HubContext): Promise<Agency | null> {
    return loadOne(context, CANDIDATE, candidate);
  }
}

@Resolver(() => DisputeReferred)
export class DisputeReferredResolver {
  @FieldResolver(() => Dispute, { nullable: true, description: "纠纷: the dispute, as it is now" })
  dispute(@Root() { disputeId }: DisputeReferred, @Ctx() context: HubContext): Promise<Dispute | null> {
    return visibleDispute(context, disputeId);
  }

  @FieldResolver(() => [Referral], { description: "分流转送: the referrals made, as they are now, 10 at most" })
  async referrals(@Root() { referralIds }: DisputeReferred, @Ctx() context: HubContext): Promise<Referral[]> {
    const found = await Promise.all(referralIds.map((id) => loadById<Referral>(context, REFERRAL, id)));
    return found.filter((referral) => referral !== null);
  }
}

@Resolver(() => ReferralAccepted)
export class ReferralAcceptedResolver {
  @FieldResolver(() => Dispute, { nullable: true, description: "纠纷: the dispute, as it is now" })
  dispute(@Root() { disputeId }: ReferralAccepted, @Ctx() context: HubContext): Promise<Dispute | null> {
    return visibleDispute(context, disputeId);
  }

  @FieldResolver(() => Referral, { nullable: true, description: "转送: the referral, as it is now" })
  async referral(@Root() accepted: ReferralAccepted, @Ctx() context: HubContext): Promise<Referral | null> {
    return (await visibleDispute(context, accepted.disputeId)) && loadOne(context, REFERRAL, accepted);
  }

  @FieldResolver(() => AgencyRecord, { nullable: true, description: "案卷: the record opened, as it is now" })
  async record(@Root() accepted: ReferralAccepted, @Ctx() context: HubContext): Promise<AgencyRecord | null> {
    return (await visibleDispute(context, accepted.disputeId)) && loadOne(context, RECORD, accepted);
  }
}

@Resolver(() => ReferralReturned)
export class ReferralReturnedResolver {
  @FieldResolver(() => Referral, {
    nullable: true,
    description: "转送: the referral; null once the agency has no part in it",
  })
  async referral(@Root() { referralId }: ReferralReturned, @Ctx() context: HubContext): Promise<Referral | null> {
    // The same key brings the same answer again for years; it must not become a window on what the others do next.
    const referral = await loadById<Referral>(context, REFERRAL, referralId);
    return referral && (await visibleDispute(context, referral.disputeId)) && referral;
  }
}
