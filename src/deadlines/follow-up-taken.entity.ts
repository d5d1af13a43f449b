import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { Field, ObjectType } from "type-graphql";
import { AgencyRecord } from "../agencies/agency-record.entity";
import { Dispute } from "../dispute/dispute.entity";
import { DateTime } from "../platform/scalars";

/** One record opened as what lawfully follows another, never as a loose new case. */
@ObjectType("FollowUpTaken", { description: "后续衔接: a record that was opened as what lawfully follows another" })
@Entity("follow_up_taken")
@Check("ck_follow_up_two_records", "record_id <> follows_record_id")
@Index("ix_follow_up_follows", ["followsRecordId", "takenAt", "id"])
export class FollowUpTaken {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "pk_follow_up_taken" })
  id: string;

  @Column("uuid", { name: "dispute_id" })
  @ForeignKey(() => Dispute, { name: "fk_follow_up_dispute" })
  disputeId: string;

  @Column("uuid", { name: "record_id" })
  @ForeignKey(() => AgencyRecord, { name: "fk_follow_up_record" })
  @Index("uq_follow_up_record", { unique: true })
  recordId: string;

  @Column("uuid", { name: "follows_record_id" })
  @ForeignKey(() => AgencyRecord, { name: "fk_follow_up_follows" })
  followsRecordId: string;

  @Field(() => String, { description: "后续代码: which of the follow-ups it is" })
  @Column("text", { name: "follow_up_id" })
  code: string;

  @Field(() => DateTime, { description: "衔接时间: when the following record was opened" })
  @Column("timestamptz", { name: "taken_at" })
  takenAt: Date;
}
