import { successorOf, type Successor } from "../agencies/successor";
import { CLOCK_TOLERANCE_MS } from "../agencies/status.rules";
import type { Asking, Deed } from "../audit/deed";
import { CALENDAR_VERSION, type VersionedCalendar } from "../deadlines/legal-time";
import { ANY_DISPUTE, lockDisputes } from "../dispute/lock-disputes";
import type { LockedDispute, Writing } from "../dispute/locked-dispute";
import { refused, type RefusedAnswer } from "../dispute/refused";
import { fromGlobalId } from "../platform/global-id";
import type { Condition } from "../platform/keyset-page";
import type { ReferralCandidate } from "./referral-candidate.entity";
import { Referral } from "./referral.entity";
import { decideAnswer } from "./referral.rules";

export interface Answerable {
  readonly locked: LockedDispute;
  readonly referral: Referral;
  readonly candidate: ReferralCandidate;
  readonly agencyId: string;
  readonly calendar: VersionedCalendar;
}

export interface Offered {
  readonly locked: LockedDispute;
  readonly referralId: string;
  readonly agencyId: string;
  readonly calendar: VersionedCalendar;
  /** Of an agency that is closed. */
  readonly successor: Successor | null;
  /** What was asked to be read besides. */
  readonly also: readonly unknown[];
}

/**
 * Whoever was ever a candidate may lock: one that came too late takes no part any more, yet has to be told who holds the
 * referral. Everybody else does not learn that it exists.
 */
export async function lockOffered(
  asking: Asking,
  globalId: string,
  more: readonly Condition[] = [],
): Promise<Offered | undefined> {
  const agencyId = asking.caller.agency?.id;
  const referralId = fromGlobalId("Referral", globalId);
  if (!agencyId || !referralId) return undefined;
  const which = {
    text: "select dispute_id from referral_candidate where referral_id = $1 and agency_id = $2",
    values: [referralId, agencyId],
  };
  const what = {
    referrals: "ALL",
    also: [{ text: CALENDAR_VERSION, values: [] }, successorOf(agencyId), ...more],
  } as const;
  const { disputes, also } = await lockDisputes(asking, which, ANY_DISPUTE, what);
  const [locked] = disputes.values();
  if (!locked) return undefined;
  const [version, successor, ...rest] = also;
  const calendar = await asking.hub.law.calendarAt(asking.tx, version as number);
  return { locked, referralId, agencyId, calendar, successor: successor as Successor | null, also: rest };
}

/** Whether this agency may still answer the referral. */
export function judgeOffer(
  deed: Deed,
  offered: Offered | undefined,
  input: { readonly expectedVersion: number; readonly occurredAt: Date },
): Answerable | RefusedAnswer {
  const notFound = refused("NOT_FOUND", { field: "referralId" });
  if (!offered) return notFound;
  const { locked, referralId, agencyId, calendar, successor } = offered;
  if (successor) return refused("AGENCY_SUCCEEDED", { field: "referralId", holderId: successor.successorId });
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

export function saveReferral(deed: Writing, referral: Referral): void {
  referral.version += 1;
  if (referral.state !== "OFFERED") referral.decidedAt = deed.now;
  const { state, holderId, decidedAt, version } = referral;
  deed.changes.update(Referral, referral.id, { state, holderId, decidedAt, version });
}
