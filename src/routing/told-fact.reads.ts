import type { HubContext } from "../access/hub-context";
import { one, pageOf, type ListRead } from "../platform/read/reads";
import { FACT_LABELS } from "./fact.labels";
import { RoutingDecision } from "./routing-decision.entity";
import { ToldFact } from "./told-fact.entity";

/** A condition on `told_fact` by the name: nothing was said of it later. */
export const lastWord = (table: string): string =>
  `not exists (select from told_fact w where w.dispute_id = ${table}.dispute_id and w.fact = ${table}.fact and w.word > ${table}.word)`;

/** What is in force of what the desk was told; who sees the dispute, sees it. */
export const FACTS_IN_FORCE: ListRead<HubContext> = {
  kind: "list",
  entity: () => ToldFact,
  by: "disputeId",
  order: { properties: ["fact"], direction: "asc" },
  most: Object.keys(FACT_LABELS).length,
  only: () => ({ text: lastWord("t"), values: [] }),
};

/** Every word on every fact, those that were corrected among them. */
export const FACT_HISTORY = pageOf<HubContext>(() => ToldFact, "disputeId", "toldAt");

/** The decision that a fact was told with. */
export const DECISION = one<HubContext>(() => RoutingDecision, "decisionId");
