import { Arg, Ctx, Extensions, ID, Query, Resolver } from "type-graphql";
import type { HubContext } from "../access/hub-context";
import { fromGlobalId } from "../platform/global-id";
import { callerError } from "../platform/http/errors";
import { answerAdvice } from "./advice-answer";
import { readAdviceGround } from "./advice.store";
import { RoutingAdviceAnswer } from "./advice.types";
import { RoutingFactInput, toFacts } from "./routing.types";

@Resolver()
export class AdviceResolver {
  @Extensions({ statements: 1 })
  @Query(() => RoutingAdviceAnswer, {
    nullable: true,
    description:
      "分流建议: the lawful ways of a dispute, the shut ones and what to ask; changes nothing. Null when there is no such dispute for the caller",
  })
  async routingAdvice(
    @Ctx() context: HubContext,
    @Arg("disputeId", () => ID, { description: "纠纷: the dispute" }) disputeId: string,
    @Arg("facts", () => [RoutingFactInput], {
      defaultValue: [],
      description: "已问清的事实: what the desk has asked; what the agencies' records tell is known",
    })
    told: RoutingFactInput[],
  ): Promise<RoutingAdviceAnswer | null> {
    const facts = toFacts(told);
    if (!facts) {
      const message = "同一事实填写了两次，请只保留一次。";
      throw callerError("BAD_USER_INPUT", { message, details: { inputPath: ["facts"] } });
    }
    const id = fromGlobalId("Dispute", disputeId);
    const ground = id && (await readAdviceGround(context, id));
    return ground ? answerAdvice(ground, facts) : null;
  }
}
