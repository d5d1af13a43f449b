import { createUnionType, Extensions, Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import { DocumentInput } from "../dispute/document.input";
import {
  DisputeCategoryEnum,
  DisputeFlagEnum,
  HandlingGradeEnum,
  PartyRoleEnum,
  type DisputeCategory,
  type DisputeFlag,
  type HandlingGrade,
  type PartyRole,
} from "../dispute/dispute.labels";
import { Refused, resultOf } from "../dispute/refused.types";
import { PersonInput, SubjectInput } from "../person/person.input";
import { ClientKey, DateTime, Decimal, LongText, RegionCode, ShortText, TitleText } from "../platform/scalars";
import { ChannelEnum, type Channel } from "./intake.labels";

@InputType({ description: "其他当事人: a further party named on the submission" })
class PartyInput extends SubjectInput {
  @Field(() => PartyRoleEnum, { description: "当事人地位: role" })
  role: PartyRole;

  @Field(() => Int, { defaultValue: 1, description: "人数: heads it stands for" })
  headCount: number;
}

@InputType({ description: "代办: who files for the applicant, and on what authority" })
class AgentInput {
  @Field(() => PersonInput, { description: "代办人: the agent" })
  person: PersonInput;

  @Field(() => TitleText, { description: "授权材料: the applicant's written authorisation, kind and date" })
  authorisation: string;
}

@InputType("SubmissionFields", { description: "登记件: what every submission tells" })
abstract class SubmissionFields {
  @Field(() => ClientKey, { description: "请求键: the same key and content get the same answer again" })
  clientKey: string;

  @Field(() => ChannelEnum, { description: "提交渠道: channel" })
  channel: Channel;

  @Field(() => DateTime, { description: "提交时间: when the citizen submitted" })
  submittedAt: Date;

  @Field(() => LongText, { description: "诉求内容: what the citizen asks" })
  content: string;

  @Field(() => SubjectInput, { description: "申请人: who submits, or for whom it is submitted" })
  applicant: SubjectInput;

  @Field(() => [PartyInput], { defaultValue: [], description: "其他当事人: further parties, 50 at most" })
  otherParties: PartyInput[];

  @Field(() => Boolean, {
    nullable: true,
    description:
      "举报: the applicant informs on others; who it is, and whoever else is named but the respondents, is kept secret. " +
      "Of an informer of the dispute the submission is kept secret though it is not said to be a report",
  })
  isReport?: boolean | null;

  @Field(() => Int, { defaultValue: 1, description: "人数: heads the submission speaks for" })
  headCount: number;

  @Field(() => AgentInput, {
    nullable: true,
    description: "代办: who files for the applicant; required with channel AGENT",
  })
  agent?: AgentInput | null;

  @Field(() => ShortText, { nullable: true, description: "来源系统: system it was handed over from" })
  sourceSystem?: string | null;

  @Field(() => ShortText, { nullable: true, description: "来源编号: its number there" })
  externalNo?: string | null;

  @Field(() => [DocumentInput], { defaultValue: [], description: "材料: papers handed in, 50 at most" })
  documents: DocumentInput[];
}

@InputType({ description: "登记: a submission to be registered" })
export class RegisterSubmissionInput extends SubmissionFields {
  @Field(() => TitleText, { description: "事由: the quarrel in one line" })
  title: string;

  @Field(() => DisputeCategoryEnum, { description: "纠纷类别: category" })
  category: DisputeCategory;

  @Field(() => RegionCode, { description: "属地: place of the matter" })
  regionCode: string;

  @Field(() => [DisputeFlagEnum], { defaultValue: [], description: "标记: facts that cut across categories" })
  flags: DisputeFlag[];

  @Field(() => HandlingGradeEnum, { nullable: true, description: "四办: handling grade" })
  grade?: HandlingGrade | null;

  @Field(() => Decimal, { nullable: true, description: "争议金额(元): amount in dispute, yuan" })
  amountYuan?: string | null;

  @Field(() => [ID], {
    defaultValue: [],
    description: "已核对的相似纠纷: similar open disputes the clerk has looked at and holds to be different",
  })
  openBesides: string[];
}

@InputType({ description: "并入: a submission that belongs to a dispute already known" })
export class AttachSubmissionInput extends SubmissionFields {
  @Field(() => ID, { description: "纠纷: the dispute it belongs to" })
  disputeId: string;

  @Field(() => Int, { description: "版本: version of the dispute the clerk has seen" })
  expectedVersion: number;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "以本人名义: the applicant, an informer of the dispute, was asked and wants a matter of his own dealt with in his name; " +
      "this submission and he as applicant are open from now on, his report stays secret",
  })
  inOwnName?: boolean | null;
}

@ObjectType("SubmissionRegistered", { description: "登记回执: the submission is registered; the receipt" })
export class SubmissionRegistered {
  @Field(() => String, { description: "一案一码: code of the dispute" })
  traceCode: string;

  @Field(() => String, { description: "回执编号: number of the receipt" })
  receiptNo: string;

  @Field(() => Boolean, { description: "是否新立纠纷: false when it was attached to one" })
  isNewDispute: boolean;

  @Field(() => Boolean, { description: "重复件: the same person came before with the same matter" })
  isRepeat: boolean;

  @Field(() => Int, { description: "版本: version of the dispute after the deed" })
  disputeVersion: number;

  disputeId: string;
  submissionId: string;
}

@ObjectType("SimilarDispute", {
  description: "相似纠纷: an open dispute of the same person that may be the same matter",
})
export class SimilarDisputeOffer {
  @Field(() => Boolean, { description: "类别相同: same category" })
  sameCategory: boolean;

  @Field(() => Boolean, { description: "对方相同: same respondent" })
  sameRespondent: boolean;

  @Field(() => Float, { description: "事由相似度: likeness of the titles, 0 to 1" })
  titleLikeness: number;

  disputeId: string;
}

@ObjectType("SimilarDisputesFound", {
  description: "发现相似纠纷: nothing was registered; attach to one of these, or name them in openBesides",
})
class SimilarDisputesFound {
  @Field(() => String, { description: "说明: what to do" })
  message: string;

  @Extensions({ listSize: 100 })
  @Field(() => [SimilarDisputeOffer], { description: "相似纠纷: most alike first" })
  similar: SimilarDisputeOffer[];
}

export const RegisterSubmissionResult = createUnionType({
  name: "RegisterSubmissionResult",
  description: "登记结果: receipt, offer of similar disputes, or refusal",
  types: () => [SubmissionRegistered, SimilarDisputesFound, Refused] as const,
  resolveType: (answer) => (answer as unknown as { __typename: string }).__typename,
});

export const AttachSubmissionResult = resultOf(
  "AttachSubmissionResult",
  "并入结果: receipt, or refusal",
  SubmissionRegistered,
);
