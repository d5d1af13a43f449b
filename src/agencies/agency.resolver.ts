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
import type { HubContext } from "../access/hub-context";
import { loadComputed, loadOne } from "../access/loaded-reads";
import { businessDay } from "../platform/clock";
import { Dispute } from "../dispute/dispute.entity";
import { disputeBy } from "../dispute/dispute.reads";
import { visibleDispute } from "../dispute/dispute.store";
import { AllowedAction } from "../dispute/dispute.types";
import { RefusalCodeEnum, type RefusalCode } from "../dispute/refusals";
import { columns } from "../platform/read/reads";
import { DateTime, RegionCode } from "../platform/scalars";
import { Referral } from "../routing/referral.entity";
import { referralBy } from "../routing/routing.reads";
import { AgencyRecord } from "./agency-record.entity";
import { agencyBy, recordBy } from "./agency.reads";
import { listAgencies } from "./agency.store";
import { Agency, LineEnum } from "./agency.entity";
import { WAITING } from "./held.reads";
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

  @Extensions({ statements: 40 })
  @Mutation(() => StatusResult, { description: "报送状态: report one status of one's own record" })
  reportStatus(
    @Ctx() context: HubContext,
    @Arg("input", () => ReportStatusInput, { description: "状态: the status" }) input: ReportStatusInput,
  ) {
    return reportStatus(context, input);
  }

  @Extensions({ sizedBy: "input.items", statements: 25 })
  @Mutation(() => StatusBatchResult, { description: "批量报送状态: report up to 1,000 statuses at once" })
  reportStatuses(
    @Ctx() context: HubContext,
    @Arg("input", () => ReportStatusesInput, { description: "状态: the statuses" }) input: ReportStatusesInput,
  ) {
    return reportStatuses(context, input);
  }
}

const DISPUTE = disputeBy("disputeId");
const AGENCY = agencyBy("agencyId");
const REFERRAL = referralBy("referralId");
const REPORTED_RECORD = recordBy("recordId");

@Resolver(() => AgencyRecord)
export class AgencyRecordResolver {
  @Extensions({ read: DISPUTE })
  @FieldResolver(() => Dispute, { nullable: true, description: "纠纷: the dispute it belongs to" })
  dispute(@Root() root: AgencyRecord, @Ctx() context: HubContext): Promise<Dispute | null> {
    return loadOne(context, DISPUTE, root);
  }

  @Extensions({ read: AGENCY })
  @FieldResolver(() => Agency, { nullable: true, description: "承办机关: the agency whose record it is" })
  agency(@Root() root: AgencyRecord, @Ctx() context: HubContext): Promise<Agency | null> {
    return loadOne(context, AGENCY, root);
  }

  @Extensions({ read: REFERRAL })
  @FieldResolver(() => Referral, { nullable: true, description: "转送: the referral it came by" })
  referral(@Root() root: AgencyRecord, @Ctx() context: HubContext): Promise<Referral | null> {
    return loadOne(context, REFERRAL, root);
  }

  @Extensions({ read: columns("agencyId", "line", "state") })
  @FieldResolver(() => [AllowedAction], { description: "可行操作: statuses the caller may report next" })
  allowedActions(@Root() record: AgencyRecord, @Ctx() { hub, caller }: HubContext): AllowedAction[] {
    if (caller.agency?.id !== record.agencyId) return [];
    const workflow = WORKFLOWS[record.line];
    const steps = nextSteps(workflow, record.state, businessDay(hub.clock.now()));
    return toStepAnswers(workflow, steps).map((step) => ({ action: "REPORT_STATUS", step }));
  }

  @Extensions({ listSize: 100, read: WAITING })
  @FieldResolver(() => [WaitingStatus], {
    description: "待生效状态: early and refused statuses of one's own record, 100 at most",
  })
  waiting(@Root() record: AgencyRecord, @Ctx() context: HubContext): Promise<WaitingStatus[]> {
    return loadComputed(context, WAITING, record);
  }
}

@Resolver(() => StatusRecorded)
export class StatusRecordedResolver {
  @FieldResolver(() => AgencyRecord, { nullable: true, description: "案卷: the record, as it is now" })
  async record(@Root() reported: StatusRecorded, @Ctx() context: HubContext): Promise<AgencyRecord | null> {
    // The same key brings the same answer for years; the record may have gone to a successor since.
    return (await visibleDispute(context, reported.disputeId)) && loadOne(context, REPORTED_RECORD, reported);
  }

  @FieldResolver(() => Dispute, { nullable: true, description: "纠纷: the dispute, as it is now" })
  dispute(@Root() { disputeId }: StatusRecorded, @Ctx() context: HubContext): Promise<Dispute | null> {
    return visibleDispute(context, disputeId);
  }
}
