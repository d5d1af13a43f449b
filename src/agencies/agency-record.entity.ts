import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, TableInheritance } from "typeorm";
import { Referral } from "../routing/referral.entity";
import { Dispute } from "../dispute/dispute.entity";
import { Extensions, Field, ID, Int, InterfaceType } from "type-graphql";
import { oneOf } from "../platform/check-constraint";
import { Node } from "../platform/connection";
import { toGlobalId } from "../platform/global-id";
import { columns } from "../platform/read/reads";
import { DateTime } from "../platform/scalars";
import { labelledEnum } from "../platform/graphql-enum";
import { Agency, LINE_LABELS, LineEnum } from "./agency.entity";
import type { Line, Outcome, Phase } from "./workflow.rules";
import { WORKFLOWS } from "./workflows.rules";

export const PHASE_LABELS: Readonly<Record<Phase, string>> = {
  ACTIVE: "办理中",
  SETTLING: "已有结果,待生效或履行",
  ENDED: "已终结",
};
export const PhaseEnum = labelledEnum("RecordPhase", "办理阶段: how far a record is, whatever its line", PHASE_LABELS);

const OUTCOME_LABELS: Readonly<Record<Outcome, string>> = {
  RESOLVED: "化解",
  UNRESOLVED: "未化解",
  WITHDRAWN: "撤回",
  REDIRECTED: "导入其他途径",
};
const OutcomeEnum = labelledEnum(
  "RecordOutcome",
  "办理结果: what a record's state says about the quarrel",
  OUTCOME_LABELS,
);

/**
 * One agency's own record of the dispute. The agency is the only one that writes it. All lines share a table, so that
 * a status write and a history read touch one place; each line adds its own columns.
 */
@InterfaceType("AgencyRecord", {
  implements: Node,
  description: "承办机关案卷: an agency's own record of the dispute; each line has its own type",
  resolveType: (record: AgencyRecord) => RECORD_TYPE_NAMES[record.line],
})
@Entity("agency_record")
@TableInheritance({ column: { type: "text", name: "line" } })
@Check("ck_record_line", oneOf("line", Object.keys(LINE_LABELS)))
@Check("ck_record_phase", oneOf("phase", Object.keys(PHASE_LABELS)))
@Check("ck_record_outcome", oneOf("outcome", Object.keys(OUTCOME_LABELS)))
@Check("ck_record_ended", "(phase = 'ENDED'::text) = (ended_at IS NOT NULL)")
@Check("ck_record_settled", "(phase = 'ACTIVE'::text) = (outcome IS NULL)")
@Check("ck_record_sequence", "last_sequence >= 0")
@Index("uq_record_number", ["agencyId", "numberKey"], { unique: true })
@Index("uq_record_referral", ["referralId"], { unique: true })
@Index("uq_record_open", ["disputeId", "agencyId"], { unique: true, where: "phase <> 'ENDED'::text" })
@Index("ix_record_dispute", ["disputeId", "openedAt", "id"])
@Index("ix_record_worklist", ["agencyId", "openedAt", "id"], { where: "phase <> 'ENDED'::text" })
export abstract class AgencyRecord {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "pk_agency_record" })
  id: string;

  @Field(() => ID, { name: "id", description: "全局标识: global id" })
  globalId(): string {
    return toGlobalId(RECORD_TYPE_NAMES[this.line], this.id);
  }

  @Column("uuid", { name: "dispute_id" })
  @ForeignKey(() => Dispute, { name: "fk_record_dispute" })
  disputeId: string;

  @Column("uuid", { name: "referral_id" })
  @ForeignKey(() => Referral, { name: "fk_record_referral" })
  referralId: string;

  @Column("uuid", { name: "agency_id" })
  @ForeignKey(() => Agency, { name: "fk_record_agency" })
  agencyId: string;

  @Field(() => LineEnum, { description: "条线: line" })
  @Column("text")
  line: Line;

  @Field(() => String, { description: "案号(编号): the agency's own number, as it wrote it" })
  @Column("text")
  number: string;

  /** The number with brackets and widths made equal; unique within the agency. */
  @Column("text", { name: "number_key" })
  numberKey: string;

  @Field(() => String, { description: "办理状态: state of the line's workflow, see docs/workflows" })
  @Column("text")
  state: string;

  @Extensions({ read: columns("line", "state") })
  @Field(() => String, { description: "办理状态(中文): the state in Chinese" })
  stateLabel(): string {
    return WORKFLOWS[this.line].states.find((state) => state.id === this.state)?.label ?? this.state;
  }

  @Field(() => PhaseEnum, { description: "办理阶段: phase" })
  @Column("text")
  phase: Phase;

  @Field(() => OutcomeEnum, { nullable: true, description: "办理结果: outcome, once there is one" })
  @Column("text", { nullable: true })
  outcome: Outcome | null;

  @Field(() => Int, { description: "版本: goes up by one with every change" })
  @Column("int")
  version: number;

  @Field(() => Int, { description: "最后生效的状态序号: the next status must carry the next number" })
  @Column("int", { name: "last_sequence" })
  lastSequence: number;

  /** Round of the dispute it was opened in. */
  @Column("int")
  round: number;

  @Field(() => DateTime, { description: "接收时间: when the agency opened the record" })
  @Column("timestamptz", { name: "opened_at" })
  openedAt: Date;

  @Field(() => DateTime, { description: "更新时间: last change" })
  @Column("timestamptz", { name: "updated_at" })
  updatedAt: Date;

  @Field(() => DateTime, { nullable: true, description: "终结时间: when the record came to its end" })
  @Column("timestamptz", { name: "ended_at", nullable: true })
  endedAt: Date | null;
}

export const RECORD_TYPE_NAMES: Readonly<Record<Line, string>> = {
  PETITION: "PetitionRecord",
  LITIGATION: "LitigationRecord",
  MEDIATION: "MediationRecord",
  ARBITRATION: "ArbitrationRecord",
  LEGAL_AID: "LegalAidRecord",
  INSPECTION: "InspectionRecord",
  HOTLINE: "HotlineRecord",
};
