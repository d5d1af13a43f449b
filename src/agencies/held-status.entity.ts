import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { AgencyRecord } from "./agency-record.entity";
import { oneOf } from "../platform/check-constraint";

/** A status that came before its predecessor. It waits here and joins the timeline when its turn comes. */
@Entity("held_status")
@Check("ck_held_outcome", oneOf("outcome", ["HELD", "RELEASED", "REFUSED"]))
@Index("ix_held_waiting", ["recordId", "sequence", "receivedAt"], { where: "outcome <> 'RELEASED'::text" })
@Index("uq_held_sequence", ["recordId", "sequence"], { unique: true, where: "outcome = 'HELD'::text" })
export class HeldStatus {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "pk_held_status" })
  id: string;

  @Column("uuid", { name: "record_id" })
  @ForeignKey(() => AgencyRecord, { name: "fk_held_record" })
  recordId: string;

  @Column("int")
  sequence: number;

  @Column("text", { name: "body_hash" })
  bodyHash: string;

  /** The whole report, as it will be judged when its turn comes. */
  @Column("jsonb")
  report: unknown;

  @Column("timestamptz", { name: "received_at" })
  receivedAt: Date;

  @Column("text", { name: "by_principal" })
  byPrincipal: string;

  @Column("text")
  outcome: "HELD" | "RELEASED" | "REFUSED";

  @Column("text", { name: "refusal_code", nullable: true })
  refusalCode: string | null;

  @Column("timestamptz", { name: "decided_at", nullable: true })
  decidedAt: Date | null;
}
