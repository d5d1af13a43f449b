import { globalId, text } from "./sql";

/**
 * The name of an agency, looked up by its key. Joined, the planner would rather read all the agencies there are for each
 * dispute, and sort the timeline again that the index had given in order.
 */
const nameOf = (agencyId: string): string => `(select a.name from agency a where a.id = ${agencyId})`;

export const agency = (agencyId: string): string =>
  `coalesce('{"name":' || to_json(${nameOf(agencyId)})::text || '}', 'null')`;

/** The centre leads where no agency has taken the lead; `d` is the dispute. */
export const LEAD_OWNER = `'{"name":' || ${text(`coalesce(${nameOf("d.lead_agency_id")}, '矛盾纠纷调处化解中心')`)} || '}'`;

/** The global id of a record names the type of its line. */
export const recordId = (record: string): string =>
  globalId(
    `case ${record}.line when 'PETITION' then 'PetitionRecord' when 'LITIGATION' then 'LitigationRecord'
       when 'MEDIATION' then 'MediationRecord' when 'ARBITRATION' then 'ArbitrationRecord'
       when 'INSPECTION' then 'InspectionRecord' when 'HOTLINE' then 'HotlineRecord' else 'LegalAidRecord' end`,
    `${record}.id`,
  );
