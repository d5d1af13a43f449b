import { Arg, Args, Ctx, Extensions, FieldResolver, Int, Query, Resolver, Root } from "type-graphql";
import type { HubContext } from "../access/hub-context";
import { loadComputed, loadOne, loadPage, loadRootPage } from "../access/loaded-reads";
import { AgencyRecord } from "../agencies/agency-record.entity";
import { Agency } from "../agencies/agency.entity";
import { agencyBy, recordBy } from "../agencies/agency.reads";
import { Dispute } from "../dispute/dispute.entity";
import { disputeBy } from "../dispute/dispute.reads";
import { TimelineEvent } from "../dispute/timeline-event.entity";
import { eventBy } from "../dispute/timeline.reads";
import { connectionOf, type Connection } from "../platform/connection";
import { PageArgs } from "../platform/page-args";
import { Deadline } from "./deadline.entity";
import { ConditionByEnum, LightEnum, type ConditionBy } from "./deadline.labels";
import * as reads from "./deadline.reads";
import { DeadlineComputation, DeadlineFilter } from "./deadline.types";
import type { Light } from "./lights.rules";

const DISPUTE = disputeBy("disputeId");
const RECORD = recordBy("recordId");
const AGENCY = agencyBy("agencyId");
const ANCHOR_EVENT = eventBy("anchorEventId");
const CLOSING_EVENT = eventBy("closedEventId");

const DeadlineConnection = connectionOf(() => Deadline, "Deadline", "期限");

@Resolver(() => Deadline)
export class DeadlineResolver {
  @Extensions({ read: reads.DEADLINES, statements: 1 })
  @Query(() => DeadlineConnection, {
    description:
      "期限清单: deadlines that run, the nearest first; of an agency its own, of staff those of their region",
  })
  deadlines(
    @Ctx() context: HubContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("filter", () => DeadlineFilter, { nullable: true, description: "筛选: conditions" }) filter?: DeadlineFilter,
  ): Promise<Connection<Deadline>> {
    return loadRootPage(context, reads.DEADLINES, { ...page, filter });
  }

  @Extensions({ read: DISPUTE })
  @FieldResolver(() => Dispute, { nullable: true, description: "纠纷: the dispute it belongs to" })
  dispute(@Root() root: Deadline, @Ctx() context: HubContext): Promise<Dispute | null> {
    return loadOne(context, DISPUTE, root);
  }

  @Extensions({ read: RECORD })
  @FieldResolver(() => AgencyRecord, { nullable: true, description: "案卷: the record it runs in" })
  record(@Root() root: Deadline, @Ctx() context: HubContext): Promise<AgencyRecord | null> {
    return loadOne(context, RECORD, root);
  }

  @Extensions({ read: AGENCY })
  @FieldResolver(() => Agency, { nullable: true, description: "承办机关: agency whose record it is in" })
  agency(@Root() root: Deadline, @Ctx() context: HubContext): Promise<Agency | null> {
    return loadOne(context, AGENCY, root);
  }

  @Extensions({ read: ANCHOR_EVENT })
  @FieldResolver(() => TimelineEvent, { nullable: true, description: "起算事件: the event that started it" })
  anchorEvent(@Root() root: Deadline, @Ctx() context: HubContext): Promise<TimelineEvent | null> {
    return loadOne(context, ANCHOR_EVENT, root);
  }

  @Extensions({ read: CLOSING_EVENT })
  @FieldResolver(() => TimelineEvent, {
    nullable: true,
    description: "结束事件: the event that ended it; null while it runs, and where time alone ended it",
  })
  closingEvent(@Root() root: Deadline, @Ctx() context: HubContext): Promise<TimelineEvent | null> {
    return loadOne(context, CLOSING_EVENT, root);
  }

  @Extensions({ read: reads.LIGHT })
  @FieldResolver(() => LightEnum, { nullable: true, description: "亮灯: its light; null once it has ended" })
  light(@Root() root: Deadline, @Ctx() context: HubContext): Promise<Light | null> {
    return loadComputed(context, reads.LIGHT, root);
  }

  @Extensions({ read: reads.DAYS_LEFT })
  @FieldResolver(() => Int, {
    nullable: true,
    description: "剩余天数: calendar days to the last one, negative once it has passed; null where none runs out",
  })
  daysLeft(@Root() root: Deadline, @Ctx() context: HubContext): Promise<number | null> {
    return loadComputed(context, reads.DAYS_LEFT, root);
  }

  @Extensions({ read: reads.TITLE })
  @FieldResolver(() => String, { description: "期限名称: what has to be done in time, in Chinese" })
  title(@Root() root: Deadline, @Ctx() context: HubContext): Promise<string> {
    return loadComputed(context, reads.TITLE, root);
  }

  @Extensions({ read: reads.HOLDER })
  @FieldResolver(() => String, { description: "权利人或义务人: who has the right or the duty, in Chinese" })
  holder(@Root() root: Deadline, @Ctx() context: HubContext): Promise<string> {
    return loadComputed(context, reads.HOLDER, root);
  }

  @Extensions({ read: reads.CONDITION })
  @FieldResolver(() => String, {
    nullable: true,
    description: "适用条件: what must be true of the matter besides, in Chinese; null where nothing must",
  })
  condition(@Root() root: Deadline, @Ctx() context: HubContext): Promise<string | null> {
    return loadComputed(context, reads.CONDITION, root);
  }

  @Extensions({ read: reads.CONDITION_BY })
  @FieldResolver(() => ConditionByEnum, {
    nullable: true,
    description: "由谁判定: who has said that it applies or not; null while nobody has, and where nothing must be true",
  })
  conditionBy(@Root() root: Deadline, @Ctx() context: HubContext): Promise<ConditionBy | null> {
    return loadComputed(context, reads.CONDITION_BY, root);
  }

  @Extensions({ read: reads.IS_BY_HAND })
  @FieldResolver(() => Boolean, { description: "人工开启: whether somebody opened it, and no status" })
  isByHand(@Root() root: Deadline, @Ctx() context: HubContext): Promise<boolean> {
    return loadComputed(context, reads.IS_BY_HAND, root);
  }

  @Extensions({ read: reads.EXPIRY })
  @FieldResolver(() => String, { description: "期满后果: what follows when it ends unused, in Chinese" })
  expiry(@Root() root: Deadline, @Ctx() context: HubContext): Promise<string> {
    return loadComputed(context, reads.EXPIRY, root);
  }

  @Extensions({ read: reads.BASIS, listSize: 4 })
  @FieldResolver(() => [String], { description: "依据: law and article of the limit and of how it is counted" })
  basis(@Root() root: Deadline, @Ctx() context: HubContext): Promise<readonly string[]> {
    return loadComputed(context, reads.BASIS, root);
  }

  @Extensions({ read: reads.HOW_COMPUTED })
  @FieldResolver(() => DeadlineComputation, { description: "计算说明: how it was counted" })
  howComputed(@Root() root: Deadline, @Ctx() context: HubContext): Promise<DeadlineComputation> {
    return loadComputed(context, reads.HOW_COMPUTED, root);
  }
}

@Resolver(() => AgencyRecord)
export class RecordDeadlinesResolver {
  @Extensions({ read: reads.RECORD_DEADLINES })
  @FieldResolver(() => DeadlineConnection, {
    description: "期限: its deadlines, the nearest first, ended ones among them",
  })
  deadlines(@Root() root: AgencyRecord, @Ctx() context: HubContext, @Args(() => PageArgs) page: PageArgs) {
    return loadPage(context, reads.RECORD_DEADLINES, root, page);
  }
}

@Resolver(() => Dispute)
export class DisputeDeadlinesResolver {
  @Extensions({ read: reads.DISPUTE_DEADLINES })
  @FieldResolver(() => DeadlineConnection, {
    description: "期限: deadlines in all its records, the nearest first, ended ones among them",
  })
  deadlines(@Root() root: Dispute, @Ctx() context: HubContext, @Args(() => PageArgs) page: PageArgs) {
    return loadPage(context, reads.DISPUTE_DEADLINES, root, page);
  }
}
