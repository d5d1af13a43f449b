import { Column, Entity, Index, PrimaryColumn } from "typeorm";

/** The answer once given to a client's key, written with the effect it answers for. */
@Entity("idempotency")
@Index("ix_idempotency_created", ["createdAt"])
export class Idempotency {
  /** Whose key it is: two clients may use the same key for different things. */
  @PrimaryColumn("text", { primaryKeyConstraintName: "pk_idempotency" })
  scope: string;

  @PrimaryColumn("text", { primaryKeyConstraintName: "pk_idempotency" })
  key: string;

  @Column("text")
  action: string;

  @Column("text", { name: "body_hash" })
  bodyHash: string;

  @Column("jsonb")
  answer: unknown;

  @Column("timestamptz", { name: "created_at" })
  createdAt: Date;
}
