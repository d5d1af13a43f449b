import { GraphQLError, GraphQLScalarType, valueFromASTUntyped } from "graphql";
import { Extensions, Field, InputType, Int, ObjectType } from "type-graphql";
import { DisputeCategoryEnum, type DisputeCategory } from "../dispute/dispute.labels";
import { labelledEnum } from "../platform/graphql-enum";
import { DateTime, RegionCode } from "../platform/scalars";
import type { Door } from "./door.labels";
import { REHEARSAL_EFFECTS, type Rehearsed } from "./rehearsal.rules";
import type { Past } from "./rehearsal.store";

/** What stands in it is read by `decideDraft`, which can name the place at fault. */
export const ChannelRulesDraft = new GraphQLScalarType<object, object>({
  name: "ChannelRulesDraft",
  description:
    '分流规则草案:JSON 对象 {"put": [规则 …], "remove": [规则编号 …]},规则的字段见 docs/law.md 的法定途径表。 ' +
    "A draft of the channel rules: rows to put in (in the place of the row with the same id, or new) and ids to take out.",
  parseValue: (value) => toDraft(value),
  parseLiteral: (node, variables) => toDraft(valueFromASTUntyped(node, variables)),
  serialize() {
    throw new TypeError("a draft is never sent back");
  },
});

function toDraft(value: unknown): object {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new GraphQLError("ChannelRulesDraft 必须是 JSON 对象。", { extensions: { code: "BAD_USER_INPUT" } });
}

export const RehearsalEffectEnum = labelledEnum(
  "RouteEffect",
  "预演影响: what a draft of the rules would do to a past dispute",
  REHEARSAL_EFFECTS,
);

@InputType("RoutePreviewFilter", { description: "预演范围: past disputes the draft is tried on" })
export class RoutePreviewFilter {
  @Field(() => RegionCode, { nullable: true, description: "属地: this region and everything below it" })
  regionCode?: string | null;

  @Field(() => [DisputeCategoryEnum], { nullable: true, description: "纠纷类别: any of these" })
  categories?: DisputeCategory[] | null;

  @Field(() => DateTime, { nullable: true, description: "立案时间起: opened at or after" })
  openedFrom?: Date | null;

  @Field(() => DateTime, { nullable: true, description: "立案时间止: opened before" })
  openedBefore?: Date | null;
}

@ObjectType("PreviewedDoor", { description: "途径: a way a matter can lawfully go" })
export class PreviewedDoor {
  @Field(() => String, { description: "途径代码: door, see docs/law.md" })
  door: Door;

  @Field(() => String, { description: "途径名称: the door in Chinese" })
  label: string;
}

@ObjectType("PreviewedFact", { description: "事实: what is known of a past dispute" })
export class PreviewedFact {
  @Field(() => String, { description: "事实代码: fact, see docs/law.md" })
  fact: string;

  @Field(() => String, { description: "事实名称: the fact in Chinese" })
  label: string;

  @Field(() => Boolean, { description: "是否: whether it is so" })
  isSo: boolean;
}

@ObjectType("RouteMove", { description: "途径变动: disputes of one category whose first door would be another" })
export class RouteMove {
  @Field(() => DisputeCategoryEnum, { description: "纠纷类别: category" })
  category: DisputeCategory;

  @Field(() => PreviewedDoor, { nullable: true, description: "现首选途径: first door now; null where none is open" })
  from: PreviewedDoor | null;

  @Field(() => PreviewedDoor, {
    nullable: true,
    description: "草案首选途径: first door under the draft; null where none is open",
  })
  to: PreviewedDoor | null;

  @Field(() => Int, { description: "件数: disputes" })
  disputes: number;
}

@ObjectType("RouteGap", { description: "规则空白: what is known of these disputes meets no row of the draft" })
export class RouteGap {
  @Field(() => DisputeCategoryEnum, { description: "纠纷类别: category" })
  category: DisputeCategory;

  @Extensions({ listSize: 5 })
  @Field(() => [PreviewedFact], { description: "已知事实: facts known of them" })
  facts: PreviewedFact[];

  @Extensions({ listSize: 10 })
  @Field(() => [PreviewedDoor], { description: "待定途径: doors that may open once more is known" })
  undecided: PreviewedDoor[];

  @Field(() => Boolean, { description: "现行即有: whether the rules in force have the same gap" })
  isOld: boolean;

  @Field(() => Int, { description: "件数: disputes" })
  disputes: number;
}

@ObjectType("RouteOverlap", { description: "规则重叠: one row of the draft opens a door that another shuts" })
export class RouteOverlap {
  @Field(() => PreviewedDoor, { description: "途径: the door" })
  door: PreviewedDoor;

  @Field(() => String, { description: "准许的规则: id of the row that opens it" })
  opens: string;

  @Field(() => String, { description: "禁止的规则: id of the row that shuts it" })
  shuts: string;

  @Field(() => Int, { description: "件数: disputes that what is known of does not keep from both; may be none" })
  disputes: number;
}

@ObjectType("RoutePreview", {
  description: "分流规则预演: what a draft of the channel rules would do to past disputes",
})
export class RoutePreview {
  @Field(() => Int, { description: "预演件数: disputes the draft was tried on" })
  tried: number;

  @Field(() => Boolean, { description: "已达上限: the newest were looked at, up to the bound; older ones were not" })
  isBounded: boolean;

  @Field(() => Int, { description: "首选途径改变件数: disputes whose first door would be another" })
  moved: number;

  @Field(() => Int, { description: "其他途径改变件数: disputes whose first door stays while others change" })
  changed: number;

  @Extensions({ listSize: 50 })
  @Field(() => [RouteMove], { description: "变动明细: from which door to which, most disputes first, 500 at most" })
  moves: RouteMove[];

  @Extensions({ listSize: 20 })
  @Field(() => [RouteGap], { description: "规则空白: most disputes first, 500 at most" })
  gaps: RouteGap[];

  @Extensions({ listSize: 20 })
  @Field(() => [RouteOverlap], { description: "规则重叠: most disputes first, 500 at most" })
  overlaps: RouteOverlap[];

  /** What the list of disputes is made from. */
  past: Past;
  rehearsed: readonly Rehearsed[];
  filter: RoutePreviewFilter;
  draft: object;
}
