import { Field, InputType } from "type-graphql";
import type { Deed } from "../audit/deed";
import { LocalDate, ShortText, TitleText } from "../platform/scalars";
import { CaseDocument, DigestAlgorithmEnum, type DIGEST_LABELS } from "./case-document.entity";

@InputType({ description: "文书材料: a paper to be named and fingerprinted" })
export class DocumentInput {
  @Field(() => ShortText, { description: "文书种类: kind, such as 调解协议书" })
  kind: string;

  @Field(() => TitleText, { description: "文书名称: name or number on the paper" })
  name: string;

  @Field(() => ShortText, { description: "摘要: hexadecimal digest of the file, 64 characters" })
  digest: string;

  @Field(() => DigestAlgorithmEnum, { defaultValue: "SHA256", description: "摘要算法: how the digest was made" })
  digestAlgorithm: keyof typeof DIGEST_LABELS;

  @Field(() => LocalDate, { nullable: true, description: "出具日期: date on the paper" })
  issuedOn?: string | null;
}

/** Enters papers named with a deed. */
export function addDocuments(
  deed: Deed,
  documents: readonly DocumentInput[],
  of: Pick<CaseDocument, "disputeId"> & Partial<Pick<CaseDocument, "recordId" | "submissionId" | "eventId">>,
): void {
  for (const document of documents) {
    deed.changes.insert(CaseDocument, {
      id: deed.hub.ids.uuid(),
      recordId: null,
      submissionId: null,
      eventId: null,
      ...of,
      kind: document.kind,
      name: document.name,
      digest: document.digest.toLowerCase(),
      digestAlgorithm: document.digestAlgorithm,
      issuedOn: document.issuedOn ?? null,
      addedAt: deed.now,
    });
  }
}
