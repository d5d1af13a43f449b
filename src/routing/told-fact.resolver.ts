import { Args, Ctx, Extensions, FieldResolver, Resolver, Root } from "type-graphql";
import type { HubContext } from "../access/hub-context";
import { loadList, loadOne, loadPage } from "../access/loaded-reads";
import { Dispute } from "../dispute/dispute.entity";
import { connectionOf } from "../platform/connection";
import { PageArgs } from "../platform/page-args";
import { FACT_LABELS } from "./fact.labels";
import { RoutingDecision } from "./routing-decision.entity";
import { ToldFact } from "./told-fact.entity";
import { DECISION, FACT_HISTORY, FACTS_IN_FORCE } from "./told-fact.reads";

const ToldFactConnection = connectionOf(() => ToldFact, "ToldFact", "已问清的事实");

@Resolver(() => Dispute)
export class DisputeFactsResolver {
  @Extensions({ read: FACTS_IN_FORCE, listSize: Object.keys(FACT_LABELS).length })
  @FieldResolver(() => [ToldFact], {
    description:
      "已问清的事实: what the desk was told, the last word on each fact; the advice knows it. A referral that tells " +
      "otherwise corrects it. What the agencies' records tell goes before it",
  })
  facts(@Root() dispute: Dispute, @Ctx() context: HubContext): Promise<readonly ToldFact[]> {
    return loadList(context, FACTS_IN_FORCE, dispute);
  }

  @Extensions({ read: FACT_HISTORY })
  @FieldResolver(() => ToldFactConnection, {
    description: "事实的历次说明: every word on every fact, oldest first, those that were corrected among them",
  })
  factHistory(@Root() dispute: Dispute, @Ctx() context: HubContext, @Args(() => PageArgs) page: PageArgs) {
    return loadPage(context, FACT_HISTORY, dispute, page);
  }
}

@Resolver(() => ToldFact)
export class ToldFactResolver {
  @Extensions({ read: DECISION })
  @FieldResolver(() => RoutingDecision, {
    nullable: true,
    description: "来源: the decision on a referral that it was told with",
  })
  decision(@Root() fact: ToldFact, @Ctx() context: HubContext): Promise<RoutingDecision | null> {
    return loadOne(context, DECISION, fact);
  }
}
