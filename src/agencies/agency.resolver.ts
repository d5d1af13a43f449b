import {
  Arg,
  Ctx,
  Extensions,
  Field,
  FieldResolver,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import type { ComplexityEstimatorArgs } from "graphql-query-complexity";
import type { HubContext } from "../access/hub-context";
import { businessDay } from "../platform/clock";
import { Dispute } from "../dispute/dispute.entity";
import { visibleDispute } from "../dispute/dispute.store";
import { AllowedAction } from "../dispute/dispute.types";
import { RefusalCodeEnum, type RefusalCode } from "../dispute/refusals";
import { DateTime, RegionCode } from "../platform/scalars";
import { Referral } from "../routing/referral.entity";
import { AgencyRecord } from "./agency-record.entity";
import { listAgencies } from "./agency.store";
import { Agency, LineEnum } from "./agency.entity";
import { heldOf } from "./held.store";
import { reportStatus, reportStatuses } from "./report-status.command";
import {
  ReportStatusesInput,
  ReportStatusInput,
  StatusBatchResult,
  StatusRecorded,
  StatusResult,
} from "./status.types";
import { toStepAnswers } from "./step-answers";
import { nextSteps, type Line } from "./workflow.rules";
import { WORKFLOWS } from "./workflows.rules";

@ObjectType("WaitingStatus", { description: "待生效状态: a status that came early, or was refused when its turn came" })
export class WaitingStatus {
  @Field(() => Int, { description: "状态序号: its number" })
  sequence: number;

  @Field(() => String, { description: "目标状态: state it reports" })
  toState: string;

  @Field(() => DateTime, { description: "收到时间: when the hub received it" })
  receivedAt: Date;

  @Field(() => RefusalCodeEnum, { nullable: true, description: "被拒代码: why it was refused; null while it waits" })
  refusalCode: RefusalCode | null;
}

/** An answer has a result for every item that was sent, whatever the schema says of lists in general. */
function priceOfBatch({ args, childComplexity }: ComplexityEstimatorArgs): number {
  const { items } = (args as { input: ReportStatusesInput }).input;
  return 1 + Math.max(1, items.length) * childComplexity;
}

@Resolver(() => Agency)
export class AgencyResolver {
  @Extensions({ listSize: 100, statements: 1 })
  @Query(() => [Agency], { description: "承办机关目录: agencies of a line in a region's subtree, 100 at most" })
  agencies(
    @Ctx() context: HubContext,
    @Arg("line", () => LineEnum, { nullable: true, description: "条线: of this line only" }) line?: Line,
    @Arg("regionCode", () => RegionCode, { nullable: true, description: "属地: in this region and below it" })
    regionCode?: string,
  ): Promise<Agency[]> {
    return listAgencies(context, line ?? null, regionCode ?? null);
  }

  @Extensions({ statements: 35 })
  @Mutation(() => StatusResult, { description: "报送状态: report one status of one's own record" })
  reportStatus(
    @Ctx() context: HubContext,
    @Arg("input", () => ReportStatusInput, { description: "状态: the status" }) input: ReportStatusInput,
  ) {
    return reportStatus(context, input);
  }

  @Extensions({ complexity: priceOfBatch, statements: 26 })
  @Mutation(() => StatusBatchResult, { description: "批量报送状态: report up to 1,000 statuses at once" })
  reportStatuses(
    @Ctx() context: HubContext,
    @Arg("input", () => ReportStatusesInput, { description: "状态: the statuses" }) input: ReportStatusesInput,
  ) {
    return reportStatuses(context, input);
  }
}

@Resolver(() => AgencyRecord)
export class AgencyRecordResolver {
  @FieldResolver(() => Dispute, { nullable: true, description: "纠纷: the dispute it belongs to" })
  dispute(@Root() { disputeId }: AgencyRecord, @Ctx() context: HubContext): Promise<Dispute | null> {
    return visibleDispute(context).load(disputeId);
  }

  @FieldResolver(() => Agency, { nullable: true, description: "承办机关: the agency whose record it is" })
  agency(@Root() { agencyId }: AgencyRecord, @Ctx() { loaders }: HubContext): Promise<Agency | null> {
    return loaders.byId(Agency).load(agencyId);
  }

  @FieldResolver(() => Referral, { nullable: true, description: "转送: the referral it came by" })
  referral(@Root() { referralId }: AgencyRecord, @Ctx() { loaders }: HubContext): Promise<Referral | null> {
    return loaders.byId(Referral).load(referralId);
  }

  @FieldResolver(() => [AllowedAction], { description: "可行操作: statuses the caller may report next" })
  allowedActions(@Root() record: AgencyRecord, @Ctx() { hub, caller }: HubContext): AllowedAction[] {
    if (caller.agency?.id !== record.agencyId) return [];
    const workflow = WORKFLOWS[record.line];
    const steps = nextSteps(workflow, record.state, businessDay(hub.clock.now()));
    return toStepAnswers(workflow, steps).map((step) => ({ action: "REPORT_STATUS", step }));
  }

  @Extensions({ listSize: 100 })
  @FieldResolver(() => [WaitingStatus], {
    description: "待生效状态: early and refused statuses of one's own record, 100 at most",
  })
  async waiting(@Root() record: AgencyRecord, @Ctx() context: HubContext): Promise<WaitingStatus[]> {
    return context.caller.agency?.id === record.agencyId ? heldOf(context).load(record.id) : [];
  }
}

@Resolver(() => StatusRecorded)
export class StatusRecordedResolver {
  @FieldResolver(() => AgencyRecord, { nullable: true, description: "案卷: the record, as it is now" })
  record(@Root() { recordId }: StatusRecorded, @Ctx() { loaders }: HubContext): Promise<AgencyRecord | null> {
    return loaders.byId(AgencyRecord).load(recordId);
  }

  @FieldResolver(() => Dispute, { nullable: true, description: "纠纷: the dispute, as it is now" })
  dispute(@Root() { disputeId }: StatusRecorded, @Ctx() context: HubContext): Promise<Dispute | null> {
    return visibleDispute(context).load(disputeId);
  }
}
