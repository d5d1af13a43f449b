import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { resultOf } from "../dispute/refused.types";
import { ClientKey, LocalDate, LongText, ShortText } from "../platform/scalars";
import type { Day } from "./day.rules";
import { UnitEnum } from "./deadline.labels";
import type { Unit } from "./limit.rules";

@InputType({ description: "确认期限: tell of a deadline what no status says" })
export class ConfirmDeadlineInput {
  @Field(() => ClientKey, { description: "请求键: the same key and content get the same answer again" })
  clientKey: string;

  @Field(() => ID, { description: "期限: the deadline" })
  deadlineId: string;

  @Field(() => Int, { description: "版本: version of the dispute that was seen" })
  expectedVersion: number;

  @Field(() => LocalDate, {
    nullable: true,
    description:
      "收到日(重新起算日): day on which the paper was received, for limits that are counted from it; for limits that the law counts anew, day of the event that does so",
  })
  receivedOn?: Day | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "是否适用: whether its condition is met; a deadline that does not apply is cancelled",
  })
  applies?: boolean | null;

  @Field(() => LongText, { description: "依据: by what one knows it, such as the proof of service" })
  reason: string;
}

@InputType({ description: "延长期限: an extension that the law allows and somebody granted" })
export class ExtendDeadlineInput {
  @Field(() => ClientKey, { description: "请求键: the same key and content get the same answer again" })
  clientKey: string;

  @Field(() => ID, { description: "期限: the deadline" })
  deadlineId: string;

  @Field(() => Int, { description: "版本: version of the dispute that was seen" })
  expectedVersion: number;

  @Field(() => Int, { description: "长度: by how much" })
  length: number;

  @Field(() => UnitEnum, { description: "单位: unit of the length" })
  unit: Unit;

  @Field(() => ShortText, { description: "批准人: who granted it" })
  grantor: string;

  @Field(() => LocalDate, {
    nullable: true,
    description: "告知日: day on which those were told whom the law wants told",
  })
  notifiedOn?: Day | null;

  @Field(() => LongText, { description: "延长理由: reason" })
  reason: string;
}

@ObjectType("DeadlineChanged", {
  description: "期限已变更: what was told is on the record, and the day was counted anew",
})
export class DeadlineChanged {
  @Field(() => Int, { description: "版本: version of the dispute after the deed" })
  disputeVersion: number;

  disputeId: string;
  deadlineId: string;
}

export const ConfirmDeadlineResult = resultOf(
  "ConfirmDeadlineResult",
  "确认结果: confirmed, or refusal",
  DeadlineChanged,
);
export const ExtendDeadlineResult = resultOf("ExtendDeadlineResult", "延长结果: extended, or refusal", DeadlineChanged);
