import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { LineEnum } from "../agencies/agency.entity";
import type { Line } from "../agencies/workflow.rules";
import { LocalDate, RegionCode } from "../platform/scalars";
import type { Day } from "./day.rules";
import { LightEnum } from "./deadline.labels";
import type { Light } from "./lights.rules";

@InputType({ description: "期限筛选: conditions all of which must hold; of deadlines that run" })
export class DeadlineFilter {
  @Field(() => ID, { nullable: true, description: "承办机关: global id of the agency whose record it is in" })
  agencyId?: string | null;

  @Field(() => RegionCode, { nullable: true, description: "属地: disputes of this region and everything below it" })
  regionCode?: string | null;

  @Field(() => LineEnum, { nullable: true, description: "条线: in records of this line" })
  line?: Line | null;

  @Field(() => LightEnum, { nullable: true, description: "亮灯: of this light" })
  light?: Light | null;

  @Field(() => LocalDate, { nullable: true, description: "届满日之前: due before this day" })
  dueBefore?: Day | null;

  @Field(() => Boolean, { nullable: true, description: "已逾期: whether it has certainly passed" })
  isOverdue?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "暂定: whether the day may still move" })
  isProvisional?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "已核实: whether somebody has read what it rests on" })
  isVerified?: boolean | null;
}

@ObjectType("SkippedDay", { description: "不计的日子: a day that was not counted, or over which the end was moved" })
export class SkippedDayType {
  @Field(() => LocalDate, { description: "日期: the day" })
  day: Day;

  @Field(() => String, { description: "原因: why, in Chinese" })
  reason: string;
}

@ObjectType("DeadlinePause", { description: "停止计算: time that did not count" })
export class DeadlinePauseType {
  @Field(() => LocalDate, { description: "自: first day that does not count" })
  from: Day;

  @Field(() => LocalDate, { nullable: true, description: "至: first day that counts again; null while it stands" })
  until: Day | null;
}

@ObjectType("DeadlineExtension", { description: "延长: an extension that was granted" })
export class DeadlineExtensionType {
  @Field(() => String, { description: "延长的期间: by how much, in Chinese" })
  period: string;

  @Field(() => String, { description: "批准人: who may grant it, in Chinese" })
  by: string;

  @Field(() => String, { description: "依据: law and article" })
  basis: string;

  @Field(() => Boolean, { description: "由状态报送: whether a status said so, and nobody by hand" })
  isByStatus: boolean;
}

@ObjectType("DeadlineComputation", {
  description: "计算说明: how a deadline was counted, under the law and the calendar of that time",
})
export class DeadlineComputation {
  @Field(() => String, { description: "起算: event from which it is counted, in Chinese" })
  anchor: string;

  @Field(() => LocalDate, { description: "起算日: day of the event, or of receipt; it is not counted itself" })
  startOn: Day;

  @Field(() => String, { description: "期间: length, in Chinese" })
  period: string;

  @Field(() => [DeadlineExtensionType], { description: "延长: extensions that were granted" })
  extensions: readonly DeadlineExtensionType[];

  @Field(() => [DeadlinePauseType], { description: "停止计算: time that did not count" })
  pauses: readonly DeadlinePauseType[];

  @Field(() => String, { description: "节假日规则: what a day of rest does to the last day, in Chinese" })
  roll: string;

  @Field(() => LocalDate, { nullable: true, description: "原届满日: where the bare count ends" })
  rawDueOn: Day | null;

  @Field(() => LocalDate, { nullable: true, description: "届满日: last day in time" })
  dueOn: Day | null;

  @Field(() => LocalDate, { nullable: true, description: "此日之后为逾期: late from the day after" })
  lateAfter: Day | null;

  @Field(() => [SkippedDayType], { description: "不计或越过的日子: each with its reason" })
  skipped: readonly SkippedDayType[];

  @Field(() => [String], { description: "依据: law and article of the limit and of how it is counted" })
  basis: readonly string[];

  @Field(() => [String], { description: "暂定的原因: why it may still move, in Chinese; empty when it may not" })
  provisionalBecause: readonly string[];

  @Field(() => String, { description: "规则版本: version of the limit by which it was counted" })
  ruleVersion: string;

  @Field(() => Int, { description: "日历版本: version of the calendar by which it was counted" })
  calendarVersion: number;
}
