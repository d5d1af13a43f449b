import { openCursor, sealCursor } from "../../../src/platform/cursor";
import { callerScope } from "../../../src/access/caller";
import { regionPrefix } from "../../../src/access/region.rules";
import { nameIndex } from "../../../src/person/subjects";
import { maskIdNumber } from "../../../src/person/identity.rules";
import { toGlobalId } from "../../../src/platform/global-id";
import { LEAD_OWNER } from "./fields";
import { agencyOf, regionOf, type FloorGround, type Handler } from "./ground";
import { globalId, instant, list, object, text, word } from "./sql";

const FOUND_DISPUTE = object({
  id: globalId("'Dispute'", "d.id"),
  traceCode: word("d.trace_code"),
  title: text("d.title"),
  category: word("d.category"),
  state: word("d.state"),
  regionCode: word("d.region_code"),
  openedAt: instant("d.opened_at"),
  leadOwner: LEAD_OWNER,
});

/** One more is looked at than shown, to know whether others follow. */
const SEARCH = `
  select ${list(FOUND_DISPUTE, "d.opened_at desc, d.id desc")} as nodes, max(d.found) as found,
         (array_agg(d.opened_at order by d.opened_at, d.id))[1] as last_at,
         (array_agg(d.id order by d.opened_at, d.id))[1] as last_id
    from (select *, count(*) over () as found, row_number() over (order by opened_at desc, id desc) as place
            from (select d.* from dispute d
                   where d.region_code >= $1 and d.region_code < $2 and d.region_code >= $3 and d.region_code < $4
                     and d.category = any($5)
                   order by d.opened_at desc, d.id desc limit $6 + 1) d) d
   where d.place <= $6`;

const PERSONS = `
with found as materialized (
  select t.id, t.name_sealed, t.id_sealed, t.phone_sealed from person t
   where t.name_index = $1 and exists (
     select 1 from party p join dispute d on d.id = p.dispute_id
      where p.person_id = t.id and d.region_code >= $2 and d.region_code < $3)
   order by t.id limit 20
), log as (
  insert into read_entry (id, at, principal, role, action, person_id, purpose, request_id)
  select uuidv7(), $4::timestamptz, $5::text, $6::text, 'searchPersons', null::uuid, 'INTAKE', $7::text
  union all
  select uuidv7(), $4, $5, $6, 'person', f.id, null, $7 from found f
)
select * from found order by id`;

const CHANGE = object({
  id: globalId("'Change'", "c.id"),
  kind: word("c.kind"),
  disputeVersion: "c.dispute_version",
  changedAt: instant("c.changed_at"),
  dispute: `'{"id":' || ${globalId("'Dispute'", "c.dispute_id")} || ',"traceCode":' || ${word("d.trace_code")}
    || ',"state":' || ${word("d.state")} || '}'`,
});

const CHANGES = `
  select ${list(CHANGE, "c.xid, c.id")} as nodes, max(c.found) as found,
         (array_agg(c.xid order by c.xid desc, c.id desc))[1] as last_at,
         (array_agg(c.id order by c.xid desc, c.id desc))[1] as last_id
    from (select *, count(*) over () as found, row_number() over (order by xid, id) as place
            from (select t.* from change_log t
                   where t.xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint and (t.xid, t.id) > ($1, $2)
                     and exists (select 1 from referral_candidate k
                                  where k.dispute_id = t.dispute_id and k.agency_id = $3 and k.state in ('OFFERED', 'ACCEPTED'))
                   order by t.xid, t.id limit $4 + 1) c) c
    join dispute d on d.id = c.dispute_id
   where c.place <= $4`;

interface Page {
  readonly nodes: string;
  readonly found: string | null;
  readonly last_at: unknown;
  readonly last_id: string | null;
}

interface FoundPerson {
  readonly id: string;
  readonly name_sealed: string;
  readonly id_sealed: string | null;
  readonly phone_sealed: string | null;
}

/** `disputes`, `searchPersons` and `changes`. */
export function listsOf(ground: FloorGround): { search: Handler; persons: Handler; changes: Handler } {
  const { crypto } = ground;

  function pageOf({ nodes, found, last_at, last_id }: Page, first: number, scope: string): string {
    const cursor = last_at === null ? null : sealCursor(crypto, { scope, position: [last_at, last_id] });
    return `{"nodes":${nodes},"pageInfo":${JSON.stringify({ hasNextPage: Number(found) > first, endCursor: cursor })}}`;
  }

  return {
    async search({ caller, variables }) {
      const { first, categories, regionCode } = variables as {
        first: number;
        categories: string[];
        regionCode: string;
      };
      const prefix = regionPrefix(regionCode);
      const values = [...regionOf(caller), prefix, `${prefix}:`, categories, first];
      const [page] = await ground.rows<Page>("search", SEARCH, values);
      return `{"disputes":${pageOf(page!, first, `floor disputes ${regionCode} ${categories.join()} ${caller.subject}`)}}`;
    },
    async persons({ caller, requestId, variables }) {
      const name = nameIndex(crypto, variables["name"] as string);
      const values = [name, ...regionOf(caller), new Date(), caller.subject, caller.role, requestId];
      const found = await ground.rows<FoundPerson>("persons", PERSONS, values);
      const persons = found.map(({ id, name_sealed, id_sealed, phone_sealed }) => ({
        id: toGlobalId("Person", id),
        name: crypto.open(name_sealed),
        maskedIdNumber: id_sealed && maskIdNumber(crypto.open(id_sealed)),
        phone: phone_sealed && crypto.open(phone_sealed),
      }));
      return `{"searchPersons":${JSON.stringify(persons)}}`;
    },
    async changes({ caller, variables }) {
      const { first, after } = variables as { first: number; after: string | null };
      const scope = `floor changes ${callerScope(caller)}`;
      const place = after ? openCursor(crypto, scope, after) : ["0", "00000000-0000-0000-0000-000000000000"];
      const [page] = await ground.rows<Page>("changes", CHANGES, [...place, agencyOf(caller).id, first]);
      return `{"changes":${pageOf(page!, first, scope)}}`;
    },
  };
}
