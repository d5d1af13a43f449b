import { globalId, text } from "./sql";

/** The centre leads where no agency has taken the lead; `d` is the dispute, `l` its leading agency. */
export const LEAD_OWNER = `'{"name":' || ${text("coalesce(l.name, '矛盾纠纷调处化解中心')")} || '}'`;

/** The global id of a record names the type of its line. */
export const recordId = (record: string): string =>
  globalId(
    `case ${record}.line when 'PETITION' then 'PetitionRecord' when 'LITIGATION' then 'LitigationRecord'
       when 'MEDIATION' then 'MediationRecord' when 'ARBITRATION' then 'ArbitrationRecord' else 'LegalAidRecord' end`,
    `${record}.id`,
  );
