import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { Field, ObjectType } from "type-graphql";
import { Dispute } from "../dispute/dispute.entity";
import { oneOf } from "../platform/check-constraint";
import { labelledEnum } from "../platform/graphql-enum";
import { DateTime } from "../platform/scalars";

export const GROUND_LABELS = {
  SECOND_RETURN: "两次退回,提交联席会议协调(信访工作条例24)",
  AGENCY_CLOSED: "承办机关撤并,由联席会议确定承办机关(信访工作条例24)",
} as const;
export type SupervisionGround = keyof typeof GROUND_LABELS;
const GroundEnum = labelledEnum("SupervisionGround", "督办事由: why the coordinator has the dispute", GROUND_LABELS);

/**
 * 督办: nobody wants the dispute, so the coordinating meeting (联席会议) has to say whose it is. It is opened by the deed
 * that makes it necessary, in the same statement, and stays open until a person closes it with what was decided.
 */
@ObjectType("SupervisionOrder", {
  description: "督办: the coordinating meeting has to say who deals with the dispute",
})
@Entity("supervision_order")
@Check("ck_supervision_ground", oneOf("ground", Object.keys(GROUND_LABELS)))
@Check("ck_supervision_closed", "(closed_at IS NULL) = (resolution IS NULL)")
@Check("ck_supervision_closed_by", "(closed_at IS NULL) = (closed_by IS NULL)")
@Index("ix_supervision_dispute", ["disputeId", "issuedAt", "id"])
@Index("ix_supervision_waiting", ["issuedAt", "id"], { where: "closed_at IS NULL" })
// Two deeds that would each open one: the second finds it open.
@Index("uq_supervision_open", ["disputeId"], { unique: true, where: "closed_at IS NULL" })
export class SupervisionOrder {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "pk_supervision_order" })
  id: string;

  @Column("uuid", { name: "dispute_id" })
  @ForeignKey(() => Dispute, { name: "fk_supervision_dispute" })
  disputeId: string;

  @Field(() => GroundEnum, { description: "督办事由: why it was opened" })
  @Column("text")
  ground: SupervisionGround;

  @Field(() => String, { description: "来龙去脉: who sent the dispute back, when and why, one line each" })
  @Column("text")
  history: string;

  @Field(() => DateTime, { description: "发出时间: when it was opened" })
  @Column("timestamptz", { name: "issued_at" })
  issuedAt: Date;

  @Field(() => DateTime, { nullable: true, description: "办结时间: when it was closed; null while it is open" })
  @Column("timestamptz", { name: "closed_at", nullable: true })
  closedAt: Date | null;

  @Column("text", { name: "closed_by", nullable: true })
  closedBy: string | null;

  @Field(() => String, { nullable: true, description: "协调意见: what the coordinating meeting decided" })
  @Column("text", { nullable: true })
  resolution: string | null;
}
