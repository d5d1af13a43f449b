import { covers } from "../access/region.rules";
import { AgencySuccession } from "../agencies/agency-succession.entity";
import { Agency } from "../agencies/agency.entity";
import { runPreparedDeed, type Answer, type Asking, type Deed, type DeedRequest } from "../audit/deed";
import { ANY_DISPUTE, lockDisputes, type Locked } from "../dispute/lock-disputes";
import { refused, type RefusedAnswer } from "../dispute/refused";
import type { Row } from "../platform/entity-rows";
import { COORDINATION, type CoordinationRow } from "./coordination";
import { nextUnfinished, succession, unfinishedOf, windUpDispute, type SuccessionRow } from "./hand-over";
import { decideSuccessor } from "./succession.rules";
import type { CloseAgencyInput } from "./supervision.types";

/** Disputes handed over at once: they are held no longer than by a batch of statuses. */
export const MOST_HANDED_OVER = 200;

export interface AgencyClosedAnswer extends Answer {
  readonly __typename: "AgencyClosed";
  readonly agencyId: string;
  readonly successorId: string | null;
  readonly movedDisputes: number;
  readonly isHandedOver: boolean;
}

interface Found {
  readonly agency: Agency | undefined;
  readonly successor: Agency | undefined;
  /** Another body's disputes are still on their way to it. */
  readonly isSucceeding: boolean;
  readonly locked: Locked;
}

/**
 * 机关撤并 (信访工作条例 24): the body takes no more referrals. What it was offered and what it has begun goes to the body that
 * succeeds it. Without one, what it leads goes to the centre, what it was offered comes back, and for what it has begun the
 * coordinating meeting names another; it may still end those records. Whoever refers to it or accepts for it meanwhile
 * waits for the agency's row, and is then refused. All is one statement; of very many disputes the rest follows in others
 * (`hand-over.job.ts`), and the agency can report on none of them in between.
 */
export function closeAgency(
  request: DeedRequest,
  input: CloseAgencyInput,
): Promise<AgencyClosedAnswer | RefusedAnswer> {
  return runPreparedDeed(request, "closeAgency", input, (asking) => lock(asking, input), windUp);
}

async function lock(asking: Asking, { agencyCode, successorCode }: CloseAgencyInput): Promise<Found> {
  const rows = asking.hub.catalogue.of(Agency);
  const agencyOf = (code: string, mode: string) =>
    asking.tx.lookUp<Row>(`select ${rows.select("t")} from agency t where t.code = $1 for ${mode}`, [code]);
  const which = successorCode ? nextUnfinished(agencyCode, null, MOST_HANDED_OVER) : unfinishedOf(agencyCode);
  const also = [COORDINATION, ...(successorCode ? [succession(agencyCode, successorCode)] : [])];
  const [[agency], [successor], [pending], locked] = await Promise.all([
    agencyOf(agencyCode, "update"),
    // Nobody closes it meanwhile; it may go on accepting.
    successorCode ? agencyOf(successorCode, "share") : [],
    asking.tx.lookUp<Row>(
      `select 1 from agency_succession s join agency a on a.id = s.successor_id
        where a.code = $1 and s.finished_at is null limit 1`,
      [agencyCode],
    ),
    lockDisputes(asking, which, ANY_DISPUTE, { referrals: "ALL", also }),
  ]);
  return {
    agency: agency && rows.toEntity(agency),
    successor: successor && rows.toEntity(successor),
    isSucceeding: pending !== undefined,
    locked,
  };
}

function windUp(
  deed: Deed,
  { agency, successor: named, isSucceeding, locked: { disputes, also } }: Found,
  input: CloseAgencyInput,
): AgencyClosedAnswer | RefusedAnswer {
  const { regionCode } = deed.caller;
  if (!agency || regionCode === null || !covers(regionCode, agency.regionCode)) {
    return refused("NOT_FOUND", { field: "agencyCode" });
  }
  if (agency.closedAt !== null) return refused("AGENCY_CLOSED", { field: "agencyCode" });
  if (isSucceeding) return refused("SUCCESSION_PENDING", { field: "agencyCode" });
  const decision = input.successorCode ? decideSuccessor(agency, named) : null;
  if (decision && !decision.ok) return refused(decision.refusal, { field: "successorCode" });
  const successor = decision?.change ?? null;

  const { reason } = input;
  const [orders, found] = also as [CoordinationRow, SuccessionRow | undefined];
  deed.changes.update(Agency, agency.id, { closedAt: deed.now });
  for (const locked of disputes.values()) {
    windUpDispute(deed, locked, { agency, successor, reason }, orders, found ?? null);
    deed.audit({ disputeId: locked.id, verdict: "ALLOWED" });
  }
  if (disputes.size === 0) deed.audit({ verdict: "ALLOWED" });
  const isHandedOver = successor === null || disputes.size < MOST_HANDED_OVER;
  if (successor) {
    deed.changes.insert(AgencySuccession, {
      id: deed.hub.ids.uuid(),
      agencyId: agency.id,
      successorId: successor.id,
      reason,
      reached: [...disputes.keys()].toSorted().at(-1) ?? null,
      begunAt: deed.now,
      finishedAt: isHandedOver ? deed.now : null,
    });
  }
  return {
    __typename: "AgencyClosed",
    agencyId: agency.id,
    successorId: successor?.id ?? null,
    movedDisputes: disputes.size,
    isHandedOver,
  };
}
