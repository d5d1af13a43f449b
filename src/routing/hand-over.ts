import { AgencyRecord } from "../agencies/agency-record.entity";
import type { Agency } from "../agencies/agency.entity";
import { Deadline } from "../deadlines/deadline.entity";
import type { LockedDispute, Writing } from "../dispute/locked-dispute";
import type { Condition } from "../platform/keyset-page";
import { toSearchKey } from "../platform/text";
import { coordinate, ordersOf, type CoordinationRow } from "./coordination";
import { CENTRE } from "./lead.rules";
import { saveReferral } from "./offered";
import { ReferralCandidate } from "./referral-candidate.entity";
import { Referral } from "./referral.entity";
import { planHandOver } from "./succession.rules";

/** Who is closed, why, and who takes over, if anybody does. */
export interface Closing {
  readonly agency: Agency;
  readonly successor: Agency | null;
  readonly reason: string;
}

/** Open disputes that the agency (by its code) was to lead, has been offered, or is at work on. */
export function unfinishedOf(agencyCode: string): Condition {
  return {
    text: `select d.id from agency a
             join referral_candidate c on c.agency_id = a.id and c.state in ('OFFERED', 'ACCEPTED')
             join dispute d on d.id = c.dispute_id and d.state <> 'CLOSED'
            where a.code = $1 and (c.state = 'OFFERED' or d.appointed_agency_id = a.id or exists (
              select from agency_record r where r.dispute_id = d.id and r.agency_id = a.id and r.phase <> 'ENDED'))`,
    values: [agencyCode],
  };
}

/** The first of them behind a dispute, in the order of their ids. */
export function nextUnfinished(agencyCode: string, reached: string | null, most: number): Condition {
  const { text, values } = unfinishedOf(agencyCode);
  return {
    text: `select distinct u.id from (${text}) u where ($2::uuid is null or u.id > $2) order by u.id limit ${most}`,
    values: [...values, reached],
  };
}

/** What the disputes `d` with their records `r` are handed over by: clocks, numbers that are in use, bodies that are parties. */
export function succession(agencyCode: string, successorCode: string): Condition {
  const of = (parameter: string) => `(select a.id from agency a where a.code = ${parameter})`;
  return {
    text: `(select json_build_object(
      'clocks', (select json_agg(json_build_array(k.record_id, k.id)) from deadline k where k.record_id = any(array(
         select r.id from r where r.agency_id = ${of("$1")} and r.phase <> 'ENDED'))),
      'numbers', (select json_agg(n.number_key) from agency_record n where n.agency_id = ${of("$2")}
         and n.number_key = any(array(select r.number_key from r where r.agency_id = ${of("$1")}))),
      'parties', (select json_agg(distinct jsonb_build_array(p.dispute_id, o.name_key)) from party p
         join organisation o on o.id = p.organisation_id where p.dispute_id = any(array(select d.id from d)))))`,
    values: [agencyCode, successorCode],
  };
}

export interface SuccessionRow {
  readonly clocks: readonly (readonly [recordId: string, id: string])[] | null;
  readonly numbers: readonly string[] | null;
  readonly parties: readonly (readonly [disputeId: string, nameKey: string])[] | null;
}

/** What becomes of one dispute of an agency that is closed. */
export function windUpDispute(
  deed: Writing,
  locked: LockedDispute,
  closing: Closing,
  orders: CoordinationRow,
  found: SuccessionRow | null,
): void {
  const { agency, successor } = closing;
  const { dispute } = locked;
  const leads = dispute.appointedAgencyId === agency.id;
  const plan = planOf(locked, closing, found);
  if (successor) {
    if (plan.record) handRecord(deed, locked, { ...closing, successor }, plan.record, found);
    if (plan.offer) handOffer(deed, locked, { ...closing, successor }, plan.offer);
  }
  takeBack(deed, locked, closing);
  if (leads) dispute.appointedAgencyId = plan.record && successor ? successor.id : CENTRE;
  if (dispute.leadAgencyId === agency.id && dispute.appointedAgencyId === CENTRE) {
    locked.addEvent(deed, { kind: "LEAD_MOVED", occurredAt: deed.now, note: closing.reason });
  }
  const isAtWork = locked.records.some(({ agencyId, phase }) => agencyId === agency.id && phase !== "ENDED");
  const isCoordinated = ordersOf(orders, locked.id).some(({ closedAt }) => closedAt === null);
  if (isAtWork && !isCoordinated) coordinate(deed, locked, "AGENCY_CLOSED", orders);
  locked.settle(deed);
}

function planOf(locked: LockedDispute, { agency, successor }: Closing, found: SuccessionRow | null) {
  if (!successor) return { offer: undefined, record: undefined };
  const key = toSearchKey(successor.name);
  return planHandOver({
    agencyId: agency.id,
    successorId: successor.id,
    isParty: (found?.parties ?? []).some(([disputeId, name]) => disputeId === locked.id && name === key),
    candidates: locked.allCandidates(),
    records: locked.records,
    numbersTaken: new Set(found?.numbers),
  });
}

interface Succeeding extends Closing {
  readonly successor: Agency;
}

/** The record goes on under its new body where it stands: number, states, what waits, clocks and the next sequence. */
function handRecord(
  deed: Writing,
  locked: LockedDispute,
  { agency, successor, reason }: Succeeding,
  record: AgencyRecord,
  found: SuccessionRow | null,
): void {
  const agencyId = successor.id;
  Object.assign(record, { agencyId, version: record.version + 1, updatedAt: deed.now });
  deed.changes.update(AgencyRecord, record.id, { agencyId, version: record.version, updatedAt: deed.now });
  for (const [recordId, id] of found?.clocks ?? []) {
    if (recordId === record.id) deed.changes.update(Deadline, id, { agencyId, updatedAt: deed.now });
  }
  const referral = locked.referrals.find(({ id }) => id === record.referralId)!;
  Object.assign(referral, { holderId: agencyId, version: referral.version + 1 });
  deed.changes.update(Referral, referral.id, { holderId: agencyId, version: referral.version });
  inherit(deed, locked, referral.id, { agency, successor }, "ACCEPTED");
  tell(deed, locked, { agency, successor }, `${reason};案卷${record.number}由${agency.name}移交${successor.name}`, {
    recordId: record.id,
    referralId: referral.id,
  });
}

/** The offer waits for the successor, from now on. */
function handOffer(
  deed: Writing,
  locked: LockedDispute,
  { agency, successor, reason }: Succeeding,
  offer: ReferralCandidate,
): void {
  inherit(deed, locked, offer.referralId, { agency, successor }, "OFFERED");
  saveReferral(
    deed,
    locked.referrals.find(({ id }) => id === offer.referralId)!,
  );
  tell(deed, locked, { agency, successor }, `${reason};转送由${agency.name}转给${successor.name}`, {
    recordId: null,
    referralId: offer.referralId,
  });
}

/**
 * The successor stands where the agency stood, from the moment of its acceptance on: what that one knew by then stays known
 * (ADR 0018). That the agency was asked stays on record.
 */
function inherit(
  deed: Writing,
  locked: LockedDispute,
  referralId: string,
  { agency, successor }: Pick<Succeeding, "agency" | "successor">,
  state: "OFFERED" | "ACCEPTED",
): void {
  const candidates = locked.candidatesOf(referralId);
  const predecessor = candidates.find(({ agencyId }) => agencyId === agency.id)!;
  const { offeredAt, decidedAt } = state === "ACCEPTED" ? { ...predecessor } : { offeredAt: deed.now, decidedAt: null };
  lapse(deed, predecessor);
  const known = candidates.find(({ agencyId }) => agencyId === successor.id);
  if (known) {
    deed.changes.update(ReferralCandidate, known.id, { state, decidedAt });
    Object.assign(known, { state, decidedAt });
    return;
  }
  const { id: disputeId, openedAt: disputeOpenedAt } = locked.dispute;
  const candidate = {
    ...{ id: deed.hub.ids.uuid(), referralId, agencyId: successor.id, disputeId, state, disputeOpenedAt },
    ...{ returnReason: null, returnNote: null, offeredAt, decidedAt },
  };
  deed.changes.insert(ReferralCandidate, candidate);
  locked.allCandidates().push(Object.assign(new ReferralCandidate(), candidate));
}

function lapse(deed: Writing, candidate: ReferralCandidate): void {
  const lapsed = { state: "LAPSED", decidedAt: deed.now } as const;
  deed.changes.update(ReferralCandidate, candidate.id, lapsed);
  Object.assign(candidate, lapsed);
}

/**
 * The event names no record, as the agency that reads it last may not read on. Whoever takes part is led to the record;
 * the agency that takes part no more is told by a line of its own.
 */
function tell(
  deed: Writing,
  locked: LockedDispute,
  { agency, successor }: Pick<Succeeding, "agency" | "successor">,
  note: string,
  about: { readonly recordId: string | null; readonly referralId: string },
): void {
  const takesPart = locked
    .allCandidates()
    .some(({ agencyId, state }) => agencyId === agency.id && (state === "OFFERED" || state === "ACCEPTED"));
  const lines = [about, ...(takesPart ? [] : [{ toldAgencyId: agency.id }])];
  locked.addEvent(deed, { kind: "HANDED_OVER", occurredAt: deed.now, agencyId: successor.id, note }, lines);
}

/** Offers that nobody inherits come back. */
function takeBack(deed: Writing, locked: LockedDispute, { agency, reason }: Closing): void {
  for (const candidate of locked.allCandidates()) {
    if (candidate.agencyId !== agency.id || candidate.state !== "OFFERED") continue;
    lapse(deed, candidate);
    const referral = locked.referrals.find(({ id }) => id === candidate.referralId)!;
    if (!locked.candidatesOf(referral.id).some(({ state }) => state === "OFFERED")) referral.state = "RETURNED";
    saveReferral(deed, referral);
    const event = { kind: "RETURNED" as const, occurredAt: deed.now, agencyId: agency.id };
    locked.addEvent(deed, { ...event, referralId: referral.id, note: reason });
  }
}
