import type { DisputeState } from "../../src/dispute/dispute-state.rules";
import type { Line, Outcome, Phase } from "../../src/agencies/workflow.rules";

/**
 * Stands for an object the hub has a name for. The model learns the name when it first meets the object in an answer,
 * and holds the hub to it from then on.
 */
export interface Ref {
  readonly ref: true;
  id: string | null;
}

export const newRef = (): Ref => ({ ref: true, id: null });

export interface EventFact {
  readonly ref: Ref;
  readonly kind: string;
  readonly occurredAt: number;
  readonly recordedAt: number;
  readonly agency: string | null;
  readonly record: RecordFact | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly sequence: number | null;
  readonly note: string | null;
  readonly corrects: EventFact | null;
  readonly documents: number;
  isCorrected: boolean;
  /** A status that a correction took back. */
  isWithdrawn: boolean;
}

export interface ReportFact {
  readonly sequence: number;
  readonly to: string;
  readonly occurredAt: number;
  readonly note: string | null;
  readonly detail: unknown;
  readonly documents: number;
  readonly receivedAt: number;
  /** Everything the report says, to tell a repetition from a contradiction. */
  readonly body: string;
}

export interface RecordFact {
  readonly ref: Ref;
  readonly agency: string;
  readonly line: Line;
  readonly number: string;
  readonly referral: ReferralFact;
  readonly openedAt: number;
  /** The round of the dispute it was opened in. */
  readonly round: number;
  state: string;
  phase: Phase;
  outcome: Outcome | null;
  version: number;
  lastSequence: number;
  endedAt: number | null;
  detail: unknown;
  /** Body of each status that took effect, by its number. */
  readonly applied: Record<number, string>;
  held: ReportFact[];
  readonly refusedHeld: { readonly report: ReportFact; readonly code: string }[];
}

export interface ReferralFact {
  readonly ref: Ref;
  readonly line: Line;
  readonly takesLead: boolean;
  version: number;
  state: "OFFERED" | "ACCEPTED" | "RETURNED";
  holder: string | null;
  readonly offeredAt: number;
  returnedAt: number | null;
  readonly candidates: {
    readonly agency: string;
    state: "OFFERED" | "ACCEPTED" | "RETURNED" | "LAPSED";
    answer?: { readonly at: number; readonly reason: string; readonly note: string };
  }[];
}

/** Who informed is shown to few (劳动保障监察条例 9(3)). */
export interface PartyFact {
  readonly role: string;
  readonly who: string;
  isSecret: boolean;
}

export interface SubmissionFact {
  readonly who: string;
  readonly isRepeat: boolean;
  readonly submittedAt: number;
  isSecret: boolean;
}

export interface DisputeFact {
  readonly ref: Ref;
  readonly title: string;
  readonly category: string;
  readonly isGraded: boolean;
  traceCode: string | null;
  version: number;
  state: DisputeState;
  appointed: string | null;
  lead: string | null;
  isReferred: boolean;
  isReturned: boolean;
  isEvaluated: boolean;
  /** Goes up when a closed dispute comes back. */
  round: number;
  readonly parties: PartyFact[];
  readonly submissions: SubmissionFact[];
  readonly referrals: ReferralFact[];
  readonly records: RecordFact[];
  /** The coordinating meeting has it. */
  isCoordinated: boolean;
  readonly events: EventFact[];
  readonly links: { readonly to: DisputeFact; readonly kind: string }[];
  evaluations: number;
}

/** One call as a client sends it. */
export interface Call {
  readonly user: string;
  readonly deed: DeedName;
  readonly key: string;
  readonly input: Input;
}

// oxlint-disable-next-line typescript/no-explicit-any -- what GraphQL takes and gives, of ten mutations
export type Input = Record<string, any>;
export type Answer = Record<string, unknown>;

export type DeedName =
  | "registerSubmission"
  | "attachSubmission"
  | "referDispute"
  | "acceptReferral"
  | "returnReferral"
  | "reportStatus"
  | "reportStatuses"
  | "correctEvent"
  | "linkDisputes"
  | "evaluateDispute";

/** Everything the model knows: plain data, so that a race can be tried in every order on copies of it. */
export interface World {
  now: number;
  readonly disputes: DisputeFact[];
  /** Names of the people known, by number. */
  readonly names: Record<string, string>;
  /** The first answer under each caller's key. */
  readonly kept: Record<string, { readonly body: string; readonly answer: Answer }>;
  /** What the change feed must say, in order. */
  readonly feed: { readonly kind: string; readonly dispute: Ref; readonly version: number; readonly event: Ref }[];
  /** What the audit trail must say of each key. */
  readonly trail: Record<string, string[]>;
  /** Steps of the workflow tables that were taken: `LINE FROM TO`. */
  readonly steps: string[];
  /** Rows of the table of dispute states that decided something. */
  readonly rows: string[];
}

export function newWorld(now: number): World {
  return { now, disputes: [], names: {}, kept: {}, feed: [], trail: {}, steps: [], rows: [] };
}

export const referralsOf = (world: World) =>
  world.disputes.flatMap((dispute) => dispute.referrals.map((referral) => ({ dispute, referral })));
export const recordsOf = (world: World) =>
  world.disputes.flatMap((dispute) => dispute.records.map((record) => ({ dispute, record })));
export const eventsOf = (world: World) =>
  world.disputes.flatMap((dispute) => dispute.events.map((event) => ({ dispute, event })));
