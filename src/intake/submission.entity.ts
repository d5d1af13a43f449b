import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { Person } from "../person/person.entity";
import { Dispute } from "../dispute/dispute.entity";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { oneOf } from "../platform/check-constraint";
import { Node } from "../platform/connection";
import { toGlobalId } from "../platform/global-id";
import { DateTime } from "../platform/scalars";
import { CHANNEL_LABELS, ChannelEnum, type Channel } from "./intake.labels";

@ObjectType("Submission", {
  implements: Node,
  description: "提交(登记件): one letter, visit, call or form, with its own receipt",
})
@Entity("submission")
@Check("ck_submission_channel", oneOf("channel", Object.keys(CHANNEL_LABELS)))
@Check("ck_submission_agent", "(agent_person_id IS NULL) = (agent_authorisation IS NULL)")
@Check("ck_submission_head_count", "head_count > 0")
@Index("ix_submission_dispute", ["disputeId", "submittedAt", "id"])
@Index("ix_submission_applicant", ["applicantId"])
@Index("uq_submission_external", ["sourceSystem", "externalNo"], { unique: true, where: "external_no IS NOT NULL" })
export class Submission {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "pk_submission" })
  id: string;

  @Field(() => ID, { name: "id", description: "全局标识: global id" })
  globalId(): string {
    return toGlobalId("Submission", this.id);
  }

  @Column("uuid", { name: "dispute_id" })
  @ForeignKey(() => Dispute, { name: "fk_submission_dispute" })
  disputeId: string;

  @Column("uuid", { name: "applicant_id", nullable: true })
  @ForeignKey(() => Person, { name: "fk_submission_applicant" })
  applicantId: string | null;

  @Field(() => ChannelEnum, { description: "提交渠道: channel" })
  @Column("text")
  channel: Channel;

  @Field(() => String, { description: "诉求内容: what the citizen asks, in the citizen's words" })
  @Column("text")
  content: string;

  @Field(() => String, { description: "回执编号: number on the receipt" })
  @Column("text", { name: "receipt_no" })
  @Index("uq_submission_receipt", { unique: true })
  receiptNo: string;

  /** Keyed index of the follow code; the code itself is on the citizen's receipt only. */
  @Column("text", { name: "follow_code_index" })
  @Index("uq_submission_follow_code", { unique: true })
  followCodeIndex: string;

  @Field(() => Boolean, { description: "重复件: the same person came before with the same matter (同人同事)" })
  @Column("boolean", { name: "is_repeat" })
  isRepeat: boolean;

  @Field(() => Int, { description: "人数: heads this submission speaks for" })
  @Column("int", { name: "head_count" })
  headCount: number;

  /** Who filed it for the applicant (代办), and on what authority. */
  @Column("uuid", { name: "agent_person_id", nullable: true })
  @ForeignKey(() => Person, { name: "fk_submission_agent_person" })
  agentPersonId: string | null;

  @Field(() => String, {
    nullable: true,
    description: "代办授权: the applicant's authorisation of the agent, kind and date of the paper",
  })
  @Column("text", { name: "agent_authorisation", nullable: true })
  agentAuthorisation: string | null;

  @Field(() => String, { nullable: true, description: "来源系统: system the submission was handed over from" })
  @Column("text", { name: "source_system", nullable: true })
  sourceSystem: string | null;

  @Field(() => String, { nullable: true, description: "来源编号: its number there" })
  @Column("text", { name: "external_no", nullable: true })
  externalNo: string | null;

  @Field(() => DateTime, { description: "提交时间: when the citizen submitted" })
  @Column("timestamptz", { name: "submitted_at" })
  submittedAt: Date;

  @Field(() => DateTime, { description: "登记时间: when the desk registered it" })
  @Column("timestamptz", { name: "registered_at" })
  registeredAt: Date;

  /** Since when this leads to an informer, as for a party; as it was registered, where it is itself a report. */
  @Column("timestamptz", { name: "secret_since", nullable: true })
  secretSince: Date | null;

  @Column("text", { name: "registered_by" })
  registeredBy: string;
}
