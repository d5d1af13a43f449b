import { decideEntry, entryStates, stateOf } from "../agencies/workflow.rules";
import { AgencyRecord } from "../agencies/agency-record.entity";
import { decideDetails } from "../agencies/record-details.rules";
import { decideRecordNumber } from "../agencies/number.rules";
import { WORKFLOWS } from "../agencies/workflows.rules";
import { toEntryAnswers } from "../agencies/step-answers";
import { runPreparedDeed, type Answer, type Asking, type Deed, type DeedRequest } from "../audit/deed";
import { clockOwner, RecordClocks } from "../deadlines/record-clocks";
import { conditionFields } from "../deadlines/matter.rules";
import { addDocuments } from "../dispute/document.input";
import { decideDocuments } from "../dispute/document.rules";
import type { LockedDispute } from "../dispute/locked-dispute";
import { refused, type RefusedAnswer } from "../dispute/refused";
import { businessDay } from "../platform/clock";
import { judgeFollowed, linkFollowed, readFollowed, type FollowedFound } from "./followed-record";
import { ReferralCandidate } from "./referral-candidate.entity";
import { judgeOffer, lockOffered, saveReferral, type Offered } from "./offered";
import type { Referral } from "./referral.entity";
import type { AcceptReferralInput } from "./routing.types";

export interface AcceptedAnswer extends Answer {
  readonly __typename: "ReferralAccepted";
  readonly disputeId: string;
  readonly referralId: string;
  readonly recordId: string;
  readonly number: string;
  readonly state: string;
  readonly leadPassed: boolean;
  readonly disputeVersion: number;
}

/** The agency takes the referral: its record opens, the other candidates' offers lapse, the lead may pass to it. */
export function acceptReferral(
  request: DeedRequest,
  input: AcceptReferralInput,
): Promise<AcceptedAnswer | RefusedAnswer> {
  const lock = (asking: Asking) =>
    Promise.all([
      lockOffered(asking, input.referralId),
      isNumberKnown(asking, input.number),
      readFollowed(asking, input.follows),
    ]);
  return runPreparedDeed(request, "acceptReferral", input, lock, accept);
}

function accept(
  deed: Deed,
  [offered, isNumberTaken, followed]: readonly [Offered | undefined, boolean, FollowedFound | undefined],
  input: AcceptReferralInput,
): AcceptedAnswer | RefusedAnswer {
  const answerable = judgeOffer(deed, offered, input);
  if ("__typename" in answerable) return answerable;
  const { locked, referral, candidate, agencyId, calendar } = answerable;
  const { line } = referral;
  const workflow = WORKFLOWS[line];

  const documents = decideDocuments(input.documents);
  if (!documents.ok) return refused(documents.refusal.code, { field: documents.refusal.field });
  // A record that had ended may be open again since the dispute was referred, because its end was withdrawn.
  const isAtWork = locked.records.some((record) => record.agencyId === agencyId && record.phase !== "ENDED");
  if (isAtWork) return refused("RECORD_OPEN", { field: "referralId" });
  const number = decideRecordNumber(line, input.number);
  if (!number.ok) return refused("NUMBER_FORMAT", { field: "number" });
  const { normalised } = number.change;
  if (isNumberTaken) return refused("NUMBER_TAKEN", { field: "number" });
  const state = input.state ?? entryStates(workflow)[0]!.id;
  const entry = decideEntry(workflow, { state, occurredOn: businessDay(input.occurredAt) });
  if (!entry.ok) {
    const code = entry.refusal.code === "STEP_NOT_ALLOWED" ? "STATE_NOT_ENTRY" : entry.refusal.code;
    return refused(code, { field: "state", allowedSteps: toEntryAnswers(entry.refusal.allowed) });
  }
  const details = decideDetails(line, input.details ?? null);
  if (!details.ok) return refused(details.refusal.code, { field: details.refusal.field });
  const { follows } = input;
  const isClosedWay = follows && judgeFollowed(deed, locked, followed, { follows, line });
  if (isClosedWay) return isClosedWay;

  const { phase, outcome } = stateOf(workflow, state)!;
  const record = {
    ...details.change,
    id: deed.hub.ids.uuid(),
    disputeId: locked.id,
    referralId: referral.id,
    agencyId,
    line,
    number: input.number,
    numberKey: normalised,
    state,
    phase,
    outcome,
    version: 1,
    lastSequence: 0,
    round: locked.dispute.round,
    openedAt: input.occurredAt,
    updatedAt: deed.now,
    endedAt: phase === "ENDED" ? deed.now : null,
  };
  deed.changes.insert(AgencyRecord, record as Partial<AgencyRecord>);
  locked.records.push(record as unknown as AgencyRecord);
  if (follows && followed) linkFollowed(deed, record.id, followed, locked, follows.code);
  settleCandidates(deed, locked, referral, candidate);
  Object.assign(referral, { state: "ACCEPTED", holderId: agencyId });
  saveReferral(deed, referral);
  if (referral.takesLead) locked.dispute.appointedAgencyId = agencyId;
  Object.assign(locked.dispute, { isEvaluated: false, isReturned: false });
  const event = locked.addEvent(deed, {
    kind: "ACCEPTED",
    occurredAt: input.occurredAt,
    referralId: referral.id,
    recordId: record.id,
    toState: state,
  });
  addDocuments(deed, input.documents, { disputeId: locked.id, recordId: record.id, eventId: event.id });
  const owner = clockOwner(record, locked.dispute, conditionFields(line, details.change) ?? {});
  const clocks = new RecordClocks(deed.hub.law, owner, [], calendar);
  clocks.enter({ id: event.id, fromState: null, toState: state, occurredAt: input.occurredAt, sequence: 0 });
  clocks.write(deed);
  locked.settle(deed);
  deed.audit({ disputeId: locked.id, recordId: record.id, verdict: "ALLOWED" });
  return {
    __typename: "ReferralAccepted",
    disputeId: locked.id,
    referralId: referral.id,
    recordId: record.id,
    number: input.number,
    state,
    leadPassed: referral.takesLead,
    disputeVersion: locked.dispute.version,
  };
}

async function isNumberKnown({ tx, caller: { agency } }: Asking, text: string): Promise<boolean> {
  if (!agency) return false;
  const number = decideRecordNumber(agency.line, text);
  if (!number.ok) return false;
  const found = await tx.lookUp("select 1 from agency_record where agency_id = $1 and number_key = $2", [
    agency.id,
    number.change.normalised,
  ]);
  return found.length > 0;
}

function settleCandidates(deed: Deed, locked: LockedDispute, referral: Referral, winner: ReferralCandidate): void {
  for (const candidate of locked.candidatesOf(referral.id)) {
    if (candidate.state !== "OFFERED") continue;
    const state = candidate.id === winner.id ? "ACCEPTED" : "LAPSED";
    deed.changes.update(ReferralCandidate, candidate.id, { state, decidedAt: deed.now });
  }
}
