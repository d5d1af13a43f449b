import { AgencyRecord, RECORD_TYPE_NAMES } from "../agencies/agency-record.entity";
import { Agency } from "../agencies/agency.entity";
import { CaseDocument } from "../dispute/case-document.entity";
import { findDispute, visibleDispute } from "../dispute/dispute.store";
import { Evaluation } from "../dispute/evaluation.entity";
import { Party } from "../dispute/party.entity";
import { TimelineEvent } from "../dispute/timeline-event.entity";
import { Submission } from "../intake/submission.entity";
import { findPersonById } from "../person/person.store";
import { Node } from "../platform/connection";
import type { EntityClass } from "../platform/entity-rows";
import { parseGlobalId } from "../platform/global-id";
import { Referral } from "../routing/referral.entity";
import type { HubContext } from "./hub-context";

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
  if (type === "Dispute") return findDispute(context, { id: uuid });
  if (type === "Person") return findPersonById(context, uuid);
  if (type === "Agency") return context.caller.role === "PUBLIC" ? null : context.loaders.byId(Agency).load(uuid);
  const entity = Object.hasOwn(PARTS, type) ? PARTS[type] : undefined;
  if (!entity) return null;
  const part = await context.loaders.byId(entity).load(uuid);
  if (!part || part.globalId() !== id) return null;
  return (await visibleDispute(context).load(part.disputeId)) && part;
}
