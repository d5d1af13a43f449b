import type { Answer, Deed } from "../audit/deed";
import { addDocuments } from "../dispute/document.input";
import type { LockedDispute } from "../dispute/locked-dispute";
import { Party } from "../dispute/party.entity";
import { partyNameKey, type Subject } from "../person/subjects";
import { receiptNo } from "./codes.rules";
import { followCodeOf, followIndex } from "./follow-code";
import { readEntered } from "./intake.store";
import type { AttachSubmissionInput, RegisterSubmissionInput } from "./intake.types";
import { decideSecrecy, type EnteredRow, type Secrecy, type Told } from "./secrecy.rules";
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
  const wanted = [
    { role: "APPLICANT" as const, headCount: input.headCount, subject: named.applicant },
    ...named.others,
  ];
  const entered = how.isNewDispute ? [] : await readEntered(deed, dispute.id);
  const secrecy = decideSecrecy(toTold(input, named), entered, deed.now);
  enterParties(deed, locked, wanted, secrecy);
  for (const row of secrecy.hidden) mark(deed, row, deed.now);
  for (const row of secrecy.opened) mark(deed, row, null);
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
    secretSince: secrecy.submission,
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

function toTold(input: RegisterSubmissionInput | AttachSubmissionInput, { applicant, agent, others }: Named): Told {
  return {
    isReport: input.isReport ?? false,
    isInOwnName: "inOwnName" in input && (input.inOwnName ?? false),
    applicant: idOf(applicant),
    agent: agent && idOf(agent),
    others: others.map(({ role, subject }) => ({ role, id: idOf(subject) })),
    nameKeys: new Map(
      [applicant, ...(agent ? [agent] : []), ...others.map(({ subject }) => subject)]
        .filter(({ personId }) => personId !== null)
        .map((subject) => [idOf(subject), partyNameKey(subject.nameKey)]),
    ),
  };
}

const idOf = ({ personId, organisationId }: Subject): string => (personId ?? organisationId)!;

function mark(deed: Deed, { id, role }: EnteredRow, secretSince: Date | null): void {
  if (role === null) deed.changes.update(Submission, id, { secretSince });
  else deed.changes.update(Party, id, { secretSince });
}

/** Adds the people and bodies that have no part in the dispute yet. */
function enterParties(deed: Deed, locked: LockedDispute, wanted: Named["others"], secrecy: Secrecy): void {
  const present = new Set<string>();
  for (const { role, headCount, subject } of wanted) {
    const key = `${role}:${idOf(subject)}`;
    if (present.has(key) || secrecy.isThere(role, idOf(subject))) continue;
    present.add(key);
    subject.save();
    deed.changes.insert(Party, {
      id: deed.hub.ids.uuid(),
      disputeId: locked.id,
      role,
      personId: subject.personId,
      organisationId: subject.organisationId,
      headCount,
      joinedAt: deed.now,
      secretSince: secrecy.party(role, idOf(subject)),
      regionCode: locked.dispute.regionCode,
      nameKey: subject.personId === null ? null : partyNameKey(subject.nameKey),
    });
  }
}
