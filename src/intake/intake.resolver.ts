import { Arg, Ctx, Extensions, Field, FieldResolver, Mutation, ObjectType, Query, Resolver, Root } from "type-graphql";
import type { HubContext } from "../access/hub-context";
import { loadById, loadOne } from "../access/loaded-reads";
import { Dispute } from "../dispute/dispute.entity";
import { isToldSecret } from "../access/visibility";
import { visibleDispute } from "../dispute/dispute.store";
import { personBy } from "../person/person.reads";
import { Person } from "../person/person.entity";
import { columns, one } from "../platform/read/reads";
import { DateTime, ShortText } from "../platform/scalars";
import { followCodeOf } from "./follow-code";
import {
  AttachSubmissionInput,
  AttachSubmissionResult,
  RegisterSubmissionInput,
  RegisterSubmissionResult,
  SimilarDisputeOffer,
  SubmissionRegistered,
} from "./intake.types";
import { attachSubmission, registerSubmission } from "./register.command";
import { Submission } from "./submission.entity";
import { trackSubmission } from "./track.store";

const APPLICANT = personBy("applicantId");
const AGENT = personBy("agentPersonId");
const SUBMISSION = one<HubContext>(() => Submission, "submissionId");

@ObjectType("TrackedStep", { description: "办理进展: one step, told without naming anybody" })
export class TrackedStep {
  @Field(() => DateTime, { description: "时间: when it happened" })
  at: Date;

  @Field(() => String, { description: "进展: what happened, in words" })
  text: string;
}

@ObjectType("TrackedSubmission", { description: "提交进展: what the citizen may follow with the code on the receipt" })
export class TrackedSubmission {
  @Field(() => String, { description: "回执编号: number of the receipt" })
  receiptNo: string;

  @Field(() => DateTime, { description: "登记时间: when it was registered" })
  registeredAt: Date;

  @Field(() => String, { description: "纠纷状态: state of the dispute, in words" })
  state: string;

  @Field(() => [TrackedStep], { description: "办理进展: the latest 50 steps, oldest first" })
  steps: TrackedStep[];
}

@Resolver(() => SubmissionRegistered)
export class SubmissionRegisteredResolver {
  @Extensions({ statements: 32 })
  @Mutation(() => RegisterSubmissionResult, { description: "登记提交: register a submission" })
  registerSubmission(
    @Ctx() context: HubContext,
    @Arg("input", () => RegisterSubmissionInput, { description: "登记件: the submission" })
    input: RegisterSubmissionInput,
  ) {
    return registerSubmission(context, input);
  }

  @Extensions({ statements: 35 })
  @Mutation(() => AttachSubmissionResult, { description: "并入提交: add a submission to a dispute already known" })
  attachSubmission(
    @Ctx() context: HubContext,
    @Arg("input", () => AttachSubmissionInput, { description: "登记件: the submission" }) input: AttachSubmissionInput,
  ) {
    return attachSubmission(context, input);
  }

  @Extensions({ statements: 2 })
  @Query(() => TrackedSubmission, {
    nullable: true,
    description: "查询进展: follow a submission by the code on its receipt, without signing in",
  })
  trackSubmission(
    @Ctx() { hub }: HubContext,
    @Arg("followCode", () => ShortText, { description: "查询码: follow code" }) followCode: string,
  ): Promise<TrackedSubmission | null> {
    return trackSubmission(hub, followCode);
  }

  @FieldResolver(() => String, { description: "查询码: the citizen's own follow code, for the receipt" })
  followCode(@Root() { submissionId }: SubmissionRegistered, @Ctx() { hub }: HubContext): string {
    return followCodeOf(hub.crypto, submissionId);
  }

  @FieldResolver(() => Dispute, { nullable: true, description: "纠纷: the dispute, as it is now" })
  dispute(@Root() { disputeId }: SubmissionRegistered, @Ctx() context: HubContext): Promise<Dispute | null> {
    return visibleDispute(context, disputeId);
  }

  @FieldResolver(() => Submission, { nullable: true, description: "提交: the submission" })
  submission(@Root() { submissionId }: SubmissionRegistered, @Ctx() context: HubContext): Promise<Submission | null> {
    return loadById(context, SUBMISSION, submissionId);
  }
}

@Resolver(() => SimilarDisputeOffer)
export class SimilarDisputeResolver {
  @FieldResolver(() => Dispute, { nullable: true, description: "纠纷: the similar dispute, as it is now" })
  dispute(@Root() { disputeId }: SimilarDisputeOffer, @Ctx() context: HubContext): Promise<Dispute | null> {
    return visibleDispute(context, disputeId);
  }
}

@Resolver(() => Submission)
export class SubmissionResolver {
  @Extensions({ read: columns("secretSince") })
  @FieldResolver(() => Boolean, {
    description:
      "举报: it tells of an informer, who is kept secret (劳动保障监察条例 9(3)); told to the desk and to who handles reports",
  })
  isReport(@Root() row: Submission, @Ctx() { caller }: HubContext): boolean {
    return isToldSecret(caller, row);
  }

  @Extensions({ read: APPLICANT })
  @FieldResolver(() => Person, { nullable: true, description: "申请人: who submitted, if a citizen did" })
  applicant(@Root() root: Submission, @Ctx() context: HubContext): Promise<Person | null> {
    return loadOne(context, APPLICANT, root);
  }

  @Extensions({ read: AGENT })
  @FieldResolver(() => Person, { nullable: true, description: "代办人: who filed it for the applicant" })
  agent(@Root() root: Submission, @Ctx() context: HubContext): Promise<Person | null> {
    return loadOne(context, AGENT, root);
  }
}
