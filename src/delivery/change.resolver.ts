import { Arg, Args, Ctx, Extensions, FieldResolver, ID, Query, Resolver, Root, Subscription } from "type-graphql";
import type { HubContext } from "../access/hub-context";
import { AgencyRecord } from "../agencies/agency-record.entity";
import { Dispute } from "../dispute/dispute.entity";
import { visibleDispute } from "../dispute/dispute.store";
import { TimelineEvent } from "../dispute/timeline-event.entity";
import { connectionOf, type Connection } from "../platform/connection";
import { fromGlobalId } from "../platform/global-id";
import { PageArgs } from "../platform/page-args";
import { Referral } from "../routing/referral.entity";
import { Change } from "./change.entity";
import { readChanges } from "./change.store";
import { watchDisputes } from "./watch";

const ChangeConnection = connectionOf(() => Change, "Change", "变更");

@Resolver(() => Change)
export class ChangeResolver {
  @Extensions({ statements: 28 })
  @Query(() => ChangeConnection, {
    description:
      "变更流: every change of the disputes the caller may see, in an order that never changes; keep endCursor and go on " +
      "from it. A page looks at 2,000 changes of everybody at most: while hasNextPage is true it may be short, even empty",
  })
  changes(@Ctx() context: HubContext, @Args(() => PageArgs) page: PageArgs): Promise<Connection<Change>> {
    return readChanges(context, page);
  }

  @Subscription(() => Change, {
    description: "纠纷变更推送: changes as they happen; what was missed is in the change feed",
    subscribe: ({ context, args }: { context: HubContext; args: { id?: string | null } }) =>
      watchDisputes(context, args.id ? (fromGlobalId("Dispute", args.id) ?? "") : null),
  })
  disputeChanged(
    @Root() change: Change,
    @Arg("id", () => ID, {
      nullable: true,
      description: "纠纷: only this dispute; all that the caller may see if left out",
    })
    _id?: string,
  ): Change {
    return change;
  }

  @FieldResolver(() => Dispute, { nullable: true, description: "纠纷: the dispute, as it is now" })
  dispute(@Root() { disputeId }: Change, @Ctx() context: HubContext): Promise<Dispute | null> {
    return visibleDispute(context).load(disputeId);
  }

  @FieldResolver(() => TimelineEvent, { nullable: true, description: "事件: the event on the timeline" })
  event(@Root() { eventId }: Change, @Ctx() { loaders }: HubContext): Promise<TimelineEvent | null> {
    return loaders.byId(TimelineEvent).load(eventId);
  }

  @FieldResolver(() => Referral, { nullable: true, description: "转送: the referral concerned" })
  referral(@Root() { referralId }: Change, @Ctx() { loaders }: HubContext): Promise<Referral | null> | null {
    return referralId ? loaders.byId(Referral).load(referralId) : null;
  }

  @FieldResolver(() => AgencyRecord, { nullable: true, description: "案卷: the record concerned" })
  record(@Root() { recordId }: Change, @Ctx() { loaders }: HubContext): Promise<AgencyRecord | null> | null {
    return recordId ? loaders.byId(AgencyRecord).load(recordId) : null;
  }
}
