import type { Caller } from "../access/caller";
import { regionPrefix } from "../access/region.rules";
import { inRegion, visibleDisputes } from "../access/visibility";
import { Numbered, type Condition, type PageWish } from "../platform/keyset-page";
import type { DisputeFilter } from "./dispute.types";
import { termsOf } from "./search.rules";

/** A filter whose words have been read. */
export type ReadFilter = Omit<DisputeFilter, "text"> & { readonly words: readonly string[] };

/**
 * Which disputes are on a page of the list, as conditions on `dispute t` that any statement may read them by. The work is
 * bounded by the page, whatever the table holds (ADR 0011):
 * - an agency's list follows the index of what it takes part in;
 * - a region's list follows the index of its level, in the order of the list;
 * - what may be rare is looked for in the newest rows first, and in the index of terms where those do not fill the page.
 */
export function pageOfDisputes(caller: Caller, filter: ReadFilter, wish: PageWish): Condition[] {
  if (caller.role === "AGENCY" && caller.agency) return [partsOf(caller.agency.id, filter, wish)];
  const isOftenRare = filter.words.length > 0 || filter.categories || (filter.states && !asksForClosed(filter));
  if (isOftenRare) return [walkedOrIndexed(caller, filter, wish)];
  return [visibleDisputes(caller), ...filterConditions(filter)];
}

/** An empty list of states asks for none; only a list left out asks for all. */
function filterConditions(filter: ReadFilter): Condition[] {
  return [...scopeConditions(filter, "t.opened_at"), ...contentConditions(filter)];
}

/** Where in the order of the list. */
function scopeConditions(filter: ReadFilter, openedAt: string): Condition[] {
  const conditions: Condition[] = [];
  if (filter.openedFrom) conditions.push({ text: `${openedAt} >= $1`, values: [filter.openedFrom] });
  if (filter.openedBefore) conditions.push({ text: `${openedAt} < $1`, values: [filter.openedBefore] });
  if (filter.regionCode && openedAt === "t.opened_at") conditions.push(inRegion(filter.regionCode));
  return conditions;
}

/** What the rows themselves must say. */
function contentConditions({ states, categories, words }: ReadFilter): Condition[] {
  const conditions: Condition[] = [];
  if (states) conditions.push({ text: "t.state = any($1::text[])", values: [states] });
  if (categories) conditions.push({ text: "t.category = any($1::text[])", values: [categories] });
  for (const word of words) conditions.push({ text: "t.title_key like $1", values: [containing(word)] });
  return conditions;
}

function containing(word: string): string {
  return `%${word.replace(/[\\%_]/g, "\\$&")}%`;
}

/** Most disputes are closed, and the newest are not; what is asked for among them begins behind those. */
function asksForClosed({ states }: ReadFilter): boolean {
  return states?.includes("CLOSED") ?? false;
}

/** The ids of one page, read beforehand; the array keeps the planner from turning the two steps into one again. */
function idsOf(select: string, values: readonly unknown[]): Condition {
  return { text: `t.id = any(array(${select}))`, values };
}

/** A dispute that was referred to the agency more than once is still one dispute. */
function partsOf(agencyId: string, filter: ReadFilter, wish: PageWish): Condition {
  const all = new Numbered();
  const own = [
    all.add({ text: "c.agency_id = $1 and c.state in ('OFFERED', 'ACCEPTED')", values: [agencyId] }),
    ...scopeConditions(filter, "c.dispute_opened_at").map((condition) => all.add(condition)),
  ];
  if (wish.after) {
    own.push(all.add({ text: "(c.dispute_opened_at, c.dispute_id) < ($1, $2)", values: wish.after }));
  }
  const content = [...(filter.regionCode ? [inRegion(filter.regionCode)] : []), ...contentConditions(filter)];
  const wanted = ["t.id = c.dispute_id", ...content.map((condition) => all.add(condition))].join(" and ");
  return idsOf(
    `select c.dispute_id from (
       select distinct c.dispute_opened_at, c.dispute_id from referral_candidate c where ${own.join(" and ")}
        order by c.dispute_opened_at desc, c.dispute_id desc) c
      ${content.length > 0 ? `cross join lateral (select from dispute t where ${wanted} offset 0) t` : ""}
      order by c.dispute_opened_at desc, c.dispute_id desc limit ${wish.first + 1}`,
    all.values,
  );
}

/**
 * How many rows are looked at before the index of terms is asked, for each row of the page. What so many of the newest
 * rows do not bring together is rare enough in its region for all of it to be sorted.
 */
function walkOf(caller: Caller, filter: ReadFilter, wish: PageWish): number {
  const level = Math.max(
    ...[caller.regionCode, filter.regionCode].map((code) => (code ? regionPrefix(code).length : 0)),
  );
  return (wish.first + 1) * (level >= 6 ? 50 : level >= 4 ? 150 : 500);
}

/** OFFSET 0 keeps the terms apart from the region, whose own index would bring far more rows to be compared. */
function walkedOrIndexed(caller: Caller, filter: ReadFilter, wish: PageWish): Condition {
  const all = new Numbered();
  const join = (conditions: readonly Condition[]) => conditions.map((condition) => all.add(condition)).join(" and ");
  const after: Condition[] = wish.after ? [{ text: "(t.opened_at, t.id) < ($1, $2)", values: wish.after }] : [];
  const scope = join([visibleDisputes(caller), ...scopeConditions(filter, "t.opened_at"), ...after]);
  const { states, ...rest } = filter;
  const walked = asksForClosed(filter) ? join(contentConditions({ states, words: [] })) : "true";
  const content = join(contentConditions(asksForClosed(filter) ? rest : filter));
  const terms = join(termConditions(caller, filter));
  const page = `order by t.opened_at desc, t.id desc limit ${wish.first + 1}`;
  return idsOf(
    `with walked as materialized (
       select t.id from (select * from dispute t where ${scope} and ${walked}
          order by t.opened_at desc, t.id desc limit ${walkOf(caller, filter, wish)}) t where ${content} ${page}),
     indexed as materialized (
       select t.id, t.opened_at from (select * from dispute t where ${terms} offset 0) t
        where ${scope} and ${walked} and ${content})
     select w.id from walked w where (select count(*) from walked) > ${wish.first}
     union all
     (select t.id from indexed t where (select count(*) from walked) <= ${wish.first} ${page})`,
    all.values,
  );
}

function termConditions(caller: Caller, filter: ReadFilter): Condition[] {
  const { states, categories, words } = filter;
  const TERMS = "dispute_terms(t.title_key, t.region_code, t.category, t.state)";
  const places = [caller.regionCode, filter.regionCode].flatMap((code) => (code ? regionPrefix(code).slice(0, 9) : []));
  const every = [...places.filter((prefix) => prefix.length > 2), ...termsOf(words)];
  const conditions: Condition[] = [{ text: `${TERMS} @> $1::text[]`, values: [every] }];
  if (categories) conditions.push({ text: `${TERMS} && $1::text[]`, values: [categories] });
  if (states && !asksForClosed(filter)) conditions.push({ text: `${TERMS} && $1::text[]`, values: [states] });
  return conditions;
}
