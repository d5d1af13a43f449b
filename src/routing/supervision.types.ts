import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { resultOf } from "../dispute/refused.types";
import { ClientKey, LongText, ShortText } from "../platform/scalars";

@InputType({ description: "督办办结: what the coordinating meeting decided" })
export class CloseSupervisionInput {
  @Field(() => ClientKey, { description: "请求键: the same key and content get the same answer again" })
  clientKey: string;

  @Field(() => ID, { description: "纠纷: the dispute that is with the coordinating meeting" })
  disputeId: string;

  @Field(() => Int, { description: "版本: version of the dispute that was seen" })
  expectedVersion: number;

  @Field(() => LongText, { description: "协调意见: who deals with it, and why" })
  resolution: string;
}

@ObjectType("SupervisionClosed", {
  description: "督办已办结: the order is closed; the desk refers by what was decided",
})
export class SupervisionClosed {
  @Field(() => Int, { description: "版本: version of the dispute after the deed" })
  disputeVersion: number;

  disputeId: string;
}

@InputType({ description: "机关撤并: an agency that takes no more referrals" })
export class CloseAgencyInput {
  @Field(() => ClientKey, { description: "请求键: the same key and content get the same answer again" })
  clientKey: string;

  @Field(() => ShortText, { description: "机关代码: the agency, of one's own region" })
  agencyCode: string;

  @Field(() => ShortText, {
    nullable: true,
    description:
      "继受机关代码: who takes over its open offers and records: of the same line, whose place takes in that of the agency",
  })
  successorCode?: string | null;

  @Field(() => LongText, { description: "撤并理由: reason" })
  reason: string;
}

@ObjectType("AgencyClosed", {
  description: "机关已撤并: its open disputes have gone to its successor, or come back to the centre",
})
export class AgencyClosed {
  @Field(() => Int, {
    description: "件数: open disputes it led, was offered, or was at work on, dealt with by this deed",
  })
  movedDisputes: number;

  // An answer that was kept before there were successors knows of neither.
  isHandedOver: boolean | undefined;
  successorId: string | null | undefined;

  agencyId: string;
}

export const CloseSupervisionResult = resultOf(
  "CloseSupervisionResult",
  "督办办结结果: closed, or refusal",
  SupervisionClosed,
);
export const CloseAgencyResult = resultOf("CloseAgencyResult", "机关撤并结果: closed, or refusal", AgencyClosed);
