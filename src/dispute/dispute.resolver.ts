import { Arg, Args, Ctx, Extensions, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import type { HubContext } from "../access/hub-context";
import { loadComputed, loadOne, loadPage, loadRoot, loadRootPage } from "../access/loaded-reads";
import { Agency } from "../agencies/agency.entity";
import type { Connection } from "../platform/connection";
import { PageArgs } from "../platform/page-args";
import { columns, SELF } from "../platform/read/reads";
import { ShortText } from "../platform/scalars";
import {
  DisputeConnection,
  DocumentConnection,
  EvaluationConnection,
  LinkConnection,
  PartyConnection,
  RecordConnection,
  ReferralConnection,
  RoutingDecisionConnection,
  SubmissionConnection,
  SupervisionConnection,
  TimelineConnection,
} from "./connections.types";
import { disputeActions } from "./dispute-actions.rules";
import { Dispute } from "./dispute.entity";
import { DISPUTE, DISPUTES, PARTS } from "./dispute.reads";
import { AllowedAction, DisputeFilter, LeadOwner } from "./dispute.types";
import { LEAD_AGENCY, LEAD_NAME } from "./timeline.reads";

@Resolver(() => Dispute)
export class DisputeResolver {
  @Extensions({ read: DISPUTE, statements: 1 })
  @Query(() => Dispute, {
    nullable: true,
    description: "查询纠纷: one dispute by id or trace code; null when there is none for the caller",
  })
  dispute(
    @Ctx() context: HubContext,
    @Arg("id", () => ID, { nullable: true, description: "全局标识: global id; or give traceCode" }) id?: string,
    @Arg("traceCode", () => ShortText, { nullable: true, description: "一案一码: trace code; or give id" })
    traceCode?: string,
  ): Promise<Dispute | null> {
    return loadRoot(context, DISPUTE, { id, traceCode });
  }

  @Extensions({ read: DISPUTES, statements: 1 })
  @Query(() => DisputeConnection, { description: "纠纷列表: disputes the caller may see, newest first" })
  disputes(
    @Ctx() context: HubContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("filter", () => DisputeFilter, { nullable: true, description: "筛选: conditions" }) filter?: DisputeFilter,
  ): Promise<Connection<Dispute>> {
    return loadRootPage(context, DISPUTES, { ...page, filter });
  }

  @Extensions({ read: SELF })
  @FieldResolver(() => LeadOwner, { description: "牵头单位: who leads the dispute" })
  leadOwner(@Root() dispute: Dispute): Dispute {
    return dispute;
  }

  @Extensions({ read: columns("state") })
  @FieldResolver(() => [AllowedAction], { description: "可行操作: what the caller may do with the dispute next" })
  allowedActions(@Root() dispute: Dispute, @Ctx() { caller }: HubContext): AllowedAction[] {
    return disputeActions(caller, dispute).map((action) => ({ action, step: null }));
  }

  @Extensions({ read: PARTS.parties })
  @FieldResolver(() => PartyConnection, { description: "当事人: parties, in the order they were entered" })
  parties(@Root() dispute: Dispute, @Ctx() context: HubContext, @Args(() => PageArgs) page: PageArgs) {
    return loadPage(context, PARTS.parties, dispute, page);
  }

  @Extensions({ read: PARTS.submissions })
  @FieldResolver(() => SubmissionConnection, { description: "提交: submissions, oldest first" })
  submissions(@Root() dispute: Dispute, @Ctx() context: HubContext, @Args(() => PageArgs) page: PageArgs) {
    return loadPage(context, PARTS.submissions, dispute, page);
  }

  @Extensions({ read: PARTS.referrals })
  @FieldResolver(() => ReferralConnection, { description: "分流转送: referrals, oldest first" })
  referrals(@Root() dispute: Dispute, @Ctx() context: HubContext, @Args(() => PageArgs) page: PageArgs) {
    return loadPage(context, PARTS.referrals, dispute, page);
  }

  @Extensions({ read: PARTS.records })
  @FieldResolver(() => RecordConnection, { description: "承办机关案卷: records of the agencies, oldest first" })
  records(@Root() dispute: Dispute, @Ctx() context: HubContext, @Args(() => PageArgs) page: PageArgs) {
    return loadPage(context, PARTS.records, dispute, page);
  }

  @Extensions({ read: PARTS.timeline })
  @FieldResolver(() => TimelineConnection, { description: "时间轴: what happened, in the order it happened" })
  timeline(@Root() dispute: Dispute, @Ctx() context: HubContext, @Args(() => PageArgs) page: PageArgs) {
    return loadPage(context, PARTS.timeline, dispute, page);
  }

  @Extensions({ read: PARTS.documents })
  @FieldResolver(() => DocumentConnection, { description: "文书材料: papers, in the order they were entered" })
  documents(@Root() dispute: Dispute, @Ctx() context: HubContext, @Args(() => PageArgs) page: PageArgs) {
    return loadPage(context, PARTS.documents, dispute, page);
  }

  @Extensions({ read: PARTS.links })
  @FieldResolver(() => LinkConnection, { description: "关联至: links from this dispute to others" })
  links(@Root() dispute: Dispute, @Ctx() context: HubContext, @Args(() => PageArgs) page: PageArgs) {
    return loadPage(context, PARTS.links, dispute, page);
  }

  @Extensions({ read: PARTS.linkedFrom })
  @FieldResolver(() => LinkConnection, { description: "被关联: links from other disputes to this one" })
  linkedFrom(@Root() dispute: Dispute, @Ctx() context: HubContext, @Args(() => PageArgs) page: PageArgs) {
    return loadPage(context, PARTS.linkedFrom, dispute, page);
  }

  @Extensions({ read: PARTS.routingDecisions })
  @FieldResolver(() => RoutingDecisionConnection, {
    description: "分流决定: what was confirmed, overridden or refused, by whom and on which rule, oldest first",
  })
  routingDecisions(@Root() dispute: Dispute, @Ctx() context: HubContext, @Args(() => PageArgs) page: PageArgs) {
    return loadPage(context, PARTS.routingDecisions, dispute, page);
  }

  @Extensions({ read: PARTS.supervisionOrders })
  @FieldResolver(() => SupervisionConnection, {
    description: "督办: what the coordinating meeting has or had to decide, oldest first",
  })
  supervisionOrders(@Root() dispute: Dispute, @Ctx() context: HubContext, @Args(() => PageArgs) page: PageArgs) {
    return loadPage(context, PARTS.supervisionOrders, dispute, page);
  }

  @Extensions({ read: PARTS.evaluations })
  @FieldResolver(() => EvaluationConnection, { description: "回访评价: follow-ups, oldest first" })
  evaluations(@Root() dispute: Dispute, @Ctx() context: HubContext, @Args(() => PageArgs) page: PageArgs) {
    return loadPage(context, PARTS.evaluations, dispute, page);
  }
}

@Resolver(() => LeadOwner)
export class LeadOwnerResolver {
  @Extensions({ read: LEAD_NAME })
  @FieldResolver(() => String, { description: "名称: name of the agency, or of the centre" })
  name(@Root() dispute: Dispute, @Ctx() context: HubContext): Promise<string> {
    return loadComputed(context, LEAD_NAME, dispute);
  }

  @Extensions({ read: columns("leadAgencyId") })
  @FieldResolver(() => Boolean, {
    description:
      "中心牵头: the centre leads, as first receiver or because who led is done (首办责任); somebody always does",
  })
  isCentre(@Root() { leadAgencyId }: Dispute): boolean {
    return leadAgencyId === null;
  }

  @Extensions({ read: LEAD_AGENCY })
  @FieldResolver(() => Agency, {
    nullable: true,
    description: "承办机关: the leading agency; null while the centre leads as first receiver",
  })
  agency(@Root() dispute: Dispute, @Ctx() context: HubContext): Promise<Agency | null> {
    return loadOne(context, LEAD_AGENCY, dispute);
  }
}
