import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { Dispute } from "./dispute.entity";
import { Field, ID, ObjectType } from "type-graphql";
import { oneOf } from "../platform/check-constraint";
import { Node } from "../platform/connection";
import { toGlobalId } from "../platform/global-id";
import { DateTime } from "../platform/scalars";
import { LINK_KIND_LABELS, LinkKindEnum, type LinkKind } from "./dispute.labels";

@ObjectType("DisputeLink", { implements: Node, description: "纠纷关联: a typed link from one dispute to another" })
@Entity("dispute_link")
@Check("ck_link_kind", oneOf("kind", Object.keys(LINK_KIND_LABELS)))
@Check("ck_link_two_disputes", "from_dispute_id <> to_dispute_id")
@Index("uq_link", ["fromDisputeId", "toDisputeId", "kind"], { unique: true })
@Index("ix_link_from", ["fromDisputeId", "linkedAt", "id"])
@Index("ix_link_to", ["toDisputeId", "linkedAt", "id"])
export class DisputeLink {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "pk_dispute_link" })
  id: string;

  @Field(() => ID, { name: "id", description: "全局标识: global id" })
  globalId(): string {
    return toGlobalId("DisputeLink", this.id);
  }

  @Column("uuid", { name: "from_dispute_id" })
  @ForeignKey(() => Dispute, { name: "fk_link_from_dispute" })
  fromDisputeId: string;

  @Column("uuid", { name: "to_dispute_id" })
  @ForeignKey(() => Dispute, { name: "fk_link_to_dispute" })
  toDisputeId: string;

  @Field(() => LinkKindEnum, { description: "关联种类: kind" })
  @Column("text")
  kind: LinkKind;

  @Field(() => String, { description: "关联理由: reason given" })
  @Column("text")
  reason: string;

  @Field(() => DateTime, { description: "关联时间: when it was linked" })
  @Column("timestamptz", { name: "linked_at" })
  linkedAt: Date;

  @Column("text", { name: "linked_by" })
  linkedBy: string;
}
