import { Check, Column, Entity, Index, PrimaryColumn } from "typeorm";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { oneOf } from "../platform/check-constraint";
import { Node } from "../platform/connection";
import { toGlobalId } from "../platform/global-id";
import { labelledEnum } from "../platform/graphql-enum";
import { LocalDate } from "../platform/scalars";

export const IDENTITY_KIND_LABELS = {
  RESIDENT_ID: "居民身份证",
  HK_MACAO_TW_RESIDENCE: "港澳台居民居住证",
  FOREIGN_PERMANENT: "外国人永久居留身份证",
  HK_MACAO_PERMIT: "港澳居民来往内地通行证",
  TAIWAN_PERMIT: "台湾居民来往大陆通行证",
  PASSPORT: "护照",
  MILITARY: "军官证",
  NONE: "无证件(临时登记)",
} as const;

export const IdentityKindEnum = labelledEnum(
  "IdentityKind",
  "证件种类: what document a person was identified by",
  IDENTITY_KIND_LABELS,
);
export type IdentityKind = keyof typeof IDENTITY_KIND_LABELS;

/**
 * A citizen. Name, number and telephone are kept sealed (个人信息保护法 51) and found by keyed index only;
 * the plain values exist for the length of one answer.
 */
@ObjectType("Person", { implements: Node, description: "当事人(自然人): a citizen known to the hub" })
@Entity("person")
@Check("ck_person_id_kind", oneOf("id_kind", Object.keys(IDENTITY_KIND_LABELS)))
@Check("ck_person_identified", "(id_kind = 'NONE'::text) = (id_index IS NULL)")
export class Person {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "pk_person" })
  id: string;

  @Field(() => ID, { name: "id", description: "全局标识: global id" })
  globalId(): string {
    return toGlobalId("Person", this.id);
  }

  @Field(() => IdentityKindEnum, { description: "证件种类: kind of identity document" })
  @Column("text", { name: "id_kind" })
  idKind: IdentityKind;

  @Column("text", { name: "id_index", nullable: true })
  @Index("uq_person_id_index", { unique: true })
  idIndex: string | null;

  @Column("text", { name: "id_sealed", nullable: true })
  idSealed: string | null;

  @Column("text", { name: "name_index" })
  @Index("ix_person_name_index")
  nameIndex: string;

  @Column("text", { name: "name_sealed" })
  nameSealed: string;

  @Column("text", { name: "phone_index", nullable: true })
  @Index("ix_person_phone_index")
  phoneIndex: string | null;

  @Column("text", { name: "phone_sealed", nullable: true })
  phoneSealed: string | null;

  @Field(() => LocalDate, { nullable: true, description: "出生日期: birth date, where the document tells it" })
  @Column("date", { name: "birth_on", nullable: true })
  birthOn: string | null;

  @Field(() => Int, { description: "性别 (GB/T 2261.1): 0 未知, 1 男, 2 女, 9 未说明" })
  @Column("smallint")
  sex: number;

  @Column("timestamptz", { name: "created_at" })
  createdAt: Date;
}
