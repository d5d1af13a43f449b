import { stateOf } from "../agencies/workflow.rules";
import { WORKFLOWS } from "../agencies/workflows.rules";
import { deriveDisputeState, factsFromRecords, type DisputeState } from "../dispute/dispute-state.rules";
import { isReturnedWhole, takingOf, type Round } from "./plan";
import { lastState } from "./rounds";

/** Where a dispute stands after these rounds, by the table the hub itself asks. */
export function stateAfter(
  rounds: readonly Round[],
  desk: {
    readonly hasGrade: boolean;
    readonly isEvaluated: boolean;
    /** The rounds are those after a return; until an agency accepts, the dispute counts as come back. */
    readonly cameBack: boolean;
  },
): DisputeState {
  const referrals = rounds.flat();
  const records = referrals.flatMap((referral) => {
    const taking = takingOf(referral);
    return taking ? [stateOf(WORKFLOWS[referral.line], lastState(taking, referral.line))!] : [];
  });
  const { state } = deriveDisputeState(
    factsFromRecords(records, {
      hasPendingReferral: referrals.some((referral) => !takingOf(referral) && !isReturnedWhole(referral)),
      isGradedOrReferred: desk.hasGrade || desk.cameBack || referrals.length > 0,
      isEvaluated: desk.isEvaluated,
      isReturned: desk.cameBack && records.length === 0,
    }),
  );
  return state;
}

/** When the last thing that these rounds bring about happens. */
export function endOf(rounds: readonly Round[], otherwise: number): number {
  const moments = rounds.flat().flatMap(({ answers }) =>
    [...answers.values()].map((answer) => {
      if (answer.kind === "TAKE") return answer.steps.at(-1)?.occurredAt ?? answer.acceptedAt;
      return answer.kind === "RETURN" ? answer.returnedAt : 0;
    }),
  );
  return Math.max(otherwise, ...moments);
}
