import { Field, ID, InputType, Int } from "type-graphql";
import { resultOf } from "../dispute/refused.types";
import { ClientKey, DateTime, LocalDate, LongText, ShortText } from "../platform/scalars";
import { DeadlineChanged } from "./by-hand.types";
import type { Day } from "./day.rules";
import { UnitEnum } from "./deadline.labels";
import type { Unit } from "./limit.rules";

@InputType({ description: "开启期限: start a deadline of a limit that no status starts" })
export class OpenDeadlineInput {
  @Field(() => ClientKey, { description: "请求键: the same key and content get the same answer again" })
  clientKey: string;

  @Field(() => ID, { description: "案卷: the record it runs in" })
  recordId: string;

  @Field(() => Int, { description: "版本: version of the dispute that was seen" })
  expectedVersion: number;

  @Field(() => ShortText, { description: "期限代码: id of the limit, as in docs/law.md; of the record's own line" })
  limitId: string;

  @Field(() => LocalDate, {
    description: "起算日: day of the event from which it is counted; of a limit before an event, the day of that event",
  })
  anchorOn: Day;

  @Field(() => DateTime, {
    nullable: true,
    description: "起算时间: moment of the event, on that day in China; for limits of hours",
  })
  anchorAt?: Date | null;

  @Field(() => Int, {
    nullable: true,
    description: "长度: length that was set in the case; only where the law leaves it to be set, or bounds it",
  })
  length?: number | null;

  @Field(() => UnitEnum, { nullable: true, description: "单位: unit of the length" })
  unit?: Unit | null;

  @Field(() => LongText, { description: "依据: by what one knows it, such as the letter that set it" })
  reason: string;
}

@InputType({ description: "结束期限: end or take back a deadline that somebody opened" })
export class CloseDeadlineInput {
  @Field(() => ClientKey, { description: "请求键: the same key and content get the same answer again" })
  clientKey: string;

  @Field(() => ID, { description: "期限: the deadline" })
  deadlineId: string;

  @Field(() => Int, { description: "版本: version of the dispute that was seen" })
  expectedVersion: number;

  @Field(() => LocalDate, { nullable: true, description: "完成日: day on which it was done; left out when withdrawn" })
  closedOn?: Day | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "撤回: it should not have been opened, or is to be opened anew from another day",
  })
  withdraws: boolean;

  @Field(() => LongText, { description: "依据: by what one knows it" })
  reason: string;
}

export const OpenDeadlineResult = resultOf("OpenDeadlineResult", "开启结果: opened, or refusal", DeadlineChanged);
export const CloseDeadlineResult = resultOf("CloseDeadlineResult", "结束结果: ended, or refusal", DeadlineChanged);
