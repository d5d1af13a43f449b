import { AgencyRecord, RECORD_TYPE_NAMES } from "../agencies/agency-record.entity";
import { agencyBy } from "../agencies/agency.reads";
import { CaseDocument } from "../dispute/case-document.entity";
import { Deadline } from "../deadlines/deadline.entity";
import { DisputeLink } from "../dispute/dispute-link.entity";
import { DISPUTE_SHOWN, toVisible } from "../dispute/dispute.reads";
import { Evaluation } from "../dispute/evaluation.entity";
import { Party } from "../dispute/party.entity";
import { TimelineEvent } from "../dispute/timeline-event.entity";
import { Submission } from "../intake/submission.entity";
import { bodyKnownTo, knownTo, organisationBy, personBy } from "../person/person.reads";
import type { EntityClass } from "../platform/entity-rows";
import { numbered, type Condition } from "../platform/keyset-page";
import { one, type ObjectRead, type ObjectsRead } from "../platform/read/reads";
import { Referral } from "../routing/referral.entity";
import { rolesOf } from "./access.check";
import type { Caller } from "./caller";
import type { HubContext } from "./hub-context";
import { openDocuments, openParties, openSubmissions, visibleThroughDispute } from "./visibility";

/** An object that is seen by whoever sees its dispute. */
function partOfDispute(
  entity: () => EntityClass<{ disputeId: string }>,
  isOpen?: (caller: Caller) => Condition,
): ObjectRead<HubContext> {
  const only = ({ caller }: HubContext) =>
    numbered([...(isOpen ? [isOpen(caller)] : []), visibleThroughDispute(caller)]);
  return { read: one(entity, "id"), only };
}

/** A record is found under the type of its line alone. */
const RECORDS = Object.entries(RECORD_TYPE_NAMES).map(([line, type]) => {
  return [
    type,
    partOfDispute(
      () => AgencyRecord,
      () => ({ text: "t.line = $1", values: [line] }),
    ),
  ] as const;
});

/** By the same rules as on every other way to them. */
const TYPES: Readonly<Record<string, ObjectRead<HubContext>>> = {
  Agency: { read: agencyBy("id") },
  CaseDocument: partOfDispute(() => CaseDocument, openDocuments),
  Deadline: partOfDispute(() => Deadline),
  Dispute: { read: DISPUTE_SHOWN },
  // Shown only to who may see both its ends, here as in the lists of a dispute.
  DisputeLink: {
    read: one(() => DisputeLink, "id"),
    only: (context) => numbered([toVisible("from_dispute_id")(context), toVisible("to_dispute_id")(context)]),
  },
  Evaluation: partOfDispute(() => Evaluation),
  Organisation: { read: organisationBy("id"), only: bodyKnownTo },
  Party: partOfDispute(() => Party, openParties),
  Person: { read: personBy("id"), only: knownTo },
  Referral: partOfDispute(() => Referral),
  Submission: partOfDispute(() => Submission, openSubmissions),
  TimelineEvent: partOfDispute(() => TimelineEvent),
  ...Object.fromEntries(RECORDS),
};

function objects<A>(ids: (args: A) => readonly string[]): ObjectsRead<HubContext, A> {
  // Asked for no field of it, the operation would pass; that there is such an object is told to no other role either.
  return { kind: "objects", types: TYPES, ids, isTold: (type, { caller }) => rolesOf(type, "id").has(caller.role) };
}

export const NODE = objects(({ id }: { readonly id: string }) => [id]);

export const NODES = objects(({ ids }: { readonly ids: readonly string[] }) => ids);
