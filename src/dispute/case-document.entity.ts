import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { TimelineEvent } from "./timeline-event.entity";
import { Submission } from "../intake/submission.entity";
import { AgencyRecord } from "../agencies/agency-record.entity";
import { Dispute } from "./dispute.entity";
import { Field, ID, ObjectType } from "type-graphql";
import { oneOf } from "../platform/check-constraint";
import { Node } from "../platform/connection";
import { toGlobalId } from "../platform/global-id";
import { DateTime, LocalDate } from "../platform/scalars";
import { labelledEnum } from "../platform/graphql-enum";

export const DIGEST_LABELS = { SHA256: "SHA-256 摘要", SM3: "SM3 国密摘要 (GB/T 32905)" } as const;
export const DigestAlgorithmEnum = labelledEnum(
  "DigestAlgorithm",
  "摘要算法: how a document's digest was made",
  DIGEST_LABELS,
);

@ObjectType("CaseDocument", {
  implements: Node,
  description: "文书材料: a paper named and fingerprinted; the file stays with its owner",
})
@Entity("case_document")
@Check("ck_document_digest_algorithm", oneOf("digest_algorithm", Object.keys(DIGEST_LABELS)))
@Index("ix_document_dispute", ["disputeId", "addedAt", "id"])
@Index("ix_document_event", ["eventId"])
export class CaseDocument {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "pk_case_document" })
  id: string;

  @Field(() => ID, { name: "id", description: "全局标识: global id" })
  globalId(): string {
    return toGlobalId("CaseDocument", this.id);
  }

  @Column("uuid", { name: "dispute_id" })
  @ForeignKey(() => Dispute, { name: "fk_document_dispute" })
  disputeId: string;

  @Column("uuid", { name: "record_id", nullable: true })
  @ForeignKey(() => AgencyRecord, { name: "fk_document_record" })
  recordId: string | null;

  @Column("uuid", { name: "submission_id", nullable: true })
  @ForeignKey(() => Submission, { name: "fk_document_submission" })
  submissionId: string | null;

  @Column("uuid", { name: "event_id", nullable: true })
  @ForeignKey(() => TimelineEvent, { name: "fk_document_event" })
  eventId: string | null;

  @Field(() => String, { description: "文书种类: kind, such as 调解协议书" })
  @Column("text")
  kind: string;

  @Field(() => String, { description: "文书名称: name or number on the paper" })
  @Column("text")
  name: string;

  @Field(() => String, { description: "摘要: hexadecimal digest of the file" })
  @Column("text")
  digest: string;

  @Field(() => DigestAlgorithmEnum, { description: "摘要算法: how the digest was made" })
  @Column("text", { name: "digest_algorithm" })
  digestAlgorithm: keyof typeof DIGEST_LABELS;

  @Field(() => LocalDate, { nullable: true, description: "出具日期: date on the paper" })
  @Column("date", { name: "issued_on", nullable: true })
  issuedOn: string | null;

  @Field(() => DateTime, { description: "登记时间: when the hub learned of the paper" })
  @Column("timestamptz", { name: "added_at" })
  addedAt: Date;
}
