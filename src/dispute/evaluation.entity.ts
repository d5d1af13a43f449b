import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { Dispute } from "./dispute.entity";
import { Field, ID, ObjectType } from "type-graphql";
import { oneOf } from "../platform/check-constraint";
import { Node } from "../platform/connection";
import { toGlobalId } from "../platform/global-id";
import { DateTime } from "../platform/scalars";
import { SATISFACTION_LABELS, SatisfactionEnum, type Satisfaction } from "./dispute.labels";

/** Append-only, like the timeline. */
@ObjectType("Evaluation", {
  implements: Node,
  description: "回访评价: one follow-up with the citizen, two questions kept apart",
})
@Entity("evaluation")
@Check("ck_evaluation_centre", oneOf("centre", Object.keys(SATISFACTION_LABELS)))
@Check("ck_evaluation_agency", oneOf("agency", Object.keys(SATISFACTION_LABELS)))
@Index("ix_evaluation_dispute", ["disputeId", "evaluatedAt", "id"])
export class Evaluation {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "pk_evaluation" })
  id: string;

  @Field(() => ID, { name: "id", description: "全局标识: global id" })
  globalId(): string {
    return toGlobalId("Evaluation", this.id);
  }

  @Column("uuid", { name: "dispute_id" })
  @ForeignKey(() => Dispute, { name: "fk_evaluation_dispute" })
  disputeId: string;

  @Field(() => SatisfactionEnum, { description: "对中心的满意度: satisfaction with the centre" })
  @Column("text")
  centre: Satisfaction;

  @Field(() => SatisfactionEnum, { description: "对责任单位的满意度: satisfaction with the responsible agencies" })
  @Column("text")
  agency: Satisfaction;

  @Field(() => String, { nullable: true, description: "意见: remark of the citizen" })
  @Column("text", { nullable: true })
  remark: string | null;

  @Field(() => DateTime, { description: "评价时间: when the citizen was asked" })
  @Column("timestamptz", { name: "evaluated_at" })
  evaluatedAt: Date;

  @Column("text", { name: "evaluated_by" })
  evaluatedBy: string;
}
