import { Arg, Ctx, Extensions, FieldResolver, Mutation, Query, Resolver, Root } from "type-graphql";
import type { HubContext } from "../access/hub-context";
import { loadOne, loadRootList } from "../access/loaded-reads";
import { Agency } from "../agencies/agency.entity";
import { agencyBy } from "../agencies/agency.reads";
import { Dispute } from "../dispute/dispute.entity";
import { disputeBy } from "../dispute/dispute.reads";
import { visibleDispute } from "../dispute/dispute.store";
import { SupervisionOrder } from "./supervision-order.entity";
import { WAITING_ORDERS } from "./supervision.reads";
import { closeAgency } from "./close-agency.command";
import { closeSupervision } from "./supervise.command";
import {
  AgencyClosed,
  CloseAgencyInput,
  CloseAgencyResult,
  CloseSupervisionInput,
  CloseSupervisionResult,
  SupervisionClosed,
} from "./supervision.types";

const AGENCY = agencyBy("agencyId");
const SUCCESSOR = agencyBy("successorId");
const DISPUTE = disputeBy("disputeId");

@Resolver(() => SupervisionOrder)
export class SupervisionOrderResolver {
  @Extensions({ read: WAITING_ORDERS, listSize: 100, statements: 1 })
  @Query(() => [SupervisionOrder], {
    description: "督办清单: disputes the coordinating meeting has to decide on, longest waiting first, 100 at most",
  })
  supervisionOrders(@Ctx() context: HubContext): Promise<SupervisionOrder[]> {
    return loadRootList(context, WAITING_ORDERS, {});
  }

  @Extensions({ read: DISPUTE })
  @FieldResolver(() => Dispute, { nullable: true, description: "纠纷: the dispute it is about" })
  dispute(@Root() order: SupervisionOrder, @Ctx() context: HubContext): Promise<Dispute | null> {
    return loadOne(context, DISPUTE, order);
  }
}

@Resolver(() => SupervisionClosed)
export class SupervisionClosedResolver {
  @Extensions({ statements: 30 })
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
    description:
      "机关撤并: an agency takes no more referrals; what it has goes to its successor, or back to the centre",
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

  @FieldResolver(() => Agency, { nullable: true, description: "继受机关: who takes over; null without one" })
  async successor(@Root() closed: AgencyClosed, @Ctx() context: HubContext): Promise<Agency | null> {
    return closed.successorId ? loadOne(context, SUCCESSOR, closed) : null;
  }

  @FieldResolver(() => Boolean, {
    description: "移交完毕: nothing is left; otherwise the rest goes over within minutes, some hundreds at a time",
  })
  isHandedOver(@Root() { isHandedOver }: AgencyClosed): boolean {
    return isHandedOver ?? true;
  }
}
