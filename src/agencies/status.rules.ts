import { businessDay } from "../platform/clock";
import { allow, refuse, type Decision } from "../platform/decision";
import { decideStep, stateOf, type Outcome, type Phase, type TransitionRow, type Workflow } from "./workflow.rules";

/** A status may come this many numbers early and be held; further off it is a mistake, not a delay. */
export const HOLD_WINDOW = 100;

/** Clocks of agencies differ; what lies further in the future than this did not happen yet. */
export const CLOCK_TOLERANCE_MS = 10 * 60_000;

export interface StatusReport {
  readonly sequence: number;
  readonly toState: string;
  readonly occurredAt: Date;
  /** Digest of the whole report: the same report has the same, another one does not. */
  readonly bodyHash: string;
}

export interface RecordPosition {
  readonly state: string;
  readonly lastSequence: number;
}

/** What the hub already knows about the numbers around the report. */
export interface KnownReports<Report extends StatusReport> {
  /** Digest of the status that took effect under the report's number, if one did. */
  readonly appliedHash: string | undefined;
  /** Every report that waits for its turn, in any order. */
  readonly held: readonly Report[];
}

export interface AppliedStep<Report extends StatusReport> {
  readonly report: Report;
  readonly from: string;
  readonly step: TransitionRow;
  readonly phase: Phase;
  readonly outcome: Outcome | null;
}

export type StatusChange<Report extends StatusReport> =
  | { readonly kind: "DUPLICATE"; readonly of: "APPLIED" | "HELD" }
  | { readonly kind: "HELD"; readonly missing: readonly number[] }
  | {
      readonly kind: "APPLIED";
      readonly steps: readonly AppliedStep<Report>[];
      /** A report that waited and, once its turn came, turned out not to be allowed. Its number is free again. */
      readonly refused: { readonly report: Report; readonly code: StepRefusalCode } | null;
    };

export type StepRefusalCode = "STATE_UNKNOWN" | "STEP_NOT_ALLOWED" | "STATE_LEGACY";

export interface StatusRefusal {
  readonly code: StepRefusalCode | "OCCURRED_IN_FUTURE" | "SEQUENCE_CONFLICT" | "SEQUENCE_TOO_FAR";
  readonly allowed: readonly TransitionRow[];
}

/**
 * Judges one reported status. The state of a record is a fold over its reports in the order of their numbers, so
 * whatever the order of arrival, the same reports end in the same state: the next number is judged now, a later one
 * waits, an earlier one is a repetition or a contradiction and moves nothing.
 */
export function decideStatus<Report extends StatusReport>(
  workflow: Workflow,
  record: RecordPosition,
  known: KnownReports<Report>,
  report: Report,
  now: Date,
): Decision<StatusChange<Report>, StatusRefusal> {
  if (report.sequence <= record.lastSequence) {
    return known.appliedHash === report.bodyHash
      ? allow({ kind: "DUPLICATE", of: "APPLIED" } as const)
      : refuse({ code: "SEQUENCE_CONFLICT", allowed: [] } as const);
  }
  const waiting = known.held.find((held) => held.sequence === report.sequence);
  if (waiting) {
    return waiting.bodyHash === report.bodyHash
      ? allow({ kind: "DUPLICATE", of: "HELD" } as const)
      : refuse({ code: "SEQUENCE_CONFLICT", allowed: [] } as const);
  }
  if (report.occurredAt.getTime() > now.getTime() + CLOCK_TOLERANCE_MS) {
    return refuse({ code: "OCCURRED_IN_FUTURE", allowed: [] } as const);
  }
  if (report.sequence > record.lastSequence + 1) return decideEarly(workflow, record, known, report);

  const first = decideReport(workflow, record.state, report);
  if (!first.ok) return refuse({ code: first.refusal.code, allowed: first.refusal.allowed });
  return allow(release(workflow, { report, from: record.state, step: first.change }, known.held));
}

function decideEarly<Report extends StatusReport>(
  workflow: Workflow,
  record: RecordPosition,
  known: KnownReports<Report>,
  report: Report,
): Decision<StatusChange<Report>, StatusRefusal> {
  if (report.sequence > record.lastSequence + HOLD_WINDOW) return refuse({ code: "SEQUENCE_TOO_FAR", allowed: [] });
  if (!stateOf(workflow, report.toState)) return refuse({ code: "STATE_UNKNOWN", allowed: [] });
  return allow({ kind: "HELD", missing: missingBefore(record, [...known.held, report]) });
}

function release<Report extends StatusReport>(
  workflow: Workflow,
  first: { report: Report; from: string; step: TransitionRow },
  held: readonly Report[],
): StatusChange<Report> {
  const steps = [toStep(workflow, first)];
  for (;;) {
    const last = steps.at(-1)!;
    const next = held.find((report) => report.sequence === last.report.sequence + 1);
    if (!next) return { kind: "APPLIED", steps, refused: null };
    const decision = decideReport(workflow, last.step.to, next);
    if (!decision.ok) return { kind: "APPLIED", steps, refused: { report: next, code: decision.refusal.code } };
    steps.push(toStep(workflow, { report: next, from: last.step.to, step: decision.change }));
  }
}

function decideReport(workflow: Workflow, from: string, report: StatusReport) {
  return decideStep(workflow, { from, to: report.toState, occurredOn: businessDay(report.occurredAt) });
}

function toStep<Report extends StatusReport>(
  workflow: Workflow,
  applied: { report: Report; from: string; step: TransitionRow },
): AppliedStep<Report> {
  const reached = stateOf(workflow, applied.step.to)!;
  return { ...applied, phase: reached.phase, outcome: reached.outcome };
}

/** The numbers that have to arrive before the last of the waiting reports can take effect. */
export function missingBefore(record: RecordPosition, waiting: readonly { readonly sequence: number }[]): number[] {
  const present = new Set(waiting.map((report) => report.sequence));
  const missing: number[] = [];
  for (let sequence = record.lastSequence + 1; sequence < Math.max(...present); sequence++) {
    if (!present.has(sequence)) missing.push(sequence);
  }
  return missing;
}
