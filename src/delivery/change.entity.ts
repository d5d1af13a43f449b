import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { TimelineEvent } from "../dispute/timeline-event.entity";
import { Dispute } from "../dispute/dispute.entity";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { oneOf } from "../platform/check-constraint";
import { toGlobalId } from "../platform/global-id";
import { DateTime } from "../platform/scalars";
import { EVENT_KIND_LABELS, EventKindEnum, type EventKind } from "../dispute/dispute.labels";

/** Outbox and change feed in one: written with the deed, read by position (ADR 0004). Append-only. */
@ObjectType("Change", { description: "变更: one line of the change feed; thin, the detail is read from the dispute" })
@Entity("change_log")
@Check("ck_change_kind", oneOf("kind", Object.keys(EVENT_KIND_LABELS)))
@Index("ix_change_position", ["xid", "id"])
@Index("ix_change_dispute", ["disputeId"])
export class Change {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "pk_change_log" })
  id: string;

  @Field(() => ID, { name: "id", description: "变更标识: stays the same however often the change is read" })
  globalId(): string {
    return toGlobalId("Change", this.id);
  }

  /** The writing transaction. A reader goes no further than the oldest one still running, so nothing is overtaken. */
  @Column("bigint", { default: () => "current_change_xid()" })
  xid: string;

  @Column("uuid", { name: "dispute_id" })
  @ForeignKey(() => Dispute, { name: "fk_change_dispute" })
  disputeId: string;

  @Field(() => EventKindEnum, { description: "事件种类: what happened" })
  @Column("text")
  kind: EventKind;

  @Column("uuid", { name: "record_id", nullable: true })
  recordId: string | null;

  @Column("uuid", { name: "referral_id", nullable: true })
  referralId: string | null;

  @Column("uuid", { name: "event_id" })
  @ForeignKey(() => TimelineEvent, { name: "fk_change_event" })
  eventId: string;

  /** For this agency alone, which takes part in the dispute no more; null for all who do. */
  @Column("uuid", { name: "told_agency_id", nullable: true })
  toldAgencyId: string | null;

  @Field(() => Int, { description: "版本: version of the dispute after the change" })
  @Column("int", { name: "dispute_version" })
  disputeVersion: number;

  @Field(() => DateTime, { description: "变更时间: when the hub recorded it" })
  @Column("timestamptz", { name: "changed_at" })
  changedAt: Date;
}
