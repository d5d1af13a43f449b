import { Extensions, Field, ObjectType } from "type-graphql";
import { Agency, LineEnum } from "../agencies/agency.entity";
import { type PETITION_MATTER_LABELS, PetitionMatterEnum } from "../agencies/petition/petition-record.entity";
import type { Line } from "../agencies/workflow.rules";
import { MissingFact } from "../dispute/refused.types";
import { labelledEnum } from "../platform/graphql-enum";
import type { Order } from "./channel.rules";
import type { Door } from "./door.labels";
import { DoorEnum } from "./routing-decision.entity";

const OrderEnum = labelledEnum("RoutingOrder", "顺位: whether a door is tried first", {
  FIRST: "先走",
  FALLBACK: "后备",
});

@ObjectType("RoutingGuidance", { description: "引导: what a procedure that runs already says to one beside it" })
class RoutingGuidance {
  @Field(() => String, { description: "规则: id of the row of docs/law.md" })
  rule: string;

  @Field(() => String, { description: "说明: where to go, or what becomes of the procedure that runs" })
  text: string;

  @Field(() => String, { nullable: true, description: "依据: law and article; null for a policy of the centre" })
  basis: string | null;
}

@ObjectType("RoutingCandidate", { description: "可选途径: a lawful way, or one that is judged once more is known" })
export class RoutingCandidate {
  @Field(() => DoorEnum, { description: "途径: the door" })
  door: Door;

  @Field(() => LineEnum, {
    nullable: true,
    description: "条线: line to refer to; null where no body of the hub stands behind the door",
  })
  line: Line | null;

  @Field(() => Boolean, { description: "转送: the petition office sends it on to a body that is not in the hub" })
  isForwarded: boolean;

  @Field(() => OrderEnum, { description: "顺位: first, or when the first ways do not lead on" })
  order: Order;

  @Field(() => String, { description: "规则: id of the row of docs/law.md that opens it" })
  rule: string;

  @Field(() => String, { nullable: true, description: "依据: law and article; null for a policy of the centre" })
  basis: string | null;

  @Field(() => Boolean, { description: "已核实: whether somebody has read the article" })
  isVerified: boolean;

  @Field(() => String, { nullable: true, description: "说明: what to mind on this way (a limit, a waiver)" })
  remark: string | null;

  @Extensions({ listSize: 20 })
  @Field(() => [MissingFact], { description: "待问清的事实: what would open the door, shut it or move it" })
  missingFacts: MissingFact[];

  @Extensions({ listSize: 5 })
  @Field(() => [String], { description: "材料: papers the applicant brings" })
  papers: readonly string[];

  @Extensions({ listSize: 10 })
  @Field(() => [RoutingGuidance], { description: "引导: what procedures under way say to it" })
  guidance: readonly RoutingGuidance[];

  @Extensions({ listSize: 20 })
  @Field(() => [Agency], { description: "承办机关: bodies of the line in reach of the place, at work and no party" })
  agencies: readonly Agency[];
}

@ObjectType("ForbiddenRoute", { description: "不得走的途径: a door that is shut, and why" })
class ForbiddenRoute {
  @Field(() => DoorEnum, { description: "途径: the door" })
  door: Door;

  @Field(() => LineEnum, { nullable: true, description: "条线: line behind the door; null where the hub has none" })
  line: Line | null;

  @Field(() => String, { description: "规则: id of the row of docs/law.md that shuts it" })
  rule: string;

  @Field(() => String, { nullable: true, description: "依据: law and article; null for a policy of the centre" })
  basis: string | null;

  @Field(() => String, { description: "理由: why it is shut, to be told to the citizen" })
  reason: string;

  @Field(() => String, { nullable: true, description: "途径: where to go instead; null where the candidates say it" })
  route: string | null;
}

@ObjectType("PetitionAdvice", { description: "信访分类: how the petition office takes the matter (信访工作条例31)" })
class PetitionAdvice {
  @Field(() => PetitionMatterEnum, { description: "事项分类: suggestion, accusation or appeal (信访工作条例29-31)" })
  matter: keyof typeof PETITION_MATTER_LABELS;

  @Field(() => String, {
    nullable: true,
    description: "分类: item of article 31 that fits, (一) to (六); null until the questions are answered",
  })
  item: string | null;

  @Field(() => String, { nullable: true, description: "办法: what the handling body does" })
  does: string | null;

  @Field(() => String, { nullable: true, description: "依据: article" })
  basis: string | null;

  @Extensions({ listSize: 5 })
  @Field(() => [String], { description: "待问清: questions that stand before the item" })
  questions: readonly string[];

  @Field(() => String, {
    nullable: true,
    description: "诉访分离: what is done with a matter of litigation that came in this way; null for any other matter",
  })
  separation: string | null;

  @Field(() => String, { nullable: true, description: "诉访分离依据: article; null for a policy of the centre" })
  separationBasis: string | null;
}

@ObjectType("RoutingPrinciple", { description: "分流原则: what every routing keeps to" })
class RoutingPrinciple {
  @Field(() => String, { description: "原则: name" })
  title: string;

  @Field(() => String, { description: "要求: what it asks" })
  asks: string;

  @Field(() => String, { nullable: true, description: "依据: article; null for a policy of the centre" })
  basis: string | null;
}

@ObjectType("RoutingAdvice", {
  description: "分流建议: the lawful ways of a dispute with their reasons; a person confirms it (个人信息保护法24)",
})
export class RoutingAdviceAnswer {
  @Extensions({ listSize: 30 })
  @Field(() => [RoutingCandidate], { description: "可以走的途径: lawful doors, first ones before fallbacks" })
  candidates: readonly RoutingCandidate[];

  @Extensions({ listSize: 20 })
  @Field(() => [RoutingCandidate], { description: "待定的途径: closed until their missing facts are known" })
  undecided: readonly RoutingCandidate[];

  @Extensions({ listSize: 30 })
  @Field(() => [ForbiddenRoute], { description: "不得走的途径: shut doors with their reasons" })
  forbidden: readonly ForbiddenRoute[];

  @Field(() => PetitionAdvice, {
    nullable: true,
    description: "信访分类: where the petition line is among the ways; otherwise null",
  })
  petition: PetitionAdvice | null;

  @Extensions({ listSize: 20 })
  @Field(() => [RoutingPrinciple], { description: "分流原则: five representatives, recusal, who leads, and the like" })
  principles: readonly RoutingPrinciple[];
}
