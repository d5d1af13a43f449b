import { DESK } from "../access/caller";
import type { Role } from "../access/caller";
import { isOpen, mayEvaluate, type DisputeState } from "./dispute-state.rules";

export type DisputeAction = "ATTACH_SUBMISSION" | "REFER" | "LINK" | "EVALUATE";

/** Who does the deeds of the desk, and in which states; the deeds refuse by the same conditions. */
const ACTIONS: readonly { readonly action: DisputeAction; readonly may: (state: DisputeState) => boolean }[] = [
  { action: "ATTACH_SUBMISSION", may: () => true },
  { action: "REFER", may: isOpen },
  { action: "LINK", may: () => true },
  { action: "EVALUATE", may: mayEvaluate },
];

export function disputeActions(
  caller: { readonly role: Role },
  dispute: { readonly state: DisputeState },
): DisputeAction[] {
  if (!DESK.includes(caller.role)) return [];
  return ACTIONS.filter(({ may }) => may(dispute.state)).map(({ action }) => action);
}
