import { Check, ChildEntity, Column } from "typeorm";
import { Field, InputType, ObjectType } from "type-graphql";
import { oneOf } from "../../platform/check-constraint";
import { labelledEnum } from "../../platform/graphql-enum";
import { Decimal, ShortText } from "../../platform/scalars";
import { AgencyRecord } from "../agency-record.entity";

export const COURT_PROCEDURE_LABELS = {
  ORDINARY: "普通程序",
  SUMMARY: "简易程序",
  SMALL_CLAIMS: "小额诉讼",
  SPECIAL: "特别程序(司法确认等)",
  PAYMENT_ORDER: "督促程序",
} as const;
const CourtProcedureEnum = labelledEnum(
  "CourtProcedure",
  "审理程序: procedure the court applies",
  COURT_PROCEDURE_LABELS,
);

@ObjectType("LitigationRecord", { implements: AgencyRecord, description: "诉讼案件: record of the litigation line" })
@ChildEntity("LITIGATION")
@Check("ck_litigation_procedure", oneOf("court_procedure", Object.keys(COURT_PROCEDURE_LABELS)))
export class LitigationRecord extends AgencyRecord {
  @Field(() => CourtProcedureEnum, { nullable: true, description: "审理程序: procedure" })
  @Column("text", { name: "court_procedure", nullable: true })
  courtProcedure: keyof typeof COURT_PROCEDURE_LABELS | null;

  @Field(() => String, { nullable: true, description: "案由: cause of action (民事案件案由规定)" })
  @Column("text", { name: "cause_of_action", nullable: true })
  causeOfAction: string | null;

  @Field(() => Decimal, { nullable: true, description: "诉讼标的额(元): amount claimed, yuan" })
  @Column("numeric", { name: "claim_amount_yuan", precision: 14, scale: 2, nullable: true })
  claimAmountYuan: string | null;
}

@InputType({ description: "诉讼案件字段: fields of the litigation line's record" })
export class LitigationDetailsInput {
  @Field(() => CourtProcedureEnum, { nullable: true, description: "审理程序: procedure" })
  courtProcedure?: keyof typeof COURT_PROCEDURE_LABELS | null;

  @Field(() => ShortText, { nullable: true, description: "案由: cause of action (民事案件案由规定)" })
  causeOfAction?: string | null;

  @Field(() => Decimal, { nullable: true, description: "诉讼标的额(元): amount claimed, yuan" })
  claimAmountYuan?: string | null;
}
