import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { Agency } from "../agencies/agency.entity";
import { Submission } from "../intake/submission.entity";
import { Referral } from "../routing/referral.entity";
import { AgencyRecord } from "../agencies/agency-record.entity";
import { Dispute } from "./dispute.entity";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { oneOf } from "../platform/check-constraint";
import { Node } from "../platform/connection";
import { toGlobalId } from "../platform/global-id";
import { DateTime } from "../platform/scalars";
import { EVENT_KIND_LABELS, EventKindEnum, type EventKind } from "./dispute.labels";

/** Append-only: a trigger refuses UPDATE, DELETE and TRUNCATE. A correction is a new event (`correctsId`). */
@ObjectType("TimelineEvent", { implements: Node, description: "时间轴事件: something that happened in the dispute" })
@Entity("timeline_event")
@Check("ck_event_kind", oneOf("kind", Object.keys(EVENT_KIND_LABELS)))
@Check("ck_event_sequence", "sequence > 0")
@Check("ck_event_correction", "(kind = 'CORRECTION'::text) = (corrects_id IS NOT NULL)")
@Index("ix_event_timeline", ["disputeId", "occurredAt", "id"])
@Index("uq_event_sequence", ["recordId", "sequence"], { unique: true, where: "sequence IS NOT NULL" })
@Index("ix_event_corrects", ["correctsId"], { where: "corrects_id IS NOT NULL" })
export class TimelineEvent {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "pk_timeline_event" })
  id: string;

  @Field(() => ID, { name: "id", description: "全局标识: global id" })
  globalId(): string {
    return toGlobalId("TimelineEvent", this.id);
  }

  @Column("uuid", { name: "dispute_id" })
  @ForeignKey(() => Dispute, { name: "fk_event_dispute" })
  disputeId: string;

  @Column("uuid", { name: "record_id", nullable: true })
  @ForeignKey(() => AgencyRecord, { name: "fk_event_record" })
  recordId: string | null;

  @Column("uuid", { name: "referral_id", nullable: true })
  @ForeignKey(() => Referral, { name: "fk_event_referral" })
  referralId: string | null;

  @Column("uuid", { name: "submission_id", nullable: true })
  @ForeignKey(() => Submission, { name: "fk_event_submission" })
  submissionId: string | null;

  @Field(() => EventKindEnum, { description: "事件种类: kind" })
  @Column("text")
  kind: EventKind;

  @Field(() => String, { nullable: true, description: "原状态: workflow state before, for a status" })
  @Column("text", { name: "from_state", nullable: true })
  fromState: string | null;

  @Field(() => String, { nullable: true, description: "新状态: workflow state after, for a status or an acceptance" })
  @Column("text", { name: "to_state", nullable: true })
  toState: string | null;

  @Field(() => DateTime, { description: "发生时间: when it happened, as the reporter says" })
  @Column("timestamptz", { name: "occurred_at" })
  occurredAt: Date;

  @Field(() => DateTime, { description: "知悉时间: when the hub learned of it" })
  @Column("timestamptz", { name: "recorded_at" })
  recordedAt: Date;

  @Field(() => Int, {
    nullable: true,
    description: "状态序号: the agency's running number of the status within its record",
  })
  @Column("int", { nullable: true })
  sequence: number | null;

  /** Digest of the report as received; tells a repeated report from a contradicting one. */
  @Column("text", { name: "body_hash", nullable: true })
  bodyHash: string | null;

  @Column("text", { name: "by_principal" })
  byPrincipal: string;

  @Column("uuid", { name: "agency_id", nullable: true })
  @ForeignKey(() => Agency, { name: "fk_event_agency" })
  agencyId: string | null;

  /** The event this one corrects. */
  @Column("uuid", { name: "corrects_id", nullable: true })
  @ForeignKey(() => TimelineEvent, { name: "fk_event_corrects" })
  correctsId: string | null;

  @Field(() => String, { nullable: true, description: "说明: note or reason given with the deed" })
  @Column("text", { nullable: true })
  note: string | null;
}
