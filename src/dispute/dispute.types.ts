import { Extensions, Field, ID, InputType, ObjectType } from "type-graphql";
import { DateTime, RegionCode, ShortText } from "../platform/scalars";
import { labelledEnum } from "../platform/graphql-enum";
import { Dispute, DisputeStateEnum } from "./dispute.entity";
import type { DisputeState } from "./dispute-state.rules";
import { DisputeCategoryEnum, type DisputeCategory } from "./dispute.labels";
import { WorkflowStep } from "./refused.types";

export const ACTION_LABELS = {
  ATTACH_SUBMISSION: "并入新的提交",
  REFER: "分流",
  LINK: "关联",
  EVALUATE: "回访评价",
  ACCEPT: "接收",
  RETURN: "退回",
  REPORT_STATUS: "报送状态",
} as const;
export type Action = keyof typeof ACTION_LABELS;
const ActionEnum = labelledEnum("Action", "操作: a deed a caller may do next", ACTION_LABELS);

@ObjectType("AllowedAction", {
  description: "可行操作: what the caller may do next, from the same tables the deed asks",
})
export class AllowedAction {
  @Field(() => ActionEnum, { description: "操作: the deed" })
  action: Action;

  @Field(() => WorkflowStep, { nullable: true, description: "办理步骤: the status to report, for REPORT_STATUS" })
  step: WorkflowStep | null;
}

/** Told from the dispute's own row. */
@Extensions({ rowsOf: () => Dispute })
@ObjectType("LeadOwner", { description: "牵头单位: who leads the dispute; there is always just one" })
export class LeadOwner {}

@InputType({ description: "纠纷筛选: conditions all of which must hold" })
export class DisputeFilter {
  @Field(() => [DisputeStateEnum], { nullable: true, description: "纠纷状态: any of these" })
  states?: DisputeState[] | null;

  @Field(() => [DisputeCategoryEnum], { nullable: true, description: "纠纷类别: any of these" })
  categories?: DisputeCategory[] | null;

  @Field(() => RegionCode, { nullable: true, description: "属地: this region and everything below it" })
  regionCode?: string | null;

  @Field(() => ShortText, {
    nullable: true,
    description: "检索词: words of the title, apart by blanks, each of two characters or more; all must occur",
  })
  text?: string | null;

  @Field(() => DateTime, { nullable: true, description: "立案时间起: opened at or after" })
  openedFrom?: Date | null;

  @Field(() => DateTime, { nullable: true, description: "立案时间止: opened before" })
  openedBefore?: Date | null;
}

@ObjectType("EnumLabel", { description: "代码名称: one value of an enum with its Chinese label" })
export class EnumLabel {
  @Field(() => String, { description: "代码: value" })
  value: string;

  @Field(() => String, { description: "名称: Chinese label" })
  label: string;
}

@ObjectType("EnumLabels", { description: "代码表: an enum with the Chinese labels of its values" })
export class EnumLabelsType {
  @Field(() => ID, { description: "枚举名: name of the enum" })
  name: string;

  @Field(() => String, { description: "说明: description" })
  description: string;

  @Field(() => [EnumLabel], { description: "代码: values" })
  values: EnumLabel[];
}
