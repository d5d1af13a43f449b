import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { Organisation } from "../person/organisation.entity";
import { Person } from "../person/person.entity";
import { Dispute } from "./dispute.entity";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { oneOf } from "../platform/check-constraint";
import { Node } from "../platform/connection";
import { toGlobalId } from "../platform/global-id";
import { DateTime } from "../platform/scalars";
import { PARTY_ROLE_LABELS, PartyRoleEnum, type PartyRole } from "./dispute.labels";

@ObjectType("Party", { implements: Node, description: "当事人: a person or body with a part in the dispute" })
@Entity("party")
@Check("ck_party_role", oneOf("role", Object.keys(PARTY_ROLE_LABELS)))
@Check("ck_party_subject", "num_nonnulls(person_id, organisation_id) = 1")
@Check("ck_party_head_count", "head_count > 0")
@Index("ix_party_dispute", ["disputeId", "joinedAt", "id"])
@Index("ix_party_person", ["personId", "disputeId"])
@Check("ck_party_name_key", "(person_id IS NULL) = (name_key IS NULL)")
@Index("ix_party_organisation", ["organisationId", "disputeId"])
@Index("ix_party_name", ["nameKey", "regionCode", "personId"], { where: "name_key IS NOT NULL" })
export class Party {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "pk_party" })
  id: string;

  @Field(() => ID, { name: "id", description: "全局标识: global id" })
  globalId(): string {
    return toGlobalId("Party", this.id);
  }

  @Column("uuid", { name: "dispute_id" })
  @ForeignKey(() => Dispute, { name: "fk_party_dispute" })
  disputeId: string;

  @Field(() => PartyRoleEnum, { description: "当事人地位: role" })
  @Column("text")
  role: PartyRole;

  @Column("uuid", { name: "person_id", nullable: true })
  @ForeignKey(() => Person, { name: "fk_party_person" })
  personId: string | null;

  @Column("uuid", { name: "organisation_id", nullable: true })
  @ForeignKey(() => Organisation, { name: "fk_party_organisation" })
  organisationId: string | null;

  @Field(() => Int, { description: "人数: heads this party stands for; 1 unless it is a collective" })
  @Column("int", { name: "head_count" })
  headCount: number;

  @Field(() => DateTime, { description: "加入时间: when the party was entered" })
  @Column("timestamptz", { name: "joined_at" })
  joinedAt: Date;

  /**
   * Since when this leads to an informer, who is kept secret (劳动保障监察条例 9(3)); null for everybody else. As it joined,
   * where it came by a report: no agency could have known it before.
   */
  @Column("timestamptz", { name: "secret_since", nullable: true })
  secretSince: Date | null;

  /** The dispute's, which never changes. Kept here so that namesakes of one region are found beside each other. */
  @Column("text", { name: "region_code" })
  regionCode: string;

  /** The beginning of the person's name index: enough to find the few rows that are then compared whole. */
  @Column("text", { name: "name_key", nullable: true })
  nameKey: string | null;
}
