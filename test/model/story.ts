import { DISPUTE_STATE_ROWS, type DisputeFacts } from "../../src/dispute/dispute-state.rules";
import { newRef, type DisputeFact, type EventFact, type World } from "./world";

const RANKS = ["NONE", "REDIRECTED", "WITHDRAWN", "UNRESOLVED", "RESOLVED"] as const;

export function tell(
  world: World,
  dispute: DisputeFact,
  event: Pick<EventFact, "kind" | "occurredAt"> & Partial<EventFact>,
): EventFact {
  dispute.version += 1;
  const full: EventFact = {
    ref: newRef(),
    recordedAt: world.now,
    agency: null,
    record: null,
    from: null,
    to: null,
    sequence: null,
    note: null,
    corrects: null,
    documents: 0,
    isCorrected: false,
    isWithdrawn: false,
    ...event,
  };
  dispute.events.push(full);
  world.feed.push({ kind: full.kind, dispute: dispute.ref, version: dispute.version, event: full.ref });
  return full;
}

/** Nobody sets a dispute's state: docs/workflows/dispute-state.md, read from the top. */
export function derive(world: World, dispute: DisputeFact): void {
  // What ended before the dispute came back says nothing of it any more.
  const records = dispute.records.filter(({ round, phase }) => round === dispute.round || phase !== "ENDED");
  const done = records.filter((record) => record.phase !== "ACTIVE");
  const best = Math.max(0, ...done.map((record) => RANKS.indexOf(record.outcome!)));
  const facts: DisputeFacts = {
    hasActiveRecord: records.some((record) => record.phase === "ACTIVE"),
    hasSettlingRecord: records.some((record) => record.phase === "SETTLING"),
    hasPendingReferral: dispute.referrals.some((referral) => referral.state === "OFFERED"),
    bestOutcome: RANKS[best]!,
    isGradedOrReferred: dispute.isGraded || dispute.isReferred,
    isEvaluated: dispute.isEvaluated,
    isReturned: dispute.isReturned,
  };
  const fits = (when: object) =>
    Object.entries(when).every(([fact, wanted]) =>
      [wanted].flat().includes(facts[fact as keyof DisputeFacts] as never),
    );
  const row = DISPUTE_STATE_ROWS.find(({ when }) => fits(when))!;
  world.rows.push(row.id);
  dispute.state = row.state;
  // Who has finished looks after nothing, unless it solved the matter, or tried and the citizen is being asked.
  const isOver = ["RESOLVED", "UNRESOLVED", "FOLLOW_UP", "CLOSED"].includes(dispute.state);
  const leads = records.some(
    ({ agency, phase, outcome }) =>
      agency === dispute.appointed &&
      (phase !== "ENDED" || outcome === "RESOLVED" || (isOver && outcome === "UNRESOLVED")),
  );
  dispute.lead = leads ? dispute.appointed : null;
}
