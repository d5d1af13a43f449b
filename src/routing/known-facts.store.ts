import type { Asking } from "../audit/deed";
import { lockDisputes, disputesOf } from "../dispute/lock-disputes";
import type { LockedDispute } from "../dispute/locked-dispute";
import { lightOf } from "../deadlines/lights.rules";
import { businessDay } from "../platform/clock";
import { visibleDisputes } from "../access/visibility";
import type { AgencyRecord } from "../agencies/agency-record.entity";
import type { Dispute } from "../dispute/dispute.entity";
import { fromGlobalId } from "../platform/global-id";
import type { Condition } from "../platform/keyset-page";
import type { Day } from "../deadlines/day.rules";
import type { Fact, Facts } from "./fact.labels";
import { CONCLUDING_IDS } from "./lapse.rules";
import type { RoutedDispute } from "./known-facts.rules";
import type { PassedClock } from "./standing.rules";

/**
 * What the lines themselves know of their records, which clocks run in them, who the parties are and what the desk was
 * told, of the dispute `d` with its records `r`.
 * Only statuses have a number (`sequence`), and by that the timeline has an index of records.
 */
export const ROUTING_FACTS: Condition = {
  text: `(select json_build_object(
    'kinds', (select json_object_agg(r.id, r.mediation_kind) from r where r.mediation_kind is not null),
    'rechecked', (select json_agg(distinct e.record_id) from timeline_event e
       where e.record_id = any(array(select r.id from r where r.line = 'PETITION'))
         and e.sequence is not null and e.to_state = 'RECHECKED'
         and not exists (select from timeline_event c where c.corrects_id = e.id and c.to_state is not null)),
    'clocks', (select json_agg(json_build_array(k.record_id, k.limit_id, k.late_after, k.late_from, k.due_on,
         k.is_provisional, k.awaits_condition)) from deadline k
       where k.record_id = any(array(select r.id from r)) and k.state = 'OPEN' and k.limit_id = any($1)),
    'told', (select json_object_agg(f.fact, json_build_array(f.is_so, f.word)) from (
       select distinct on (w.fact) w.* from told_fact w where w.dispute_id = any(array(select d.id from d))
        order by w.fact, w.word desc) f),
    'parties', (select json_agg(distinct o.name_key) from party p join organisation o on o.id = p.organisation_id
       where p.dispute_id = any(array(select d.id from d)))))`,
  values: [CONCLUDING_IDS],
};

export interface RoutingFactsRow {
  readonly kinds: Readonly<Record<string, string>> | null;
  readonly rechecked: readonly string[] | null;
  readonly clocks: readonly RunningClock[] | null;
  readonly told: Told | null;
  readonly parties: readonly string[] | null;
}

/** What runs in a record and has to be done by its body. */
type RunningClock = readonly [
  recordId: string,
  limitId: string,
  lateAfter: Day | null,
  lateFrom: string | null,
  dueOn: Day | null,
  isProvisional: boolean,
  awaitsCondition: boolean,
];

type Told = Readonly<Partial<Record<Fact, readonly [isSo: boolean, word: number]>>>;

export interface Routed {
  readonly locked: LockedDispute;
  readonly known: RoutedDispute;
  /** How often a fact was told. */
  readonly words: ReadonlyMap<Fact, number>;
}

/** Locks a dispute the caller may see, with everything its routing turns on. */
export async function lockRouted(asking: Asking, globalId: string): Promise<Routed | undefined> {
  const id = fromGlobalId("Dispute", globalId);
  if (id === undefined) return undefined;
  const what = { referrals: "ALL", also: [ROUTING_FACTS] } as const;
  const { disputes, also } = await lockDisputes(asking, disputesOf([id]), visibleDisputes(asking.caller), what);
  const locked = disputes.get(id);
  const row = also[0] as RoutingFactsRow;
  const told = Object.entries(row.told ?? {}) as [Fact, readonly [boolean, number]][];
  const words = new Map(told.map(([fact, [, word]]) => [fact, word]));
  return locked && { locked, known: toRouted(locked.dispute, locked.records, row, asking.hub.clock.now()), words };
}

export function toRouted(
  dispute: Pick<Dispute, "category" | "flags">,
  records: readonly AgencyRecord[],
  { kinds, rechecked, clocks, told, parties }: RoutingFactsRow,
  now: Date,
): RoutedDispute {
  return {
    category: dispute.category,
    flags: dispute.flags,
    records: records.map(({ id, line, state, phase, outcome }) => ({
      line,
      state,
      phase,
      outcome,
      isRechecked: rechecked?.includes(id) ?? false,
      mediationKind: kinds?.[id] ?? null,
      passed: passedClocks(clocks ?? [], id, now),
    })),
    told: Object.fromEntries(Object.entries(told ?? {}).map(([fact, [isSo]]) => [fact, isSo])) as Facts,
    partyNames: parties ?? [],
  };
}

/** Unknown means that it has not passed: a receipt, a condition or a calendar that nobody knows opens no other way. */
function passedClocks(clocks: readonly RunningClock[], recordId: string, now: Date): PassedClock[] {
  return clocks.flatMap(([of, limitId, lateAfter, late, dueOn, isProvisional, awaitsCondition]) => {
    if (of !== recordId || lateAfter === null) return [];
    const lateFrom = late === null ? null : new Date(late);
    const clock = { state: "OPEN", dueOn, lateFrom, isProvisional, awaitsCondition } as const;
    return lightOf(clock, businessDay(now), now) === "RED" ? [{ limitId, lateAfter }] : [];
  });
}
