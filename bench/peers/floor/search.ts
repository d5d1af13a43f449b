import { decideWords, termsOf } from "../../../src/dispute/search.rules";
import { regionPrefix } from "../../../src/access/region.rules";
import { sealCursor } from "../../../src/platform/cursor";
import { LEAD_OWNER } from "./fields";
import { regionOf, Refused, type FloorGround, type Handler } from "./ground";
import { globalId, instant, list, object, text, word } from "./sql";

const FOUND = object({
  id: globalId("'Dispute'", "d.id"),
  traceCode: word("d.trace_code"),
  title: text("d.title"),
  category: word("d.category"),
  state: word("d.state"),
  regionCode: word("d.region_code"),
  openedAt: instant("d.opened_at"),
  leadOwner: LEAD_OWNER,
});

const NEWEST_FIRST = "order by l.opened_at desc, l.id desc";
/** The county asked for; and what the caller may see, which a bare range is expected to leave so little of that it would be sorted. */
const SCOPE = "left(l.region_code, 6) = $1 and coalesce(l.region_code >= $2 and l.region_code < $3, false)";

/** One row more than shown tells whether others follow. */
function page(ids: string): string {
  return `
select ${list(FOUND, "d.opened_at desc, d.id desc")} as nodes, max(d.found) as found,
       (array_agg(d.opened_at order by d.opened_at, d.id))[1] as last_at,
       (array_agg(d.id order by d.opened_at, d.id))[1] as last_id
  from (select d.*, count(*) over () as found, row_number() over (order by d.opened_at desc, d.id desc) as place
          from dispute d where d.id = any(array(${ids}))) d
 where d.place <= $4`;
}

const BY_CATEGORY = page(`
  select l.id from unnest($5::text[]) c(category) cross join lateral (
    select l.id, l.opened_at from dispute_listing l where l.category = c.category and ${SCOPE} ${NEWEST_FIRST} limit $4 + 1) l
   ${NEWEST_FIRST} limit $4 + 1`);

/** One after the other: an array of patterns would be taken apart for every row. */
const titled = (words: number) => Array.from({ length: words }, (_, at) => `l.title_key like $${6 + at}`).join(" and ");

/** The newest three thousand of the county one by one, then one slice of its time after the other, until the page is full. */
const byWordsOf = (words: number) =>
  page(`
  with walked as materialized (
    select l.id from (select l.id, l.opened_at, l.title_key from dispute_listing l where ${SCOPE} ${NEWEST_FIRST} limit 3000) l
     where ${titled(words)} ${NEWEST_FIRST} limit $4 + 1)
  select w.id from walked w
  union all
  (select f.id from (
     select l.opened_at, l.id from dispute_listing l where ${SCOPE} and (select count(*) from walked) <= $4
      ${NEWEST_FIRST} limit 1 offset 2999) e
    cross join lateral (
      select f.id from listing_slices($1, null, e.opened_at) with ordinality s(slice, place)
       cross join lateral (
         select l.id from (
           select * from dispute_listing l
            where listing_terms(l.title_key, l.region_code, l.category, l.opened_at) @> (array[s.slice] || $5::text[]) offset 0) l
          where ${SCOPE} and ${titled(words)} and (l.opened_at, l.id) < (e.opened_at, e.id) ${NEWEST_FIRST} limit $4 + 1) f
       order by s.place limit $4 + 1) f)`);

interface Page {
  readonly nodes: string;
  readonly found: string | null;
  readonly last_at: Date | null;
  readonly last_id: string | null;
}

/** `disputes` of one county, by category or by words of the title. */
export function searchOf(ground: FloorGround): { byCategory: Handler; byWords: Handler } {
  return {
    async byCategory({ caller, variables }) {
      const { first, categories, regionCode } = variables as {
        first: number;
        categories: string[];
        regionCode: string;
      };
      const values = [regionPrefix(regionCode), ...regionOf(caller), first, categories];
      const [found] = await ground.rows<Page>("disputes-by-category", BY_CATEGORY, values);
      return shown(found!, first, `floor disputes ${regionCode} ${categories.join()} ${caller.subject}`);
    },
    async byWords({ caller, variables }) {
      const { first, text: asked } = variables as { first: number; text: string };
      const words = decideWords(asked);
      if (!words.ok) throw new Refused(words.refusal);
      const [county, end] = regionOf(caller);
      const likes = words.change.map((one) => `%${one}%`);
      const values = [county, county, end, first, termsOf(words.change), ...likes];
      const name = `disputes-by-${likes.length}-words`;
      const [found] = await ground.rows<Page>(name, byWordsOf(likes.length), values);
      return shown(found!, first, `floor disputes ${asked} ${caller.subject}`);
    },
  };

  function shown({ nodes, found, last_at, last_id }: Page, first: number, scope: string): string {
    const endCursor = last_at && sealCursor(ground.crypto, { scope, position: [last_at, last_id] });
    const pageInfo = { hasNextPage: Number(found) > first, endCursor };
    return `{"disputes":{"nodes":${nodes},"pageInfo":${JSON.stringify(pageInfo)}}}`;
  }
}
