import type { HubContext } from "../access/hub-context";
import { inRegion, visibleDisputes } from "../access/visibility";
import type { DisputeCategory } from "../dispute/dispute.labels";
import { Numbered, numbered, type Condition, type PageWish } from "../platform/keyset-page";
import type { Facts } from "./fact.labels";
import { FACTS_OF_PROCEDURES } from "./known-facts.rules";
import { FACT_OF_FLAG, type PastKind } from "./rehearsal.rules";
import { lastWord } from "./told-fact.reads";

/** Which past disputes a draft is tried on. */
export interface RehearsalFilter {
  readonly regionCode?: string | null;
  readonly categories?: readonly DisputeCategory[] | null;
  readonly openedFrom?: Date | null;
  readonly openedBefore?: Date | null;
}

/** The oldest dispute that was looked at; what lies before it was not. */
interface Oldest {
  readonly at: string;
  readonly id: string;
}

export interface Past {
  /** With the key that each dispute of the kind has in `KIND`. */
  readonly kinds: readonly (PastKind & { readonly key: string })[];
  readonly oldest: Oldest | null;
  /** Disputes looked at, those of other categories among them. */
  readonly looked: number;
}

const MARKS = Object.entries(FACT_OF_FLAG);
const OF_PROCEDURES = FACTS_OF_PROCEDURES.map((fact) => `'${fact}'`).join(", ");

/** What the marks on a dispute tell, as texts `fact:true`; of its row `t` in the listing. */
const MARKED = `array_remove(array[${MARKS.map(([flag, fact]) => {
  return `case when '${flag}' = any(t.flags) then '${fact}:true' end`;
}).join(", ")}]::text[], null)`;

/**
 * What the desk was told of it, but for what procedures have brought about since. A mark goes before a word. An array and
 * not a join: of most disputes nothing was told, and the index says so.
 */
const TOLD = `array(select f.fact || ':' || f.is_so from told_fact f
  where f.dispute_id = t.id and ${lastWord("f")} and f.fact not in (${OF_PROCEDURES})
    and not (${MARKS.map(([flag, fact]) => `f.fact = '${fact}' and '${flag}' = any(t.flags)`).join(" or ")})
  order by f.fact)`;

/** What is known of a past dispute, as texts `fact:true`. */
const FACTS = `${MARKED} || ${TOLD}`;

/** What disputes of one kind have in common, as one text. */
const KIND = `t.category || ' ' || array_to_string(${FACTS}, ' ')`;

function scopeOf({ caller }: HubContext, { regionCode, openedFrom, openedBefore }: RehearsalFilter): Condition[] {
  return [
    visibleDisputes(caller),
    ...(regionCode ? [inRegion(regionCode)] : []),
    ...(openedFrom ? [{ text: "t.opened_at >= $1", values: [openedFrom] }] : []),
    ...(openedBefore ? [{ text: "t.opened_at < $1", values: [openedBefore] }] : []),
  ];
}

/**
 * The newest disputes that the caller may see, so many at most, gathered by kind: what is alike is decided once. The
 * bound is on what is looked at, not on what is found, so that a rare category cannot make the walk endless.
 */
export async function readPast(context: HubContext, filter: RehearsalFilter, most: number): Promise<Past> {
  const all = new Numbered();
  const scope = scopeOf(context, filter).map((condition) => all.add(condition));
  const wanted = filter.categories
    ? all.add({ text: "t.category = any($1::text[])", values: [filter.categories] })
    : "true";
  const [found] = await context.hub.db.query<{ kinds: Row[] | null; oldest: Oldest | null; looked: number }>(
    `with past as materialized (
       select t.id, t.opened_at, t.category, t.flags from dispute_listing t where ${scope.join(" and ")}
        order by t.opened_at desc, t.id desc limit ${most}),
     known as materialized (select t.category, ${FACTS} as facts from past t where ${wanted}),
     kinds as (
       select t.category || ' ' || array_to_string(t.facts, ' ') as key, t.category, t.facts, count(*)::int as disputes
         from known t group by t.category, t.facts order by 1)
     select (select json_agg(k) from kinds k) as kinds,
            (select json_build_object('at', p.opened_at, 'id', p.id) from past p
              order by p.opened_at, p.id limit 1) as oldest,
            (select count(*)::int from past) as looked`,
    all.values,
  );
  const { kinds, oldest, looked } = found!;
  return { kinds: (kinds ?? []).map(toKind), oldest, looked };
}

interface Row {
  readonly key: string;
  readonly category: DisputeCategory;
  readonly facts: readonly string[];
  readonly disputes: number;
}

function toKind({ facts, ...row }: Row): Past["kinds"][number] {
  const told = facts.map((text) => text.split(":")).map(([fact, isSo]) => [fact, isSo === "true"]);
  return { ...row, facts: Object.fromEntries(told) as Facts };
}

/** One page of the disputes of these kinds among those that were looked at, as conditions on `dispute t`. */
export function disputesOfKinds(
  context: HubContext,
  filter: RehearsalFilter,
  { keys, oldest, wish }: { readonly keys: readonly string[]; readonly oldest: Oldest | null; readonly wish: PageWish },
): Condition[] {
  if (oldest === null || keys.length === 0) return [{ text: "false", values: [] }];
  const listed = numbered([
    ...scopeOf(context, filter),
    { text: "(t.opened_at, t.id) >= ($1::timestamptz, $2::uuid)", values: [oldest.at, oldest.id] },
    ...(wish.after ? [{ text: "(t.opened_at, t.id) < ($1, $2)", values: wish.after }] : []),
    { text: `${KIND} = any($1::text[])`, values: [keys] },
  ]);
  const ids = `select t.id from dispute_listing t where ${listed.text} order by t.opened_at desc, t.id desc limit ${wish.first + 1}`;
  return [visibleDisputes(context.caller), { text: `t.id = any(array(${ids}))`, values: listed.values }];
}
