import { Arg, Args, Ctx, Extensions, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { callerScope } from "../access/caller";
import type { HubContext } from "../access/hub-context";
import { loadRootPage } from "../access/loaded-reads";
import { digest } from "../platform/canonical-json";
import { DisputeConnection } from "../dispute/connections.types";
import { Dispute } from "../dispute/dispute.entity";
import { DisputeCategoryEnum, type DisputeCategory } from "../dispute/dispute.labels";
import { toWish, type Connection } from "../platform/connection";
import { PageArgs } from "../platform/page-args";
import { root, type RootRead } from "../platform/read/reads";
import { previewRoute } from "./preview-route";
import { hasEffect, type RehearsalEffect } from "./rehearsal.rules";
import { disputesOfKinds } from "./rehearsal.store";
import { ChannelRulesDraft, RehearsalEffectEnum, RoutePreview, RoutePreviewFilter } from "./rehearsal.types";

interface AffectedArguments extends PageArgs {
  readonly preview: RoutePreview;
  readonly effect: RehearsalEffect;
  readonly category: DisputeCategory | null;
}

/** Disputes that were looked at and that the draft does this to, newest first. */
const AFFECTED: RootRead<HubContext, AffectedArguments> = root(
  () => Dispute,
  ({ preview, effect, category, ...page }, context) => {
    const { draft, filter, past, rehearsed } = preview;
    const asked = digest({ draft, filter, effect, category });
    const scope = `routePreview:${asked}:${callerScope(context.caller)}`;
    const keys = past.kinds.flatMap((kind, index) => {
      const isOfCategory = category === null || kind.category === category;
      return isOfCategory && hasEffect(rehearsed[index]!, effect) ? [kind.key] : [];
    });
    const wish = toWish(context.hub.crypto, scope, page);
    const conditions = disputesOfKinds(context, filter, { keys, oldest: past.oldest, wish });
    return { conditions, page: { ...wish, scope } };
  },
  { kind: "page", order: { properties: ["openedAt", "id"], direction: "desc" } },
);

@Resolver(() => RoutePreview)
export class RoutePreviewResolver {
  @Extensions({ statements: 52 })
  @Query(() => RoutePreview, {
    description: "分流规则预演: what a draft of the channel rules would do to past disputes; changes and keeps nothing",
  })
  routePreview(
    @Ctx() context: HubContext,
    @Arg("draft", () => ChannelRulesDraft, { description: "草案: rows to put in and to take out" }) draft: object,
    @Arg("filter", () => RoutePreviewFilter, { nullable: true, description: "预演范围: which past disputes" })
    filter?: RoutePreviewFilter,
  ): Promise<RoutePreview> {
    return previewRoute(context, draft, filter ?? {});
  }

  @FieldResolver(() => DisputeConnection, {
    description: "受影响的纠纷: disputes the draft does this to, newest first",
  })
  disputes(
    @Root() preview: RoutePreview,
    @Ctx() context: HubContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("effect", () => RehearsalEffectEnum, {
      defaultValue: "MOVED",
      description: "影响: what the draft does to them",
    })
    effect: RehearsalEffect,
    @Arg("category", () => DisputeCategoryEnum, { nullable: true, description: "纠纷类别: of this one only" })
    category?: DisputeCategory,
  ): Promise<Connection<Dispute>> {
    return loadRootPage(context, AFFECTED, { ...page, preview, effect, category: category ?? null });
  }
}
