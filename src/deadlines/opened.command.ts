import { RECORD_TYPE_NAMES } from "../agencies/agency-record.entity";
import { runPreparedDeed, type Asking, type Deed, type DeedRequest } from "../audit/deed";
import type { RefusalCode } from "../dispute/refusals";
import { refused, type RefusedAnswer } from "../dispute/refused";
import { businessDay } from "../platform/clock";
import { parseGlobalId } from "../platform/global-id";
import {
  changeDeadline,
  lockDeadline,
  lockRecord,
  type DeadlineChangedAnswer,
  type HeldRecord,
} from "./by-hand.command";
import { momentOf } from "./kept-clocks";
import { periodInWords } from "./limit-rows.rules";
import { decideClosing, decideOpening, openedClock, type ClosingCode, type OpeningCode } from "./opened.rules";
import type { CloseDeadlineInput, OpenDeadlineInput } from "./opened.types";
import { clockOwner, RecordClocks } from "./record-clocks";
import { statesToRead, toStates } from "./record-states";

const FIELD_OF_OPENING: Readonly<Record<OpeningCode, string>> = {
  LIMIT_UNKNOWN: "limitId",
  LIMIT_BY_STATUS: "limitId",
  LIMIT_NOT_APPLICABLE: "limitId",
  LIMIT_RUNNING: "limitId",
  PERIOD_FIXED: "length",
  PERIOD_MISSING: "length",
  PERIOD_OUT_OF_BOUNDS: "length",
  ANCHOR_OUT_OF_RANGE: "anchorOn",
  ANCHOR_TIME_MISSING: "anchorAt",
};

/** Starts a clock that no status starts, from a day that somebody knows; what the record did since counts for it. */
export function openDeadline(
  request: DeedRequest,
  input: OpenDeadlineInput,
): Promise<DeadlineChangedAnswer | RefusedAnswer> {
  return runPreparedDeed(request, "openDeadline", input, (asking) => lockNamed(asking, input.recordId), open);
}

function open(
  deed: Deed,
  held: HeldRecord | undefined,
  input: OpenDeadlineInput,
): DeadlineChangedAnswer | RefusedAnswer {
  if (!held) return refused("NOT_FOUND", { field: "recordId" });
  const { locked, record, kept, calendar, besides } = held;
  const { hub, now } = deed;
  const { version } = locked.dispute;
  if (version !== input.expectedVersion) {
    return refused("VERSION_CONFLICT", { field: "expectedVersion", currentVersion: version });
  }
  const { anchorOn, length, unit } = input;
  const at = input.anchorAt ? momentOf(input.anchorAt) : null;
  if (at && at.anchorOn !== anchorOn) return refused("ANCHOR_OUT_OF_RANGE", { field: "anchorAt" });
  if (typeof length === "number" && !unit) return refused("PERIOD_MISSING", { field: "unit" });
  const period = typeof length === "number" && unit ? { length, unit } : null;
  const wish = { anchorOn, anchorMinutes: at?.anchorMinutes ?? null, period };
  const limit = hub.law.limit(input.limitId);
  const row = limit?.row.line === record.line ? limit.row : undefined;
  const owner = clockOwner(record, locked.dispute, kept.fields);
  const decision = decideOpening(row, wish, {
    clocks: kept.clocks,
    matter: owner.matter,
    today: businessDay(now),
  });
  if (!decision.ok) return refused(decision.refusal, { field: FIELD_OF_OPENING[decision.refusal] });
  const event = locked.addEvent(deed, {
    kind: "DEADLINE",
    recordId: record.id,
    occurredAt: now,
    note:
      `${row!.id} ${row!.title}:人工开启,自 ${anchorOn} ${row!.isBefore ? "向前计算" : "起算"}` +
      `${period ? `,期限 ${periodInWords(period)}` : ""}:${input.reason}`,
  });
  const clocks = new RecordClocks(hub.law, owner, kept.clocks, calendar);
  const opening = { eventId: event.id, wish, period: decision.change, after: record.lastSequence, clocks: kept.clocks };
  const deadlineId = hub.ids.uuid();
  const from = input.anchorAt ?? new Date(`${anchorOn}T00:00:00+08:00`);
  clocks.open(
    { ...openedClock(row!, opening, calendar.calendar), id: deadlineId },
    from,
    toStates(besides[0]).get(record.id) ?? [],
  );
  clocks.write(deed);
  locked.settle(deed);
  deed.audit({ disputeId: locked.id, recordId: record.id, verdict: "ALLOWED" });
  return {
    __typename: "DeadlineChanged",
    disputeId: locked.id,
    deadlineId,
    disputeVersion: locked.dispute.version,
  };
}

const RECORD_TYPES: ReadonlySet<string> = new Set(Object.values(RECORD_TYPE_NAMES));

async function lockNamed(asking: Asking, globalId: string): Promise<HeldRecord | undefined> {
  const named = parseGlobalId(globalId);
  if (!named || !RECORD_TYPES.has(named.type)) return undefined;
  const which = { text: "select $1::uuid", values: [named.uuid] };
  const held = await lockRecord(asking, which, [statesToRead(which)]);
  return held && RECORD_TYPE_NAMES[held.record.line] === named.type ? held : undefined;
}

const FIELD_OF_CLOSING: Readonly<Record<ClosingCode, string>> = {
  DEADLINE_ENDED: "deadlineId",
  DEADLINE_BY_STATUS: "deadlineId",
  CLOSED_ON_MISSING: "closedOn",
  CLOSED_ON_OUT_OF_RANGE: "closedOn",
};

/** Ends or takes back a clock that somebody opened. */
export function closeDeadline(
  request: DeedRequest,
  input: CloseDeadlineInput,
): Promise<DeadlineChangedAnswer | RefusedAnswer> {
  const wish = { closedOn: input.closedOn ?? null, withdraws: input.withdraws };
  const lock = (asking: Asking) => lockDeadline(asking, input.deadlineId);
  return runPreparedDeed(request, "closeDeadline", input, lock, (deed, held) =>
    changeDeadline(deed, held, input, {
      decide: ({ row }, clock, _calendar, eventId) =>
        decideClosing(row, clock, wish, { today: businessDay(deed.now), eventId }),
      fieldOf: (code: RefusalCode) => FIELD_OF_CLOSING[code as ClosingCode],
      note: ({ row }) =>
        `${row.id} ${row.title}:${wish.withdraws ? "撤回人工开启" : `人工结束,${wish.closedOn} 完成`}:${input.reason}`,
    }),
  );
}
