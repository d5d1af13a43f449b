import { Extensions, Field, Int, ObjectType } from "type-graphql";
import { LocalDate } from "../platform/scalars";

@ObjectType("FollowUpQuestion", { description: "待核实事项: what is to be checked before a follow-up is taken" })
export class FollowUpQuestion {
  @Field(() => String, { description: "事实代码: the fact" })
  fact: string;

  @Field(() => String, { description: "问题: what the clerk asks" })
  question: string;
}

@ObjectType("FollowUp", { description: "后续程序: what may lawfully follow a record, or is closed by law" })
export class FollowUpOffer {
  @Field(() => String, { description: "后续代码: name it in `acceptReferral` when it is taken" })
  code: string;

  @Field(() => String, { description: "事项: what may be done" })
  title: string;

  @Field(() => String, { description: "谁可以: to whom it is open, or closed" })
  who: string;

  @Field(() => Boolean, { description: "依法不得: closed by law, told so that nobody waits for it" })
  isBarred: boolean;

  @Field(() => String, {
    nullable: true,
    description: "期限代码: its limit, see docs/law.md; null where the law sets none",
  })
  limitId: string | null;

  @Field(() => String, { nullable: true, description: "起算: the event from which the limit is counted" })
  anchor: string | null;

  @Field(() => LocalDate, {
    nullable: true,
    description: "最后一日: null where there is no limit, or nothing in the hub tells from when it is counted",
  })
  lastDay: string | null;

  @Field(() => Boolean, {
    description: "暂定: the day is the earliest it can be, or hangs on a year whose notice is not out",
  })
  isProvisional: boolean;

  @Field(() => Int, { nullable: true, description: "剩余日数: days to the last day; below zero when it has passed" })
  daysLeft: number | null;

  @Field(() => String, { description: "依据: law and article" })
  basis: string;

  @Field(() => Boolean, { description: "已核实: somebody has read the article" })
  isVerified: boolean;

  @Field(() => String, { nullable: true, description: "说明: what to mind, or why it is closed" })
  note: string | null;

  @Extensions({ listSize: 2 })
  @Field(() => [FollowUpQuestion], { description: "先核实: what is to be asked first" })
  toCheck: FollowUpQuestion[];

  @Field(() => Boolean, { description: "已衔接: a record of the dispute has taken it" })
  isTaken: boolean;
}
