import { DESK_STATES_CONDITION } from "../../../src/dispute/dispute.entity";
import { openCursor, sealCursor } from "../../../src/platform/cursor";
import { recordId } from "./fields";
import { regionOf, type FloorGround, type Handler } from "./ground";
import { globalId, instant, list, object, stateLabel, text, word } from "./sql";

const DISPUTE = object({
  id: globalId("'Dispute'", "d.id"),
  traceCode: word("d.trace_code"),
  title: text("d.title"),
  state: word("d.state"),
  regionCode: word("d.region_code"),
});

const RECORD = object({
  id: recordId("r"),
  number: text("r.number"),
  state: word("r.state"),
  stateLabel: word(stateLabel("r.line", "r.state")),
});

const REFERRAL = object({
  id: globalId("'Referral'", "f.id"),
  state: word("f.state"),
  referredAt: instant("f.referred_at"),
});

const ITEM = object({
  kind: word("w.kind"),
  since: instant("w.since"),
  dispute: DISPUTE,
  record: `coalesce(${RECORD}, 'null')`,
  referral: `coalesce(${REFERRAL}, 'null')`,
});

/** A page of items, the place of the last, and whether others follow; `$1` and `$2` are the place to begin behind. */
const page = (items: string, joins: string): string => `
  select ${list(ITEM, "w.since, w.id")} as nodes,
         (array_agg(w.since order by w.since desc, w.id desc))[1] as last_at,
         (array_agg(w.id order by w.since desc, w.id desc))[1] as last_id, max(w.found) as found
    from (select i.*, count(*) over () as found, row_number() over (order by i.since, i.id) as place
            from (${items}) i) w
    join dispute d on d.id = w.dispute_id ${joins}
   where w.place <= $3`;

const NOTHING = "left join agency_record r on false left join referral f on false";
/** An agency sees a dispute as long as it was offered or has accepted it. */
const THEIRS =
  "and exists (select 1 from referral_candidate c where c.dispute_id = d.id and c.agency_id = $4 " +
  "and c.state in ('OFFERED', 'ACCEPTED')) left join agency_record r on w.kind = 'RECORD' and r.id = w.id left join referral f on w.kind = 'REFERRAL' and f.id = w.id";

const behind = (since: string, id: string): string => `(${since}, ${id}) > ($1, $2)`;

const DESK = page(
  `select 'DESK' as kind, t.id, t.id as dispute_id, t.state_since as since from dispute t
    where ${DESK_STATES_CONDITION} and t.region_code >= $4 and t.region_code < $5 and ${behind("t.state_since", "t.id")}
    order by t.state_since, t.id limit $3 + 1`,
  NOTHING,
);

const AGENCY = page(
  `select * from (
     (select 'REFERRAL' as kind, c.referral_id as id, c.dispute_id, c.offered_at as since from referral_candidate c
       where c.agency_id = $4 and c.state = 'OFFERED' and ${behind("c.offered_at", "c.referral_id")}
       order by c.offered_at, c.referral_id limit $3 + 1)
     union all
     (select 'RECORD', r.id, r.dispute_id, r.opened_at from agency_record r
       where r.agency_id = $4 and r.phase <> 'ENDED' and ${behind("r.opened_at", "r.id")}
       order by r.opened_at, r.id limit $3 + 1)) both_kinds
    order by since, id limit $3 + 1`,
  THEIRS,
);

const BEGINNING = ["-infinity", "00000000-0000-0000-0000-000000000000"];

interface Page {
  readonly nodes: string;
  readonly last_at: Date | null;
  readonly last_id: string | null;
  readonly found: string | null;
}

/** `worklist`, of the desk and of an agency: both begin where the page before ended, by an index. */
export function worklistOf(ground: FloorGround): Handler {
  const { crypto } = ground;
  return async ({ caller, variables }) => {
    const { first, after } = variables as { first: number; after?: string | null };
    const scope = `floor worklist ${caller.subject}`;
    const place = after ? openCursor(crypto, scope, after) : BEGINNING;
    const [found] = caller.agency
      ? await ground.rows<Page>("agency-worklist", AGENCY, [...place, first, caller.agency.id])
      : await ground.rows<Page>("desk-worklist", DESK, [...place, first, ...regionOf(caller)]);
    const { nodes, last_at, last_id } = found!;
    const cursor = last_at && sealCursor(crypto, { scope, position: [last_at, last_id] });
    const pageInfo = { hasNextPage: Number(found!.found) > first, endCursor: cursor };
    return `{"worklist":{"nodes":${nodes},"pageInfo":${JSON.stringify(pageInfo)}}}`;
  };
}
