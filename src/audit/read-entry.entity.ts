import { Column, Entity, Index, PrimaryColumn } from "typeorm";

/** Who looked at whose record, and what for (个人信息保护法 51; kept three years, 政务数据共享条例 29). Append-only. */
@Entity("read_entry")
@Index("ix_read_at", ["at", "id"])
@Index("ix_read_person", ["personId", "at"])
export class ReadEntry {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "pk_read_entry" })
  id: string;

  @Column("timestamptz")
  at: Date;

  @Column("text")
  principal: string;

  @Column("text")
  role: string;

  @Column("text")
  action: string;

  @Column("uuid", { name: "person_id", nullable: true })
  personId: string | null;

  @Column("uuid", { name: "dispute_id", nullable: true })
  disputeId: string | null;

  @Column("text", { nullable: true })
  purpose: string | null;

  @Column("text", { name: "request_id" })
  requestId: string;
}
