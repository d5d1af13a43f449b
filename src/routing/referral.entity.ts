import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { Dispute } from "../dispute/dispute.entity";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { oneOf } from "../platform/check-constraint";
import { Node } from "../platform/connection";
import { toGlobalId } from "../platform/global-id";
import { DateTime } from "../platform/scalars";
import { labelledEnum } from "../platform/graphql-enum";
import { RETURN_REASON_LABELS } from "./referral.labels";
import { Agency, LINE_LABELS, LineEnum } from "../agencies/agency.entity";
import type { Line } from "../agencies/workflow.rules";

export const REFERRAL_STATE_LABELS = {
  OFFERED: "已分流,待接收",
  ACCEPTED: "已接收",
  RETURNED: "已退回",
} as const;
export type ReferralState = keyof typeof REFERRAL_STATE_LABELS;
export const ReferralStateEnum = labelledEnum(
  "ReferralState",
  "转送状态: where a referral stands",
  REFERRAL_STATE_LABELS,
);

export const CANDIDATE_STATE_LABELS = {
  OFFERED: "待接收",
  ACCEPTED: "已接收",
  RETURNED: "已退回",
  LAPSED: "已失效(由其他机关接收,或者机关撤并)",
} as const;
export type CandidateState = keyof typeof CANDIDATE_STATE_LABELS;
export const CandidateStateEnum = labelledEnum(
  "CandidateState",
  "候选机关状态: what one candidate did with the referral",
  CANDIDATE_STATE_LABELS,
);

export const ReturnReasonEnum = labelledEnum(
  "ReturnReason",
  "退回理由: why an agency sends a referral back",
  RETURN_REASON_LABELS,
);

@ObjectType("Referral", {
  implements: Node,
  description: "分流转送: a dispute offered to one line; the first candidate to accept holds it",
})
@Entity("referral")
@Check("ck_referral_line", oneOf("line", Object.keys(LINE_LABELS)))
@Check("ck_referral_state", oneOf("state", Object.keys(REFERRAL_STATE_LABELS)))
@Check("ck_referral_holder", "(state = 'ACCEPTED'::text) = (holder_id IS NOT NULL)")
@Index("ix_referral_dispute", ["disputeId", "referredAt", "id"])
export class Referral {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "pk_referral" })
  id: string;

  @Field(() => ID, { name: "id", description: "全局标识: global id" })
  globalId(): string {
    return toGlobalId("Referral", this.id);
  }

  @Column("uuid", { name: "dispute_id" })
  @ForeignKey(() => Dispute, { name: "fk_referral_dispute" })
  disputeId: string;

  @Field(() => LineEnum, { description: "条线: the line it is offered to" })
  @Column("text")
  line: Line;

  @Field(() => ReferralStateEnum, { description: "转送状态: state" })
  @Column("text")
  state: ReferralState;

  /** The agency that accepted. */
  @Column("uuid", { name: "holder_id", nullable: true })
  @ForeignKey(() => Agency, { name: "fk_referral_holder" })
  holderId: string | null;

  @Field(() => Boolean, { description: "牵头: whether acceptance passes the lead to the agency" })
  @Column("boolean", { name: "takes_lead" })
  takesLead: boolean;

  @Field(() => String, { description: "转送理由: reason and legal basis the desk gave" })
  @Column("text")
  reason: string;

  @Field(() => DateTime, { description: "转送时间: when it was referred" })
  @Column("timestamptz", { name: "referred_at" })
  referredAt: Date;

  @Column("text", { name: "referred_by" })
  referredBy: string;

  @Field(() => DateTime, { nullable: true, description: "答复时间: when it was accepted or finally returned" })
  @Column("timestamptz", { name: "decided_at", nullable: true })
  decidedAt: Date | null;

  @Field(() => Int, { description: "版本: goes up by one with every answer; send it back as expectedVersion" })
  @Column("int")
  version: number;
}
