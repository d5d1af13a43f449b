import { Check, ChildEntity, Column } from "typeorm";
import { Field, InputType, ObjectType } from "type-graphql";
import { oneOf } from "../../platform/check-constraint";
import { labelledEnum } from "../../platform/graphql-enum";
import { ShortText } from "../../platform/scalars";
import { AgencyRecord } from "../agency-record.entity";

export const AID_FORM_LABELS = {
  CONSULTATION: "法律咨询",
  DRAFTING: "代拟法律文书",
  DEFENCE: "刑事辩护与代理",
  LITIGATION: "民事、行政诉讼代理",
  NON_LITIGATION: "非诉讼代理(仲裁、调解、行政程序)",
  DUTY_LAWYER: "值班律师法律帮助",
} as const;
const AidFormEnum = labelledEnum("AidForm", "援助形式 (法律援助法22): form of the aid", AID_FORM_LABELS);

@ObjectType("LegalAidRecord", { implements: AgencyRecord, description: "法律援助案件: record of the legal-aid line" })
@ChildEntity("LEGAL_AID")
@Check("ck_legal_aid_form", oneOf("aid_form", Object.keys(AID_FORM_LABELS)))
export class LegalAidRecord extends AgencyRecord {
  @Field(() => AidFormEnum, { nullable: true, description: "援助形式: form of the aid" })
  @Column("text", { name: "aid_form", nullable: true })
  aidForm: keyof typeof AID_FORM_LABELS | null;

  @Field(() => Boolean, { nullable: true, description: "免予经济困难审查 (法律援助法32、42): means test waived" })
  @Column("boolean", { name: "means_test_waived", nullable: true })
  meansTestWaived: boolean | null;

  @Field(() => String, { nullable: true, description: "承办人: lawyer or legal worker in charge" })
  @Column("text", { nullable: true })
  lawyer: string | null;
}

@InputType({ description: "法律援助案件字段: fields of the legal-aid line's record" })
export class LegalAidDetailsInput {
  @Field(() => AidFormEnum, { nullable: true, description: "援助形式: form of the aid" })
  aidForm?: keyof typeof AID_FORM_LABELS | null;

  @Field(() => Boolean, { nullable: true, description: "免予经济困难审查: means test waived" })
  meansTestWaived?: boolean | null;

  @Field(() => ShortText, { nullable: true, description: "承办人: lawyer or legal worker in charge" })
  lawyer?: string | null;
}
