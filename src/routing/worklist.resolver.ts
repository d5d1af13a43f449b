import { Args, Ctx, Field, FieldResolver, ObjectType, Query, Resolver, Root } from "type-graphql";
import type { HubContext } from "../access/hub-context";
import { AgencyRecord } from "../agencies/agency-record.entity";
import { Dispute } from "../dispute/dispute.entity";
import { visibleDispute } from "../dispute/dispute.store";
import { connectionOf, type Connection } from "../platform/connection";
import { labelledEnum } from "../platform/graphql-enum";
import { PageArgs } from "../platform/page-args";
import { DateTime } from "../platform/scalars";
import { Referral } from "./referral.entity";
import { readWorklist } from "./worklist.store";

export const WORK_LABELS = {
  DESK: "中心待处理(登记、甄别、回访、回流)",
  REFERRAL: "待接收的转送",
  RECORD: "在办案卷",
} as const;
export type WorkKind = keyof typeof WORK_LABELS;
export const WorkKindEnum = labelledEnum("WorkKind", "工作种类: what kind of work waits", WORK_LABELS);

@ObjectType("WorklistItem", { description: "待办: one piece of work that waits for the caller" })
export class WorklistItem {
  @Field(() => WorkKindEnum, { description: "工作种类: kind" })
  kind: WorkKind;

  @Field(() => DateTime, { description: "等待起始: since when it has been waiting" })
  since: Date;

  disputeId: string;
  referralId: string | null;
  recordId: string | null;
}

export const WorklistConnection = connectionOf(() => WorklistItem, "Worklist", "待办");

@Resolver(() => WorklistItem)
export class WorklistResolver {
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
