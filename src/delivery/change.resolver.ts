import { Arg, Args, Ctx, Extensions, FieldResolver, ID, Query, Resolver, Root, Subscription } from "type-graphql";
import type { HubContext } from "../access/hub-context";
import { loadOne, loadRootPage } from "../access/loaded-reads";
import { AgencyRecord } from "../agencies/agency-record.entity";
import { recordBy } from "../agencies/agency.reads";
import { Dispute } from "../dispute/dispute.entity";
import { disputeBy } from "../dispute/dispute.reads";
import { eventBy } from "../dispute/timeline.reads";
import { TimelineEvent } from "../dispute/timeline-event.entity";
import { connectionOf, type Connection } from "../platform/connection";
import { fromGlobalId } from "../platform/global-id";
import { PageArgs } from "../platform/page-args";
import { Referral } from "../routing/referral.entity";
import { referralBy } from "../routing/routing.reads";
import { Change } from "./change.entity";
import { CHANGES } from "./change.reads";
import { watchDisputes } from "./watch";

const DISPUTE = disputeBy("disputeId");
const EVENT = eventBy("eventId");
const REFERRAL = referralBy("referralId");
const RECORD = recordBy("recordId");

const ChangeConnection = connectionOf(() => Change, "Change", "变更");

@Resolver(() => Change)
export class ChangeResolver {
  @Extensions({ read: CHANGES, statements: 1 })
  @Query(() => ChangeConnection, {
    description:
      "变更流: every change of the disputes the caller may see, in an order that never changes; keep endCursor and go on " +
      "from it. A page looks at 2,000 changes of everybody at most: while hasNextPage is true it may be short, even empty",
  })
  changes(@Ctx() context: HubContext, @Args(() => PageArgs) page: PageArgs): Promise<Connection<Change>> {
    return loadRootPage(context, CHANGES, page);
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

  @Extensions({ read: DISPUTE })
  @FieldResolver(() => Dispute, { nullable: true, description: "纠纷: the dispute, as it is now" })
  dispute(@Root() change: Change, @Ctx() context: HubContext): Promise<Dispute | null> {
    return loadOne(context, DISPUTE, change);
  }

  @Extensions({ read: EVENT })
  @FieldResolver(() => TimelineEvent, { nullable: true, description: "事件: the event on the timeline" })
  event(@Root() change: Change, @Ctx() context: HubContext): Promise<TimelineEvent | null> {
    return loadOne(context, EVENT, change);
  }

  @Extensions({ read: REFERRAL })
  @FieldResolver(() => Referral, { nullable: true, description: "转送: the referral concerned" })
  referral(@Root() change: Change, @Ctx() context: HubContext): Promise<Referral | null> {
    return loadOne(context, REFERRAL, change);
  }

  @Extensions({ read: RECORD })
  @FieldResolver(() => AgencyRecord, { nullable: true, description: "案卷: the record concerned" })
  record(@Root() change: Change, @Ctx() context: HubContext): Promise<AgencyRecord | null> {
    return loadOne(context, RECORD, change);
  }
}
