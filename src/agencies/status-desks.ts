import type { Asking } from "../audit/deed";
import { limitsMoved } from "../deadlines/clocks.rules";
import { keptClocks, keptClocksMoved, keptClocksOf, toKept } from "../deadlines/kept-clocks";
import { clockOwner, RecordClocks, type EnteredEvent } from "../deadlines/record-clocks";
import { CALENDAR_VERSION } from "../deadlines/legal-time";
import { conditionFields } from "../deadlines/matter.rules";
import { statesOfRecords, statesToRead, toStates } from "../deadlines/record-states";
import { ANY_DISPUTE, lockDisputes } from "../dispute/lock-disputes";
import type { LockedDispute } from "../dispute/locked-dispute";
import { fromGlobalId } from "../platform/global-id";
import type { Condition } from "../platform/keyset-page";
import { successorOf, type Successor } from "./successor";
import { AgencyRecord, RECORD_TYPE_NAMES } from "./agency-record.entity";
import { HeldStatus } from "./held-status.entity";
import { decideRecordNumber } from "./number.rules";
import { GROUP_OF_LINE } from "./record-details.rules";
import {
  appliedReports,
  disputesOfRecords,
  heldReports,
  NOTHING,
  ownRecords,
  recordsNamed,
  toReport,
  type AppliedReport,
  type NamedReport,
  type Report,
} from "./report.store";
import type { StatusItemInput } from "./status.types";
import type { Line } from "./workflow.rules";

/** One record with what its reports are judged by. */
export interface Desk {
  readonly locked: LockedDispute;
  readonly record: AgencyRecord;
  held: Report[];
  readonly appliedHashes: Map<number, string>;
  /** Null where nothing that is reported in this deed can move one. */
  readonly clocks: RecordClocks | null;
  /** What the record had entered before; read where a report brings fields that a limit hangs on. */
  readonly states: readonly EnteredEvent[] | undefined;
  isChanged: boolean;
}

export interface Desks {
  /** Each once. */
  readonly all: readonly Desk[];
  /** By the item that names its record; none where there is no such record of the agency's. */
  readonly named: ReadonlyMap<StatusItemInput, Desk>;
  /** Of an agency that is closed. */
  readonly successor: Successor | null;
}

/** Locks the disputes of the records that the items name, and reads what waits and what was applied at them. */
export async function lockDesks(asking: Asking, items: readonly StatusItemInput[]): Promise<Desks> {
  const { hub, caller } = asking;
  const { agency } = caller;
  if (!agency) return { all: [], named: new Map(), successor: null };
  const { line } = agency;
  const named = items.map((item) => nameOf(line, item));
  const held = hub.catalogue.of(HeldStatus);
  const telling = items.flatMap(({ details }, at) =>
    conditionFields(line, { ...details?.[GROUP_OF_LINE[line]] }) === null ? [] : named[at]!,
  );
  const { disputes, also } = await lockDisputes(asking, disputesOfRecords(agency.id, named), ANY_DISPUTE, {
    statusesOf: agency.id,
    also: [
      heldReports(held, agency.id),
      appliedReports(agency.id, named),
      { text: CALENDAR_VERSION, values: [] },
      successorOf(agency.id),
      clocksMoved(asking, agency, items, telling.length > 0) ?? NOTHING,
      telling.length === 0 ? NOTHING : statesToRead(recordsNamed(agency.id, telling)),
    ],
  });
  const [heldRows, applied, version, successor, moved, told] = also as Read;
  const waiting = (heldRows ?? []).map((values) => held.fromJsonArray(values));
  const late = await readWhole(asking, [...new Set(waiting.map(({ recordId }) => recordId))]);
  const kept = new Map([...toKept(moved), ...late.kept]);
  const states = new Map([...toStates(told), ...late.states]);
  const calendar = await hub.law.calendarAt(asking.tx, version);
  const byId = new Map<string, Desk>();
  const byNumber = new Map<string, Desk>();
  for (const locked of disputes.values()) {
    for (const record of locked.records) {
      const { id } = record;
      const known = kept.get(id);
      const owner = known && clockOwner(record, locked.dispute, known.fields);
      const desk: Desk = {
        locked,
        record,
        held: [],
        appliedHashes: new Map(),
        clocks: owner ? new RecordClocks(hub.law, owner, known.clocks, calendar) : null,
        states: states.get(id),
        isChanged: false,
      };
      byId.set(id, desk);
      byNumber.set(record.numberKey, desk);
    }
  }
  for (const row of waiting) byId.get(row.recordId)!.held.push(toReport(row));
  for (const [recordId, sequence, bodyHash] of applied ?? []) byId.get(recordId)!.appliedHashes.set(sequence, bodyHash);
  const found = items.flatMap((item, at) => {
    const { recordId, numberKey } = named[at]!;
    const desk = recordId === null ? byNumber.get(numberKey ?? "") : byId.get(recordId);
    return desk ? [[item, desk] as const] : [];
  });
  return { all: [...byId.values()], named: new Map(found), successor };
}

type Read = [
  held: (readonly unknown[])[] | null,
  applied: AppliedReport[] | null,
  calendar: number,
  successor: Successor | null,
  clocks: unknown,
  states: unknown,
];

/** The clocks that these statuses can move; undefined where there are none, as with most. */
function clocksMoved(
  { hub }: Pick<Asking, "hub">,
  { id, line }: { readonly id: string; readonly line: Line },
  items: readonly StatusItemInput[],
  isTelling: boolean,
): Condition | undefined {
  const records = hub.catalogue.of(AgencyRecord);
  // Fields that a limit hangs on have all clocks of their record folded anew.
  if (isTelling) return keptClocks(records, ownRecords(id));
  const moved = limitsMoved(hub.law.rowsOf(line), new Set(items.map(({ toState }) => toState)));
  if (moved.started.length === 0 && moved.moved.length === 0) return undefined;
  return keptClocksMoved(records, line, ownRecords(id), moved);
}

const nameOf = (line: Line, item: StatusItemInput): NamedReport => ({
  recordId: recordIdOf(line, item) ?? null,
  numberKey: numberKeyOf(line, item) ?? null,
  sequence: item.sequence,
});

/** Everything of records at which reports wait: which of those will have their turn is known only when all are judged. */
async function readWhole({ tx, hub }: Asking, recordIds: readonly string[]) {
  if (recordIds.length === 0) return { kept: [], states: [] };
  const [kept, states] = await Promise.all([
    keptClocksOf(tx, hub.catalogue.of(AgencyRecord), recordIds),
    statesOfRecords(tx, recordIds),
  ]);
  return { kept, states };
}

function recordIdOf(line: Line, item: StatusItemInput): string | undefined {
  if (!item.recordId || item.number) return undefined;
  return fromGlobalId(RECORD_TYPE_NAMES[line], item.recordId);
}

function numberKeyOf(line: Line, item: StatusItemInput): string | undefined {
  if (!item.number || item.recordId) return undefined;
  const number = decideRecordNumber(line, item.number);
  return number.ok ? number.change.normalised : undefined;
}
