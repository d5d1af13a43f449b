import { Arg, Args, Ctx, Extensions, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { HubContext } from "../access/hub-context";
import { loadOne, loadRootPage } from "../access/loaded-reads";
import { AgencyRecord } from "../agencies/agency-record.entity";
import { recordBy } from "../agencies/agency.reads";
import { Deadline } from "../deadlines/deadline.entity";
import { deadlineBy } from "../deadlines/deadline.reads";
import { Dispute } from "../dispute/dispute.entity";
import { disputeBy } from "../dispute/dispute.reads";
import { connectionOf, type Connection } from "../platform/connection";
import { PageArgs } from "../platform/page-args";
import { Referral } from "./referral.entity";
import { referralBy } from "./routing.reads";
import { WORKLIST } from "./worklist.reads";
import { WorklistItem, WorkOrderEnum, type WorkOrder } from "./worklist.types";

const DISPUTE = disputeBy("disputeId");
const REFERRAL = referralBy("referralId");
const RECORD = recordBy("recordId");
const DEADLINE = deadlineBy("deadlineId");

const WorklistConnection = connectionOf(() => WorklistItem, "Worklist", "待办");

@Resolver(() => WorklistItem)
export class WorklistResolver {
  @Extensions({ read: WORKLIST, statements: 1 })
  @Query(() => WorklistConnection, { description: "待办清单: what waits for the caller" })
  worklist(
    @Ctx() context: HubContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("by", () => WorkOrderEnum, {
      nullable: true,
      description: "顺序: longest waiting first if left out, or the nearest deadline first",
    })
    by?: WorkOrder,
  ): Promise<Connection<WorklistItem>> {
    return loadRootPage(context, WORKLIST, { ...page, by });
  }

  @Extensions({ read: DISPUTE })
  @FieldResolver(() => Dispute, { nullable: true, description: "纠纷: the dispute it is about" })
  dispute(@Root() item: WorklistItem, @Ctx() context: HubContext): Promise<Dispute | null> {
    return loadOne(context, DISPUTE, item);
  }

  @Extensions({ read: REFERRAL })
  @FieldResolver(() => Referral, { nullable: true, description: "转送: the referral to answer" })
  referral(@Root() item: WorklistItem, @Ctx() context: HubContext): Promise<Referral | null> {
    return loadOne(context, REFERRAL, item);
  }

  @Extensions({ read: DEADLINE })
  @FieldResolver(() => Deadline, { nullable: true, description: "期限: the deadline that runs out, for DUE_SOON" })
  deadline(@Root() item: WorklistItem, @Ctx() context: HubContext): Promise<Deadline | null> {
    return loadOne(context, DEADLINE, item);
  }

  @Extensions({ read: RECORD })
  @FieldResolver(() => AgencyRecord, { nullable: true, description: "案卷: the record to work on" })
  record(@Root() item: WorklistItem, @Ctx() context: HubContext): Promise<AgencyRecord | null> {
    return loadOne(context, RECORD, item);
  }
}
