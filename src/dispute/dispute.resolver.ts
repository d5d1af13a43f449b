import { Arg, Args, Ctx, Extensions, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import type { HubContext } from "../access/hub-context";
import { visibleBy } from "../access/visibility";
import { Agency } from "../agencies/agency.entity";
import type { Connection } from "../platform/connection";
import { fromGlobalId } from "../platform/global-id";
import type { Condition, KeysetOrder } from "../platform/keyset-page";
import { PageArgs } from "../platform/page-args";
import { ShortText } from "../platform/scalars";
import { AgencyRecord } from "../agencies/agency-record.entity";
import { Submission } from "../intake/submission.entity";
import { Referral } from "../routing/referral.entity";
import { CaseDocument } from "./case-document.entity";
import {
  DisputeConnection,
  DocumentConnection,
  EvaluationConnection,
  LinkConnection,
  PartyConnection,
  RecordConnection,
  ReferralConnection,
  SubmissionConnection,
  TimelineConnection,
} from "./connections.types";
import { disputeActions } from "./dispute-actions.rules";
import { Dispute } from "./dispute.entity";
import { findDispute, listDisputes } from "./dispute.store";
import { AllowedAction, DisputeFilter, LeadOwner } from "./dispute.types";
import { DisputeLink } from "./dispute-link.entity";
import { Evaluation } from "./evaluation.entity";
import { nestedConnection } from "./nested-connection";
import { Party } from "./party.entity";
import { TimelineEvent } from "./timeline-event.entity";

const by = (property: string): KeysetOrder => ({ properties: [property, "id"], direction: "asc" });

/** A link is shown only to who may see both its ends. */
function toVisible({ caller }: HubContext, otherSide: "from_dispute_id" | "to_dispute_id"): Condition {
  const { text, values } = visibleBy(caller, "d");
  return { text: `exists (select 1 from dispute d where d.id = t.${otherSide} and ${text})`, values };
}

@Resolver(() => Dispute)
export class DisputeResolver {
  @Extensions({ statements: 26 })
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
    return findDispute(context, { id: id ? fromGlobalId("Dispute", id) : undefined, traceCode });
  }

  @Extensions({ statements: 26 })
  @Query(() => DisputeConnection, { description: "纠纷列表: disputes the caller may see, newest first" })
  disputes(
    @Ctx() context: HubContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("filter", () => DisputeFilter, { nullable: true, description: "筛选: conditions" }) filter?: DisputeFilter,
  ): Promise<Connection<Dispute>> {
    return listDisputes(context, filter ?? {}, page);
  }

  @FieldResolver(() => LeadOwner, { description: "牵头单位: who leads the dispute" })
  async leadOwner(@Root() dispute: Dispute, @Ctx() { loaders }: HubContext): Promise<LeadOwner> {
    const agency = dispute.leadAgencyId ? await loaders.byId(Agency).load(dispute.leadAgencyId) : null;
    return { name: agency?.name ?? "矛盾纠纷调处化解中心", agency };
  }

  @FieldResolver(() => [AllowedAction], { description: "可行操作: what the caller may do with the dispute next" })
  allowedActions(@Root() dispute: Dispute, @Ctx() { caller }: HubContext): AllowedAction[] {
    return disputeActions(caller, dispute).map((action) => ({ action, step: null }));
  }

  @FieldResolver(() => PartyConnection, { description: "当事人: parties, in the order they were entered" })
  parties(@Root() { id }: Dispute, @Ctx() context: HubContext, @Args(() => PageArgs) page: PageArgs) {
    return nestedConnection(context, Party, "disputeId", by("joinedAt"), id, page);
  }

  @FieldResolver(() => SubmissionConnection, { description: "提交: submissions, oldest first" })
  submissions(@Root() { id }: Dispute, @Ctx() context: HubContext, @Args(() => PageArgs) page: PageArgs) {
    return nestedConnection(context, Submission, "disputeId", by("submittedAt"), id, page);
  }

  @FieldResolver(() => ReferralConnection, { description: "分流转送: referrals, oldest first" })
  referrals(@Root() { id }: Dispute, @Ctx() context: HubContext, @Args(() => PageArgs) page: PageArgs) {
    return nestedConnection(context, Referral, "disputeId", by("referredAt"), id, page);
  }

  @FieldResolver(() => RecordConnection, { description: "承办机关案卷: records of the agencies, oldest first" })
  records(@Root() { id }: Dispute, @Ctx() context: HubContext, @Args(() => PageArgs) page: PageArgs) {
    return nestedConnection(context, AgencyRecord, "disputeId", by("openedAt"), id, page);
  }

  @FieldResolver(() => TimelineConnection, { description: "时间轴: what happened, in the order it happened" })
  timeline(@Root() { id }: Dispute, @Ctx() context: HubContext, @Args(() => PageArgs) page: PageArgs) {
    return nestedConnection(context, TimelineEvent, "disputeId", by("occurredAt"), id, page);
  }

  @FieldResolver(() => DocumentConnection, { description: "文书材料: papers, in the order they were entered" })
  documents(@Root() { id }: Dispute, @Ctx() context: HubContext, @Args(() => PageArgs) page: PageArgs) {
    return nestedConnection(context, CaseDocument, "disputeId", by("addedAt"), id, page);
  }

  @FieldResolver(() => LinkConnection, { description: "关联至: links from this dispute to others" })
  links(@Root() { id }: Dispute, @Ctx() context: HubContext, @Args(() => PageArgs) page: PageArgs) {
    return nestedConnection(context, DisputeLink, "fromDisputeId", by("linkedAt"), id, page, [
      toVisible(context, "to_dispute_id"),
    ]);
  }

  @FieldResolver(() => LinkConnection, { description: "被关联: links from other disputes to this one" })
  linkedFrom(@Root() { id }: Dispute, @Ctx() context: HubContext, @Args(() => PageArgs) page: PageArgs) {
    return nestedConnection(context, DisputeLink, "toDisputeId", by("linkedAt"), id, page, [
      toVisible(context, "from_dispute_id"),
    ]);
  }

  @FieldResolver(() => EvaluationConnection, { description: "回访评价: follow-ups, oldest first" })
  evaluations(@Root() { id }: Dispute, @Ctx() context: HubContext, @Args(() => PageArgs) page: PageArgs) {
    return nestedConnection(context, Evaluation, "disputeId", by("evaluatedAt"), id, page);
  }
}
