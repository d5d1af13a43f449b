import type { Caller } from "../access/caller";
import { covers, regionPrefix } from "../access/region.rules";
import { inRegion, visibleDisputes } from "../access/visibility";
import { Numbered, type Condition, type PageWish } from "../platform/keyset-page";
import type { DisputeFilter } from "./dispute.types";
import { termsOf } from "./search.rules";

/** A filter whose words have been read. */
export type ReadFilter = Omit<DisputeFilter, "text"> & { readonly words: readonly string[] };

const NOTHING: Condition = { text: "false", values: [] };

/**
 * Which disputes are on a page of the list, as conditions on `dispute t` that any statement may read them by. The work is
 * bounded by the page, whatever the table holds (ADR 0011):
 * - an agency's list follows the index of what it takes part in;
 * - open disputes follow the index of their state;
 * - words are compared with the newest, then looked up in one slice of time after the other, until the page is full;
 * - a category, or a region, has an index in the order of the list.
 */
export function pageOfDisputes(caller: Caller, filter: ReadFilter, wish: PageWish): Condition[] {
  if (caller.role === "AGENCY" && caller.agency) return [partsOf(caller.agency.id, filter, wish)];
  const place = narrower(caller.regionCode, filter.regionCode ?? null);
  // Whatever the steps below find, only what the caller may see is read.
  return [visibleDisputes(caller), place === null ? NOTHING : inPlace(place, filter, wish)];
}

/** The region within the other; null where neither is, or the caller has none. */
function narrower(own: string | null, wished: string | null): string | null {
  if (own === null || wished === null) return own;
  if (covers(own, wished)) return wished;
  return covers(wished, own) ? own : null;
}

function inPlace(place: string, filter: ReadFilter, wish: PageWish): Condition {
  if (filter.states && !filter.states.includes("CLOSED")) return open(place, filter, wish);
  if (filter.words.length > 0) return withWords(place, filter, wish);
  return filter.categories ? ofCategories(place, filter, wish) : newest(place, filter, wish);
}

/** A statement that finds the ids of one page, step by step, and numbers its values as they come. */
class PageSteps {
  private readonly all = new Numbered();
  readonly limit: string;

  constructor(
    private readonly place: string,
    private readonly filter: ReadFilter,
    private readonly wish: PageWish,
  ) {
    this.limit = `limit ${wish.first + 1}`;
  }

  newestFirst(table: "s" | "t"): string {
    return `order by ${table}.opened_at desc, ${table}.id desc`;
  }

  add(...conditions: readonly Condition[]): string {
    return conditions.map((condition) => this.all.add(condition)).join(" and ");
  }

  value(value: unknown, type: string): string {
    return this.all.add({ text: `$1::${type}`, values: [value] });
  }

  /** Where in the order of the list. */
  scope(table: "s" | "t"): string {
    return this.add(
      inRegion(this.place, table),
      ...timeConditions(this.filter, this.wish, `${table}.opened_at`, `${table}.id`),
    );
  }

  /** Of a dispute `s` of the listing, what changes: its state. */
  stateChecked(): string {
    const { states } = this.filter;
    if (!states) return "";
    const wanted = this.add({ text: "t.state = any($1::text[])", values: [states] });
    return `cross join lateral (select from dispute t where t.id = s.id and ${wanted} offset 0) t`;
  }

  ids(select: string): Condition {
    return idsOf(select, this.all.values);
  }
}

/** The region's list itself. */
function newest(place: string, filter: ReadFilter, wish: PageWish): Condition {
  const steps = new PageSteps(place, filter, wish);
  return steps.ids(
    `select s.id from (select s.id, s.opened_at from dispute_listing s where ${steps.scope("s")} ${steps.newestFirst("s")}) s
       ${steps.stateChecked()} ${steps.newestFirst("s")} ${steps.limit}`,
  );
}

/** The newest of each category, and of those the newest. */
function ofCategories(place: string, filter: ReadFilter, wish: PageWish): Condition {
  const steps = new PageSteps(place, filter, wish);
  const categories = steps.value([...new Set(filter.categories)], "text[]");
  return steps.ids(
    `select s.id from unnest(${categories}) c(category) cross join lateral (
       select s.id, s.opened_at from (
         select s.id, s.opened_at from dispute_listing s where s.category = c.category and ${steps.scope("s")}
          ${steps.newestFirst("s")}) s
        ${steps.stateChecked()} ${steps.newestFirst("s")} ${steps.limit}) s
      ${steps.newestFirst("s")} ${steps.limit}`,
  );
}

/** How many of the place's newest disputes are compared with the words one by one, which the index itself can do. */
const WALK = 3_000;

/**
 * The newest disputes are compared with the words one by one. Only if they do not fill the page are the words looked up, in
 * one slice of the place's time after the other, and no further than the page takes. OFFSET 0 keeps the terms apart from
 * the order, whose own index would bring far more rows to be compared.
 */
function withWords(place: string, filter: ReadFilter, wish: PageWish): Condition {
  const steps = new PageSteps(place, filter, wish);
  const { categories, words } = filter;
  const TERMS = "listing_terms(s.title_key, s.region_code, s.category, s.opened_at)";
  const scope = steps.scope("s");
  const content = steps.add(...categoryConditions(filter, "s"), ...words.map((word) => titled(word)));
  const checked = steps.stateChecked();
  const from = steps.value(filter.openedFrom ?? null, "timestamptz");
  const digits = steps.value(regionPrefix(place).slice(0, 9), "text");
  const terms = `${TERMS} @> (array[p.slice] || ${steps.value(termsOf(words), "text[]")})`;
  const ofCategory = categories ? ` and ${TERMS} && ${steps.value(categories, "text[]")}` : "";
  const page = `${steps.newestFirst("s")} ${steps.limit}`;
  return steps.ids(
    `with walked as materialized (
       select s.id from (
         select s.id, s.opened_at, s.category, s.title_key from dispute_listing s where ${scope}
          ${steps.newestFirst("s")} limit ${WALK}) s ${checked}
        where ${content} ${page})
     select w.id from walked w
     union all
     (select f.id from (
        select s.opened_at, s.id from dispute_listing s where ${scope} and (select count(*) from walked) <= ${wish.first}
         ${steps.newestFirst("s")} limit 1 offset ${WALK - 1}) l
       cross join lateral (
         select f.id from listing_slices(${digits}, ${from}, l.opened_at) with ordinality p(slice, place)
          cross join lateral (
            select s.id from (select * from dispute_listing s where ${terms}${ofCategory} offset 0) s ${checked}
             where ${scope} and (s.opened_at, s.id) < (l.opened_at, l.id) and ${content} ${page}) f
          order by p.place ${steps.limit}) f)`,
  );
}

/** Disputes that are not closed, the newest of each state; of what else is asked for, all of them are gone through. */
function open(place: string, filter: ReadFilter, wish: PageWish): Condition {
  const steps = new PageSteps(place, filter, wish);
  const states = steps.value([...new Set(filter.states)], "text[]");
  const content = [...categoryConditions(filter, "t"), ...titleConditions(filter)];
  return steps.ids(
    `select t.id from unnest(${states}) p(state) cross join lateral (
       select t.id, t.opened_at from dispute t
        where t.state = p.state and t.state <> 'CLOSED' and ${[steps.scope("t"), ...content.map((one) => steps.add(one))].join(" and ")}
        ${steps.newestFirst("t")} ${steps.limit}) t
      ${steps.newestFirst("t")} ${steps.limit}`,
  );
}

/** A dispute that was referred to the agency more than once is still one dispute. */
function partsOf(agencyId: string, filter: ReadFilter, wish: PageWish): Condition {
  const all = new Numbered();
  const own = [
    { text: "c.agency_id = $1 and c.state in ('OFFERED', 'ACCEPTED')", values: [agencyId] },
    ...timeConditions(filter, wish, "c.dispute_opened_at", "c.dispute_id"),
  ].map((condition) => all.add(condition));
  const content = [
    ...(filter.regionCode ? [inRegion(filter.regionCode)] : []),
    ...(filter.states ? [{ text: "t.state = any($1::text[])", values: [filter.states] }] : []),
    ...categoryConditions(filter, "t"),
    ...titleConditions(filter),
  ];
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

function timeConditions(
  { openedFrom, openedBefore }: ReadFilter,
  wish: PageWish,
  openedAt: string,
  id: string,
): Condition[] {
  const conditions: Condition[] = [];
  if (openedFrom) conditions.push({ text: `${openedAt} >= $1`, values: [openedFrom] });
  if (openedBefore) conditions.push({ text: `${openedAt} < $1`, values: [openedBefore] });
  if (wish.after) conditions.push({ text: `(${openedAt}, ${id}) < ($1, $2)`, values: wish.after });
  return conditions;
}

function categoryConditions({ categories }: ReadFilter, table: "s" | "t"): Condition[] {
  return categories ? [{ text: `${table}.category = any($1::text[])`, values: [categories] }] : [];
}

/** Of a dispute `t`. OFFSET 0 keeps PostgreSQL from reading all the listing for it. */
function titleConditions({ words }: ReadFilter): Condition[] {
  return words.map((word) => {
    const { text, values } = titled(word);
    return { text: `exists (select from dispute_listing s where s.id = t.id and ${text} offset 0)`, values };
  });
}

function titled(word: string): Condition {
  return { text: "s.title_key like $1", values: [`%${word.replace(/[\\%_]/g, "\\$&")}%`] };
}

/** The ids of one page, read beforehand; the array keeps the planner from turning the two steps into one again. */
function idsOf(select: string, values: readonly unknown[]): Condition {
  return { text: `t.id = any(array(${select}))`, values };
}
