import { WORKFLOWS } from "../../src/agencies/workflows.rules";
import {
  chineseDay,
  detailOf,
  detailsFault,
  enterState,
  isSameNumber,
  mayBeEntered,
  stateRow,
  stepsFrom,
} from "./records";
import { FUTURE_MS, refuse } from "./refusal";
import { derive, tell } from "./story";
import {
  recordsOf,
  type Answer,
  type DisputeFact,
  type Input,
  type RecordFact,
  type ReportFact,
  type World,
} from "./world";

const HOLD_WINDOW = 100;

export type Note = (verdict: string) => void;

/** @returns the answer once the whole batch has been judged: the version in it is the last one. */
export function judge(world: World, user: string, item: Input, audit: Note): () => Answer {
  const no = (...why: Parameters<typeof refuse>): (() => Answer) => {
    audit(why[0]);
    return () => refuse(...why);
  };
  if (!item["recordId"] === !item["number"]) return no("RECORD_NOT_NAMED", "recordId");
  const found = recordsOf(world).find(
    ({ record }) =>
      record.agency === user &&
      (item["recordId"] ? record.ref.id === item["recordId"] : isSameNumber(record.number, item["number"])),
  );
  if (!found) return no("NOT_FOUND", item["recordId"] ? "recordId" : "number");
  const { dispute, record } = found;
  const wrongDetails = detailsFault(record.line, item);
  if (wrongDetails) return no(wrongDetails["code"] as string, wrongDetails["field"] as string);
  if (item["sequence"] < 1) return no("SEQUENCE_INVALID", "sequence");
  const report = toReport(world, record, item);
  const { sequence } = report;
  const earlier =
    sequence <= record.lastSequence
      ? record.applied[sequence]
      : record.held.find((held) => held.sequence === sequence)?.body;
  const steps = stepsFrom(record, chineseDay(report.occurredAt));
  const allowedSteps = steps.map(({ to }) => ({ toState: to, label: stateRow(record, to)!.label }));
  if (earlier !== undefined && earlier !== report.body) return no("SEQUENCE_CONFLICT", "sequence");
  if (earlier === undefined) {
    if (report.occurredAt > world.now + FUTURE_MS) return no("OCCURRED_IN_FUTURE", "occurredAt");
    if (sequence > record.lastSequence + 1) {
      if (sequence > record.lastSequence + HOLD_WINDOW) return no("SEQUENCE_TOO_FAR", "sequence");
      if (!stateRow(record, report.to)) return no("STATE_UNKNOWN", "toState");
      record.held.push(report);
    } else {
      const fault = stepFault(record, report);
      if (fault) return no(fault, "toState", { allowedSteps });
      apply(world, dispute, record, report);
    }
  }
  audit("ALLOWED");
  const effect = earlier !== undefined ? "DUPLICATE" : record.lastSequence === sequence ? "APPLIED" : "HELD";
  const released: number[] = [];
  let refusedHeld: { sequence: number; code: string } | null = null;
  for (let next = nextHeld(record); effect === "APPLIED" && next && !refusedHeld; next = nextHeld(record)) {
    record.held = record.held.filter((held) => held !== next);
    const code = stepFault(record, next);
    if (code) {
      refusedHeld = { sequence: next.sequence, code };
      record.refusedHeld.push({ report: next, code });
      audit(code);
    } else {
      apply(world, dispute, record, next);
      released.push(next.sequence);
    }
  }
  const waiting = record.held.map((held) => held.sequence);
  const gap = Array.from(
    { length: Math.max(0, Math.max(0, ...waiting) - record.lastSequence - 1) },
    (_, index) => record.lastSequence + 1 + index,
  );
  derive(world, dispute);
  const { number, state, phase, lastSequence } = record;
  const answer = {
    is: "StatusRecorded",
    effect,
    number,
    sequence,
    state,
    phase,
    lastSequence,
    missing: gap.filter((gone) => !waiting.includes(gone)),
    released,
    refusedHeld: refusedHeld?.sequence ?? null,
    refusedHeldCode: refusedHeld?.code ?? null,
    record: record.ref,
  };
  return () => ({ ...answer, disputeVersion: dispute.version });
}

const nextHeld = (record: RecordFact) => record.held.find((held) => held.sequence === record.lastSequence + 1);

function toReport(world: World, record: RecordFact, item: Input): ReportFact {
  const { sequence, toState: to, note = null, documents = [] } = item;
  const occurredAt = Date.parse(item["occurredAt"]);
  const detail = detailOf(record.line, item);
  const body = JSON.stringify([sequence, to, occurredAt, note, detail === undefined ? "none" : detail, documents]);
  return { sequence, to, occurredAt, note, detail, documents: documents.length, receivedAt: world.now, body };
}

function stepFault(record: RecordFact, report: ReportFact): string | undefined {
  if (!stateRow(record, report.to)) return "STATE_UNKNOWN";
  if (!WORKFLOWS[record.line].transitions.some(({ from, to }) => from === record.state && to === report.to))
    return "STEP_NOT_ALLOWED";
  return mayBeEntered(stateRow(record, report.to)!, chineseDay(report.occurredAt)) ? undefined : "STATE_LEGACY";
}

function apply(world: World, dispute: DisputeFact, record: RecordFact, report: ReportFact): void {
  const { sequence, to, occurredAt, receivedAt, note, documents } = report;
  world.steps.push(`${record.line} ${record.state} ${to}`);
  tell(world, dispute, {
    kind: "STATUS",
    occurredAt,
    recordedAt: receivedAt,
    agency: record.agency,
    record,
    from: record.state,
    to,
    sequence,
    note,
    documents,
  });
  record.applied[sequence] = report.body;
  record.lastSequence = sequence;
  if (report.detail !== undefined) record.detail = report.detail;
  enterState(dispute, record, stateRow(record, to)!, occurredAt);
}
