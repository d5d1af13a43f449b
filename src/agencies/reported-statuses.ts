import type { Answer, Deed } from "../audit/deed";
import { digest } from "../platform/canonical-json";
import { addDocuments } from "../dispute/document.input";
import { conditionFields } from "../deadlines/matter.rules";
import type { LockedDispute } from "../dispute/locked-dispute";
import { refused, type RefusedAnswer } from "../dispute/refused";
import { decideDocuments } from "../dispute/document.rules";
import type { RefusalCode } from "../dispute/refusals";
import { AgencyRecord } from "./agency-record.entity";
import { HeldStatus } from "./held-status.entity";
import { decideDetails } from "./record-details.rules";
import type { Report } from "./report.store";
import { decideStatus, missingBefore, type AppliedStep } from "./status.rules";
import type { StatusEffect, StatusItemInput } from "./status.types";
import type { Desk, Desks } from "./status-desks";
import { toStepAnswers } from "./step-answers";
import type { Phase } from "./workflow.rules";
import { WORKFLOWS } from "./workflows.rules";

export interface StatusAnswer extends Answer {
  readonly __typename: "StatusRecorded";
  readonly effect: StatusEffect;
  readonly recordId: string;
  readonly disputeId: string;
  readonly number: string;
  readonly sequence: number;
  readonly state: string;
  readonly phase: Phase;
  readonly lastSequence: number;
  readonly missing: readonly number[];
  readonly released: readonly number[];
  readonly refusedHeld: number | null;
  readonly refusedHeldCode: RefusalCode | null;
  readonly disputeVersion: number;
}

/** An answer is read off once every item has been judged, because the dispute's version is known only then. */
type LateAnswer = () => StatusAnswer | RefusedAnswer;

/** The records that one deed reports on, locked, and the judging of each report in turn. */
export class ReportedStatuses {
  constructor(
    private readonly deed: Deed,
    private readonly desks: Desks,
  ) {}

  /** Judges one report against everything before it, and notes what is to be written. */
  take(item: StatusItemInput): LateAnswer {
    const desk = this.find(item);
    const answer = desk ? this.judge(desk, item) : this.refuseUnfound(item);
    if (typeof answer === "function") return answer;
    this.deed.audit({ disputeId: desk?.locked.id, recordId: desk?.record.id, verdict: answer.code });
    return () => answer;
  }

  /** Writes the heads of what changed; the last step. */
  settle(): void {
    const touched = new Set<LockedDispute>();
    for (const desk of this.desks.all) {
      if (!desk.isChanged) continue;
      touched.add(desk.locked);
      const { id, state, phase, outcome, lastSequence, version, updatedAt, endedAt } = desk.record;
      this.deed.changes.update(AgencyRecord, id, { state, phase, outcome, lastSequence, version, updatedAt, endedAt });
      desk.clocks?.write(this.deed);
    }
    for (const locked of touched) locked.settle(this.deed);
    for (const desk of this.desks.all) {
      for (const report of desk.held) if (report.heldId === null) this.saveHeld(desk, report, "HELD", null);
    }
  }

  private find(item: StatusItemInput): Desk | undefined {
    // What is about to be handed over is the successor's already.
    return this.desks.successor?.isUnderWay ? undefined : this.desks.named.get(item);
  }

  private refuseUnfound(item: StatusItemInput): RefusedAnswer {
    const { successor } = this.desks;
    const [code, more] = notNamed(item);
    if (!successor || code !== "NOT_FOUND") return refused(code, more);
    return refused("AGENCY_SUCCEEDED", { ...more, holderId: successor.successorId });
  }

  private judge(desk: Desk, item: StatusItemInput): LateAnswer | RefusedAnswer {
    const { record } = desk;
    const { line } = record;
    const details = decideDetails(line, item.details ?? null);
    if (!details.ok) return refused(details.refusal.code, { field: details.refusal.field });
    const documents = decideDocuments(item.documents);
    if (!documents.ok) return refused(documents.refusal.code, { field: documents.refusal.field });
    if (item.sequence < 1) return refused("SEQUENCE_INVALID", { field: "sequence" });

    const report = this.toReport(item);
    const known = { appliedHash: desk.appliedHashes.get(report.sequence), held: desk.held };
    const decision = decideStatus(WORKFLOWS[line], record, known, report, this.deed.now);
    if (!decision.ok) {
      const { code, allowed } = decision.refusal;
      return refused(code, { field: FIELD_AT_FAULT[code], allowedSteps: toStepAnswers(WORKFLOWS[line], allowed) });
    }
    const { change } = decision;
    this.deed.audit({ disputeId: desk.locked.id, recordId: record.id, verdict: "ALLOWED" });
    if (change.kind === "DUPLICATE") return this.answer(desk, report, "DUPLICATE");
    if (change.kind === "HELD") {
      desk.held.push(report);
      return this.answer(desk, report, "HELD");
    }
    for (const step of change.steps) this.apply(desk, step);
    if (change.refused) this.refuseHeld(desk, change.refused);
    return this.answer(desk, report, "APPLIED", {
      released: change.steps.slice(1).map((step) => step.report.sequence),
      refusedHeld: change.refused?.report.sequence ?? null,
      refusedHeldCode: change.refused?.code ?? null,
    });
  }

  private apply(desk: Desk, step: AppliedStep<Report>): void {
    const { record, locked } = desk;
    const { report } = step;
    const now = this.deed.now;
    const event = locked.addEvent(this.deed, {
      kind: "STATUS",
      recordId: record.id,
      fromState: step.from,
      toState: report.toState,
      occurredAt: report.occurredAt,
      recordedAt: report.receivedAt,
      byPrincipal: report.byPrincipal,
      sequence: report.sequence,
      bodyHash: report.bodyHash,
      note: report.note,
    });
    addDocuments(this.deed, report.documents, { disputeId: locked.id, recordId: record.id, eventId: event.id });
    const { id, fromState, occurredAt } = event;
    desk.clocks?.enter({ id, fromState, toState: report.toState, occurredAt, sequence: report.sequence });
    if (step.outcome !== record.outcome) locked.dispute.isEvaluated = false;
    Object.assign(record, {
      state: report.toState,
      phase: step.phase,
      outcome: step.outcome,
      lastSequence: report.sequence,
      version: record.version + 1,
      updatedAt: now,
      endedAt: step.phase === "ENDED" ? (record.endedAt ?? report.occurredAt) : null,
    });
    const details = report.details && decideDetails(record.line, report.details);
    if (details?.ok) {
      this.deed.changes.update(AgencyRecord, record.id, details.change as Partial<AgencyRecord>);
      const told = conditionFields(record.line, details.change);
      if (told) desk.clocks!.learn(told, () => desk.states!);
    }
    desk.appliedHashes.set(report.sequence, report.bodyHash);
    desk.isChanged = true;
    this.leaveHeld(desk, report, "RELEASED", null);
  }

  private refuseHeld(desk: Desk, { report, code }: { report: Report; code: RefusalCode }): void {
    this.leaveHeld(desk, report, "REFUSED", code);
    this.deed.audit({ disputeId: desk.locked.id, recordId: desk.record.id, verdict: code });
  }

  private leaveHeld(desk: Desk, report: Report, outcome: "RELEASED" | "REFUSED", code: RefusalCode | null): void {
    const wasHeld = desk.held.includes(report);
    desk.held = desk.held.filter((held) => held !== report);
    if (report.heldId !== null) {
      const left = { outcome, refusalCode: code, decidedAt: this.deed.now };
      this.deed.changes.update(HeldStatus, report.heldId, left);
    } else if (wasHeld && outcome === "REFUSED") {
      this.saveHeld(desk, report, outcome, code);
    }
  }

  private saveHeld(desk: Desk, report: Report, outcome: HeldStatus["outcome"], code: RefusalCode | null): void {
    const { toState, occurredAt, note, details, documents } = report;
    this.deed.changes.insert(HeldStatus, {
      id: this.deed.hub.ids.uuid(),
      recordId: desk.record.id,
      sequence: report.sequence,
      bodyHash: report.bodyHash,
      report: { toState, occurredAt, note, details, documents },
      receivedAt: report.receivedAt,
      byPrincipal: report.byPrincipal,
      outcome,
      refusalCode: code,
      decidedAt: outcome === "HELD" ? null : this.deed.now,
    });
  }

  private toReport(item: StatusItemInput): Report {
    const { sequence, toState, occurredAt } = item;
    const body = {
      toState,
      occurredAt,
      note: item.note ?? null,
      details: item.details ?? null,
      documents: item.documents,
    };
    return {
      ...body,
      sequence,
      // A field left out and one sent as null say the same; a report sent again must not contradict itself by it.
      bodyHash: digest({
        ...body,
        sequence,
        documents: item.documents.map((document) => ({ ...document, issuedOn: document.issuedOn ?? null })),
      }),
      receivedAt: this.deed.now,
      byPrincipal: this.deed.caller.subject,
      heldId: null,
    };
  }

  private answer(
    desk: Desk,
    report: Report,
    effect: StatusEffect,
    more: Partial<Pick<StatusAnswer, "released" | "refusedHeld" | "refusedHeldCode">> = {},
  ): LateAnswer {
    const { record, locked } = desk;
    const { state, phase, lastSequence } = record;
    const missing = desk.held.length === 0 ? [] : missingBefore(record, desk.held);
    return () => ({
      __typename: "StatusRecorded",
      effect,
      recordId: record.id,
      disputeId: locked.id,
      number: record.number,
      sequence: report.sequence,
      state,
      phase,
      lastSequence,
      missing,
      released: [],
      refusedHeld: null,
      refusedHeldCode: null,
      ...more,
      disputeVersion: locked.dispute.version,
    });
  }
}

const FIELD_AT_FAULT = {
  STATE_UNKNOWN: "toState",
  STEP_NOT_ALLOWED: "toState",
  STATE_LEGACY: "toState",
  OCCURRED_IN_FUTURE: "occurredAt",
  SEQUENCE_CONFLICT: "sequence",
  SEQUENCE_TOO_FAR: "sequence",
} as const;

function notNamed(item: StatusItemInput): Parameters<typeof refused> {
  if (!item.recordId === !item.number) return ["RECORD_NOT_NAMED", { field: "recordId" }];
  return ["NOT_FOUND", { field: item.recordId ? "recordId" : "number" }];
}
