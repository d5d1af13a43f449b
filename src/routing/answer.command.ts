import { decideEntry, entryStates, stateOf } from "../agencies/workflow.rules";
import { AgencyRecord } from "../agencies/agency-record.entity";
import { decideDetails } from "../agencies/record-details.rules";
import { decideRecordNumber } from "../agencies/number.rules";
import { CLOCK_TOLERANCE_MS } from "../agencies/status.rules";
import { WORKFLOWS } from "../agencies/workflows.rules";
import { toEntryAnswers } from "../agencies/step-answers";
import { runPreparedDeed, type Answer, type Asking, type Deed, type DeedRequest } from "../audit/deed";
import { RecordClocks } from "../deadlines/kept-clocks";
import { CALENDAR_VERSION, type VersionedCalendar } from "../deadlines/legal-time";
import { addDocuments } from "../dispute/document.input";
import { decideDocuments } from "../dispute/document.rules";
import { ANY_DISPUTE, lockDisputes, type LockedDispute } from "../dispute/locked-dispute";
import { refused, type RefusedAnswer } from "../dispute/refused";
import { businessDay } from "../platform/clock";
import { fromGlobalId } from "../platform/global-id";
import { ReferralCandidate } from "./referral-candidate.entity";
import { Referral } from "./referral.entity";
import { decideAnswer, isLastCandidate } from "./referral.rules";
import type { AcceptReferralInput, ReturnReferralInput } from "./routing.types";

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

export interface ReturnedAnswer extends Answer {
  readonly __typename: "ReferralReturned";
  readonly referralId: string;
  readonly state: Referral["state"];
  readonly disputeVersion: number;
}

interface Answerable {
  readonly locked: LockedDispute;
  readonly referral: Referral;
  readonly candidate: ReferralCandidate;
  readonly agencyId: string;
  readonly calendar: VersionedCalendar;
}

/** The agency takes the referral: its record opens, the other candidates' offers lapse, the lead may pass to it. */
export function acceptReferral(
  request: DeedRequest,
  input: AcceptReferralInput,
): Promise<AcceptedAnswer | RefusedAnswer> {
  const lock = (asking: Asking) =>
    Promise.all([lockOffered(asking, input.referralId), isNumberKnown(asking, input.number)]);
  return runPreparedDeed(request, "acceptReferral", input, lock, accept);
}

function accept(
  deed: Deed,
  [offered, isNumberTaken]: readonly [Offered | undefined, boolean],
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
  settleCandidates(deed, locked, referral, candidate);
  Object.assign(referral, { state: "ACCEPTED", holderId: agencyId });
  saveReferral(deed, referral);
  if (referral.takesLead) locked.dispute.leadAgencyId = agencyId;
  Object.assign(locked.dispute, { isEvaluated: false, isReturned: false });
  const event = locked.addEvent(deed, {
    kind: "ACCEPTED",
    occurredAt: input.occurredAt,
    referralId: referral.id,
    recordId: record.id,
    toState: state,
  });
  addDocuments(deed, input.documents, { disputeId: locked.id, recordId: record.id, eventId: event.id });
  const owner = { id: record.id, disputeId: locked.id, agencyId, line, regionCode: locked.dispute.regionCode };
  const clocks = new RecordClocks(deed.hub.law, owner, [], calendar);
  clocks.enter({ id: event.id, fromState: null, toState: state, occurredAt: input.occurredAt });
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

/** The agency sends the referral back. It stays open for the other candidates; the lead has never left the one who had it. */
export function returnReferral(
  request: DeedRequest,
  input: ReturnReferralInput,
): Promise<ReturnedAnswer | RefusedAnswer> {
  const lock = (asking: Asking) => lockOffered(asking, input.referralId);
  return runPreparedDeed(request, "returnReferral", input, lock, giveBack);
}

function giveBack(
  deed: Deed,
  offered: Offered | undefined,
  input: ReturnReferralInput,
): ReturnedAnswer | RefusedAnswer {
  const answerable = judgeOffer(deed, offered, input);
  if ("__typename" in answerable) return answerable;
  const { locked, referral, candidate, agencyId } = answerable;

  const returnsWhole = isLastCandidate(locked.candidatesOf(referral.id), agencyId);
  deed.changes.update(ReferralCandidate, candidate.id, {
    state: "RETURNED",
    returnReason: input.reason,
    returnNote: input.note,
    decidedAt: deed.now,
  });
  if (returnsWhole) referral.state = "RETURNED";
  saveReferral(deed, referral);
  locked.addEvent(deed, {
    kind: "RETURNED",
    occurredAt: input.occurredAt,
    referralId: referral.id,
    note: input.note,
  });
  locked.settle(deed);
  deed.audit({ disputeId: locked.id, verdict: "ALLOWED" });
  return {
    __typename: "ReferralReturned",
    referralId: referral.id,
    state: referral.state,
    disputeVersion: locked.dispute.version,
  };
}

interface Offered {
  readonly locked: LockedDispute;
  readonly referralId: string;
  readonly agencyId: string;
  readonly calendar: VersionedCalendar;
}

/**
 * Whoever was ever a candidate may lock: one that came too late takes no part any more, yet has to be told who holds the
 * referral. Everybody else does not learn that it exists.
 */
async function lockOffered(asking: Asking, globalId: string): Promise<Offered | undefined> {
  const agencyId = asking.caller.agency?.id;
  const referralId = fromGlobalId("Referral", globalId);
  if (!agencyId || !referralId) return undefined;
  const which = {
    text: "select dispute_id from referral_candidate where referral_id = $1 and agency_id = $2",
    values: [referralId, agencyId],
  };
  const { disputes, also } = await lockDisputes(asking, which, ANY_DISPUTE, {
    referrals: "ALL",
    also: [{ text: CALENDAR_VERSION, values: [] }],
  });
  const [locked] = disputes.values();
  if (!locked) return undefined;
  return { locked, referralId, agencyId, calendar: await asking.hub.law.calendarAt(asking.tx, also[0] as number) };
}

/** Whether this agency may still answer the referral. */
function judgeOffer(
  deed: Deed,
  offered: Offered | undefined,
  input: { readonly expectedVersion: number; readonly occurredAt: Date },
): Answerable | RefusedAnswer {
  const notFound = refused("NOT_FOUND", { field: "referralId" });
  if (!offered) return notFound;
  const { locked, referralId, agencyId, calendar } = offered;
  const referral = locked.referrals.find(({ id }) => id === referralId);
  const candidate = locked.candidatesOf(referralId).find((one) => one.agencyId === agencyId);
  if (!referral || !candidate) return notFound;
  const decision = decideAnswer(referral, candidate, input.expectedVersion);
  if (!decision.ok) {
    const { code, holderId } = decision.refusal;
    const field = code === "VERSION_CONFLICT" ? "expectedVersion" : "referralId";
    return refused(code, { field, holderId, currentVersion: code === "VERSION_CONFLICT" ? referral.version : null });
  }
  if (input.occurredAt.getTime() > deed.now.getTime() + CLOCK_TOLERANCE_MS) {
    return refused("OCCURRED_IN_FUTURE", { field: "occurredAt" });
  }
  return { locked, referral, candidate, agencyId, calendar };
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

function saveReferral(deed: Deed, referral: Referral): void {
  referral.version += 1;
  if (referral.state !== "OFFERED") referral.decidedAt = deed.now;
  const { state, holderId, decidedAt, version } = referral;
  deed.changes.update(Referral, referral.id, { state, holderId, decidedAt, version });
}
