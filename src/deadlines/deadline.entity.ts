import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { AgencyRecord } from "../agencies/agency-record.entity";
import { Agency, LineEnum } from "../agencies/agency.entity";
import type { Line } from "../agencies/workflow.rules";
import { Dispute } from "../dispute/dispute.entity";
import { TimelineEvent } from "../dispute/timeline-event.entity";
import { oneOf } from "../platform/check-constraint";
import { Node } from "../platform/connection";
import { toGlobalId } from "../platform/global-id";
import { DateTime, LocalDate } from "../platform/scalars";
import type { ClockPause, ClockState, GrantedExtension, OpenedByHand } from "./clock.rules";
import type { Day } from "./day.rules";
import { CLOCK_STATE_LABELS, DeadlinePartyEnum, DeadlineStateEnum } from "./deadline.labels";
import type { Party } from "./limit.rules";
import { LimitVersion } from "./limit-version.entity";
import type { SkippedDay } from "./period.rules";

/** Those that run; every list is of them. */
export const RUNNING_CONDITION = oneOf("state", ["OPEN", "STANDING"]);

/** Those of which somebody is to be told once their time has passed. */
export const TO_BE_ANNOUNCED =
  "state = 'OPEN'::text AND announced_at IS NULL AND NOT is_provisional AND NOT awaits_condition";

/** Where a deadline stands in a list that has no last day at present. */
export const NO_DAY: Day = "9999-12-31";

/** One running of a statutory limit in one record, written by the deed that moves the record (ADR 0014). */
@ObjectType("Deadline", { implements: Node, description: "期限: one running of a statutory limit in a record" })
@Entity("deadline")
@Check("ck_deadline_state", oneOf("state", Object.keys(CLOCK_STATE_LABELS)))
@Check("ck_deadline_party", oneOf("party", ["RIGHT", "DUTY"]))
@Check("ck_deadline_due", "(state <> 'OPEN'::text) OR (due_on IS NOT NULL)")
@Index("uq_deadline_clock", ["recordId", "limitId", "anchorEventId"], { unique: true })
@Index("ix_deadline_dispute", ["disputeId", "listsOn", "id"])
@Index("ix_deadline_agency", ["agencyId", "listsOn", "id"], { where: RUNNING_CONDITION })
@Index("ix_deadline_open", ["listsOn", "id"], { where: RUNNING_CONDITION })
@Index("ix_deadline_sweep", ["lateFrom", "id"], { where: TO_BE_ANNOUNCED })
// Over an expression, which TypeORM can neither write nor compare; the migration makes them (ADR 0011).
@Index("ix_deadline_city", { synchronize: false })
@Index("ix_deadline_county", { synchronize: false })
export class Deadline {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "pk_deadline" })
  id: string;

  @Field(() => ID, { name: "id", description: "全局标识: global id" })
  globalId(): string {
    return toGlobalId("Deadline", this.id);
  }

  @Column("uuid", { name: "dispute_id" })
  @ForeignKey(() => Dispute, { name: "fk_deadline_dispute" })
  disputeId: string;

  @Column("uuid", { name: "record_id" })
  @ForeignKey(() => AgencyRecord, { name: "fk_deadline_record" })
  recordId: string;

  @Column("uuid", { name: "agency_id" })
  @ForeignKey(() => Agency, { name: "fk_deadline_agency" })
  agencyId: string;

  /** Of the dispute, which never changes. */
  @Column("text", { name: "region_code" })
  regionCode: string;

  @Field(() => LineEnum, { description: "条线: line of the record" })
  @Column("text")
  line: Line;

  @Field(() => String, { description: "期限代码: id of the limit, as in docs/law.md" })
  @Column("text", { name: "limit_id" })
  limitId: string;

  /** The limit as it read when this was last counted. */
  @Column("uuid", { name: "rule_id" })
  @ForeignKey(() => LimitVersion, { name: "fk_deadline_rule" })
  ruleId: string;

  /** Version of the calendar by which it was last counted. */
  @Column("int", { name: "calendar_version" })
  calendarVersion: number;

  @Field(() => Int, { description: "第几次: how often the limit has run in the record, with this" })
  @Column("int")
  round: number;

  @Field(() => DeadlinePartyEnum, { description: "权利或职责: whose time it is" })
  @Column("text")
  party: Party;

  @Column("uuid", { name: "anchor_event_id" })
  @ForeignKey(() => TimelineEvent, { name: "fk_deadline_anchor" })
  anchorEventId: string;

  @Field(() => DateTime, { description: "起算事件的时间: when the event happened from which it is counted" })
  @Column("timestamptz", { name: "anchor_at" })
  anchorAt: Date;

  @Field(() => LocalDate, {
    nullable: true,
    description:
      "收到日(重新起算日): day on which the paper was received, or from which the law counts anew, once somebody has confirmed it",
  })
  @Column("date", { name: "received_on", nullable: true })
  receivedOn: Day | null;

  /** Whether what the limit names besides is true of the matter, in somebody's word; null where nobody has said. */
  @Field(() => Boolean, {
    nullable: true,
    description: "人工确认适用: whether it applies, as a person confirmed it; null where nobody has",
  })
  @Column("boolean", { nullable: true })
  applies: boolean | null;

  @Field(() => Boolean, {
    description: "待确认适用: it applies only if a condition is met that no field tells and nobody has confirmed yet",
  })
  @Column("boolean", { name: "awaits_condition" })
  awaitsCondition: boolean;

  @Field(() => Boolean, {
    description: "待确认收到日: the day of receipt is not known; the date is the earliest it can be",
  })
  @Column("boolean", { name: "awaits_receipt" })
  awaitsReceipt: boolean;

  @Field(() => DeadlineStateEnum, { description: "期限状态: state" })
  @Column("text")
  state: ClockState;

  @Field(() => LocalDate, { nullable: true, description: "原届满日: where the bare count ends; null while it stands" })
  @Column("date", { name: "raw_due_on", nullable: true })
  rawDueOn: Day | null;

  @Field(() => LocalDate, { nullable: true, description: "届满日: last day in time; null while it stands" })
  @Column("date", { name: "due_on", nullable: true })
  dueOn: Day | null;

  @Field(() => LocalDate, { nullable: true, description: "此日之后为逾期: it is late from the day after" })
  @Column("date", { name: "late_after", nullable: true })
  lateAfter: Day | null;

  /** The first moment that is too late. */
  @Column("timestamptz", { name: "late_from", nullable: true })
  lateFrom: Date | null;

  /** What somebody said who opened it; null where a status started it. */
  @Column("jsonb", { nullable: true })
  opened: OpenedByHand | null;

  /** The due day, or a day that never comes. */
  @Column("date", { name: "lists_on" })
  listsOn: Day;

  @Column("jsonb")
  pauses: readonly ClockPause[];

  @Column("jsonb")
  granted: readonly GrantedExtension[];

  /** Kept with what was counted, so that it can be explained whatever calendar is in force. */
  @Column("jsonb")
  skipped: readonly SkippedDay[];

  @Field(() => Boolean, {
    description: "暂定: it hangs on a year without notice, or on a receipt that is not known; it may still move",
  })
  @Column("boolean", { name: "is_provisional" })
  isProvisional: boolean;

  @Field(() => Boolean, { description: "已核实: somebody has read what length, unit and anchor rest on" })
  @Column("boolean", { name: "is_verified" })
  isVerified: boolean;

  @Field(() => LocalDate, {
    nullable: true,
    description: "本地承诺日 (localSla): what the centre promises of itself; it never replaces the statutory day",
  })
  @Column("date", { name: "promised_on", nullable: true })
  localPromise: Day | null;

  @Field(() => LocalDate, { nullable: true, description: "结束日: day on which it ended" })
  @Column("date", { name: "closed_on", nullable: true })
  closedOn: Day | null;

  @Column("uuid", { name: "closed_event_id", nullable: true })
  @ForeignKey(() => TimelineEvent, { name: "fk_deadline_closed" })
  closedEventId: string | null;

  @Field(() => DateTime, { nullable: true, description: "公告逾期时间: when its passing was announced" })
  @Column("timestamptz", { name: "announced_at", nullable: true })
  announcedAt: Date | null;

  @Column("timestamptz", { name: "updated_at" })
  updatedAt: Date;
}
