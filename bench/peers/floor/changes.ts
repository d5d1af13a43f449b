import { callerScope } from "../../../src/access/caller";
import { openCursor, sealCursor } from "../../../src/platform/cursor";
import { agencyOf, type FloorGround, type Handler } from "./ground";
import { globalId, instant, list, object, word } from "./sql";

/** As many lines of the feed are looked at for a page as the hub looks at: where a page ends is part of the answer. */
const WINDOW = 2_000;

const CHANGE = object({
  id: globalId("'Change'", "c.id"),
  kind: word("c.kind"),
  disputeVersion: "c.dispute_version",
  changedAt: instant("c.changed_at"),
  dispute: `'{"id":' || ${globalId("'Dispute'", "c.dispute_id")} || ',"traceCode":' || ${word("d.trace_code")}
    || ',"state":' || ${word("d.state")} || '}'`,
});

/**
 * The window's disputes are compared with the agency's all at once: one pass over the index where each line by itself
 * would be a search from its root. A page that the window does not fill ends where the window does.
 */
const STATEMENT = `
with seen as materialized (
  select t.xid, t.id, t.kind, t.dispute_version, t.changed_at, t.dispute_id from change_log t
   where t.xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint and (t.xid, t.id) > ($1, $2)
   order by t.xid, t.id limit ${WINDOW}
), theirs as materialized (
  select s.* from seen s
   where s.dispute_id in (
     select k.dispute_id from referral_candidate k
      where k.dispute_id = any(array(select dispute_id from seen)) and k.agency_id = $3
        and k.state in ('OFFERED', 'ACCEPTED'))
   order by s.xid, s.id limit $4 + 1
), page as materialized (
  select * from theirs order by xid, id limit $4
), last as (
  (select xid, id, true as has_next from page where (select count(*) from theirs) > $4
    order by xid desc, id desc limit 1)
  union all
  (select xid, id, (select count(*) from seen) = ${WINDOW} from seen where (select count(*) from theirs) <= $4
    order by xid desc, id desc limit 1)
)
select (select ${list(CHANGE, "c.xid, c.id")} from page c join dispute d on d.id = c.dispute_id) as nodes,
       l.xid, l.id, coalesce(l.has_next, false) as has_next
  from (select) one left join last l on true`;

const BEGINNING = ["0", "00000000-0000-0000-0000-000000000000"];

interface Page {
  readonly nodes: string;
  readonly xid: string | null;
  readonly id: string | null;
  readonly has_next: boolean;
}

/** `changes`, as an agency reads them. */
export function changesOf(ground: FloorGround): Handler {
  const { crypto } = ground;
  return async ({ caller, variables }) => {
    const { first, after } = variables as { first: number; after: string | null };
    // The hub's own scope: what the bench seals to begin at is good for both.
    const scope = `changes:${callerScope(caller)}`;
    const place = after ? openCursor(crypto, scope, after) : BEGINNING;
    const [page] = await ground.rows<Page>("changes", STATEMENT, [...place, agencyOf(caller).id, first]);
    const { nodes, xid, id, has_next } = page!;
    const endCursor = xid && sealCursor(crypto, { scope, position: [xid, id] });
    return `{"changes":{"nodes":${nodes},"pageInfo":${JSON.stringify({ hasNextPage: has_next, endCursor })}}}`;
  };
}
