import { Check, ChildEntity, Column } from "typeorm";
import { Field, InputType, Int, ObjectType } from "type-graphql";
import { oneOf } from "../../platform/check-constraint";
import { labelledEnum } from "../../platform/graphql-enum";
import { Decimal } from "../../platform/scalars";
import { AgencyRecord } from "../agency-record.entity";

export const AWARD_KIND_LABELS = {
  FINAL: "终局裁决 (调解仲裁法47)",
  NON_FINAL: "非终局裁决",
} as const;
const AwardKindEnum = labelledEnum(
  "AwardKind",
  "裁决种类: whether the award is final for the employer",
  AWARD_KIND_LABELS,
);

@ObjectType("ArbitrationRecord", {
  implements: AgencyRecord,
  description: "仲裁案件: record of labour and personnel arbitration",
})
@ChildEntity("ARBITRATION")
@Check("ck_arbitration_award", oneOf("award_kind", Object.keys(AWARD_KIND_LABELS)))
@Check("ck_arbitration_workers", "worker_count > 0")
export class ArbitrationRecord extends AgencyRecord {
  @Field(() => AwardKindEnum, { nullable: true, description: "裁决种类: kind of award" })
  @Column("text", { name: "award_kind", nullable: true })
  awardKind: keyof typeof AWARD_KIND_LABELS | null;

  @Field(() => Int, {
    nullable: true,
    description: "劳动者人数: workers on the claiming side; ten or more is collective",
  })
  @Column("int", { name: "worker_count", nullable: true })
  workerCount: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "简易处理 (劳动人事争议仲裁办案规则56至61): whether it is handled in the simple way",
  })
  @Column("boolean", { name: "arbitration_is_simplified", nullable: true })
  isSimplified: boolean | null;

  @Field(() => Decimal, { nullable: true, description: "裁决金额(元): amount awarded, yuan" })
  @Column("numeric", { name: "award_amount_yuan", precision: 14, scale: 2, nullable: true })
  awardAmountYuan: string | null;
}

@InputType({ description: "仲裁案件字段: fields of the arbitration line's record" })
export class ArbitrationDetailsInput {
  @Field(() => AwardKindEnum, { nullable: true, description: "裁决种类: kind of award" })
  awardKind?: keyof typeof AWARD_KIND_LABELS | null;

  @Field(() => Int, { nullable: true, description: "劳动者人数: workers on the claiming side" })
  workerCount?: number | null;

  @Field(() => Boolean, { nullable: true, description: "简易处理: whether it is handled in the simple way" })
  isSimplified?: boolean | null;

  @Field(() => Decimal, { nullable: true, description: "裁决金额(元): amount awarded, yuan" })
  awardAmountYuan?: string | null;
}
