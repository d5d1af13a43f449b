import { Column, Entity, Index, PrimaryColumn } from "typeorm";

/** One line for every deed tried, allowed or refused, written in the deed's own transaction. Append-only. */
@Entity("audit_entry")
@Index("ix_audit_at", ["at", "id"])
@Index("ix_audit_dispute", ["disputeId", "at"])
export class AuditEntry {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "pk_audit_entry" })
  id: string;

  @Column("timestamptz")
  at: Date;

  @Column("text")
  principal: string;

  @Column("text")
  role: string;

  @Column("text")
  action: string;

  @Column("uuid", { name: "dispute_id", nullable: true })
  disputeId: string | null;

  @Column("uuid", { name: "record_id", nullable: true })
  recordId: string | null;

  /** `ALLOWED`, or the refusal code. */
  @Column("text")
  verdict: string;

  @Column("text", { name: "request_id" })
  requestId: string;

  @Column("text", { name: "client_key", nullable: true })
  clientKey: string | null;

  @Column("text", { name: "body_hash", nullable: true })
  bodyHash: string | null;
}
