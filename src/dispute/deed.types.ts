import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { ClientKey, DateTime, LongText, ShortText } from "../platform/scalars";
import { DisputeStateEnum } from "./dispute.entity";
import type { DisputeState } from "./dispute-state.rules";
import { LinkKindEnum, SatisfactionEnum, type LinkKind, type Satisfaction } from "./dispute.labels";
import { resultOf } from "./refused.types";

@InputType({ description: "更正: correct an event one has reported oneself" })
export class CorrectEventInput {
  @Field(() => ClientKey, { description: "请求键: the same key and content get the same answer again" })
  clientKey: string;

  @Field(() => ID, { description: "事件: the event to correct" })
  eventId: string;

  @Field(() => Int, { description: "版本: version of the dispute that was seen" })
  expectedVersion: number;

  @Field(() => LongText, { description: "更正理由: what was wrong and what is right" })
  reason: string;

  @Field(() => DateTime, { nullable: true, description: "实际发生时间: when it really happened, if that was wrong" })
  occurredAt?: Date | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      "撤销: the status never happened; only for the last status of a record, which goes back to the state before",
  })
  withdraws: boolean;
}

@ObjectType("EventCorrected", { description: "已更正: a new event names the one it corrects; nothing was overwritten" })
export class EventCorrected {
  @Field(() => Int, { description: "版本: version of the dispute after the deed" })
  disputeVersion: number;

  @Field(() => ShortText, { nullable: true, description: "退回状态: state the record went back to, for a withdrawal" })
  backTo: string | null;

  disputeId: string;
  eventId: string;
}

@InputType({ description: "关联: link two disputes" })
export class LinkDisputesInput {
  @Field(() => ClientKey, { description: "请求键: the same key and content get the same answer again" })
  clientKey: string;

  @Field(() => ID, { description: "起始纠纷: the link goes from it; for FOLLOWS, the later one" })
  fromDisputeId: string;

  @Field(() => Int, { description: "版本: version of the from-dispute that was seen" })
  expectedVersion: number;

  @Field(() => ID, { description: "目标纠纷: the link goes to it" })
  toDisputeId: string;

  @Field(() => LinkKindEnum, { description: "关联种类: kind" })
  kind: LinkKind;

  @Field(() => LongText, { description: "关联理由: reason" })
  reason: string;
}

@ObjectType("DisputesLinked", { description: "已关联: the link was made" })
export class DisputesLinked {
  @Field(() => Int, { description: "版本: version of the from-dispute after the deed" })
  disputeVersion: number;

  disputeId: string;
  linkId: string;
}

@InputType({ description: "回访评价: what the citizen said when followed up" })
export class EvaluateDisputeInput {
  @Field(() => ClientKey, { description: "请求键: the same key and content get the same answer again" })
  clientKey: string;

  @Field(() => ID, { description: "纠纷: the dispute" })
  disputeId: string;

  @Field(() => Int, { description: "版本: version of the dispute that was seen" })
  expectedVersion: number;

  @Field(() => SatisfactionEnum, { description: "对中心的满意度: satisfaction with the centre" })
  centre: Satisfaction;

  @Field(() => SatisfactionEnum, { description: "对责任单位的满意度: satisfaction with the responsible agencies" })
  agency: Satisfaction;

  @Field(() => LongText, { nullable: true, description: "意见: remark of the citizen" })
  remark?: string | null;

  @Field(() => DateTime, { description: "评价时间: when the citizen was asked" })
  evaluatedAt: Date;
}

@ObjectType("DisputeEvaluated", { description: "已评价: the evaluation is on the record" })
export class DisputeEvaluated {
  @Field(() => DisputeStateEnum, { description: "纠纷状态: state of the dispute after it" })
  state: DisputeState;

  @Field(() => Int, { description: "版本: version of the dispute after the deed" })
  disputeVersion: number;

  disputeId: string;
}

export const CorrectEventResult = resultOf("CorrectEventResult", "更正结果: corrected, or refusal", EventCorrected);
export const LinkDisputesResult = resultOf("LinkDisputesResult", "关联结果: linked, or refusal", DisputesLinked);
export const EvaluateDisputeResult = resultOf(
  "EvaluateDisputeResult",
  "评价结果: evaluated, or refusal",
  DisputeEvaluated,
);
