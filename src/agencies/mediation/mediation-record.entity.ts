import { Check, ChildEntity, Column } from "typeorm";
import { Field, InputType, ObjectType } from "type-graphql";
import { oneOf } from "../../platform/check-constraint";
import { labelledEnum } from "../../platform/graphql-enum";
import { Decimal, ShortText } from "../../platform/scalars";
import { AgencyRecord } from "../agency-record.entity";

export const MEDIATION_KIND_LABELS = {
  PEOPLES: "人民调解",
  ADMIN: "行政调解",
  INDUSTRY: "行业性、专业性调解",
  JUDICIAL_ENTRUSTED: "法院委托调解",
  LABOR: "劳动争议调解",
  POLICE: "治安调解",
} as const;
const MediationKindEnum = labelledEnum("MediationKind", "调解种类: kind of mediation", MEDIATION_KIND_LABELS);

@ObjectType("MediationRecord", { implements: AgencyRecord, description: "调解案件: record of the mediation line" })
@ChildEntity("MEDIATION")
@Check("ck_mediation_kind", oneOf("mediation_kind", Object.keys(MEDIATION_KIND_LABELS)))
export class MediationRecord extends AgencyRecord {
  @Field(() => MediationKindEnum, { nullable: true, description: "调解种类: kind" })
  @Column("text", { name: "mediation_kind", nullable: true })
  mediationKind: keyof typeof MEDIATION_KIND_LABELS | null;

  @Field(() => String, { nullable: true, description: "调解员: mediator in charge" })
  @Column("text", { nullable: true })
  mediator: string | null;

  @Field(() => Decimal, { nullable: true, description: "协议金额(元): amount agreed, yuan" })
  @Column("numeric", { name: "agreed_amount_yuan", precision: 14, scale: 2, nullable: true })
  agreedAmountYuan: string | null;
}

@InputType({ description: "调解案件字段: fields of the mediation line's record" })
export class MediationDetailsInput {
  @Field(() => MediationKindEnum, { nullable: true, description: "调解种类: kind" })
  mediationKind?: keyof typeof MEDIATION_KIND_LABELS | null;

  @Field(() => ShortText, { nullable: true, description: "调解员: mediator in charge" })
  mediator?: string | null;

  @Field(() => Decimal, { nullable: true, description: "协议金额(元): amount agreed, yuan" })
  agreedAmountYuan?: string | null;
}
