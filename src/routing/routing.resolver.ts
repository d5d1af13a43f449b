import { Arg, Ctx, Extensions, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import type { HubContext } from "../access/hub-context";
import { AgencyRecord } from "../agencies/agency-record.entity";
import { Agency } from "../agencies/agency.entity";
import { Dispute } from "../dispute/dispute.entity";
import { visibleDispute } from "../dispute/dispute.store";
import { AllowedAction } from "../dispute/dispute.types";
import { acceptReferral, returnReferral } from "./answer.command";
import { candidatesOf } from "./candidate.store";
import { referDispute } from "./refer.command";
import { ReferralCandidate } from "./referral-candidate.entity";
import { Referral } from "./referral.entity";
import { decideAnswer } from "./referral.rules";
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

@Resolver(() => Referral)
export class ReferralResolver {
  @Extensions({ statements: 30 })
  @Mutation(() => ReferDisputeResult, { description: "分流: refer a dispute to one or several agencies" })
  referDispute(
    @Ctx() context: HubContext,
    @Arg("input", () => ReferDisputeInput, { description: "分流: the referrals to make" }) input: ReferDisputeInput,
  ) {
    return referDispute(context, input);
  }

  @Extensions({ statements: 35 })
  @Mutation(() => AcceptReferralResult, { description: "接收转送: the agency takes the referral and opens its record" })
  acceptReferral(
    @Ctx() context: HubContext,
    @Arg("input", () => AcceptReferralInput, { description: "接收: what the record opens with" })
    input: AcceptReferralInput,
  ) {
    return acceptReferral(context, input);
  }

  @Extensions({ statements: 14 })
  @Mutation(() => ReturnReferralResult, { description: "退回转送: the agency sends the referral back, with a reason" })
  returnReferral(
    @Ctx() context: HubContext,
    @Arg("input", () => ReturnReferralInput, { description: "退回: the reason" }) input: ReturnReferralInput,
  ) {
    return returnReferral(context, input);
  }

  @FieldResolver(() => Dispute, { nullable: true, description: "纠纷: the dispute it belongs to" })
  dispute(@Root() { disputeId }: Referral, @Ctx() context: HubContext): Promise<Dispute | null> {
    return visibleDispute(context).load(disputeId);
  }

  @FieldResolver(() => Agency, { nullable: true, description: "接收机关: the agency that accepted it" })
  holder(@Root() { holderId }: Referral, @Ctx() { loaders }: HubContext): Promise<Agency | null> | null {
    return holderId ? loaders.byId(Agency).load(holderId) : null;
  }

  @FieldResolver(() => [ReferralCandidate], { description: "候选承办机关: agencies it was offered to, 10 at most" })
  candidates(@Root() { id }: Referral, @Ctx() context: HubContext): Promise<readonly ReferralCandidate[]> {
    return candidatesOf(context)(id);
  }

  @FieldResolver(() => [AllowedAction], { description: "可行操作: what the caller may do with the referral next" })
  async allowedActions(@Root() referral: Referral, @Ctx() context: HubContext): Promise<AllowedAction[]> {
    const agencyId = context.caller.agency?.id;
    const candidates = agencyId ? await candidatesOf(context)(referral.id) : [];
    const own = candidates.find((candidate) => candidate.agencyId === agencyId);
    if (!own || !decideAnswer(referral, own, referral.version).ok) return [];
    return [
      { action: "ACCEPT", step: null },
      { action: "RETURN", step: null },
    ];
  }
}

@Resolver(() => ReferralCandidate)
export class ReferralCandidateResolver {
  @FieldResolver(() => Agency, { nullable: true, description: "承办机关: the agency" })
  agency(@Root() { agencyId }: ReferralCandidate, @Ctx() { loaders }: HubContext): Promise<Agency | null> {
    return loaders.byId(Agency).load(agencyId);
  }
}

@Resolver(() => DisputeReferred)
export class DisputeReferredResolver {
  @FieldResolver(() => Dispute, { nullable: true, description: "纠纷: the dispute, as it is now" })
  dispute(@Root() { disputeId }: DisputeReferred, @Ctx() context: HubContext): Promise<Dispute | null> {
    return visibleDispute(context).load(disputeId);
  }

  @FieldResolver(() => [Referral], { description: "分流转送: the referrals made, as they are now, 10 at most" })
  async referrals(@Root() { referralIds }: DisputeReferred, @Ctx() { loaders }: HubContext): Promise<Referral[]> {
    const found = await Promise.all(referralIds.map((id) => loaders.byId(Referral).load(id)));
    return found.filter((referral) => referral !== null);
  }
}

@Resolver(() => ReferralAccepted)
export class ReferralAcceptedResolver {
  @FieldResolver(() => Dispute, { nullable: true, description: "纠纷: the dispute, as it is now" })
  dispute(@Root() { disputeId }: ReferralAccepted, @Ctx() context: HubContext): Promise<Dispute | null> {
    return visibleDispute(context).load(disputeId);
  }

  @FieldResolver(() => Referral, { nullable: true, description: "转送: the referral, as it is now" })
  referral(@Root() { referralId }: ReferralAccepted, @Ctx() { loaders }: HubContext): Promise<Referral | null> {
    return loaders.byId(Referral).load(referralId);
  }

  @FieldResolver(() => AgencyRecord, { nullable: true, description: "案卷: the record opened, as it is now" })
  record(@Root() { recordId }: ReferralAccepted, @Ctx() { loaders }: HubContext): Promise<AgencyRecord | null> {
    return loaders.byId(AgencyRecord).load(recordId);
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
    const referral = await context.loaders.byId(Referral).load(referralId);
    return referral && (await visibleDispute(context).load(referral.disputeId)) && referral;
  }
}
