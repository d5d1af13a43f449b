import { Agency } from "../agencies/agency.entity";
import { runPreparedDeed, type Answer, type Asking, type Deed, type DeedRequest } from "../audit/deed";
import { lockDispute, type LockedDispute } from "../dispute/locked-dispute";
import { refused, type RefusedAnswer } from "../dispute/refused";
import type { Row } from "../platform/entity-rows";
import { ReferralCandidate } from "./referral-candidate.entity";
import { Referral } from "./referral.entity";
import { decideReferral } from "./referral.rules";
import type { ReferDisputeInput } from "./routing.types";

const MOST_TARGETS = 10;

export interface ReferredAnswer extends Answer {
  readonly __typename: "DisputeReferred";
  readonly disputeId: string;
  readonly disputeVersion: number;
  readonly referralIds: readonly string[];
}

type Agencies = ReadonlyMap<string, Agency>;
type Prepared = readonly [LockedDispute | undefined, Agencies];

/** Offers a dispute to agencies. The centre keeps the lead until an agency that may take it has accepted. */
export function referDispute(request: DeedRequest, input: ReferDisputeInput): Promise<ReferredAnswer | RefusedAnswer> {
  const { targets } = input;
  const prepare = (asking: Asking) =>
    Promise.all([lockDispute(asking, input.disputeId, { referrals: "ALL" }), readAgencies(asking, targets)]);
  return runPreparedDeed(request, "referDispute", input, prepare, refer);
}

function refer(deed: Deed, [locked, agencies]: Prepared, input: ReferDisputeInput): ReferredAnswer | RefusedAnswer {
  const { targets } = input;
  if (targets.length === 0 || targets.length > MOST_TARGETS) return refused("TARGETS_INVALID", { field: "targets" });
  const wrong = targets.findIndex(({ agencyCodes: codes }) => codes.length === 0 || codes.length > MOST_TARGETS);
  if (wrong >= 0) return refused("TARGETS_INVALID", { field: `targets.${wrong}.agencyCodes` });

  if (!locked) return refused("NOT_FOUND", { field: "disputeId" });
  const { dispute } = locked;
  const decision = decideReferral(
    {
      version: dispute.version,
      regionCode: dispute.regionCode,
      isClosed: dispute.state === "CLOSED",
      offeredTo: locked
        .allCandidates()
        .filter(({ state }) => state === "OFFERED")
        .map(({ agencyId }) => agencyId),
      recordAt: locked.records.filter(({ phase }) => phase !== "ENDED").map(({ agencyId }) => agencyId),
    },
    targets.map(({ line, agencyCodes, takesLead }) => ({
      line,
      takesLead,
      candidateIds: agencyCodes.map((code) => agencies.get(code)?.id ?? code),
    })),
    new Map([...agencies.values()].map((agency) => [agency.id, agency])),
    input.expectedVersion,
  );
  if (!decision.ok) {
    const { code } = decision.refusal;
    const field = code === "VERSION_CONFLICT" ? "expectedVersion" : code === "DISPUTE_CLOSED" ? "disputeId" : "targets";
    return refused(code, { field, currentVersion: code === "VERSION_CONFLICT" ? dispute.version : null });
  }

  dispute.isReferred = true;
  const referralIds = targets.map((target) => {
    const referral: Omit<Referral, "globalId"> = {
      id: deed.hub.ids.uuid(),
      disputeId: dispute.id,
      line: target.line,
      state: "OFFERED",
      holderId: null,
      takesLead: target.takesLead,
      reason: target.reason,
      referredAt: deed.now,
      referredBy: deed.caller.subject,
      decidedAt: null,
      version: 1,
    };
    deed.changes.insert(Referral, referral);
    locked.referrals.push(Object.assign(new Referral(), referral));
    for (const code of target.agencyCodes) {
      deed.changes.insert(ReferralCandidate, {
        id: deed.hub.ids.uuid(),
        referralId: referral.id,
        agencyId: agencies.get(code)!.id,
        disputeId: dispute.id,
        state: "OFFERED",
        returnReason: null,
        returnNote: null,
        offeredAt: deed.now,
        decidedAt: null,
        disputeOpenedAt: dispute.openedAt,
      });
    }
    locked.addEvent(deed, { kind: "REFERRED", occurredAt: deed.now, referralId: referral.id, note: target.reason });
    return referral.id;
  });
  locked.settle(deed);
  deed.audit({ disputeId: dispute.id, verdict: "ALLOWED" });
  return { __typename: "DisputeReferred", disputeId: dispute.id, disputeVersion: dispute.version, referralIds };
}

async function readAgencies({ tx, hub }: Asking, targets: ReferDisputeInput["targets"]): Promise<Agencies> {
  const rows = hub.catalogue.of(Agency);
  const found = await tx.lookUp<Row>(`select ${rows.select("t")} from agency t where t.code = any($1::text[])`, [
    targets.flatMap(({ agencyCodes }) => agencyCodes),
  ]);
  return new Map(found.map((row) => rows.toEntity(row)).map((agency) => [agency.code, agency]));
}
