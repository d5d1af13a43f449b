import { AgencyRecord } from "../agencies/agency-record.entity";
import { CLOCK_TOLERANCE_MS } from "../agencies/status.rules";
import { stateOf } from "../agencies/workflow.rules";
import { WORKFLOWS } from "../agencies/workflows.rules";
import { runDeed, type Answer, type Deed, type DeedRequest } from "../audit/deed";
import type { Row } from "../platform/entity-rows";
import { fromGlobalId } from "../platform/global-id";
import { decideCorrection } from "./correction.rules";
import type { CorrectEventInput } from "./deed.types";
import { lockDispute, type LockedDispute } from "./locked-dispute";
import { refused, type RefusedAnswer } from "./refused";
import { TimelineEvent } from "./timeline-event.entity";

export interface CorrectedAnswer extends Answer {
  readonly __typename: "EventCorrected";
  readonly disputeId: string;
  readonly eventId: string;
  readonly disputeVersion: number;
  readonly backTo: string | null;
}

/** Corrects an event by a new one that names it; a withdrawn status takes its record back by one step. */
export function correctEvent(request: DeedRequest, input: CorrectEventInput): Promise<CorrectedAnswer | RefusedAnswer> {
  return runDeed<CorrectedAnswer>(request, "correctEvent", input, async (deed) => {
    const eventId = fromGlobalId("TimelineEvent", input.eventId);
    const found = eventId ? await lockDisputeOf(deed, eventId) : undefined;
    if (!found) return refused("NOT_FOUND", { field: "eventId" });
    const { locked, event, isCorrected } = found;
    const record = locked.records.find(({ id }) => id === event.recordId) ?? null;
    const decision = decideCorrection(
      locked.dispute,
      { ...event, isCorrected },
      record,
      { agencyId: deed.caller.agency?.id ?? null, isStaff: deed.caller.role !== "AGENCY" },
      input,
    );
    if (!decision.ok) {
      const isStale = decision.refusal === "VERSION_CONFLICT";
      return refused(decision.refusal, {
        field: isStale ? "expectedVersion" : "eventId",
        currentVersion: isStale ? locked.dispute.version : null,
      });
    }
    const occurredAt = input.occurredAt ?? event.occurredAt;
    if (occurredAt.getTime() > deed.now.getTime() + CLOCK_TOLERANCE_MS) {
      return refused("OCCURRED_IN_FUTURE", { field: "occurredAt" });
    }
    const { backTo } = decision.change;
    const correction = locked.addEvent(deed, {
      kind: "CORRECTION",
      occurredAt,
      recordId: event.recordId,
      referralId: event.referralId,
      submissionId: event.submissionId,
      fromState: backTo === null ? null : event.toState,
      toState: backTo,
      correctsId: event.id,
      note: input.reason,
    });
    if (backTo !== null && record) goBack(deed, locked, record, backTo);
    locked.settle(deed);
    deed.audit({ disputeId: locked.id, recordId: event.recordId, verdict: "ALLOWED" });
    return {
      __typename: "EventCorrected",
      disputeId: locked.id,
      eventId: correction.id,
      disputeVersion: locked.dispute.version,
      backTo,
    };
  });
}

async function lockDisputeOf(
  deed: Deed,
  eventId: string,
): Promise<{ locked: LockedDispute; event: TimelineEvent; isCorrected: boolean } | undefined> {
  const rows = deed.hub.catalogue.of(TimelineEvent);
  const [row] = await deed.tx.query<Row>(`select ${rows.select("t")} from ${rows.table} t where t.id = $1`, [eventId]);
  if (!row) return undefined;
  const event = rows.toEntity(row);
  const locked = await lockDispute(deed, event.disputeId);
  if (!locked) return undefined;
  const corrections = await deed.tx.query("select 1 from timeline_event where corrects_id = $1 limit 1", [eventId]);
  return { locked, event, isCorrected: corrections.length > 0 };
}

function goBack(deed: Deed, locked: LockedDispute, record: AgencyRecord, state: string): void {
  const { phase, outcome } = stateOf(WORKFLOWS[record.line], state)!;
  if (outcome !== record.outcome) locked.dispute.isEvaluated = false;
  const endedAt = phase === "ENDED" ? record.endedAt : null;
  Object.assign(record, { state, phase, outcome, endedAt, version: record.version + 1, updatedAt: deed.now });
  const { version, updatedAt } = record;
  deed.changes.update(AgencyRecord, record.id, { state, phase, outcome, endedAt, version, updatedAt });
}
