import type { HubContext } from "../access/hub-context";
import { visibleDisputes } from "../access/visibility";
import { AgencyRecord } from "../agencies/agency-record.entity";
import { Agency } from "../agencies/agency.entity";
import { readLine } from "../audit/read-log";
import { Dispute } from "../dispute/dispute.entity";
import type { Channel } from "../intake/intake.labels";
import { Numbered } from "../platform/keyset-page";
import { isParty, type RoutedDispute } from "./known-facts.rules";
import { ROUTING_FACTS, toRouted, type RoutingFactsRow } from "./known-facts.store";
import { isInReach } from "./referral.rules";

export interface AdviceGround {
  readonly known: RoutedDispute;
  /** Bodies of the place that may be referred to: in reach, at work, and no party. */
  readonly agencies: readonly Agency[];
  /** How the matter came in first. */
  readonly channel: Channel;
}

/**
 * What advice on a dispute rests on, read by one statement that notes in the read log who asked.
 * @returns undefined when there is no such dispute for the caller
 */
export async function readAdviceGround(context: HubContext, disputeId: string): Promise<AdviceGround | undefined> {
  const { db, catalogue } = context.hub;
  const disputes = catalogue.of(Dispute);
  const records = catalogue.of(AgencyRecord);
  const agencies = catalogue.of(Agency);
  const values = new Numbered();
  const which = { text: "t.id = $1", values: [disputeId] };
  const [row] = await db.query<GroundRow>(
    `with found as materialized (
       select t.* from dispute t where ${values.add(which)} and ${values.add(visibleDisputes(context.caller))}),
     noted as ${values.add(readLine(context, "routingAdvice", { disputeId: "id" }))},
     d as (select * from found),
     r as (select t.* from agency_record t where t.dispute_id = any(array(select id from found)) order by t.opened_at, t.id)
     select (select ${disputes.jsonArray("d")} from d) as dispute,
            (select json_agg(${records.jsonArray("r")}) from r) as records,
            ${values.add(ROUTING_FACTS)} as facts,
            (select s.channel from submission s where s.dispute_id = any(array(select id from found))
              order by s.submitted_at, s.id limit 1) as channel,
            (select json_agg(${agencies.jsonArray("a")} order by a.region_code, a.code) from agency a
              where a.closed_at is null and left(a.region_code, 4) = any(array(select left(d.region_code, 4) from d))
            ) as agencies`,
    values.values,
  );
  if (!row?.dispute) return undefined;
  const dispute = disputes.fromJsonArray(row.dispute);
  const known = toRouted(
    dispute,
    (row.records ?? []).map((record) => records.fromJsonArray(record)),
    row.facts,
    context.hub.clock.now(),
  );
  const mayBeAsked = ({ regionCode, name }: Agency) =>
    isInReach(regionCode, dispute.regionCode) && !isParty(known, name);
  return {
    known,
    channel: row.channel,
    agencies: (row.agencies ?? []).map((agency) => agencies.fromJsonArray(agency)).filter(mayBeAsked),
  };
}

interface GroundRow {
  readonly dispute: readonly unknown[] | null;
  readonly records: readonly (readonly unknown[])[] | null;
  readonly facts: RoutingFactsRow;
  readonly channel: Channel;
  readonly agencies: readonly (readonly unknown[])[] | null;
}
