import { visibleDisputes } from "../access/visibility";
import type { Deed } from "../audit/deed";
import { numbered } from "../platform/keyset-page";
import { nameIndex, type Subject } from "../person/subjects";
import type { EnteredRow } from "./secrecy.rules";
import type { KnownDispute } from "./similar.rules";

export async function isExternalNoKnown(deed: Deed, sourceSystem: string, externalNo: string): Promise<boolean> {
  const found = await deed.tx.query("select 1 from submission where source_system = $1 and external_no = $2", [
    sourceSystem,
    externalNo,
  ]);
  return found.length > 0;
}

/**
 * How many submissions the dispute has, and whether this person or body made one of them.
 * @param isOpenOnly what is secret does not count: that it was there before would tell of it
 */
export async function countSubmissions(
  deed: Deed,
  disputeId: string,
  applicant: Subject,
  isOpenOnly: boolean,
): Promise<{ readonly count: number; readonly isSamePerson: boolean }> {
  const [counted] = await deed.tx.query<{ count: number; same: boolean }>(
    `select count(*)::int as count,
            coalesce(bool_or(s.applicant_id = $2 and (s.secret_since is null or not $4)), false) or exists (
              select from party p where p.dispute_id = $1 and p.role = 'APPLICANT' and p.organisation_id = $3
                 and (p.secret_since is null or not $4)) as same
       from submission s where s.dispute_id = $1`,
    [disputeId, applicant.personId, applicant.organisationId, isOpenOnly],
  );
  return { count: counted!.count, isSamePerson: counted!.same };
}

/** Who and what the dispute has already, and what of it is secret. */
export function readEntered(deed: Deed, disputeId: string): Promise<EnteredRow[]> {
  return deed.tx.query<EnteredRow>(
    `select p.id, p.role,
            array_remove(array[coalesce(p.person_id, p.organisation_id)::text, p.name_key], null) as names, p.joined_at as "enteredAt", p.secret_since as "secretSince"
       from party p where p.dispute_id = $1
      union all
     select s.id, null, array_remove(s.agent_person_id::text || case when s.applicant_id is not null then
              s.applicant_id::text || array(select b.name_key from party b
                where b.dispute_id = $1 and b.role = 'APPLICANT' and b.person_id = s.applicant_id)
              else array(select b.organisation_id::text from party b
                where b.dispute_id = $1 and b.role = 'APPLICANT' and b.organisation_id is not null) end, null),
            s.registered_at, s.secret_since
       from submission s where s.dispute_id = $1`,
    [disputeId],
  );
}

/** Ids tell the time, so these are the newest; a bank may have been a party many thousand times. */
const MOST_PARTS = 500;

/** Only disputes the clerk may see: an offer must not tell of others. */
export async function readOpenDisputes(deed: Deed, applicant: Subject): Promise<KnownDispute[]> {
  const [column, id] =
    applicant.personId === null
      ? (["organisation_id", applicant.organisationId] as const)
      : (["person_id", applicant.personId] as const);
  if (id === null) return [];
  const where = numbered([
    {
      text: `t.state <> 'CLOSED' and t.id = any(array(
        select p.dispute_id from party p where p.${column} = $1 and p.role <> 'RESPONDENT'
         order by p.dispute_id desc limit ${MOST_PARTS}))`,
      values: [id],
    },
    visibleDisputes(deed.caller),
  ]);
  const rows = await deed.tx.query<{
    id: string;
    category: string;
    title: string;
    persons: string[];
    bodies: string[];
    isSecret: boolean;
  }>(
    `select t.id, t.category, t.title,
            not exists (select from party p where p.dispute_id = t.id and p.${column} = $1 and p.role <> 'RESPONDENT'
                           and p.secret_since is null) as "isSecret",
            array(select p.name_index from party r join person p on p.id = r.person_id
                   where r.dispute_id = t.id and r.role = 'RESPONDENT') as persons,
            array(select o.name from party r join organisation o on o.id = r.organisation_id
                   where r.dispute_id = t.id and r.role = 'RESPONDENT') as bodies
       from dispute t where ${where.text} order by t.opened_at desc limit 100`,
    where.values,
  );
  return rows.map(({ persons, bodies, ...dispute }) => ({
    ...dispute,
    respondentKeys: [...persons, ...bodies.map((name) => nameIndex(deed.hub.crypto, name))],
  }));
}
