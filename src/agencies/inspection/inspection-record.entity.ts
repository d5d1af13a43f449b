import { Check, ChildEntity, Column } from "typeorm";
import { Field, InputType, Int, ObjectType } from "type-graphql";
import { oneOf } from "../../platform/check-constraint";
import { labelledEnum } from "../../platform/graphql-enum";
import { Decimal } from "../../platform/scalars";
import { AgencyRecord } from "../agency-record.entity";

export const INSPECTION_MATTER_LABELS = {
  HOUSE_RULES: "内部劳动保障规章制度",
  LABOUR_CONTRACT: "订立劳动合同",
  CHILD_LABOUR: "禁止使用童工",
  SPECIAL_PROTECTION: "女职工和未成年工特殊劳动保护",
  WORKING_TIME: "工作时间和休息休假",
  WAGES: "支付工资和执行最低工资标准",
  SOCIAL_INSURANCE: "参加社会保险和缴纳社会保险费",
  PLACEMENT_AND_TRAINING: "职业介绍、职业技能培训和鉴定机构",
  OTHER: "法律、法规规定的其他监察事项",
} as const;
const InspectionMatterEnum = labelledEnum(
  "InspectionMatter",
  "监察事项 (劳动保障监察条例11): what the inspection is about",
  INSPECTION_MATTER_LABELS,
);

@ObjectType("InspectionRecord", {
  implements: AgencyRecord,
  description: "劳动保障监察案件: record of the labour inspection line",
})
@ChildEntity("INSPECTION")
@Check("ck_inspection_matter", oneOf("inspection_matter", Object.keys(INSPECTION_MATTER_LABELS)))
@Check("ck_inspection_workers", "affected_workers > 0")
export class InspectionRecord extends AgencyRecord {
  @Field(() => InspectionMatterEnum, { nullable: true, description: "监察事项: what the inspection is about" })
  @Column("text", { name: "inspection_matter", nullable: true })
  inspectionMatter: keyof typeof INSPECTION_MATTER_LABELS | null;

  @Field(() => Int, { nullable: true, description: "涉及劳动者人数: workers the employer has wronged" })
  @Column("int", { name: "affected_workers", nullable: true })
  affectedWorkers: number | null;

  @Field(() => Decimal, {
    nullable: true,
    description: "责令支付金额(元): amount the employer is ordered to pay, yuan",
  })
  @Column("numeric", { name: "ordered_amount_yuan", precision: 14, scale: 2, nullable: true })
  orderedAmountYuan: string | null;
}

@InputType({ description: "劳动保障监察案件字段: fields of the inspection line's record" })
export class InspectionDetailsInput {
  @Field(() => InspectionMatterEnum, { nullable: true, description: "监察事项: what the inspection is about" })
  inspectionMatter?: keyof typeof INSPECTION_MATTER_LABELS | null;

  @Field(() => Int, { nullable: true, description: "涉及劳动者人数: workers the employer has wronged" })
  affectedWorkers?: number | null;

  @Field(() => Decimal, {
    nullable: true,
    description: "责令支付金额(元): amount the employer is ordered to pay, yuan",
  })
  orderedAmountYuan?: string | null;
}
