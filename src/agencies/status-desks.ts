import type { Asking } from "../audit/deed";
import { limitsMoved } from "../deadlines/clocks.rules";
import { keptClocks, keptClocksMoved, toKept } from "../deadlines/kept-clocks";
import { clockOwner, RecordClocks, type EnteredEvent } from "../deadlines/record-clocks";
import { CALENDAR_VERSION } from "../deadlines/legal-time";
import { conditionFields } from "../deadlines/matter.rules";
import { statesToRead, toStates } from "../deadlines/record-states";
import { ANY_DISPUTE, lockDisputes, type LockedDispute } from "../dispute/locked-dispute";
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
  ownRecords,
  recordsNamed,
  toReport,
  type AppliedReport,
  type HeldFound,
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
  const records = hub.catalogue.of(AgencyRecord);
  const { disputes, also } = await lockDisputes(asking, disputesOfRecords(agency.id, ...apart(named)), ANY_DISPUTE, {
    wholeRecordsOf: agency.id,
    also: [
      heldReports(held, records, agency.id),
      appliedReports(agency.id, named),
      { text: CALENDAR_VERSION, values: [] },
      successorOf(agency.id),
      clocksMoved(asking, agency, items, telling.length > 0) ?? NOTHING,
      telling.length === 0 ? NOTHING : statesToRead(recordsNamed(agency.id, ...apart(telling))),
    ],
  });
  const [waiting, applied, version, successor, moved, told] = also as Read;
  const kept = new Map([moved, ...(waiting ?? []).map(([, , clocks]) => clocks)].flatMap((some) => [...toKept(some)]));
  const states = new Map([told, ...(waiting ?? []).map(([, beside]) => beside)].flatMap((some) => [...toStates(some)]));
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
  for (const [values] of waiting ?? []) {
    const row = held.fromJsonArray(values);
    byId.get(row.recordId)!.held.push(toReport(row));
  }
  for (const [recordId, sequence, bodyHash] of applied ?? []) byId.get(recordId)!.appliedHashes.set(sequence, bodyHash);
  const found = items.flatMap((item, at) => {
    const { recordId, numberKey } = named[at]!;
    const desk = recordId === null ? byNumber.get(numberKey ?? "") : byId.get(recordId);
    return desk ? [[item, desk] as const] : [];
  });
  return { all: [...byId.values()], named: new Map(found), successor };
}

type Read = [
  held: HeldFound[] | null,
  applied: AppliedReport[] | null,
  calendar: number,
  successor: Successor | null,
  clocks: unknown,
  states: unknown,
];

const NOTHING: Condition = { text: "null::json", values: [] };

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

const apart = (named: readonly NamedReport[]): [ids: string[], numberKeys: string[]] => [
  named.flatMap(({ recordId }) => recordId ?? []),
  named.flatMap(({ numberKey }) => numberKey ?? []),
];

function recordIdOf(line: Line, item: StatusItemInput): string | undefined {
  if (!item.recordId || item.number) return undefined;
  return fromGlobalId(RECORD_TYPE_NAMES[line], item.recordId);
}

function numberKeyOf(line: Line, item: StatusItemInput): string | undefined {
  if (!item.number || item.recordId) return undefined;
  const number = decideRecordNumber(line, item.number);
  return number.ok ? number.change.normalised : undefined;
}
