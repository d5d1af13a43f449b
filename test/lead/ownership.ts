import type { Outcome, Phase } from "../../src/agencies/workflow.rules";
import {
  deriveDisputeState,
  factsFromRecords,
  mayEvaluate,
  type DisputeState,
} from "../../src/dispute/dispute-state.rules";
import { leadOf, needsCoordination, runningClocks } from "../../src/routing/lead.rules";
import { isLastCandidate } from "../../src/routing/referral.rules";
import { planHandOver } from "../../src/routing/succession.rules";

// Who owns a dispute, as a state machine over the rules of the hub: every deed that can move a lead, a referral or a
// record, and nothing else of the dispute. It is small enough to be gone through whole.

export const BODIES = ["A", "B", "C"] as const;
export type Body = (typeof BODIES)[number];

export interface Offer {
  readonly id: string;
  readonly takesLead: boolean;
  state: "OFFERED" | "ACCEPTED" | "RETURNED";
  decidedAt: Date | null;
  readonly candidates: { readonly agencyId: Body; state: "OFFERED" | "ACCEPTED" | "RETURNED" | "LAPSED" }[];
}

export interface Held {
  agencyId: Body;
  /** Place of the offer it came by. */
  readonly offer: number;
  phase: Phase;
  outcome: Outcome | null;
  readonly round: number;
}

export interface Ownership {
  /** Counts the deeds, so that what came before another is known. */
  time: number;
  /** To whose acceptance the lead last passed. */
  appointed: string | null;
  lead: string | null;
  state: DisputeState;
  round: number;
  isReferred: boolean;
  isReturned: boolean;
  isEvaluated: boolean;
  readonly offers: Offer[];
  readonly records: Held[];
  readonly orders: { closedAt: Date | null }[];
  readonly closedBodies: Body[];
}

export type Deed =
  | { readonly kind: "REFER"; readonly to: readonly Body[]; readonly takesLead: boolean }
  | { readonly kind: "ACCEPT" | "RETURN"; readonly offer: number; readonly by: Body }
  | { readonly kind: "SETTLE" | "REVIVE"; readonly record: number }
  | { readonly kind: "END"; readonly record: number; readonly outcome: Outcome }
  | { readonly kind: "CLOSE_AGENCY"; readonly body: Body; readonly successor: Body | null }
  | { readonly kind: "EVALUATE" | "ATTACH" | "LINK" | "CLOSE_ORDER" };

/** The rules that are on trial; a test puts a wrong one in the place of a right one. */
export interface Rules {
  readonly leadOf: typeof leadOf;
  readonly needsCoordination: typeof needsCoordination;
  readonly planHandOver: typeof planHandOver;
}
export const RULES: Rules = { leadOf, needsCoordination, planHandOver };

export function newOwnership(): Ownership {
  return {
    time: 0,
    appointed: null,
    lead: null,
    state: "REGISTERED",
    round: 1,
    isReferred: false,
    isReturned: false,
    isEvaluated: false,
    offers: [],
    records: [],
    orders: [],
    closedBodies: [],
  };
}

const SUCCESSOR: Readonly<Record<Body, Body>> = { A: "B", B: "A", C: "A" };
const OUTCOMES: readonly Outcome[] = ["RESOLVED", "UNRESOLVED", "WITHDRAWN", "REDIRECTED"];
const TARGETS: readonly (readonly Body[])[] = [["A"], ["B"], ["C"], ["A", "B"], ["A", "B", "C"]];

const isAtWork = ({ records }: Ownership, body: Body) =>
  records.some(({ agencyId, phase }) => agencyId === body && phase !== "ENDED");

/** Every deed that the hub would not refuse. */
export function deedsOf(one: Ownership): Deed[] {
  const deeds: Deed[] = [{ kind: "ATTACH" }, { kind: "LINK" }];
  if (one.state !== "CLOSED") {
    const isFree = (body: Body) =>
      !one.closedBodies.includes(body) &&
      !isAtWork(one, body) &&
      !one.offers.some(({ candidates }) =>
        candidates.some(({ agencyId, state }) => agencyId === body && state === "OFFERED"),
      );
    for (const to of TARGETS.filter((bodies) => bodies.every(isFree))) {
      deeds.push({ kind: "REFER", to, takesLead: true }, { kind: "REFER", to, takesLead: false });
    }
  }
  for (const [offer, { candidates }] of one.offers.entries()) {
    for (const { agencyId, state } of candidates) {
      if (state !== "OFFERED") continue;
      deeds.push({ kind: "RETURN", offer, by: agencyId });
      if (!isAtWork(one, agencyId)) deeds.push({ kind: "ACCEPT", offer, by: agencyId });
    }
  }
  for (const [record, { phase, agencyId, outcome }] of one.records.entries()) {
    if (phase === "ENDED") {
      if (!isAtWork(one, agencyId)) deeds.push({ kind: "REVIVE", record });
      continue;
    }
    if (phase === "ACTIVE") {
      deeds.push({ kind: "SETTLE", record });
      for (const end of OUTCOMES) deeds.push({ kind: "END", record, outcome: end });
    } else deeds.push({ kind: "END", record, outcome: outcome! });
  }
  if (mayEvaluate(one.state)) deeds.push({ kind: "EVALUATE" });
  const atWork = BODIES.filter((body) => !one.closedBodies.includes(body));
  for (const body of atWork) {
    deeds.push({ kind: "CLOSE_AGENCY", body, successor: null });
    // One of the others will do: they differ in nothing but their names.
    const successor = SUCCESSOR[body];
    if (atWork.includes(successor)) deeds.push({ kind: "CLOSE_AGENCY", body, successor });
  }
  if (one.orders.some(({ closedAt }) => closedAt === null)) deeds.push({ kind: "CLOSE_ORDER" });
  return deeds;
}

/** What the deed makes of it; the one it was given stays as it is. */
export function apply(before: Ownership, deed: Deed, rules: Rules = RULES): Ownership {
  const one = structuredClone(before);
  one.time += 1;
  const now = new Date(one.time);
  switch (deed.kind) {
    case "REFER":
      one.isReferred = true;
      one.offers.push({
        id: String(one.offers.length),
        takesLead: deed.takesLead,
        state: "OFFERED",
        decidedAt: null,
        candidates: deed.to.map((agencyId) => ({ agencyId, state: "OFFERED" })),
      });
      break;
    case "ACCEPT": {
      const offer = one.offers[deed.offer]!;
      for (const candidate of offer.candidates) {
        if (candidate.state === "OFFERED") candidate.state = candidate.agencyId === deed.by ? "ACCEPTED" : "LAPSED";
      }
      Object.assign(offer, { state: "ACCEPTED", decidedAt: now });
      one.records.push({ agencyId: deed.by, offer: deed.offer, phase: "ACTIVE", outcome: null, round: one.round });
      if (offer.takesLead) one.appointed = deed.by;
      Object.assign(one, { isEvaluated: false, isReturned: false });
      break;
    }
    case "RETURN": {
      const offer = one.offers[deed.offer]!;
      const isWhole = isLastCandidate(offer.candidates, deed.by);
      offer.candidates.find(({ agencyId }) => agencyId === deed.by)!.state = "RETURNED";
      if (!isWhole) break;
      Object.assign(offer, { state: "RETURNED", decidedAt: now });
      if (rules.needsCoordination(one.offers, one.orders)) one.orders.push({ closedAt: null });
      break;
    }
    case "SETTLE":
      Object.assign(one.records[deed.record]!, { phase: "SETTLING", outcome: "RESOLVED" });
      Object.assign(one, { isEvaluated: false });
      break;
    case "END":
      Object.assign(one.records[deed.record]!, { phase: "ENDED", outcome: deed.outcome });
      break;
    case "REVIVE":
      Object.assign(one.records[deed.record]!, { phase: "ACTIVE", outcome: null });
      if (one.closedBodies.includes(one.appointed as Body)) one.appointed = null;
      break;
    case "EVALUATE":
      one.isEvaluated = true;
      break;
    case "ATTACH":
      if (one.state === "CLOSED")
        Object.assign(one, { isReturned: true, isEvaluated: false, round: one.round + 1, appointed: null });
      break;
    case "LINK":
      break;
    case "CLOSE_ORDER":
      one.orders.find(({ closedAt }) => closedAt === null)!.closedAt = now;
      break;
    case "CLOSE_AGENCY":
      closeBody(one, deed, now, rules);
      break;
  }
  settle(one, rules);
  return one;
}

function closeBody(
  one: Ownership,
  { body, successor }: Extract<Deed, { kind: "CLOSE_AGENCY" }>,
  now: Date,
  rules: Rules,
): void {
  one.closedBodies.push(body);
  if (one.state === "CLOSED") return;
  const hasGone = successor !== null && handOver(one, body, successor, rules);
  for (const offer of one.offers) {
    for (const candidate of offer.candidates) {
      if (candidate.agencyId !== body || candidate.state !== "OFFERED") continue;
      candidate.state = "LAPSED";
      if (!offer.candidates.some(({ state }) => state === "OFFERED")) {
        Object.assign(offer, { state: "RETURNED", decidedAt: now });
      }
    }
  }
  if (one.appointed === body) one.appointed = hasGone ? successor : null;
  const isOpen = one.orders.some(({ closedAt }) => closedAt === null);
  if (isAtWork(one, body) && !isOpen) one.orders.push({ closedAt: null });
}

/** @returns whether a record has gone over */
function handOver(one: Ownership, body: Body, successor: Body, rules: Rules): boolean {
  const candidates = one.offers.flatMap((offer, at) =>
    offer.candidates.map(({ agencyId, state }) => ({ id: `${at}`, referralId: `${at}`, agencyId, state })),
  );
  const records = one.records.map(({ agencyId, offer, phase }, at) => {
    return { id: `${at}`, referralId: `${offer}`, agencyId, phase, numberKey: `${at}` };
  });
  const left = { agencyId: body, successorId: successor, isParty: false, candidates, records };
  const plan = rules.planHandOver({ ...left, numbersTaken: new Set() });
  const inherit = (offer: Offer, state: "OFFERED" | "ACCEPTED") => {
    offer.candidates.find(({ agencyId }) => agencyId === body)!.state = "LAPSED";
    const known = offer.candidates.find(({ agencyId }) => agencyId === successor);
    if (known) known.state = state;
    else offer.candidates.push({ agencyId: successor, state });
  };
  if (plan.offer) inherit(one.offers[Number(plan.offer.referralId)]!, "OFFERED");
  if (!plan.record) return false;
  one.records[Number(plan.record.id)]!.agencyId = successor;
  inherit(one.offers[Number(plan.record.referralId)]!, "ACCEPTED");
  return true;
}

function settle(one: Ownership, rules: Rules): void {
  const records = one.records.filter(({ round, phase }) => round === one.round || phase !== "ENDED");
  one.state = deriveDisputeState(
    factsFromRecords(records, {
      hasPendingReferral: one.offers.some(({ state }) => state === "OFFERED"),
      isGradedOrReferred: one.isReferred,
      isEvaluated: one.isEvaluated,
      isReturned: one.isReturned,
    }),
  ).state;
  one.lead = rules.leadOf(one.appointed, one.state, records);
}

const hasOpenOrder = ({ orders }: Ownership) => orders.some(({ closedAt }) => closedAt === null);

/** What must never be: the centre leads where nobody else does, so a lead owner is wrong only by being unable to lead. */
export function faultsOf(one: Ownership): string[] {
  if (one.state === "CLOSED") return [];
  const faults: string[] = [];
  const { lead, state, closedBodies } = one;
  if (lead !== null) {
    if (closedBodies.includes(lead as Body)) faults.push(`${lead} leads and is closed`);
    const isOver = ["RESOLVED", "UNRESOLVED", "FOLLOW_UP"].includes(state);
    const hasTried = one.records.some(
      ({ agencyId, outcome, round }) =>
        agencyId === lead && round === one.round && (outcome === "RESOLVED" || (outcome === "UNRESOLVED" && isOver)),
    );
    if (!isAtWork(one, lead as Body) && !hasTried) faults.push(`${lead} leads and is done`);
  }
  if (
    runningClocks({ state, referrals: one.offers, records: one.records, hasOpenOrder: hasOpenOrder(one) }).length === 0
  )
    faults.push(`no clock runs in ${state}`);
  for (const { state: offered, candidates } of one.offers) {
    const waits = candidates.filter((candidate) => candidate.state === "OFFERED");
    if ((offered === "OFFERED") !== waits.length > 0) faults.push("an offer waits for nobody, or nobody waits for it");
    if (waits.some(({ agencyId }) => closedBodies.includes(agencyId))) faults.push("a closed body is waited for");
  }
  const decided = Math.max(0, ...one.orders.flatMap(({ closedAt }) => (closedAt === null ? [] : [closedAt.getTime()])));
  const byHand = one.offers.filter(
    ({ state: offered, decidedAt, candidates }) =>
      offered === "RETURNED" && decidedAt!.getTime() > decided && candidates.every((each) => each.state === "RETURNED"),
  );
  if (byHand.length > 1 && !hasOpenOrder(one)) faults.push("it came back twice and nobody coordinates");
  if (one.orders.filter(({ closedAt }) => closedAt === null).length > 1) faults.push("two orders are open");
  for (const body of BODIES) {
    const isOpenAt = one.records.filter(({ agencyId, phase }) => agencyId === body && phase !== "ENDED");
    if (isOpenAt.length > 1) faults.push(`${body} has two open records`);
    const asked = one.offers.flatMap(({ candidates }) =>
      candidates.filter(({ agencyId, state: said }) => agencyId === body && said === "OFFERED"),
    );
    if (asked.length > 1) faults.push(`${body} is asked twice`);
  }
  for (const { candidates } of one.offers) {
    const named = candidates.map(({ agencyId }) => agencyId);
    if (new Set(named).size < named.length) faults.push("a body stands twice in one offer");
  }
  for (const { agencyId, offer } of one.records) {
    const holder = one.offers[offer]!.candidates.find((candidate) => candidate.state === "ACCEPTED");
    if (holder?.agencyId !== agencyId) faults.push(`${agencyId} keeps the record of another's referral`);
  }
  return faults;
}

/** All that can make a difference from here on; two histories that agree in it are one state. */
function keyOf(one: Ownership): string {
  const decided = Math.max(0, ...one.orders.flatMap(({ closedAt }) => (closedAt === null ? [] : [closedAt.getTime()])));
  const returned = one.offers.filter(({ state, decidedAt }) => state === "RETURNED" && decidedAt!.getTime() > decided);
  const open = one.offers
    .filter(({ state }) => state === "OFFERED")
    .map(({ takesLead, candidates }) => `${takesLead}${candidates.map(({ agencyId, state }) => agencyId + state)}`);
  const sentBack = ({ offer }: Held) =>
    one.offers[offer]!.candidates.filter(({ state }) => state === "RETURNED").map(({ agencyId }) => agencyId);
  const records = one.records.map(
    (record) =>
      `${record.agencyId}${record.phase}${record.outcome}${record.round === one.round}${sentBack(record).join("")}`,
  );
  return [
    one.appointed,
    one.lead,
    one.state,
    one.isReferred,
    one.isReturned,
    one.isEvaluated,
    Math.min(2, returned.length),
    hasOpenOrder(one),
    one.closedBodies.toSorted(),
    open.toSorted().join(),
    [...new Set(records)].toSorted().join(),
  ].join("|");
}

export interface Explored {
  readonly states: number;
  readonly steps: number;
  /** The shortest way to something that must never be. */
  readonly fault: { readonly deeds: readonly Deed[]; readonly faults: readonly string[] } | null;
}

/** Every sequence of deeds up to a depth, each state gone on from once. */
export function explore(depth: number, rules: Rules = RULES): Explored {
  let edge: { one: Ownership; deeds: readonly Deed[] }[] = [{ one: newOwnership(), deeds: [] }];
  const seen = new Set(edge.map(({ one }) => keyOf(one)));
  let steps = 0;
  for (let level = 0; level < depth; level++) {
    const next: typeof edge = [];
    for (const { one, deeds } of edge) {
      for (const deed of deedsOf(one)) {
        const after = apply(one, deed, rules);
        steps += 1;
        const faults = faultsOf(after);
        if (faults.length > 0) return { states: seen.size, steps, fault: { deeds: [...deeds, deed], faults } };
        const key = keyOf(after);
        if (seen.has(key)) continue;
        seen.add(key);
        next.push({ one: after, deeds: [...deeds, deed] });
      }
    }
    edge = next;
  }
  return { states: seen.size, steps, fault: null };
}

/** One way through, chosen by the throws; the first fault that it meets. */
export function walk(
  throws: (sides: number) => number,
  length: number,
  rules: Rules = RULES,
): { readonly deeds: readonly Deed[]; readonly faults: readonly string[] } {
  let one = newOwnership();
  const deeds: Deed[] = [];
  for (let step = 0; step < length; step++) {
    const possible = deedsOf(one);
    const deed = possible[throws(possible.length)]!;
    deeds.push(deed);
    one = apply(one, deed, rules);
    const faults = faultsOf(one);
    if (faults.length > 0) return { deeds, faults };
  }
  return { deeds, faults: [] };
}

/** mulberry32: the same seed gives the same throws. */
export function dice(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}
