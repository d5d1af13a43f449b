import { Arg, Ctx, Extensions, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import type { HubContext } from "../access/hub-context";
import { loadOne } from "../access/loaded-reads";
import { Agency } from "../agencies/agency.entity";
import { agencyBy } from "../agencies/agency.reads";
import { Dispute } from "../dispute/dispute.entity";
import { visibleDispute } from "../dispute/dispute.store";
import { closeAgency, closeSupervision } from "./supervise.command";
import {
  AgencyClosed,
  CloseAgencyInput,
  CloseAgencyResult,
  CloseSupervisionInput,
  CloseSupervisionResult,
  SupervisionClosed,
} from "./supervision.types";

const AGENCY = agencyBy("agencyId");

@Resolver(() => SupervisionClosed)
export class SupervisionClosedResolver {
  @Extensions({ statements: 28 })
  @Mutation(() => CloseSupervisionResult, {
    description: "督办办结: close what the coordinating meeting had to decide, with its decision",
  })
  closeSupervision(
    @Ctx() context: HubContext,
    @Arg("input", () => CloseSupervisionInput, { description: "督办办结: the decision" }) input: CloseSupervisionInput,
  ) {
    return closeSupervision(context, input);
  }

  @FieldResolver(() => Dispute, { nullable: true, description: "纠纷: the dispute, as it is now" })
  dispute(@Root() { disputeId }: SupervisionClosed, @Ctx() context: HubContext): Promise<Dispute | null> {
    return visibleDispute(context, disputeId);
  }
}

@Resolver(() => AgencyClosed)
export class AgencyClosedResolver {
  @Extensions({ statements: 10 })
  @Mutation(() => CloseAgencyResult, {
    description: "机关撤并: an agency takes no more referrals; what it leads goes to the centre",
  })
  closeAgency(
    @Ctx() context: HubContext,
    @Arg("input", () => CloseAgencyInput, { description: "机关撤并: which, and why" }) input: CloseAgencyInput,
  ) {
    return closeAgency(context, input);
  }

  @FieldResolver(() => Agency, { nullable: true, description: "承办机关: the agency, as it is now" })
  agency(@Root() closed: AgencyClosed, @Ctx() context: HubContext): Promise<Agency | null> {
    return loadOne(context, AGENCY, closed);
  }
}
