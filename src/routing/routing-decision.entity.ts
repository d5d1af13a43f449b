import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { Field, ObjectType } from "type-graphql";
import { LINE_LABELS, LineEnum } from "../agencies/agency.entity";
import type { Line } from "../agencies/workflow.rules";
import { Dispute } from "../dispute/dispute.entity";
import { oneOf } from "../platform/check-constraint";
import { labelledEnum } from "../platform/graphql-enum";
import { DateTime } from "../platform/scalars";
import { DOOR_LABELS, type Door } from "./door.labels";
import { Referral } from "./referral.entity";

export const DoorEnum = labelledEnum(
  "RoutingDoor",
  "途径: a way a matter can lawfully go, or must not go",
  DOOR_LABELS,
);

export const DECISION_LABELS = {
  CONFIRMED: "按建议确认",
  GUIDED: "按建议确认,附引导",
  OVERRIDDEN: "与建议不符,由督办负责人决定",
  REFUSED: "不予分流,已登记并告知途径",
} as const;
export type DecisionVerdict = keyof typeof DECISION_LABELS;
const DecisionEnum = labelledEnum(
  "RoutingVerdict",
  "分流决定: what a person made of the hub's advice",
  DECISION_LABELS,
);

/** Who decided what on which rule (个人信息保护法 24: no such decision is the machine's alone). Append-only. */
@ObjectType("RoutingDecision", {
  description: "分流决定: what a person decided on one line a dispute was to be referred to, and the rule it rests on",
})
@Entity("routing_decision")
@Check("ck_routing_decision_line", oneOf("line", Object.keys(LINE_LABELS)))
@Check("ck_routing_decision_verdict", oneOf("verdict", Object.keys(DECISION_LABELS)))
@Check("ck_routing_decision_referral", "(verdict = 'REFUSED'::text) = (referral_id IS NULL)")
@Check("ck_routing_decision_reason", "verdict <> 'OVERRIDDEN'::text OR text IS NOT NULL")
@Index("ix_routing_decision_dispute", ["disputeId", "decidedAt", "id"])
export class RoutingDecision {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "pk_routing_decision" })
  id: string;

  @Column("uuid", { name: "dispute_id" })
  @ForeignKey(() => Dispute, { name: "fk_routing_decision_dispute" })
  disputeId: string;

  /** Null for a wish that was refused: nothing was referred. */
  @Column("uuid", { name: "referral_id", nullable: true })
  @ForeignKey(() => Referral, { name: "fk_routing_decision_referral" })
  referralId: string | null;

  @Field(() => LineEnum, { description: "条线: the line it was to be referred to" })
  @Column("text")
  line: Line;

  @Field(() => DoorEnum, { nullable: true, description: "途径: the door of the line; null when none was named" })
  @Column("text", { nullable: true })
  door: Door | null;

  @Field(() => DecisionEnum, { description: "决定: what was decided" })
  @Column("text")
  verdict: DecisionVerdict;

  @Field(() => String, {
    nullable: true,
    description: "规则: id of the row of docs/law.md it rests on, or goes against",
  })
  @Column("text", { nullable: true })
  rule: string | null;

  @Field(() => String, { nullable: true, description: "依据: law and article; null for a policy of the centre" })
  @Column("text", { nullable: true })
  basis: string | null;

  @Field(() => String, {
    nullable: true,
    description: "说明: what is to be minded, the reason to go against the advice, or the lawful way that was told",
  })
  @Column("text", { nullable: true })
  text: string | null;

  @Field(() => [String], {
    description: "已确认的事实: facts the advice was asked with, as `fact:true` or `fact:false`",
  })
  @Column("text", { array: true })
  facts: string[];

  @Field(() => String, { description: "确认人: account of the person who decided" })
  @Column("text", { name: "decided_by" })
  decidedBy: string;

  @Field(() => DateTime, { description: "决定时间: when it was decided" })
  @Column("timestamptz", { name: "decided_at" })
  decidedAt: Date;
}
