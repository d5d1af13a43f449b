import { AgencyRecord, RECORD_TYPE_NAMES } from "../agencies/agency-record.entity";
import { agencyBy } from "../agencies/agency.reads";
import { CaseDocument } from "../dispute/case-document.entity";
import { DisputeLink } from "../dispute/dispute-link.entity";
import { DISPUTE_SHOWN } from "../dispute/dispute.reads";
import { visibleDispute } from "../dispute/dispute.store";
import { Evaluation } from "../dispute/evaluation.entity";
import { Party } from "../dispute/party.entity";
import { TimelineEvent } from "../dispute/timeline-event.entity";
import { Submission } from "../intake/submission.entity";
import type { Organisation } from "../person/organisation.entity";
import { organisationBy } from "../person/person.reads";
import { findPersonById } from "../person/person.store";
import { Node } from "../platform/connection";
import type { EntityClass } from "../platform/entity-rows";
import { parseGlobalId } from "../platform/global-id";
import { numbered } from "../platform/keyset-page";
import { one } from "../platform/read/reads";
import { Referral } from "../routing/referral.entity";
import { rolesOf } from "./access.check";
import type { HubContext } from "./hub-context";
import { loadById } from "./loaded-reads";
import { visibleBy } from "./visibility";

/** Objects that are seen by whoever sees their dispute. */
const PARTS: Readonly<Record<string, EntityClass<Node & { disputeId: string }>>> = {
  CaseDocument,
  Evaluation,
  Party,
  Referral,
  Submission,
  TimelineEvent,
  ...Object.fromEntries(Object.values(RECORD_TYPE_NAMES).map((name) => [name, AgencyRecord])),
};

/** An object by its global id, by the same rules as on every other way to it; a type not named here is found by nobody. */
export async function findNode(context: HubContext, id: string): Promise<Node | null> {
  const parsed = parseGlobalId(id);
  if (!parsed) return null;
  const { type, uuid } = parsed;
  // Asked for no field of it, the operation would pass; that there is such an object is told to no other role either.
  if (!rolesOf(type, "id").has(context.caller.role)) return null;
  if (type === "Dispute") return loadById(context, DISPUTE_SHOWN, uuid);
  if (type === "Person") return findPersonById(context, uuid);
  if (type === "Agency") return loadById(context, agencyBy("id"), uuid);
  if (type === "Organisation") return findOrganisation(context, uuid);
  if (type === "DisputeLink") return findLink(context, uuid);
  const entity = Object.hasOwn(PARTS, type) ? PARTS[type] : undefined;
  if (!entity) return null;
  const part = await loadById<Node & { disputeId: string }>(
    context,
    one(() => entity, "id"),
    uuid,
  );
  if (!part || part.globalId() !== id) return null;
  return (await visibleDispute(context, part.disputeId)) && part;
}

/** A body, if a dispute the caller may see names it. */
async function findOrganisation(context: HubContext, id: string): Promise<Organisation | null> {
  const where = numbered([{ text: "p.organisation_id = $1", values: [id] }, visibleBy(context.caller, "d")]);
  const named = await context.hub.db.query(
    `select 1 from party p join dispute d on d.id = p.dispute_id where ${where.text} limit 1`,
    where.values,
  );
  return named.length > 0 ? loadById(context, organisationBy("id"), id) : null;
}

/** A link is shown only to who may see both its ends, here as in the lists of a dispute. */
async function findLink(context: HubContext, id: string): Promise<DisputeLink | null> {
  const link = await loadById<DisputeLink>(
    context,
    one(() => DisputeLink, "id"),
    id,
  );
  if (!link) return null;
  const ends = await Promise.all([link.fromDisputeId, link.toDisputeId].map((end) => visibleDispute(context, end)));
  return ends.every((end) => end !== null) ? link : null;
}
