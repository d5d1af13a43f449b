import { visibleDisputes } from "../access/visibility";
import { AgencyRecord } from "../agencies/agency-record.entity";
import { runPreparedDeed, type Answer, type Asking, type Deed, type DeedRequest } from "../audit/deed";
import { lockDisputes } from "../dispute/lock-disputes";
import type { LockedDispute } from "../dispute/locked-dispute";
import type { RefusalCode } from "../dispute/refusals";
import { refused, type RefusedAnswer } from "../dispute/refused";
import { businessDay } from "../platform/clock";
import type { Decision } from "../platform/decision";
import { fromGlobalId } from "../platform/global-id";
import type { Condition } from "../platform/keyset-page";
import { decideConfirmation, decideExtension, isCountedAnew } from "./by-hand.rules";
import type { ConfirmDeadlineInput, ExtendDeadlineInput } from "./by-hand.types";
import type { Clock } from "./clock.rules";
import { clockOwner, RecordClocks } from "./record-clocks";
import { keptClocks, toKept, type KeptRecord } from "./kept-clocks";
import { CALENDAR_VERSION, type VersionedCalendar, type VersionedLimit } from "./legal-time";
import { periodInWords } from "./limit-rows.rules";

export interface DeadlineChangedAnswer extends Answer {
  readonly __typename: "DeadlineChanged";
  readonly disputeId: string;
  readonly deadlineId: string;
  readonly disputeVersion: number;
}

/** Tells the day of a receipt, or whether a limit applies at all; the day is counted anew by it. */
export function confirmDeadline(
  request: DeedRequest,
  input: ConfirmDeadlineInput,
): Promise<DeadlineChangedAnswer | RefusedAnswer> {
  const wish = { receivedOn: input.receivedOn ?? null, applies: input.applies ?? null };
  const lock = (asking: Asking) => lockDeadline(asking, input.deadlineId);
  return runPreparedDeed(request, "confirmDeadline", input, lock, (deed, held) =>
    changeDeadline(deed, held, input, {
      decide: (limit, clock, { calendar }) =>
        decideConfirmation(limit.row, clock, wish, businessDay(deed.now), calendar),
      fieldOf: (code) => (code.startsWith("RECEIVED") ? "receivedOn" : "deadlineId"),
      note: ({ row }) =>
        [
          `${row.id} ${row.title}`,
          wish.receivedOn === null ? "" : `${isCountedAnew(row) ? "重新起算" : "收到日"} ${wish.receivedOn}`,
          wish.applies === null ? "" : wish.applies ? "适用" : "不适用",
          input.reason,
        ]
          .filter(Boolean)
          .join(":"),
    }),
  );
}

/** Enters an extension that somebody granted by the law. */
export function extendDeadline(
  request: DeedRequest,
  input: ExtendDeadlineInput,
): Promise<DeadlineChangedAnswer | RefusedAnswer> {
  const period = { length: input.length, unit: input.unit };
  const wish = { period, notifiedOn: input.notifiedOn ?? null };
  const lock = (asking: Asking) => lockDeadline(asking, input.deadlineId);
  return runPreparedDeed(request, "extendDeadline", input, lock, (deed, held) =>
    changeDeadline(deed, held, input, {
      decide: (limit, clock, { calendar }) => decideExtension(limit.row, clock, wish, calendar),
      fieldOf: (code) => FIELD_OF_EXTENSION[code] ?? "deadlineId",
      note: ({ row }) =>
        `${row.id} ${row.title}:延长 ${periodInWords(period)},${input.grantor}批准` +
        `${wish.notifiedOn === null ? "" : `,${wish.notifiedOn} 告知`}:${input.reason}`,
    }),
  );
}

const FIELD_OF_EXTENSION: Partial<Record<RefusalCode, string>> = {
  EXTENSION_TOO_LONG: "length",
  EXTENSION_UNIT: "unit",
  EXTENSION_NOTICE_MISSING: "notifiedOn",
};

/** A record whose clocks somebody changes by hand. */
export interface HeldRecord {
  readonly locked: LockedDispute;
  readonly record: AgencyRecord;
  readonly kept: KeptRecord;
  readonly calendar: VersionedCalendar;
  /** What was read besides, in the order in which it was asked for. */
  readonly besides: readonly unknown[];
}

/**
 * Held for the desk of the region and for the agency whose record it is; for everybody else it is not there.
 * @param which a SELECT of the record's id
 */
export async function lockRecord(
  asking: Asking,
  { text, values }: Condition,
  besides: readonly Condition[] = [],
): Promise<HeldRecord | undefined> {
  const { hub, caller, tx } = asking;
  const itsDispute = { text: `select dispute_id from agency_record where id in (${text})`, values };
  const { disputes, also } = await lockDisputes(asking, itsDispute, visibleDisputes(caller), {
    also: [
      keptClocks(hub.catalogue.of(AgencyRecord), { text: `r.id in (${text})`, values }),
      { text: CALENDAR_VERSION, values: [] },
      ...besides,
    ],
  });
  const [locked] = disputes.values();
  const [found, version, ...more] = also as [unknown, number, ...unknown[]];
  const [[recordId, kept] = []] = toKept(found);
  const record = locked?.records.find(({ id }) => id === recordId);
  if (!locked || !record || !kept) return undefined;
  if (caller.role === "AGENCY" && record.agencyId !== caller.agency?.id) return undefined;
  return { locked, record, kept, calendar: await hub.law.calendarAt(tx, version), besides: more };
}

interface HeldDeadline extends HeldRecord {
  readonly deadlineId: string;
}

export async function lockDeadline(asking: Asking, globalId: string): Promise<HeldDeadline | undefined> {
  const deadlineId = fromGlobalId("Deadline", globalId);
  if (!deadlineId) return undefined;
  const held = await lockRecord(asking, {
    text: "select record_id from deadline where id = $1",
    values: [deadlineId],
  });
  return held && { ...held, deadlineId };
}

interface Change<Code extends RefusalCode> {
  /** @param eventId of the entry that the deed leaves on the timeline */
  decide(limit: VersionedLimit, clock: Clock, calendar: VersionedCalendar, eventId: string): Decision<Clock, Code>;
  fieldOf(code: Code): string;
  note(limit: VersionedLimit): string;
}

/** Decides on a clock and writes what became of it. */
export function changeDeadline<Code extends RefusalCode>(
  deed: Deed,
  held: HeldDeadline | undefined,
  input: { readonly expectedVersion: number },
  { decide, fieldOf, note }: Change<Code>,
): DeadlineChangedAnswer | RefusedAnswer {
  const clock = held?.kept.clocks.find(({ id }) => id === held.deadlineId);
  const limit = clock && deed.hub.law.limit(clock.limitId);
  if (!held || !clock || !limit) return refused("NOT_FOUND", { field: "deadlineId" });
  const { locked, record, calendar, deadlineId } = held;
  if (locked.dispute.version !== input.expectedVersion) {
    return refused("VERSION_CONFLICT", { field: "expectedVersion", currentVersion: locked.dispute.version });
  }
  const eventId = deed.hub.ids.uuid();
  const decision = decide(limit, clock, calendar, eventId);
  if (!decision.ok) return refused(decision.refusal, { field: fieldOf(decision.refusal) });
  const { id, disputeId } = record;
  const owner = clockOwner(record, locked.dispute, held.kept.fields);
  const clocks = new RecordClocks(deed.hub.law, owner, held.kept.clocks, calendar);
  clocks.replace(deadlineId, decision.change);
  clocks.write(deed);
  locked.addEvent(deed, { id: eventId, kind: "DEADLINE", recordId: id, occurredAt: deed.now, note: note(limit) });
  locked.settle(deed);
  deed.audit({ disputeId, recordId: id, verdict: "ALLOWED" });
  return { __typename: "DeadlineChanged", disputeId, deadlineId, disputeVersion: locked.dispute.version };
}
