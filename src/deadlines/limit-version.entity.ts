import { Column, Entity, Index, PrimaryColumn } from "typeorm";
import type { PackRow } from "./packs.rules";

/** A limit as it read when a deadline was counted by it. Never changed: what was counted stays explainable. */
@Entity("limit_version")
@Index("ix_limit_version", ["limitId"])
export class LimitVersion {
  /** From the SHA-256 of the row as canonical JSON. */
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "pk_limit_version" })
  id: string;

  @Column("text", { name: "limit_id" })
  limitId: string;

  @Column("jsonb")
  row: PackRow;

  @Column("timestamptz", { name: "first_used_at" })
  firstUsedAt: Date;
}
