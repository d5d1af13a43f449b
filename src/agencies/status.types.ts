import { Extensions, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { DocumentInput } from "../dispute/document.input";
import { resultOf } from "../dispute/refused.types";
import { ClientKey, DateTime, LongText, ShortText } from "../platform/scalars";
import { labelledEnum } from "../platform/graphql-enum";
import { RefusalCodeEnum, type RefusalCode } from "../dispute/refusals";
import { RecordDetailsInput } from "../routing/routing.types";
import { PhaseEnum } from "./agency-record.entity";
import type { Phase } from "./workflow.rules";

export const STATUS_EFFECT_LABELS = {
  APPLIED: "已生效",
  HELD: "序号超前,待补报后生效",
  DUPLICATE: "重复报送,未作改动",
} as const;
export type StatusEffect = keyof typeof STATUS_EFFECT_LABELS;
const StatusEffectEnum = labelledEnum(
  "StatusEffect",
  "报送效果: what a reported status brought about",
  STATUS_EFFECT_LABELS,
);

@InputType("StatusItemInput", { description: "办理状态: one status of one record, numbered by its agency" })
export class StatusItemInput {
  @Field(() => ID, { nullable: true, description: "案卷: the record; or give its number" })
  recordId?: string | null;

  @Field(() => ShortText, {
    nullable: true,
    description: "案号(编号): the agency's own number of the record; or give recordId",
  })
  number?: string | null;

  @Field(() => Int, {
    description:
      "状态序号: running number of the status within the record, from 1 without holes; whatever order they arrive in",
  })
  sequence: number;

  @Field(() => ShortText, { description: "目标状态: state of the line's workflow, see docs/workflows" })
  toState: string;

  @Field(() => DateTime, { description: "发生时间: when it happened" })
  occurredAt: Date;

  @Field(() => LongText, { nullable: true, description: "说明: note" })
  note?: string | null;

  @Field(() => RecordDetailsInput, {
    nullable: true,
    description: "案卷字段: fields of the record that change with it",
  })
  details?: RecordDetailsInput | null;

  @Field(() => [DocumentInput], { defaultValue: [], description: "文书: papers it produced, 50 at most" })
  documents: DocumentInput[];
}

@InputType({ description: "报送状态: one status" })
export class ReportStatusInput extends StatusItemInput {
  @Field(() => ClientKey, { description: "请求键: the same key and content get the same answer again" })
  clientKey: string;
}

@InputType({ description: "批量报送: up to 1,000 statuses, each with a result of its own" })
export class ReportStatusesInput {
  @Field(() => ClientKey, { description: "请求键: one for the whole batch" })
  clientKey: string;

  @Field(() => [StatusItemInput], { description: "办理状态: 1 to 1,000, in any order" })
  items: StatusItemInput[];
}

@ObjectType("StatusRecorded", { description: "已报送: the status is in the hub" })
export class StatusRecorded {
  @Field(() => StatusEffectEnum, { description: "报送效果: effect" })
  effect: StatusEffect;

  @Field(() => String, { description: "案号(编号): number of the record" })
  number: string;

  @Field(() => Int, { description: "状态序号: number of the status" })
  sequence: number;

  @Field(() => String, { description: "办理状态: state of the record after it" })
  state: string;

  @Field(() => PhaseEnum, { description: "办理阶段: phase of the record after it" })
  phase: Phase;

  @Field(() => Int, { description: "最后生效的状态序号: last number in force after it" })
  lastSequence: number;

  @Extensions({ listSize: 3 })
  @Field(() => [Int], { description: "缺少的序号: numbers to send before a held status takes effect" })
  missing: number[];

  @Extensions({ listSize: 3 })
  @Field(() => [Int], { description: "随之生效的序号: held statuses that took effect with it" })
  released: number[];

  @Field(() => Int, {
    nullable: true,
    description: "随之被拒的序号: a held status that was refused when its turn came; send it again corrected",
  })
  refusedHeld: number | null;

  @Field(() => RefusalCodeEnum, { nullable: true, description: "被拒代码: why it was refused" })
  refusedHeldCode: RefusalCode | null;

  @Field(() => Int, { description: "版本: version of the dispute after the deed" })
  disputeVersion: number;

  recordId: string;
  disputeId: string;
}

export const StatusResult = resultOf("StatusResult", "报送结果: recorded, or refusal", StatusRecorded);

@ObjectType("StatusBatchRecorded", { description: "批量报送结果: one result for each item, in the items' order" })
class StatusBatchRecorded {
  @Field(() => Int, { description: "生效件数: items applied" })
  applied: number;

  @Field(() => Int, { description: "待补报件数: items held" })
  held: number;

  @Field(() => Int, { description: "重复件数: items already known" })
  duplicate: number;

  @Field(() => Int, { description: "被拒件数: items refused" })
  refused: number;

  @Extensions({ listSize: 1 })
  @Field(() => [StatusResult], { description: "逐件结果: results" })
  results: (typeof StatusResult)[];
}

export const StatusBatchResult = resultOf(
  "StatusBatchResult",
  "批量报送结果: recorded item by item, or refused as a whole",
  StatusBatchRecorded,
);
