import { Args, Ctx, Extensions, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { HubContext } from "../access/hub-context";
import { AgencyRecord } from "../agencies/agency-record.entity";
import { Dispute } from "../dispute/dispute.entity";
import { visibleDispute } from "../dispute/dispute.store";
import { connectionOf, type Connection } from "../platform/connection";
import { PageArgs } from "../platform/page-args";
import { Referral } from "./referral.entity";
import { readWorklist } from "./worklist.store";
import { WorklistItem } from "./worklist.types";

const WorklistConnection = connectionOf(() => WorklistItem, "Worklist", "待办");

@Resolver(() => WorklistItem)
export class WorklistResolver {
  @Extensions({ statements: 28 })
  @Query(() => WorklistConnection, { description: "待办清单: what waits for the caller, longest waiting first" })
  worklist(@Ctx() context: HubContext, @Args(() => PageArgs) page: PageArgs): Promise<Connection<WorklistItem>> {
    return readWorklist(context, page);
  }

  @FieldResolver(() => Dispute, { nullable: true, description: "纠纷: the dispute it is about" })
  dispute(@Root() { disputeId }: WorklistItem, @Ctx() context: HubContext): Promise<Dispute | null> {
    return visibleDispute(context).load(disputeId);
  }

  @FieldResolver(() => Referral, { nullable: true, description: "转送: the referral to answer" })
  referral(@Root() { referralId }: WorklistItem, @Ctx() { loaders }: HubContext): Promise<Referral | null> | null {
    return referralId ? loaders.byId(Referral).load(referralId) : null;
  }

  @FieldResolver(() => AgencyRecord, { nullable: true, description: "案卷: the record to work on" })
  record(@Root() { recordId }: WorklistItem, @Ctx() { loaders }: HubContext): Promise<AgencyRecord | null> | null {
    return recordId ? loaders.byId(AgencyRecord).load(recordId) : null;
  }
}
