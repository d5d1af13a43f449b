import type { Answer, Deed } from "../audit/deed";
import { addDocuments } from "../dispute/document.input";
import type { LockedDispute } from "../dispute/locked-dispute";
import { Party } from "../dispute/party.entity";
import { partyNameKey, type Subject } from "../person/subjects";
import { receiptNo } from "./codes.rules";
import { followCodeOf, followIndex } from "./follow-code";
import type { AttachSubmissionInput, RegisterSubmissionInput } from "./intake.types";
import { Submission } from "./submission.entity";

export interface RegisteredAnswer extends Answer {
  readonly __typename: "SubmissionRegistered";
  readonly traceCode: string;
  readonly receiptNo: string;
  readonly isNewDispute: boolean;
  readonly isRepeat: boolean;
  readonly disputeVersion: number;
  readonly disputeId: string;
  readonly submissionId: string;
}

/** Everybody named on a submission, resolved. */
export interface Named {
  readonly applicant: Subject;
  readonly others: readonly { readonly role: Party["role"]; readonly headCount: number; readonly subject: Subject }[];
  readonly agent: Subject | null;
}

/** Writes submission, parties, papers and the event; the same for a new dispute and for one already known. */
export async function enterSubmission(
  deed: Deed,
  locked: LockedDispute,
  input: RegisterSubmissionInput | AttachSubmissionInput,
  named: Named,
  how: { readonly isNewDispute: boolean; readonly isRepeat: boolean; readonly ordinal: number },
): Promise<RegisteredAnswer> {
  const { ids, crypto } = deed.hub;
  const { dispute } = locked;
  const submissionId = ids.uuid();
  const receipt = receiptNo(dispute.traceCode, how.ordinal);
  named.agent?.save();
  await enterParties(deed, locked, named, input.headCount, how.isNewDispute);
  deed.changes.insert(Submission, {
    id: submissionId,
    disputeId: dispute.id,
    applicantId: named.applicant.personId,
    channel: input.channel,
    content: input.content,
    receiptNo: receipt,
    followCodeIndex: followIndex(crypto, followCodeOf(crypto, submissionId)),
    isRepeat: how.isRepeat,
    headCount: input.headCount,
    agentPersonId: named.agent?.personId ?? null,
    agentAuthorisation: input.agent?.authorisation ?? null,
    sourceSystem: input.sourceSystem ?? null,
    externalNo: input.externalNo ?? null,
    submittedAt: input.submittedAt,
    registeredAt: deed.now,
    registeredBy: deed.caller.subject,
  });
  addDocuments(deed, input.documents, { disputeId: dispute.id, submissionId });
  locked.addEvent(deed, {
    kind: how.isNewDispute ? "REGISTERED" : "ATTACHED",
    occurredAt: input.submittedAt,
    submissionId,
  });
  locked.settle(deed);
  deed.audit({ disputeId: dispute.id, verdict: "ALLOWED" });
  return {
    __typename: "SubmissionRegistered",
    traceCode: dispute.traceCode,
    receiptNo: receipt,
    isNewDispute: how.isNewDispute,
    isRepeat: how.isRepeat,
    disputeVersion: dispute.version,
    disputeId: dispute.id,
    submissionId,
  };
}

/** Adds the people and bodies that have no part in the dispute yet. */
async function enterParties(
  deed: Deed,
  locked: LockedDispute,
  named: Named,
  headCount: number,
  isNewDispute: boolean,
): Promise<void> {
  const known = isNewDispute
    ? []
    : await deed.tx.query<{ role: string; subject: string }>(
        "select role, coalesce(person_id, organisation_id)::text as subject from party where dispute_id = $1",
        [locked.id],
      );
  const present = new Set(known.map(({ role, subject }) => `${role}:${subject}`));
  const wanted = [{ role: "APPLICANT" as const, headCount, subject: named.applicant }, ...named.others];
  for (const { role, headCount: heads, subject } of wanted) {
    const key = `${role}:${subject.personId ?? subject.organisationId}`;
    if (present.has(key)) continue;
    present.add(key);
    subject.save();
    deed.changes.insert(Party, {
      id: deed.hub.ids.uuid(),
      disputeId: locked.id,
      role,
      personId: subject.personId,
      organisationId: subject.organisationId,
      headCount: heads,
      joinedAt: deed.now,
      regionCode: locked.dispute.regionCode,
      nameKey: subject.personId === null ? null : partyNameKey(subject.nameKey),
    });
  }
}
