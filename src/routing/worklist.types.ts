import { Field, ObjectType } from "type-graphql";
import { labelledEnum } from "../platform/graphql-enum";
import { DateTime } from "../platform/scalars";

export const WORK_LABELS = {
  DESK: "中心待处理(登记、甄别、回访、回流)",
  REFERRAL: "待接收的转送",
  RECORD: "在办案卷",
} as const;
export type WorkKind = keyof typeof WORK_LABELS;
const WorkKindEnum = labelledEnum("WorkKind", "工作种类: what kind of work waits", WORK_LABELS);

@ObjectType("WorklistItem", { description: "待办: one piece of work that waits for the caller" })
export class WorklistItem {
  @Field(() => WorkKindEnum, { description: "工作种类: kind" })
  kind: WorkKind;

  @Field(() => DateTime, { description: "等待起始: since when it has been waiting" })
  since: Date;

  disputeId: string;
  referralId: string | null;
  recordId: string | null;
}
