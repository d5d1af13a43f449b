import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { Agency } from "../agencies/agency.entity";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { oneOf } from "../platform/check-constraint";
import { Node } from "../platform/connection";
import { toGlobalId } from "../platform/global-id";
import { DateTime, Decimal, RegionCode } from "../platform/scalars";
import { labelledEnum } from "../platform/graphql-enum";
import { DISPUTE_STATES, type DisputeState } from "./dispute-state.rules";
import {
  CATEGORY_LABELS,
  DisputeCategoryEnum,
  DisputeFlagEnum,
  GRADE_LABELS,
  HandlingGradeEnum,
  type DisputeCategory,
  type DisputeFlag,
  type HandlingGrade,
} from "./dispute.labels";

export const DisputeStateEnum = labelledEnum(
  "DisputeState",
  "纠纷状态: derived from the records of the agencies, never set by hand",
  DISPUTE_STATES,
);

/** Disputes nobody but the desk can move on: new, triaged, with an outcome to follow up, or come back. */
export const DESK_STATES_CONDITION = oneOf("state", ["REGISTERED", "TRIAGED", "RESOLVED", "UNRESOLVED", "REOPENED"]);

/** Those that are not closed: few and new, beside all there ever were. */
const OPEN_CONDITION = "state <> 'CLOSED'::text";

@ObjectType("Dispute", {
  implements: Node,
  description: "矛盾纠纷: one quarrel, whatever agencies deal with it (一案一码)",
})
@Entity("dispute")
@Check("ck_dispute_category", oneOf("category", Object.keys(CATEGORY_LABELS)))
@Check("ck_dispute_state", oneOf("state", Object.keys(DISPUTE_STATES)))
@Check("ck_dispute_grade", oneOf("grade", Object.keys(GRADE_LABELS)))
@Check("ck_dispute_version", "version > 0")
@Check("ck_dispute_closed", "(state = 'CLOSED'::text) = (closed_at IS NOT NULL)")
@Index("ix_dispute_desk", ["stateSince", "id"], { where: DESK_STATES_CONDITION })
@Index("ix_dispute_open", ["state", "openedAt", "id"], { where: OPEN_CONDITION })
// Over an expression, which TypeORM can neither write nor compare; the migration makes them (ADR 0011).
@Index("ix_dispute_open_city", { synchronize: false })
@Index("ix_dispute_open_county", { synchronize: false })
@Index("ix_dispute_open_town", { synchronize: false })
@Index("ix_dispute_desk_city", { synchronize: false })
@Index("ix_dispute_desk_county", { synchronize: false })
export class Dispute {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "pk_dispute" })
  id: string;

  @Field(() => ID, { name: "id", description: "全局标识: global id" })
  globalId(): string {
    return toGlobalId("Dispute", this.id);
  }

  @Field(() => String, { description: "一案一码: the one code of this dispute, shown to the citizen" })
  @Column("text", { name: "trace_code" })
  @Index("uq_dispute_trace_code", { unique: true })
  traceCode: string;

  @Field(() => String, { description: "事由: the quarrel in one line" })
  @Column("text")
  title: string;

  @Field(() => DisputeCategoryEnum, { description: "纠纷类别" + ": category" })
  @Column("text")
  category: DisputeCategory;

  @Field(() => [DisputeFlagEnum], { description: "标记: facts that cut across categories" })
  @Column("text", { array: true })
  flags: DisputeFlag[];

  @Field(() => RegionCode, { description: "属地: place of the matter, not of the citizen's household (信访工作条例5)" })
  @Column("text", { name: "region_code" })
  regionCode: string;

  @Field(() => HandlingGradeEnum, { nullable: true, description: "四办: handling grade, once the desk has given one" })
  @Column("text", { nullable: true })
  grade: HandlingGrade | null;

  @Field(() => Decimal, { nullable: true, description: "争议金额(元): amount in dispute, yuan" })
  @Column("numeric", { name: "amount_yuan", precision: 14, scale: 2, nullable: true })
  amountYuan: string | null;

  @Field(() => DisputeStateEnum, { description: "纠纷状态: derived state" })
  @Column("text")
  state: DisputeState;

  @Field(() => Int, { description: "版本: goes up by one with every event; send it back as expectedVersion" })
  @Column("int")
  version: number;

  /** To whose acceptance the lead last passed. Whether it still leads follows from its records, in whatever order they came. */
  @Column("uuid", { name: "appointed_agency_id", nullable: true })
  @ForeignKey(() => Agency, { name: "fk_dispute_appointed_agency" })
  appointedAgencyId: string | null;

  /** Null: the centre itself leads, as the first receiver (首办责任). */
  @Column("uuid", { name: "lead_agency_id", nullable: true })
  @ForeignKey(() => Agency, { name: "fk_dispute_lead_agency" })
  leadAgencyId: string | null;

  @Field(() => DateTime, { description: "立案时间: when the dispute was opened in the hub" })
  @Column("timestamptz", { name: "opened_at" })
  openedAt: Date;

  @Field(() => DateTime, { description: "更新时间: the last deed of anybody" })
  @Column("timestamptz", { name: "updated_at" })
  updatedAt: Date;

  /** Since when it has been in its state; what the desk's longest waiting is told by. */
  @Column("timestamptz", { name: "state_since" })
  stateSince: Date;

  @Field(() => DateTime, { nullable: true, description: "办结时间: when the dispute was closed" })
  @Column("timestamptz", { name: "closed_at", nullable: true })
  closedAt: Date | null;

  /** Goes up by one each time the dispute comes back after closing; an outcome of an earlier round counts no more. */
  @Column("int")
  round: number;

  /** A submission came after closing and no agency has accepted it since (回流). */
  @Column("boolean", { name: "is_returned" })
  isReturned: boolean;

  /** Somebody has followed up since the last outcome was reached (回访). */
  @Column("boolean", { name: "is_evaluated" })
  isEvaluated: boolean;

  /** At least one referral was ever made. */
  @Column("boolean", { name: "is_referred" })
  isReferred: boolean;
}
