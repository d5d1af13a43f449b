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

const COLUMNS = "d.id, d.trace_code, d.title, d.category, d.state, d.region_code, d.opened_at, d.lead_agency_id";
const NEWEST_FIRST = "order by d.opened_at desc, d.id desc";
/** The county asked for, and what the caller may see: a bare range is expected to leave so little that it would be sorted. */
const SCOPE = "left(d.region_code, 6) = $1 and coalesce(d.region_code >= $2 and d.region_code < $3, false)";
const TERMS = "dispute_terms(d.title_key, d.region_code, d.category, d.state)";

/**
 * Walking along the county's newest rows takes ever longer the rarer the thing is, sorting all that the index of terms
 * knows of it ever longer the more frequent. The two are alike at about the root of the rows there are, so as many are
 * walked, and the index is asked only where they do not fill the page. One row more than shown tells whether others follow.
 */
function search(content: string, terms: string): string {
  const page = `${NEWEST_FIRST} limit $4 + 1`;
  return `
with walked as materialized (
  select ${COLUMNS} from (
    select * from dispute d where ${SCOPE} ${NEWEST_FIRST}
     limit (select sqrt(greatest(reltuples, 10000))::bigint from pg_class where oid = 'dispute'::regclass)) d
   where ${content} ${page}
), found as (
  select * from walked where (select count(*) from walked) > $4
  union all
  (select ${COLUMNS} from (select * from dispute d where ${terms} and (select count(*) from walked) <= $4 offset 0) d
    where ${SCOPE} and ${content} ${page})
)
select ${list(FOUND, "d.opened_at desc, d.id desc")} as nodes, max(d.found) as found,
       (array_agg(d.opened_at order by d.opened_at, d.id))[1] as last_at,
       (array_agg(d.id order by d.opened_at, d.id))[1] as last_id
  from (select *, count(*) over () as found, row_number() over (order by opened_at desc, id desc) as place from found) d
 where d.place <= $4`;
}

const BY_CATEGORY = search("d.category = any($5::text[])", `${TERMS} @> array[$1::text] and ${TERMS} && $5::text[]`);
const BY_WORDS = search("d.title_key like all($5::text[])", `${TERMS} @> $6::text[]`);

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
      const [page] = await ground.rows<Page>("disputes-by-category", BY_CATEGORY, values);
      return shown(page!, first, `floor disputes ${regionCode} ${categories.join()} ${caller.subject}`);
    },
    async byWords({ caller, variables }) {
      const { first, text: asked } = variables as { first: number; text: string };
      const words = decideWords(asked);
      if (!words.ok) throw new Refused(words.refusal);
      const [county, end] = regionOf(caller);
      const likes = words.change.map((one) => `%${one}%`);
      const values = [county, county, end, first, likes, [county, ...termsOf(words.change)]];
      const [page] = await ground.rows<Page>("disputes-by-words", BY_WORDS, values);
      return shown(page!, first, `floor disputes ${asked} ${caller.subject}`);
    },
  };

  function shown({ nodes, found, last_at, last_id }: Page, first: number, scope: string): string {
    const endCursor = last_at && sealCursor(ground.crypto, { scope, position: [last_at, last_id] });
    const pageInfo = { hasNextPage: Number(found) > first, endCursor };
    return `{"disputes":{"nodes":${nodes},"pageInfo":${JSON.stringify(pageInfo)}}}`;
  }
}
