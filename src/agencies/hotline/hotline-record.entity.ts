import { Check, ChildEntity, Column } from "typeorm";
import { Field, InputType, ObjectType } from "type-graphql";
import { oneOf } from "../../platform/check-constraint";
import { labelledEnum } from "../../platform/graphql-enum";
import { ShortText } from "../../platform/scalars";
import { AgencyRecord } from "../agency-record.entity";

export const HOTLINE_REQUEST_LABELS = {
  CONSULTATION: "咨询",
  HELP: "求助",
  COMPLAINT: "投诉",
  REPORT: "举报",
  SUGGESTION: "意见建议",
} as const;
const HotlineRequestEnum = labelledEnum(
  "HotlineRequest",
  "诉求类型 (国办发〔2020〕53号): what the caller wants",
  HOTLINE_REQUEST_LABELS,
);

@ObjectType("HotlineRecord", { implements: AgencyRecord, description: "热线工单: record of the 12345 hotline" })
@ChildEntity("HOTLINE")
@Check("ck_hotline_request", oneOf("hotline_request", Object.keys(HOTLINE_REQUEST_LABELS)))
export class HotlineRecord extends AgencyRecord {
  @Field(() => HotlineRequestEnum, { nullable: true, description: "诉求类型: what the caller wants" })
  @Column("text", { name: "hotline_request", nullable: true })
  hotlineRequest: keyof typeof HOTLINE_REQUEST_LABELS | null;

  @Field(() => String, { nullable: true, description: "承办单位: body the order was dispatched to" })
  @Column("text", { name: "handling_unit", nullable: true })
  handlingUnit: string | null;

  @Field(() => Boolean, { nullable: true, description: "是否解决: whether the caller says it is solved" })
  @Column("boolean", { name: "is_solved", nullable: true })
  isSolved: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "是否满意: whether the caller is satisfied" })
  @Column("boolean", { name: "is_satisfied", nullable: true })
  isSatisfied: boolean | null;
}

@InputType({ description: "热线工单字段: fields of the hotline's record" })
export class HotlineDetailsInput {
  @Field(() => HotlineRequestEnum, { nullable: true, description: "诉求类型: what the caller wants" })
  hotlineRequest?: keyof typeof HOTLINE_REQUEST_LABELS | null;

  @Field(() => ShortText, { nullable: true, description: "承办单位: body the order was dispatched to" })
  handlingUnit?: string | null;

  @Field(() => Boolean, { nullable: true, description: "是否解决: whether the caller says it is solved" })
  isSolved?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "是否满意: whether the caller is satisfied" })
  isSatisfied?: boolean | null;
}
