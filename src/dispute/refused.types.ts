import { createUnionType, Field, Int, ObjectType } from "type-graphql";
import { labelledEnum } from "../platform/graphql-enum";
import { FACT_LABELS, type Fact } from "../routing/fact.labels";
import { RefusalCodeEnum, type RefusalCode } from "./refusals";

const FACT_NAMES = Object.fromEntries(Object.entries(FACT_LABELS).map(([fact, { label }]) => [fact, label]));

export const FactEnum = labelledEnum(
  "RoutingFact",
  "事实: what the lawful ways turn on",
  FACT_NAMES as Readonly<Record<Fact, string>>,
);

export function toMissingFacts(facts: readonly Fact[]): MissingFact[] {
  return facts.map((fact) => ({ fact, question: FACT_LABELS[fact].question }));
}

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

@ObjectType("MissingFact", { description: "待问清的事实: what the desk has to ask before a way can be judged" })
export class MissingFact {
  @Field(() => FactEnum, { description: "事实: the fact" })
  fact: Fact;

  @Field(() => String, { description: "问法: the question to put to the citizen" })
  question: string;
}

@ObjectType("Refused", {
  description:
    "拒绝: a rule said no; nothing was changed, but that a citizen's wish was registered with the way it was told",
})
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

  @Field(() => String, {
    nullable: true,
    description: "途径: the lawful way, to be told to the citizen (信访工作条例44)",
  })
  route: string | null;

  missingFacts: readonly Fact[] | undefined;
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
