import type { Outcome, Phase } from "../agencies/workflow.rules";
import type { DisputeState } from "../dispute/dispute-state.rules";

/** States in which an outcome is reached and the centre asks the citizen (回访), or has asked him. */
const AFTER_OUTCOME: readonly DisputeState[] = ["RESOLVED", "UNRESOLVED", "FOLLOW_UP", "CLOSED"];

/** States in which the centre itself has something to do. */
const ON_DESK: readonly DisputeState[] = ["REGISTERED", "TRIAGED", "REOPENED", "RESOLVED", "UNRESOLVED"];

/** The centre as a lead owner: first receiver, and whoever else has let go (首办责任, policy; 信访工作条例 24). */
export const CENTRE = null;

export interface LedRecord {
  readonly agencyId: string;
  readonly phase: Phase;
  readonly outcome: Outcome | null;
}

/**
 * Who leads, once a deed has been done. The lead passes to an agency by its acceptance alone; it comes back to the centre
 * when that agency is done and the dispute goes on, for one who has finished looks after nothing. Who has solved it
 * answers for the outcome, while others (legal aid, say) finish beside; who tried in vain, until it goes on elsewhere. All
 * this follows from what is, not from what was: one by one or in a batch, statuses leave the same lead.
 * @param appointedAgencyId to whose acceptance the lead last passed in the dispute's present round
 * @param records of the present round, and those that have not ended
 */
export function leadOf(
  appointedAgencyId: string | null,
  state: DisputeState,
  records: readonly LedRecord[],
): string | typeof CENTRE {
  const isOver = AFTER_OUTCOME.includes(state);
  const leads = records.some(
    ({ agencyId, phase, outcome }) =>
      agencyId === appointedAgencyId &&
      (phase !== "ENDED" || outcome === "RESOLVED" || (outcome === "UNRESOLVED" && isOver)),
  );
  return leads ? appointedAgencyId : CENTRE;
}

/**
 * What runs. ANSWER: an agency has to accept, return or notify (信访工作条例 23). RECORD: the limits of a record's line.
 * CENTRE: the centre has to send the dispute on within fifteen days (22(1)), or to follow up. COORDINATION: the
 * coordinating meeting has to say whose it is (24).
 */
export type Clock =
  | { readonly kind: "ANSWER"; readonly referralId: string }
  | { readonly kind: "RECORD"; readonly agencyId: string }
  | { readonly kind: "CENTRE" | "COORDINATION" };

export interface Running {
  readonly state: DisputeState;
  readonly referrals: readonly { readonly id: string; readonly state: string }[];
  readonly records: readonly Pick<LedRecord, "agencyId" | "phase">[];
  readonly hasOpenOrder: boolean;
}

/** Every clock of a dispute; of an open one never none, whatever was done with it. */
export function runningClocks({ state, referrals, records, hasOpenOrder }: Running): Clock[] {
  if (state === "CLOSED") return [];
  return [
    ...referrals
      .filter((referral) => referral.state === "OFFERED")
      .map(({ id }): Clock => ({ kind: "ANSWER", referralId: id })),
    ...records.filter(({ phase }) => phase !== "ENDED").map(({ agencyId }): Clock => ({ kind: "RECORD", agencyId })),
    ...(ON_DESK.includes(state) ? [{ kind: "CENTRE" } as const] : []),
    ...(hasOpenOrder ? [{ kind: "COORDINATION" } as const] : []),
  ];
}

/** How often a dispute may come back to the desk before somebody above the agencies has to decide. */
const MOST_RETURNS = 1;

export interface ReturnedReferral {
  readonly state: string;
  readonly decidedAt: Date | null;
}

export interface OrderFacts {
  readonly closedAt: Date | null;
}

/**
 * 受理争议 (信访工作条例 24): with the second return the dispute goes to the coordinating meeting (联席会议). While it is
 * there no second order is opened; what came back before the last one was closed has been decided on.
 * @param referrals all of the dispute's, the one just returned among them
 */
export function needsCoordination(referrals: readonly ReturnedReferral[], orders: readonly OrderFacts[]): boolean {
  if (orders.some(({ closedAt }) => closedAt === null)) return false;
  const decided = Math.max(0, ...orders.map(({ closedAt }) => closedAt!.getTime()));
  const since = referrals.filter(({ state, decidedAt }) => state === "RETURNED" && decidedAt!.getTime() > decided);
  return since.length > MOST_RETURNS;
}
