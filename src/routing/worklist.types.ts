import { Column, Entity, PrimaryColumn } from "typeorm";
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

export const WORK_ORDER_LABELS = {
  LONGEST_WAITING: "等待最久的在前",
  DUE_SOON: "最先届满的在前:每项在计算的期限一条",
} as const;
export type WorkOrder = keyof typeof WORK_ORDER_LABELS;
export const WorkOrderEnum = labelledEnum("WorkOrder", "待办顺序: in which order work is listed", WORK_ORDER_LABELS);

/** A row of what `worklist.reads.ts` selects for a caller; there is no such table. */
@ObjectType("WorklistItem", { description: "待办: one piece of work that waits for the caller" })
@Entity("worklist", { synchronize: false })
export class WorklistItem {
  /** Of the dispute, the referral or the record, whichever waits. */
  @PrimaryColumn("uuid")
  id: string;

  @Field(() => WorkKindEnum, { description: "工作种类: kind" })
  @Column("text")
  kind: WorkKind;

  @Field(() => DateTime, { description: "等待起始: since when it has been waiting" })
  @Column("timestamptz")
  since: Date;

  /** What it is ordered by: the time since when it waits, or the midnight of the day on which it is due. */
  @Column("timestamptz")
  rank: Date;

  @Column("uuid", { name: "dispute_id" })
  disputeId: string;

  @Column("uuid", { name: "referral_id", nullable: true })
  referralId: string | null;

  @Column("uuid", { name: "record_id", nullable: true })
  recordId: string | null;

  @Column("uuid", { name: "deadline_id", nullable: true })
  deadlineId: string | null;
}
