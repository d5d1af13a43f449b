import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { Field, Int, ObjectType } from "type-graphql";
import { Dispute } from "../dispute/dispute.entity";
import { FactEnum } from "../dispute/refused.types";
import { oneOf } from "../platform/check-constraint";
import { DateTime } from "../platform/scalars";
import { FACT_LABELS, type Fact } from "./fact.labels";
import { RoutingDecision } from "./routing-decision.entity";

/**
 * 已问清的事实: what the desk was told of a matter, kept so that no citizen is asked twice. The last word on a fact is in
 * force; the earlier ones stay. Append-only.
 */
@ObjectType("ToldFact", {
  description: "已问清的事实: what the desk was told when it referred; the last word on a fact is in force",
})
@Entity("told_fact")
@Check("ck_told_fact_fact", oneOf("fact", Object.keys(FACT_LABELS)))
@Check("ck_told_fact_word", "word > 0")
// Which word is the last is said by its number, given behind the dispute's lock: the clocks of two hubs may differ.
@Index("uq_told_fact_word", ["disputeId", "fact", "word"], { unique: true })
@Index("ix_told_fact_dispute", ["disputeId", "toldAt", "id"])
export class ToldFact {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "pk_told_fact" })
  id: string;

  @Column("uuid", { name: "dispute_id" })
  @ForeignKey(() => Dispute, { name: "fk_told_fact_dispute" })
  disputeId: string;

  @Field(() => FactEnum, { description: "事实: the fact" })
  @Column("text")
  fact: Fact;

  @Field(() => Boolean, { description: "是否: whether it is so" })
  @Column("boolean", { name: "is_so" })
  isSo: boolean;

  @Field(() => Int, { description: "第几次: which word on this fact; more than 1 says that it was corrected" })
  @Column("int")
  word: number;

  /** The first line of the deed that it was told with. */
  @Column("uuid", { name: "decision_id" })
  @ForeignKey(() => RoutingDecision, { name: "fk_told_fact_decision" })
  decisionId: string;

  @Field(() => String, { description: "询问人: account of the person who asked" })
  @Column("text", { name: "told_by" })
  toldBy: string;

  @Field(() => DateTime, { description: "问清时间: when it was told" })
  @Column("timestamptz", { name: "told_at" })
  toldAt: Date;
}
