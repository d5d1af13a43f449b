import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { Dispute } from "../dispute/dispute.entity";
import { Agency } from "../agencies/agency.entity";
import { Field, ObjectType } from "type-graphql";
import { oneOf } from "../platform/check-constraint";
import { DateTime } from "../platform/scalars";
import {
  Referral,
  CANDIDATE_STATE_LABELS,
  CandidateStateEnum,
  ReturnReasonEnum,
  type CandidateState,
} from "./referral.entity";
import { RETURN_REASON_LABELS, type ReturnReason } from "./referral.labels";

@ObjectType("ReferralCandidate", { description: "候选承办机关: one agency a referral was offered to" })
@Entity("referral_candidate")
@Check("ck_candidate_state", oneOf("state", Object.keys(CANDIDATE_STATE_LABELS)))
@Check("ck_candidate_return_reason", oneOf("return_reason", Object.keys(RETURN_REASON_LABELS)))
@Check("ck_candidate_returned", "(state = 'RETURNED'::text) = (return_reason IS NOT NULL)")
@Index("uq_candidate", ["referralId", "agencyId"], { unique: true })
@Index("ix_candidate_offered", ["agencyId", "offeredAt", "referralId"], { where: "state = 'OFFERED'::text" })
@Index("ix_candidate_part", ["agencyId", "disputeOpenedAt", "disputeId"], {
  where: oneOf("state", ["OFFERED", "ACCEPTED"]),
})
@Index("ix_candidate_participation", ["disputeId", "agencyId", "state"])
@Index("uq_candidate_open", ["disputeId", "agencyId"], { unique: true, where: "state = 'OFFERED'::text" })
export class ReferralCandidate {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "pk_referral_candidate" })
  id: string;

  @Column("uuid", { name: "referral_id" })
  @ForeignKey(() => Referral, { name: "fk_candidate_referral" })
  referralId: string;

  @Column("uuid", { name: "agency_id" })
  @ForeignKey(() => Agency, { name: "fk_candidate_agency" })
  agencyId: string;

  @Column("uuid", { name: "dispute_id" })
  @ForeignKey(() => Dispute, { name: "fk_candidate_dispute" })
  disputeId: string;

  @Field(() => CandidateStateEnum, { description: "候选机关状态: state" })
  @Column("text")
  state: CandidateState;

  @Field(() => ReturnReasonEnum, { nullable: true, description: "退回理由: why it was returned" })
  @Column("text", { name: "return_reason", nullable: true })
  returnReason: ReturnReason | null;

  @Field(() => String, { nullable: true, description: "退回说明: the reason in words" })
  @Column("text", { name: "return_note", nullable: true })
  returnNote: string | null;

  @Field(() => DateTime, { description: "转送时间: when it was offered" })
  @Column("timestamptz", { name: "offered_at" })
  offeredAt: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: "答复时间: when the agency answered; of a successor, when its predecessor accepted",
  })
  @Column("timestamptz", { name: "decided_at", nullable: true })
  decidedAt: Date | null;

  /** The dispute's, which never changes. Kept here so that an agency's disputes have an order of their own. */
  @Column("timestamptz", { name: "dispute_opened_at" })
  disputeOpenedAt: Date;
}
