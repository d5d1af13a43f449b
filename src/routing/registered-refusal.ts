import { LINE_LABELS } from "../agencies/agency.entity";
import type { Line } from "../agencies/workflow.rules";
import type { Deed } from "../audit/deed";
import type { LockedDispute } from "../dispute/locked-dispute";
import { refused, type RefusedAnswer } from "../dispute/refused";
import type { Decision } from "../platform/decision";
import type { ConfirmedRoute, RouteRefusal } from "./confirm.rules";
import { DOOR_LABELS, type Door } from "./door.labels";
import type { Facts } from "./fact.labels";
import { RoutingDecision, type DecisionVerdict } from "./routing-decision.entity";

export interface Route {
  readonly route: Decision<ConfirmedRoute, RouteRefusal>;
  /** Path of the target within the input. */
  readonly field: string;
  readonly line: Line;
  readonly door: Door | null;
}

/**
 * 登记必做 (信访工作条例 44): whoever is turned away has been heard. Of all targets that may not be, those that the citizen
 * must be told of stand on the timeline with the rule and the lawful way, though the deed as a whole is refused.
 */
export function registerRefusals(
  deed: Deed,
  locked: LockedDispute,
  routes: readonly Route[],
  facts: Facts,
): RefusedAnswer | undefined {
  const no = routes.flatMap(({ route, ...target }) => (route.ok ? [] : [{ ...target, refusal: route.refusal }]));
  const [first] = no;
  if (!first) return undefined;
  const registered = no.filter(({ refusal }) => refusal.isRegistered);
  for (const { line, door, refusal } of registered) {
    const { rule, basis, route, reason } = refusal;
    addDecision(deed, locked, { verdict: "REFUSED", line, door, rule, basis, text: route, referralId: null, facts });
    const wish = door === null ? LINE_LABELS[line] : DOOR_LABELS[door];
    const source = basis === null ? "" : `依据:${basis}。`;
    const note = `要求:${wish}。不予分流:${reason}。${source}途径:${route ?? ""}`;
    locked.addEvent(deed, { kind: "REFERRAL_REFUSED", occurredAt: deed.now, note });
  }
  // What must be registered is told before a slip of the desk.
  const { refusal, field } = registered[0] ?? first;
  const { code, rule, basis, reason, route, missing: missingFacts } = refusal;
  const told = { field, rule, basis, reason, route, missingFacts };
  if (registered.length === 0) return refused(code, told);
  locked.settle(deed);
  deed.keepThoughRefused();
  deed.audit({ disputeId: locked.id, verdict: code });
  return refused(code, { ...told, currentVersion: locked.dispute.version });
}

export function addDecision(
  deed: Deed,
  locked: LockedDispute,
  decided: Pick<RoutingDecision, "line" | "door" | "rule" | "basis" | "text" | "referralId"> & {
    readonly verdict: DecisionVerdict;
    readonly facts: Facts;
  },
): void {
  const { facts, ...decision } = decided;
  deed.changes.insert(RoutingDecision, {
    ...decision,
    id: deed.hub.ids.uuid(),
    disputeId: locked.id,
    facts: Object.entries(facts).map(([fact, isSo]) => `${fact}:${isSo}`),
    decidedBy: deed.caller.subject,
    decidedAt: deed.now,
  });
}
