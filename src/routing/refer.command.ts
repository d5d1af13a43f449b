import { Agency } from "../agencies/agency.entity";
import { runPreparedDeed, type Answer, type Asking, type Deed, type DeedRequest } from "../audit/deed";
import type { LockedDispute } from "../dispute/locked-dispute";
import { refused, type RefusedAnswer } from "../dispute/refused";
import type { Row } from "../platform/entity-rows";
import { decideRoutes, type ConfirmedRoute } from "./confirm.rules";
import { isParty } from "./known-facts.rules";
import { lockRouted, type Routed } from "./known-facts.store";
import { addDecisions, registerRefusals, type Route } from "./registered-refusal";
import { ReferralCandidate } from "./referral-candidate.entity";
import { Referral } from "./referral.entity";
import { decideReferral } from "./referral.rules";
import { toFacts, type ReferDisputeInput, type ReferralTargetInput } from "./routing.types";

const MOST_TARGETS = 10;

export interface ReferredAnswer extends Answer {
  readonly __typename: "DisputeReferred";
  readonly disputeId: string;
  readonly disputeVersion: number;
  readonly referralIds: readonly string[];
}

type Agencies = ReadonlyMap<string, Agency>;
type Prepared = readonly [Routed | undefined, Agencies];

/** Offers a dispute to agencies. The centre keeps the lead until an agency that may take it has accepted. */
export function referDispute(request: DeedRequest, input: ReferDisputeInput): Promise<ReferredAnswer | RefusedAnswer> {
  const { targets } = input;
  const prepare = (asking: Asking) => Promise.all([lockRouted(asking, input.disputeId), readAgencies(asking, targets)]);
  return runPreparedDeed(request, "referDispute", input, prepare, refer);
}

function refer(deed: Deed, [routed, agencies]: Prepared, input: ReferDisputeInput): ReferredAnswer | RefusedAnswer {
  const { targets } = input;
  if (targets.length === 0 || targets.length > MOST_TARGETS) return refused("TARGETS_INVALID", { field: "targets" });
  const wrong = targets.findIndex(({ agencyCodes: codes }) => codes.length === 0 || codes.length > MOST_TARGETS);
  if (wrong >= 0) return refused("TARGETS_INVALID", { field: `targets.${wrong}.agencyCodes` });
  const facts = toFacts(input.facts);
  if (!facts) return refused("FACT_TWICE", { field: "facts" });

  if (!routed) return refused("NOT_FOUND", { field: "disputeId" });
  const { locked, known } = routed;
  const { dispute } = locked;
  const byId = new Map([...agencies.values()].map((agency) => [agency.id, agency]));
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
    new Map(
      [...byId].map(([id, { line, regionCode, closedAt, name }]) => {
        return [id, { id, line, regionCode, isClosed: closedAt !== null, isParty: isParty(known, name) }];
      }),
    ),
    input.expectedVersion,
  );
  if (!decision.ok) {
    const { code } = decision.refusal;
    const field = code === "VERSION_CONFLICT" ? "expectedVersion" : code === "DISPUTE_CLOSED" ? "disputeId" : "targets";
    return refused(code, { field, currentVersion: code === "VERSION_CONFLICT" ? dispute.version : null });
  }

  const wanted = targets.map(({ line, door, overrideReason }) => ({
    line,
    door: door ?? null,
    overrideReason: overrideReason ?? null,
  }));
  const routes = decideRoutes(known, facts, wanted, deed.caller.role).map((route, at): Route => {
    return { route, field: `targets.${at}`, line: wanted[at]!.line, door: wanted[at]!.door };
  });
  const refusal = registerRefusals(deed, routed, routes, facts);
  if (refusal) return refusal;

  dispute.isReferred = true;
  const decided = targets.map((target, at) => {
    const { route } = routes[at]!;
    if (!route.ok) throw new Error("a route that was refused is not referred");
    const referralId = offer(deed, locked, target, agencies);
    const event = { kind: "REFERRED" as const, occurredAt: deed.now, referralId };
    locked.addEvent(deed, { ...event, note: withNote(target.reason, route.change) });
    if (route.change.verdict === "OVERRIDDEN") deed.audit({ disputeId: dispute.id, verdict: "OVERRIDDEN" });
    return { ...route.change, line: target.line, referralId };
  });
  addDecisions(deed, routed, decided, facts);
  const referralIds = decided.map(({ referralId }) => referralId);
  locked.settle(deed);
  deed.audit({ disputeId: dispute.id, verdict: "ALLOWED" });
  return { __typename: "DisputeReferred", disputeId: dispute.id, disputeVersion: dispute.version, referralIds };
}

/** What was confirmed as it is advised needs no words; what is to be minded, or was decided otherwise, is read by all. */
function withNote(reason: string, { verdict, text }: ConfirmedRoute): string {
  return text === null ? reason : `${reason};${verdict === "OVERRIDDEN" ? "与建议不符" : "提示"}:${text}`;
}

function offer(deed: Deed, locked: LockedDispute, target: ReferralTargetInput, agencies: Agencies): string {
  const { dispute } = locked;
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
  return referral.id;
}

async function readAgencies({ tx, hub }: Asking, targets: ReferDisputeInput["targets"]): Promise<Agencies> {
  const rows = hub.catalogue.of(Agency);
  const found = await tx.lookUp<Row>(`select ${rows.select("t")} from agency t where t.code = any($1::text[])`, [
    targets.flatMap(({ agencyCodes }) => agencyCodes),
  ]);
  return new Map(found.map((row) => rows.toEntity(row)).map((agency) => [agency.code, agency]));
}
