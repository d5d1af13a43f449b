import { Check, Column, Entity, Index, PrimaryColumn } from "typeorm";
import { Field, ID, ObjectType } from "type-graphql";
import { Node } from "../platform/connection";
import { toGlobalId } from "../platform/global-id";
import { DateTime, RegionCode } from "../platform/scalars";
import { labelledEnum } from "../platform/graphql-enum";
import { oneOf } from "../platform/check-constraint";
import type { Line } from "./workflow.rules";

export const LINE_LABELS: Readonly<Record<Line, string>> = {
  PETITION: "信访",
  LITIGATION: "诉讼",
  MEDIATION: "调解",
  ARBITRATION: "劳动人事争议仲裁",
  LEGAL_AID: "法律援助",
  INSPECTION: "劳动保障监察",
  HOTLINE: "12345热线",
};

export const LineEnum = labelledEnum("Line", "条线: the lines of work a dispute may be referred to", LINE_LABELS);

@ObjectType("Agency", {
  implements: Node,
  description: "承办机关: a body that receives referrals and keeps its own records",
})
@Entity("agency")
@Check("ck_agency_line", oneOf("line", Object.keys(LINE_LABELS)))
@Index("ix_agency_line_region", ["line", "regionCode"])
export class Agency {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "pk_agency" })
  id: string;

  @Field(() => ID, { name: "id", description: "全局标识: global id" })
  globalId(): string {
    return toGlobalId("Agency", this.id);
  }

  @Field(() => String, { description: "机关代码: stable short name, as it stands in the agency's token" })
  @Column("text")
  @Index("uq_agency_code", { unique: true })
  code: string;

  @Field(() => LineEnum, { description: "条线: the line this agency works in" })
  @Column("text")
  line: Line;

  @Field(() => String, { description: "机关名称: official name" })
  @Column("text")
  name: string;

  @Field(() => RegionCode, { description: "行政区划代码: place the agency is competent for (GB/T 2260)" })
  @Column("text", { name: "region_code" })
  regionCode: string;

  @Field(() => DateTime, {
    nullable: true,
    description: "撤并时间: since when it takes no more referrals; null while it works",
  })
  @Column("timestamptz", { name: "closed_at", nullable: true })
  closedAt: Date | null;
}
