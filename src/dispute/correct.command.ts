import { visibleDisputes } from "../access/visibility";
import { AgencyRecord } from "../agencies/agency-record.entity";
import { CLOCK_TOLERANCE_MS } from "../agencies/status.rules";
import { stateOf } from "../agencies/workflow.rules";
import { WORKFLOWS } from "../agencies/workflows.rules";
import { clockOwner, RecordClocks, type EnteredEvent } from "../deadlines/record-clocks";
import { keptClocks, toKept, type KeptRecord } from "../deadlines/kept-clocks";
import { CALENDAR_VERSION, type VersionedCalendar } from "../deadlines/legal-time";
import { statesOfRecord } from "../deadlines/record-states";
import { runPreparedDeed, type Answer, type Asking, type Deed, type DeedRequest } from "../audit/deed";
import { CENTRE } from "../routing/lead.rules";
import type { Row } from "../platform/entity-rows";
import { fromGlobalId } from "../platform/global-id";
import { decideCorrection } from "./correction.rules";
import type { CorrectEventInput } from "./deed.types";
import { lockDisputes } from "./lock-disputes";
import type { LockedDispute } from "./locked-dispute";
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
  const lock = (asking: Asking) => lockDisputeOf(asking, input.eventId);
  return runPreparedDeed(request, "correctEvent", input, lock, correct);
}

function correct(
  deed: Deed,
  found: CorrectableFound | undefined,
  input: CorrectEventInput,
): CorrectedAnswer | RefusedAnswer {
  if (!found) return refused("NOT_FOUND", { field: "eventId" });
  const { locked, event, isCorrected, isWithdrawn, lastInForce } = found;
  const record = locked.records.find(({ id }) => id === event.recordId) ?? null;
  const decision = decideCorrection(
    locked.dispute,
    // Whoever has taken the record over answers for what was reported of it before (继受).
    { ...event, agencyId: event.agencyId && (record?.agencyId ?? event.agencyId), isCorrected, isWithdrawn },
    record && { lastSequence: lastInForce },
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
  // An agency has one record of a dispute open at a time: it may have got a second one since this one ended.
  if (backTo !== null && record && isOpenBeside(locked, record, backTo))
    return refused("RECORD_OPEN", { field: "eventId" });
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
  // The dispute may be open again, and a body that was closed meanwhile can lead it no more.
  if (backTo !== null && found.isLeadClosed) locked.dispute.appointedAgencyId = CENTRE;
  if (record) refoldClocks(deed, found, record, backTo === null ? occurredAt : null);
  locked.settle(deed);
  deed.audit({ disputeId: locked.id, recordId: event.recordId, verdict: "ALLOWED" });
  return {
    __typename: "EventCorrected",
    disputeId: locked.id,
    eventId: correction.id,
    disputeVersion: locked.dispute.version,
    backTo,
  };
}

interface CorrectableFound {
  readonly locked: LockedDispute;
  readonly event: TimelineEvent;
  readonly isCorrected: boolean;
  readonly isWithdrawn: boolean;
  /** Last number of the event's record that no correction took back. */
  readonly lastInForce: number;
  /** The agency that was given the lead takes no more referrals (机关撤并). */
  readonly isLeadClosed: boolean;
  /** States of the event's record that are in force, in the order of their numbers. */
  readonly states: readonly EnteredEvent[];
  readonly kept: KeptRecord | undefined;
  readonly calendar: VersionedCalendar;
}

interface EventRow {
  readonly is_lead_closed: boolean;
  readonly is_corrected: boolean;
  readonly is_withdrawn: boolean;
  readonly last_in_force: number;
}

async function lockDisputeOf(asking: Asking, globalId: string): Promise<CorrectableFound | undefined> {
  const { tx, hub, caller } = asking;
  const eventId = fromGlobalId("TimelineEvent", globalId);
  if (!eventId) return undefined;
  const rows = hub.catalogue.of(TimelineEvent);
  const which = { text: "select dispute_id from timeline_event where id = $1", values: [eventId] };
  const record = { text: "select record_id from timeline_event where id = $1", values: [eventId] };
  const [{ disputes, also }, [row], states] = await Promise.all([
    lockDisputes(asking, which, visibleDisputes(caller), {
      also: [
        keptClocks(hub.catalogue.of(AgencyRecord), { ...record, text: `r.id in (${record.text})` }),
        { text: CALENDAR_VERSION, values: [] },
      ],
    }),
    tx.lookUp<Row & EventRow>(
      `select ${rows.select("t")},
              exists (select from timeline_event c where c.corrects_id = t.id) as is_corrected,
              exists (select from timeline_event c where c.corrects_id = t.id and c.to_state is not null) as is_withdrawn,
              (select coalesce(max(o.sequence), 0) from timeline_event o
                where o.record_id = t.record_id and o.sequence is not null
                  and not exists (select from timeline_event c where c.corrects_id = o.id and c.to_state is not null)
              ) as last_in_force,
              exists (select from dispute d join agency a on a.id = d.appointed_agency_id
                       where d.id = t.dispute_id and a.closed_at is not null) as is_lead_closed
         from timeline_event t where t.id = $1`,
      [eventId],
    ),
    statesOfRecord(tx, record),
  ]);
  const [locked] = disputes.values();
  if (!locked || !row) return undefined;
  const { is_corrected: isCorrected, is_withdrawn: isWithdrawn, last_in_force: lastInForce } = row;
  const isLeadClosed = row.is_lead_closed;
  const [kept] = toKept(also[0]).values();
  const calendar = await hub.law.calendarAt(tx, also[1] as number);
  const event = rows.toEntity(row);
  return { locked, event, isCorrected, isWithdrawn, lastInForce, isLeadClosed, states, kept, calendar };
}

/** The clocks as if the corrected status had been reported so from the first, or not at all. */
function refoldClocks(deed: Deed, found: CorrectableFound, record: AgencyRecord, occurredAt: Date | null): void {
  const { event, locked, calendar } = found;
  const { fields, clocks: before } = found.kept!;
  const states = found.states.flatMap((state) => {
    if (state.id !== event.id) return [state];
    return occurredAt ? [{ ...state, occurredAt }] : [];
  });
  const clocks = new RecordClocks(deed.hub.law, clockOwner(record, locked.dispute, fields), before, calendar);
  clocks.refold("CORRECTED", states);
  clocks.write(deed);
}

function isOpenBeside(locked: LockedDispute, record: AgencyRecord, state: string): boolean {
  const isOpening = stateOf(WORKFLOWS[record.line], state)!.phase !== "ENDED";
  const others = locked.records.filter(({ id, agencyId }) => id !== record.id && agencyId === record.agencyId);
  return isOpening && others.some(({ phase }) => phase !== "ENDED");
}

function goBack(deed: Deed, locked: LockedDispute, record: AgencyRecord, state: string): void {
  const { phase, outcome } = stateOf(WORKFLOWS[record.line], state)!;
  if (outcome !== record.outcome) locked.dispute.isEvaluated = false;
  const endedAt = phase === "ENDED" ? record.endedAt : null;
  Object.assign(record, { state, phase, outcome, endedAt, version: record.version + 1, updatedAt: deed.now });
  const { version, updatedAt } = record;
  deed.changes.update(AgencyRecord, record.id, { state, phase, outcome, endedAt, version, updatedAt });
}
