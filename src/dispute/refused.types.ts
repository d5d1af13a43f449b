import { createUnionType, Field, Int, ObjectType } from "type-graphql";
import { RefusalCodeEnum, type RefusalCode } from "./refusals";

@ObjectType("WorkflowStep", { description: "办理步骤: a workflow state that may be reported next" })
export class WorkflowStep {
  @Field(() => String, { description: "目标状态: state to report" })
  toState: string;

  @Field(() => String, { description: "状态名称: the state in Chinese" })
  label: string;

  @Field(() => String, { description: "行为主体: whose deed it is" })
  actor: string;

  @Field(() => String, { nullable: true, description: "产生文书: the paper it produces" })
  document: string | null;

  @Field(() => String, { description: "依据: law and article" })
  basis: string;
}

@ObjectType("Refused", { description: "拒绝: a rule said no; nothing was changed" })
export class Refused {
  @Field(() => RefusalCodeEnum, { description: "拒绝代码: stable code" })
  code: RefusalCode;

  @Field(() => String, { description: "说明: what to do, for people" })
  message: string;

  @Field(() => String, { nullable: true, description: "字段: path of the field at fault within the input" })
  field: string | null;

  @Field(() => [WorkflowStep], { description: "允许的下一步: what may be reported instead" })
  allowedSteps: WorkflowStep[];

  @Field(() => Int, { nullable: true, description: "当前版本: version to read again, for VERSION_CONFLICT" })
  currentVersion: number | null;

  @Field(() => String, { nullable: true, description: "规则: id of the row of docs/law.md that says no" })
  rule: string | null;

  @Field(() => String, { nullable: true, description: "依据: law and article; null for a policy of the centre" })
  basis: string | null;

  @Field(() => String, { nullable: true, description: "理由: what stands in the way, in words" })
  reason: string | null;

  holderId: string | null;
}

/** The union of one deed's success with the refusal. */
export function resultOf<Success extends object>(
  name: string,
  description: string,
  ...successes: readonly (new () => Success)[]
) {
  return createUnionType({
    name,
    description,
    types: () => [...successes, Refused] as const,
    resolveType: (answer) => (answer as unknown as { __typename: string }).__typename,
  });
}
