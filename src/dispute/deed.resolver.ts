import { Arg, Ctx, Extensions, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import type { HubContext } from "../access/hub-context";
import { loadOne } from "../access/loaded-reads";
import { one } from "../platform/read/reads";
import { correctEvent } from "./correct.command";
import {
  CorrectEventInput,
  CorrectEventResult,
  DisputeEvaluated,
  DisputesLinked,
  EvaluateDisputeInput,
  EvaluateDisputeResult,
  EventCorrected,
  LinkDisputesInput,
  LinkDisputesResult,
} from "./deed.types";
import { Dispute } from "./dispute.entity";
import { DisputeLink } from "./dispute-link.entity";
import { visibleDispute } from "./dispute.store";
import { evaluateDispute } from "./evaluate.command";
import { linkDisputes } from "./link.command";
import { TimelineEvent } from "./timeline-event.entity";
import { eventBy } from "./timeline.reads";

const CORRECTION = eventBy("eventId");
const LINK = one<HubContext>(() => DisputeLink, "linkId");

@Resolver(() => EventCorrected)
export class EventCorrectedResolver {
  @Extensions({ statements: 47 })
  @Mutation(() => CorrectEventResult, {
    description: "更正: correct an event one has reported oneself, by a new event",
  })
  correctEvent(
    @Ctx() context: HubContext,
    @Arg("input", () => CorrectEventInput, { description: "更正: what was wrong" }) input: CorrectEventInput,
  ) {
    return correctEvent(context, input);
  }

  @FieldResolver(() => TimelineEvent, { nullable: true, description: "更正事件: the event that corrects" })
  async event(@Root() corrected: EventCorrected, @Ctx() context: HubContext): Promise<TimelineEvent | null> {
    return (await visibleDispute(context, corrected.disputeId)) && loadOne(context, CORRECTION, corrected);
  }

  @FieldResolver(() => Dispute, { nullable: true, description: "纠纷: the dispute, as it is now" })
  dispute(@Root() { disputeId }: EventCorrected, @Ctx() context: HubContext): Promise<Dispute | null> {
    return visibleDispute(context, disputeId);
  }
}

@Resolver(() => DisputesLinked)
export class DisputesLinkedResolver {
  @Extensions({ statements: 44 })
  @Mutation(() => LinkDisputesResult, { description: "关联: link two disputes" })
  linkDisputes(
    @Ctx() context: HubContext,
    @Arg("input", () => LinkDisputesInput, { description: "关联: the link to make" }) input: LinkDisputesInput,
  ) {
    return linkDisputes(context, input);
  }

  @FieldResolver(() => DisputeLink, { nullable: true, description: "关联: the link made" })
  link(@Root() linked: DisputesLinked, @Ctx() context: HubContext): Promise<DisputeLink | null> {
    return loadOne(context, LINK, linked);
  }

  @FieldResolver(() => Dispute, { nullable: true, description: "纠纷: the from-dispute, as it is now" })
  dispute(@Root() { disputeId }: DisputesLinked, @Ctx() context: HubContext): Promise<Dispute | null> {
    return visibleDispute(context, disputeId);
  }
}

@Resolver(() => DisputeEvaluated)
export class DisputeEvaluatedResolver {
  @Extensions({ statements: 40 })
  @Mutation(() => EvaluateDisputeResult, { description: "回访评价: enter what the citizen said of the outcome" })
  evaluateDispute(
    @Ctx() context: HubContext,
    @Arg("input", () => EvaluateDisputeInput, { description: "评价: what the citizen said" })
    input: EvaluateDisputeInput,
  ) {
    return evaluateDispute(context, input);
  }

  @FieldResolver(() => Dispute, { nullable: true, description: "纠纷: the dispute, as it is now" })
  dispute(@Root() { disputeId }: DisputeEvaluated, @Ctx() context: HubContext): Promise<Dispute | null> {
    return visibleDispute(context, disputeId);
  }
}
