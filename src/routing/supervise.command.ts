import { covers } from "../access/region.rules";
import { visibleDisputes } from "../access/visibility";
import { Agency } from "../agencies/agency.entity";
import { runPreparedDeed, type Answer, type Asking, type Deed, type DeedRequest } from "../audit/deed";
import { ANY_DISPUTE, disputesOf, lockDisputes, type Locked, type LockedDispute } from "../dispute/locked-dispute";
import { refused, type RefusedAnswer } from "../dispute/refused";
import type { Row } from "../platform/entity-rows";
import { fromGlobalId } from "../platform/global-id";
import type { Condition } from "../platform/keyset-page";
import { CENTRE } from "./lead.rules";
import { coordinate, COORDINATION, ordersOf, type CoordinationRow } from "./coordination";
import { saveReferral } from "./offered";
import { ReferralCandidate } from "./referral-candidate.entity";
import { SupervisionOrder } from "./supervision-order.entity";
import type { CloseAgencyInput, CloseSupervisionInput } from "./supervision.types";

export interface SupervisionClosedAnswer extends Answer {
  readonly __typename: "SupervisionClosed";
  readonly disputeId: string;
  readonly disputeVersion: number;
}

export interface AgencyClosedAnswer extends Answer {
  readonly __typename: "AgencyClosed";
  readonly agencyId: string;
  readonly movedDisputes: number;
}

/** Closes the order of the coordinating meeting with what it decided; the desk then refers by it. */
export function closeSupervision(
  request: DeedRequest,
  input: CloseSupervisionInput,
): Promise<SupervisionClosedAnswer | RefusedAnswer> {
  const id = fromGlobalId("Dispute", input.disputeId);
  const lock = (asking: Asking) =>
    lockDisputes(asking, disputesOf(id === undefined ? [] : [id]), visibleDisputes(asking.caller), {
      also: [COORDINATION],
    });
  return runPreparedDeed(request, "closeSupervision", input, lock, decideOnOrder);
}

function decideOnOrder(
  deed: Deed,
  { disputes, also }: Locked,
  input: CloseSupervisionInput,
): SupervisionClosedAnswer | RefusedAnswer {
  const [locked] = disputes.values();
  if (!locked) return refused("NOT_FOUND", { field: "disputeId" });
  const { dispute } = locked;
  if (dispute.version !== input.expectedVersion) {
    return refused("VERSION_CONFLICT", { field: "expectedVersion", currentVersion: dispute.version });
  }
  const open = ordersOf(also[0] as CoordinationRow, locked.id).find(({ closedAt }) => closedAt === null);
  if (!open) return refused("SUPERVISION_NONE", { field: "disputeId" });
  const { resolution } = input;
  deed.changes.update(SupervisionOrder, open.id, { closedAt: deed.now, closedBy: deed.caller.subject, resolution });
  locked.addEvent(deed, { kind: "SUPERVISION_CLOSED", occurredAt: deed.now, note: resolution });
  locked.settle(deed);
  deed.audit({ disputeId: dispute.id, verdict: "ALLOWED" });
  return { __typename: "SupervisionClosed", disputeId: dispute.id, disputeVersion: dispute.version };
}

/**
 * 机关撤并 (信访工作条例 24): the body takes no more referrals. What it leads goes to the centre, what it was offered comes
 * back, and for what it has begun the coordinating meeting names another, all in one statement; it may still end its
 * records. Whoever refers to it or accepts for it meanwhile waits for the agency's row, and is then refused.
 */
export function closeAgency(
  request: DeedRequest,
  input: CloseAgencyInput,
): Promise<AgencyClosedAnswer | RefusedAnswer> {
  const lock = async (asking: Asking): Promise<[Agency | undefined, Locked]> => {
    const rows = asking.hub.catalogue.of(Agency);
    const [found, locked] = await Promise.all([
      asking.tx.lookUp<Row>(`select ${rows.select("t")} from agency t where t.code = $1 for update`, [
        input.agencyCode,
      ]),
      lockDisputes(asking, unfinishedOf(input.agencyCode), ANY_DISPUTE, { referrals: "ALL", also: [COORDINATION] }),
    ]);
    return [found[0] && rows.toEntity(found[0]), locked];
  };
  return runPreparedDeed(request, "closeAgency", input, lock, windUp);
}

/** Open disputes that the agency was to lead, has been offered, or is at work on. */
function unfinishedOf(agencyCode: string): Condition {
  return {
    text: `select d.id from agency a
             join referral_candidate c on c.agency_id = a.id and c.state in ('OFFERED', 'ACCEPTED')
             join dispute d on d.id = c.dispute_id and d.state <> 'CLOSED'
            where a.code = $1 and (c.state = 'OFFERED' or d.appointed_agency_id = a.id or exists (
              select from agency_record r where r.dispute_id = d.id and r.agency_id = a.id and r.phase <> 'ENDED'))`,
    values: [agencyCode],
  };
}

function windUp(
  deed: Deed,
  [agency, { disputes, also }]: [Agency | undefined, Locked],
  input: CloseAgencyInput,
): AgencyClosedAnswer | RefusedAnswer {
  const { regionCode } = deed.caller;
  if (!agency || regionCode === null || !covers(regionCode, agency.regionCode)) {
    return refused("NOT_FOUND", { field: "agencyCode" });
  }
  if (agency.closedAt !== null) return refused("AGENCY_CLOSED", { field: "agencyCode" });
  deed.changes.update(Agency, agency.id, { closedAt: deed.now });
  const row = also[0] as CoordinationRow;
  for (const locked of disputes.values()) {
    takeBack(deed, locked, agency, input.reason);
    const isAtWork = locked.records.some(({ agencyId, phase }) => agencyId === agency.id && phase !== "ENDED");
    const isCoordinated = ordersOf(row, locked.id).some(({ closedAt }) => closedAt === null);
    if (isAtWork && !isCoordinated) coordinate(deed, locked, "AGENCY_CLOSED", row);
    locked.settle(deed);
    deed.audit({ disputeId: locked.id, verdict: "ALLOWED" });
  }
  if (disputes.size === 0) deed.audit({ verdict: "ALLOWED" });
  return { __typename: "AgencyClosed", agencyId: agency.id, movedDisputes: disputes.size };
}

function takeBack(deed: Deed, locked: LockedDispute, agency: Agency, reason: string): void {
  for (const candidate of locked.allCandidates()) {
    if (candidate.agencyId !== agency.id || candidate.state !== "OFFERED") continue;
    const lapse = { state: "LAPSED", decidedAt: deed.now } as const;
    deed.changes.update(ReferralCandidate, candidate.id, lapse);
    Object.assign(candidate, lapse);
    const referral = locked.referrals.find(({ id }) => id === candidate.referralId)!;
    if (!locked.candidatesOf(referral.id).some(({ state }) => state === "OFFERED")) referral.state = "RETURNED";
    saveReferral(deed, referral);
    const event = { kind: "RETURNED" as const, occurredAt: deed.now, agencyId: agency.id };
    locked.addEvent(deed, { ...event, referralId: referral.id, note: reason });
  }
  if (locked.dispute.appointedAgencyId === agency.id) locked.dispute.appointedAgencyId = CENTRE;
  if (locked.dispute.leadAgencyId !== agency.id) return;
  locked.addEvent(deed, { kind: "LEAD_MOVED", occurredAt: deed.now, note: reason });
}
