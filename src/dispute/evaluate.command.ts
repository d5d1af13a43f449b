import { CLOCK_TOLERANCE_MS } from "../agencies/status.rules";
import { runPreparedDeed, type Answer, type Asking, type Deed, type DeedRequest } from "../audit/deed";
import type { EvaluateDisputeInput } from "./deed.types";
import { mayEvaluate, type DisputeState } from "./dispute-state.rules";
import { Evaluation } from "./evaluation.entity";
import { lockDispute } from "./lock-disputes";
import type { LockedDispute } from "./locked-dispute";
import { refused, type RefusedAnswer } from "./refused";

export interface EvaluatedAnswer extends Answer {
  readonly __typename: "DisputeEvaluated";
  readonly disputeId: string;
  readonly state: DisputeState;
  readonly disputeVersion: number;
}

/** Records what the citizen said of an outcome (回访); with it a dispute whose records have all ended is closed. */
export function evaluateDispute(
  request: DeedRequest,
  input: EvaluateDisputeInput,
): Promise<EvaluatedAnswer | RefusedAnswer> {
  const lock = (asking: Asking) => lockDispute(asking, input.disputeId);
  return runPreparedDeed(request, "evaluateDispute", input, lock, evaluate);
}

function evaluate(
  deed: Deed,
  locked: LockedDispute | undefined,
  input: EvaluateDisputeInput,
): EvaluatedAnswer | RefusedAnswer {
  if (!locked) return refused("NOT_FOUND", { field: "disputeId" });
  const { dispute } = locked;
  if (dispute.version !== input.expectedVersion) {
    return refused("VERSION_CONFLICT", { field: "expectedVersion", currentVersion: dispute.version });
  }
  if (!mayEvaluate(dispute.state)) return refused("NOT_FINISHED", { field: "disputeId" });
  if (input.evaluatedAt.getTime() > deed.now.getTime() + CLOCK_TOLERANCE_MS) {
    return refused("OCCURRED_IN_FUTURE", { field: "evaluatedAt" });
  }
  deed.changes.insert(Evaluation, {
    id: deed.hub.ids.uuid(),
    disputeId: dispute.id,
    centre: input.centre,
    agency: input.agency,
    remark: input.remark ?? null,
    evaluatedAt: input.evaluatedAt,
    evaluatedBy: deed.caller.subject,
  });
  // Nobody reached is a try, not a follow-up: the dispute stays on the desk's list.
  dispute.isEvaluated ||= input.centre !== "NOT_REACHED" || input.agency !== "NOT_REACHED";
  locked.addEvent(deed, { kind: "EVALUATED", occurredAt: input.evaluatedAt, note: input.remark ?? null });
  locked.settle(deed);
  deed.audit({ disputeId: dispute.id, verdict: "ALLOWED" });
  return {
    __typename: "DisputeEvaluated",
    disputeId: dispute.id,
    state: dispute.state,
    disputeVersion: dispute.version,
  };
}
