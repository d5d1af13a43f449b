import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { ArbitrationDetailsInput } from "../agencies/arbitration/arbitration-record.entity";
import { LineEnum } from "../agencies/agency.entity";
import { HotlineDetailsInput } from "../agencies/hotline/hotline-record.entity";
import { InspectionDetailsInput } from "../agencies/inspection/inspection-record.entity";
import { LegalAidDetailsInput } from "../agencies/legal-aid/legal-aid-record.entity";
import { LitigationDetailsInput } from "../agencies/litigation/litigation-record.entity";
import { MediationDetailsInput } from "../agencies/mediation/mediation-record.entity";
import { PetitionDetailsInput } from "../agencies/petition/petition-record.entity";
import type { Line } from "../agencies/workflow.rules";
import { DocumentInput } from "../dispute/document.input";
import { FactEnum, resultOf } from "../dispute/refused.types";
import { ClientKey, DateTime, LongText, ShortText } from "../platform/scalars";
import type { Door } from "./door.labels";
import type { Fact, Facts } from "./fact.labels";
import { DoorEnum } from "./routing-decision.entity";
import { ReferralStateEnum, ReturnReasonEnum, type ReferralState } from "./referral.entity";
import type { ReturnReason } from "./referral.labels";

@InputType({ description: "转送对象: one line, and the agencies of it the dispute is offered to" })
export class ReferralTargetInput {
  @Field(() => LineEnum, { description: "条线: line" })
  line: Line;

  @Field(() => [ShortText], {
    description: "候选机关代码: agencies of this line, 1 to 10; the first to accept holds it",
  })
  agencyCodes: string[];

  @Field(() => Boolean, { defaultValue: false, description: "牵头: acceptance passes the lead to the agency" })
  takesLead: boolean;

  @Field(() => LongText, { description: "转送理由: reason and legal basis" })
  reason: string;

  @Field(() => DoorEnum, {
    nullable: true,
    description: "确认的途径: the door of the advice that is confirmed; the first usual one of the line if left out",
  })
  door?: Door | null;

  @Field(() => LongText, {
    nullable: true,
    description: "与建议不符的理由: why a door is taken that the advice shuts or does not know; supervisors only",
  })
  overrideReason?: string | null;
}

@InputType({ description: "事实: one fact of the matter the desk has asked for" })
export class RoutingFactInput {
  @Field(() => FactEnum, { description: "事实: the fact" })
  fact: Fact;

  @Field(() => Boolean, { description: "是否: whether it is so" })
  isSo: boolean;
}

/** @returns undefined when a fact is told twice */
export function toFacts(told: readonly RoutingFactInput[]): Facts | undefined {
  const facts = new Map(told.map(({ fact, isSo }) => [fact, isSo]));
  return facts.size === told.length ? Object.fromEntries(facts) : undefined;
}

@InputType({ description: "分流: refer a dispute to one or several agencies" })
export class ReferDisputeInput {
  @Field(() => ClientKey, { description: "请求键: the same key and content get the same answer again" })
  clientKey: string;

  @Field(() => ID, { description: "纠纷: the dispute" })
  disputeId: string;

  @Field(() => Int, { description: "版本: version of the dispute the clerk has seen" })
  expectedVersion: number;

  @Field(() => [ReferralTargetInput], { description: "转送对象: 1 to 10" })
  targets: ReferralTargetInput[];

  @Field(() => [RoutingFactInput], {
    defaultValue: [],
    description: "已问清的事实: facts the advice is judged by; those of the agencies' records are known",
  })
  facts: RoutingFactInput[];
}

@ObjectType("DisputeReferred", { description: "已分流: the referrals were made" })
export class DisputeReferred {
  @Field(() => Int, { description: "版本: version of the dispute after the deed" })
  disputeVersion: number;

  disputeId: string;
  referralIds: string[];
}

@InputType({ description: "案卷字段: fields of the record; only those of the agency's own line" })
export class RecordDetailsInput {
  @Field(() => PetitionDetailsInput, { nullable: true, description: "信访件字段: petition" })
  petition?: PetitionDetailsInput | null;

  @Field(() => LitigationDetailsInput, { nullable: true, description: "诉讼案件字段: litigation" })
  litigation?: LitigationDetailsInput | null;

  @Field(() => MediationDetailsInput, { nullable: true, description: "调解案件字段: mediation" })
  mediation?: MediationDetailsInput | null;

  @Field(() => ArbitrationDetailsInput, { nullable: true, description: "仲裁案件字段: arbitration" })
  arbitration?: ArbitrationDetailsInput | null;

  @Field(() => LegalAidDetailsInput, { nullable: true, description: "法律援助案件字段: legal aid" })
  legalAid?: LegalAidDetailsInput | null;

  @Field(() => InspectionDetailsInput, { nullable: true, description: "劳动保障监察案件字段: labour inspection" })
  inspection?: InspectionDetailsInput | null;

  @Field(() => HotlineDetailsInput, { nullable: true, description: "热线工单字段: 12345 hotline" })
  hotline?: HotlineDetailsInput | null;
}

@InputType({ description: "承接: the record that the new one lawfully follows, so that it is no loose new case" })
export class FollowsInput {
  @Field(() => ID, { description: "前案卷: a record of the same dispute" })
  recordId: string;

  @Field(() => ShortText, { description: "后续代码: `code` of the follow-up that is taken, as in `followUps`" })
  code: string;
}

@InputType({ description: "接收转送: the agency opens its record" })
export class AcceptReferralInput {
  @Field(() => ClientKey, { description: "请求键: the same key and content get the same answer again" })
  clientKey: string;

  @Field(() => ID, { description: "转送: the referral" })
  referralId: string;

  @Field(() => Int, { description: "版本: version of the referral the agency has seen" })
  expectedVersion: number;

  @Field(() => ShortText, { description: "案号(编号): the agency's own number of the record" })
  number: string;

  @Field(() => ShortText, {
    nullable: true,
    description: "起始状态: state the record opens in; the line's usual one if left out",
  })
  state?: string | null;

  @Field(() => DateTime, { description: "接收时间: when the agency accepted" })
  occurredAt: Date;

  @Field(() => RecordDetailsInput, { nullable: true, description: "案卷字段: fields of the record" })
  details?: RecordDetailsInput | null;

  @Field(() => [DocumentInput], { defaultValue: [], description: "文书: papers, 50 at most" })
  documents: DocumentInput[];

  @Field(() => FollowsInput, { nullable: true, description: "承接: what lawfully follows which record" })
  follows?: FollowsInput | null;
}

@ObjectType("ReferralAccepted", { description: "已接收: the agency holds the referral and its record is open" })
export class ReferralAccepted {
  @Field(() => String, { description: "案号(编号): number of the record" })
  number: string;

  @Field(() => String, { description: "办理状态: state the record opened in" })
  state: string;

  @Field(() => Boolean, { description: "牵头: whether the lead passed to the agency" })
  leadPassed: boolean;

  @Field(() => Int, { description: "版本: version of the dispute after the deed" })
  disputeVersion: number;

  disputeId: string;
  referralId: string;
  recordId: string;
}

@InputType({ description: "退回转送: the agency sends the referral back" })
export class ReturnReferralInput {
  @Field(() => ClientKey, { description: "请求键: the same key and content get the same answer again" })
  clientKey: string;

  @Field(() => ID, { description: "转送: the referral" })
  referralId: string;

  @Field(() => Int, { description: "版本: version of the referral the agency has seen" })
  expectedVersion: number;

  @Field(() => ReturnReasonEnum, { description: "退回理由: reason" })
  reason: ReturnReason;

  @Field(() => LongText, { description: "退回说明: the reason in words, with the legal basis" })
  note: string;

  @Field(() => DateTime, { description: "退回时间: when the agency sent it back" })
  occurredAt: Date;
}

@ObjectType("ReferralReturned", { description: "已退回: the agency does not hold the referral" })
export class ReferralReturned {
  @Field(() => ReferralStateEnum, { description: "转送状态: still offered while other candidates have not answered" })
  state: ReferralState;

  @Field(() => Int, { description: "版本: version of the dispute after the deed" })
  disputeVersion: number;

  referralId: string;
}

export const ReferDisputeResult = resultOf(
  "ReferDisputeResult",
  "分流结果: referrals made, or refusal",
  DisputeReferred,
);
export const AcceptReferralResult = resultOf(
  "AcceptReferralResult",
  "接收结果: record opened, or refusal",
  ReferralAccepted,
);
export const ReturnReferralResult = resultOf(
  "ReturnReferralResult",
  "退回结果: sent back, or refusal",
  ReferralReturned,
);
