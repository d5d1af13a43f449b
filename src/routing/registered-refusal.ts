import { LINE_LABELS } from "../agencies/agency.entity";
import type { Line } from "../agencies/workflow.rules";
import type { Deed } from "../audit/deed";
import { refused, type RefusedAnswer } from "../dispute/refused";
import type { Decision } from "../platform/decision";
import type { ConfirmedRoute, RouteRefusal } from "./confirm.rules";
import { DOOR_LABELS, type Door } from "./door.labels";
import type { Fact, Facts } from "./fact.labels";
import { newlyTold } from "./known-facts.rules";
import type { Routed } from "./known-facts.store";
import { RoutingDecision, type DecisionVerdict } from "./routing-decision.entity";
import { ToldFact } from "./told-fact.entity";

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
  routed: Routed,
  routes: readonly Route[],
  stated: Facts,
): RefusedAnswer | undefined {
  const no = routes.flatMap(({ route, ...target }) => (route.ok ? [] : [{ ...target, refusal: route.refusal }]));
  const [first] = no;
  if (!first) return undefined;
  const { locked } = routed;
  const registered = no.filter(({ refusal }) => refusal.isRegistered);
  const decisions = registered.map(({ line, door, refusal: { rule, basis, route } }) => {
    return { verdict: "REFUSED" as const, line, door, rule, basis, text: route, referralId: null };
  });
  addDecisions(deed, routed, decisions, stated);
  for (const { line, door, refusal } of registered) {
    const { basis, route, reason } = refusal;
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

type Decided = Pick<RoutingDecision, "line" | "door" | "rule" | "basis" | "text" | "referralId"> & {
  readonly verdict: DecisionVerdict;
};

/** The lines of one deed, with what it told of the matter: told once, a fact stays with the dispute. */
export function addDecisions(
  deed: Deed,
  { locked, known, words }: Routed,
  decisions: readonly Decided[],
  stated: Facts,
): void {
  const by = { disputeId: locked.id, decidedBy: deed.caller.subject, decidedAt: deed.now };
  const facts = Object.entries({ ...known.told, ...stated }).map(([fact, isSo]) => `${fact}:${isSo}`);
  const lines = decisions.map((decided) => ({ ...decided, ...by, id: deed.hub.ids.uuid(), facts }));
  for (const line of lines) deed.changes.insert(RoutingDecision, line);
  const [first] = lines;
  if (!first) return;
  for (const [fact, isSo] of newlyTold(known.told, stated)) addWord(deed, first, fact, isSo, words.get(fact) ?? 0);
}

function addWord(
  deed: Deed,
  {
    id: decisionId,
    disputeId,
    decidedBy: toldBy,
    decidedAt: toldAt,
  }: Pick<RoutingDecision, "id" | "disputeId" | "decidedBy" | "decidedAt">,
  fact: Fact,
  isSo: boolean,
  wordsBefore: number,
): void {
  const word = wordsBefore + 1;
  deed.changes.insert(ToldFact, { id: deed.hub.ids.uuid(), disputeId, fact, isSo, word, decisionId, toldBy, toldAt });
}
