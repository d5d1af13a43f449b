import { Arg, Ctx, Extensions, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import type { HubContext } from "../access/hub-context";
import { loadOne } from "../access/loaded-reads";
import { Dispute } from "../dispute/dispute.entity";
import { visibleDispute } from "../dispute/dispute.store";
import { confirmDeadline, extendDeadline } from "./by-hand.command";
import {
  ConfirmDeadlineInput,
  ConfirmDeadlineResult,
  DeadlineChanged,
  ExtendDeadlineInput,
  ExtendDeadlineResult,
} from "./by-hand.types";
import { Deadline } from "./deadline.entity";
import { deadlineBy } from "./deadline.reads";
import { closeDeadline, openDeadline } from "./opened.command";
import { CloseDeadlineInput, CloseDeadlineResult, OpenDeadlineInput, OpenDeadlineResult } from "./opened.types";

const CHANGED = deadlineBy("deadlineId");

@Resolver(() => DeadlineChanged)
export class DeadlineChangedResolver {
  @Extensions({ statements: 44 })
  @Mutation(() => ConfirmDeadlineResult, {
    description: "确认期限: tell the day of a receipt, or whether a limit applies",
  })
  confirmDeadline(
    @Ctx() context: HubContext,
    @Arg("input", () => ConfirmDeadlineInput, { description: "确认: what is known" }) input: ConfirmDeadlineInput,
  ) {
    return confirmDeadline(context, input);
  }

  @Extensions({ statements: 44 })
  @Mutation(() => ExtendDeadlineResult, {
    description: "延长期限: enter an extension that the law allows and somebody granted",
  })
  extendDeadline(
    @Ctx() context: HubContext,
    @Arg("input", () => ExtendDeadlineInput, { description: "延长: what was granted" }) input: ExtendDeadlineInput,
  ) {
    return extendDeadline(context, input);
  }

  @Extensions({ statements: 44 })
  @Mutation(() => OpenDeadlineResult, {
    description: "开启期限: start a deadline of a limit that no status starts, such as one that was set in the case",
  })
  openDeadline(
    @Ctx() context: HubContext,
    @Arg("input", () => OpenDeadlineInput, { description: "开启: which limit, from which day" })
    input: OpenDeadlineInput,
  ) {
    return openDeadline(context, input);
  }

  @Extensions({ statements: 44 })
  @Mutation(() => CloseDeadlineResult, {
    description: "结束期限: end or take back a deadline that somebody opened; others end by the statuses",
  })
  closeDeadline(
    @Ctx() context: HubContext,
    @Arg("input", () => CloseDeadlineInput, { description: "结束: what became of it" }) input: CloseDeadlineInput,
  ) {
    return closeDeadline(context, input);
  }

  @FieldResolver(() => Deadline, { nullable: true, description: "期限: the deadline, as it is now" })
  deadline(@Root() changed: DeadlineChanged, @Ctx() context: HubContext): Promise<Deadline | null> {
    return loadOne(context, CHANGED, changed);
  }

  @FieldResolver(() => Dispute, { nullable: true, description: "纠纷: the dispute, as it is now" })
  dispute(@Root() { disputeId }: DeadlineChanged, @Ctx() context: HubContext): Promise<Dispute | null> {
    return visibleDispute(context, disputeId);
  }
}
