import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { Agency } from "./agency.entity";

/**
 * 继受 (信访工作条例 24): which body takes over what a closed one had begun. It is handed over in the order of the disputes'
 * ids, some at a time: `reached` moves in the statement that hands over, so nothing is left out and nothing goes twice.
 */
@Entity("agency_succession")
@Check("ck_succession_other", "agency_id <> successor_id")
@Index("uq_succession_agency", ["agencyId"], { unique: true })
@Index("ix_succession_pending", ["successorId"], { where: "finished_at IS NULL" })
export class AgencySuccession {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "pk_agency_succession" })
  id: string;

  @Column("uuid", { name: "agency_id" })
  @ForeignKey(() => Agency, { name: "fk_succession_agency" })
  agencyId: string;

  @Column("uuid", { name: "successor_id" })
  @ForeignKey(() => Agency, { name: "fk_succession_successor" })
  successorId: string;

  /** Of the deed that closed the agency. */
  @Column("text")
  reason: string;

  /** Disputes up to this one have been handed over. */
  @Column("uuid", { nullable: true })
  reached: string | null;

  @Column("timestamptz", { name: "begun_at" })
  begunAt: Date;

  @Column("timestamptz", { name: "finished_at", nullable: true })
  finishedAt: Date | null;
}
