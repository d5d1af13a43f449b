import { Check, ChildEntity, Column } from "typeorm";
import { Field, InputType, ObjectType } from "type-graphql";
import { oneOf } from "../../platform/check-constraint";
import { labelledEnum } from "../../platform/graphql-enum";
import { AgencyRecord } from "../agency-record.entity";

export const PETITION_MATTER_LABELS = {
  SUGGESTION: "建议意见类",
  ACCUSATION: "检举控告类",
  APPEAL: "申诉求决类",
} as const;
export const PetitionMatterEnum = labelledEnum(
  "PetitionMatterType",
  "信访事项分类 (信访工作条例29-31)",
  PETITION_MATTER_LABELS,
);

export const PETITION_RECEIVER_LABELS = {
  BUREAU: "信访部门",
  OTHER_BODY: "信访部门以外的机关、单位",
} as const;
const PetitionReceiverEnum = labelledEnum(
  "PetitionReceiver",
  "收到信访事项的机关 (信访工作条例22, 23): kind of body that received the petition",
  PETITION_RECEIVER_LABELS,
);

export const PETITION_OPINION_LABELS = {
  SUPPORT: "支持",
  EXPLAIN: "合理但缺乏法律依据,解释说明",
  NOT_SUPPORT: "不予支持",
} as const;
const PetitionOpinionEnum = labelledEnum("PetitionOpinion", "处理意见 (信访工作条例32)", PETITION_OPINION_LABELS);

export const PETITION_ITEM_LABELS = {
  POLITICAL_LEGAL: "(一)诉讼、检察、公安程序",
  ARBITRATION: "(二)仲裁",
  PARTY_APPEAL: "(三)党员申诉",
  ADMIN_PROCEDURE: "(四)行政复议等行政程序",
  STATUTORY_DUTY: "(五)履行法定职责",
  OPINION: "(六)不属于以上情形,出具信访处理意见书",
} as const;
const PetitionItemEnum = labelledEnum(
  "PetitionItem",
  "申诉求决事项分项 (信访工作条例31): the way that an appeal takes",
  PETITION_ITEM_LABELS,
);

@ObjectType("PetitionRecord", { implements: AgencyRecord, description: "信访件: record of the petition line" })
@ChildEntity("PETITION")
@Check("ck_petition_matter", oneOf("petition_matter", Object.keys(PETITION_MATTER_LABELS)))
@Check("ck_petition_receiver", oneOf("petition_receiver", Object.keys(PETITION_RECEIVER_LABELS)))
@Check("ck_petition_item", oneOf("petition_item", Object.keys(PETITION_ITEM_LABELS)))
@Check("ck_petition_opinion", oneOf("petition_opinion", Object.keys(PETITION_OPINION_LABELS)))
export class PetitionRecord extends AgencyRecord {
  @Field(() => PetitionReceiverEnum, {
    nullable: true,
    description: "收到信访事项的机关: who received it, and so which notice and which period is owed",
  })
  @Column("text", { name: "petition_receiver", nullable: true })
  petitionReceiver: keyof typeof PETITION_RECEIVER_LABELS | null;

  @Field(() => PetitionMatterEnum, { nullable: true, description: "信访事项分类: type of the matter" })
  @Column("text", { name: "petition_matter", nullable: true })
  petitionMatter: keyof typeof PETITION_MATTER_LABELS | null;

  @Field(() => PetitionOpinionEnum, { nullable: true, description: "处理意见: the opinion given" })
  @Column("text", { name: "petition_opinion", nullable: true })
  petitionOpinion: keyof typeof PETITION_OPINION_LABELS | null;

  @Field(() => Boolean, { nullable: true, description: "初次信访: whether it is the first petition on the matter" })
  @Column("boolean", { name: "petition_is_first", nullable: true })
  petitionIsFirst: boolean | null;

  @Field(() => PetitionItemEnum, { nullable: true, description: "第三十一条分项: the way that the appeal takes" })
  @Column("text", { name: "petition_item", nullable: true })
  petitionItem: keyof typeof PETITION_ITEM_LABELS | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "简易办理 (信访事项简易办理办法): whether it is handled in the simple way",
  })
  @Column("boolean", { name: "petition_is_simple", nullable: true })
  petitionIsSimple: boolean | null;
}

@InputType({ description: "信访件字段: fields of the petition line's record" })
export class PetitionDetailsInput {
  @Field(() => PetitionReceiverEnum, { nullable: true, description: "收到信访事项的机关: who received it" })
  petitionReceiver?: keyof typeof PETITION_RECEIVER_LABELS | null;

  @Field(() => PetitionMatterEnum, { nullable: true, description: "信访事项分类: type of the matter" })
  petitionMatter?: keyof typeof PETITION_MATTER_LABELS | null;

  @Field(() => PetitionOpinionEnum, { nullable: true, description: "处理意见: the opinion given" })
  petitionOpinion?: keyof typeof PETITION_OPINION_LABELS | null;

  @Field(() => Boolean, { nullable: true, description: "初次信访: whether it is the first petition on the matter" })
  petitionIsFirst?: boolean | null;

  @Field(() => PetitionItemEnum, { nullable: true, description: "第三十一条分项: the way that the appeal takes" })
  petitionItem?: keyof typeof PETITION_ITEM_LABELS | null;

  @Field(() => Boolean, { nullable: true, description: "简易办理: whether it is handled in the simple way" })
  petitionIsSimple?: boolean | null;
}
