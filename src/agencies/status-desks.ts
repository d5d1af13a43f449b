import type { Asking } from "../audit/deed";
import { limitsMoved } from "../deadlines/clocks.rules";
import { keptClocks, keptClocksMoved, toKept } from "../deadlines/kept-clocks";
import { clockOwner, RecordClocks, type EnteredEvent } from "../deadlines/record-clocks";
import { CALENDAR_VERSION } from "../deadlines/legal-time";
import { conditionFields } from "../deadlines/matter.rules";
import { statesToRead, toStates } from "../deadlines/record-states";
import { ANY_DISPUTE, lockDisputes, type LockedDispute } from "../dispute/locked-dispute";
import { fromGlobalId } from "../platform/global-id";
import { successorOf, type Successor } from "./successor";
import { AgencyRecord, RECORD_TYPE_NAMES } from "./agency-record.entity";
import { HeldStatus } from "./held-status.entity";
import { decideRecordNumber } from "./number.rules";
import { GROUP_OF_LINE } from "./record-details.rules";
import {
  appliedReports,
  disputesOfRecords,
  heldReports,
  OWN_RECORDS,
  OWN_RECORDS_WAITING,
  recordsNamed,
  toReport,
  type AppliedReport,
  type HeldFound,
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
  readonly clocks: RecordClocks;
  /** What the record had entered before; read where a report brings fields that a limit hangs on. */
  readonly states: readonly EnteredEvent[] | undefined;
  isChanged: boolean;
}

/** By the record's id, and by its number. */
export type DesksByName = ReadonlyMap<string, Desk>;

export interface Desks {
  readonly byName: DesksByName;
  /** Of an agency that is closed. */
  readonly successor: Successor | null;
}

/** Locks the disputes of the records that the items name, and reads what waits and what was applied at them. */
export async function lockDesks(asking: Asking, items: readonly StatusItemInput[]): Promise<Desks> {
  const { hub, caller } = asking;
  const { agency } = caller;
  const desks = new Map<string, Desk>();
  if (!agency) return { byName: desks, successor: null };
  const { line } = agency;
  const which = disputesOfRecords(agency.id, ...named(line, items));
  const held = hub.catalogue.of(HeldStatus);
  const sequences = items.map(({ sequence }) => sequence);
  const telling = items.filter(({ details }) => conditionFields(line, { ...details?.[GROUP_OF_LINE[line]] }) !== null);
  const records = hub.catalogue.of(AgencyRecord);
  const ofAgency = { line, records: OWN_RECORDS, whole: OWN_RECORDS_WAITING, values: [agency.id] };
  const moved = limitsMoved(hub.law.rowsOf(line), new Set(items.map(({ toState }) => toState)));
  // Fields that a limit hangs on have all clocks of their record folded anew.
  const clocks =
    telling.length > 0 ? keptClocks(records, OWN_RECORDS, ofAgency.values) : keptClocksMoved(records, ofAgency, moved);
  const { disputes, also } = await lockDisputes(asking, which, ANY_DISPUTE, {
    also: [
      heldReports(held, agency.id),
      appliedReports(agency.id, sequences),
      clocks,
      { text: CALENDAR_VERSION, values: [] },
      successorOf(agency.id),
      ...(telling.length === 0 ? [] : [statesToRead(recordsNamed(agency.id, ...named(line, telling)))]),
    ],
  });
  const [waiting, applied, found, version, successor, told] = also as Read;
  const kept = toKept(found);
  const states = new Map([told, ...(waiting ?? []).map(([, beside]) => beside)].flatMap((some) => [...toStates(some)]));
  const calendar = await hub.law.calendarAt(asking.tx, version);
  for (const locked of disputes.values()) {
    for (const record of locked.records) {
      if (record.agencyId !== agency.id) continue;
      const { id } = record;
      const { fields, clocks } = kept.get(id)!;
      const desk: Desk = {
        locked,
        record,
        held: [],
        appliedHashes: new Map(),
        clocks: new RecordClocks(hub.law, clockOwner(record, locked.dispute, fields), clocks, calendar),
        states: states.get(id),
        isChanged: false,
      };
      desks.set(record.id, desk);
      desks.set(byNumber(record.numberKey), desk);
    }
  }
  for (const [values] of waiting ?? []) {
    const row = held.fromJsonArray(values);
    desks.get(row.recordId)!.held.push(toReport(row));
  }
  for (const [recordId, sequence, bodyHash] of applied ?? [])
    desks.get(recordId)!.appliedHashes.set(sequence, bodyHash);
  return { byName: desks, successor };
}

type Read = [
  held: HeldFound[] | null,
  applied: AppliedReport[] | null,
  clocks: unknown,
  calendar: number,
  successor: Successor | null,
  states?: unknown,
];

const named = (line: Line, items: readonly StatusItemInput[]): [ids: string[], numberKeys: string[]] => [
  items.flatMap((item) => recordIdOf(line, item) ?? []),
  items.flatMap((item) => numberKeyOf(line, item) ?? []),
];

/** The desk of the record that an item names; undefined when there is none. */
export function deskNamed(desks: DesksByName, line: Line, item: StatusItemInput): Desk | undefined {
  const id = recordIdOf(line, item);
  if (id) return desks.get(id);
  const key = numberKeyOf(line, item);
  return key === undefined ? undefined : desks.get(byNumber(key));
}

const byNumber = (numberKey: string): string => `number:${numberKey}`;

function recordIdOf(line: Line, item: StatusItemInput): string | undefined {
  if (!item.recordId || item.number) return undefined;
  return fromGlobalId(RECORD_TYPE_NAMES[line], item.recordId);
}

function numberKeyOf(line: Line, item: StatusItemInput): string | undefined {
  if (!item.number || item.recordId) return undefined;
  const number = decideRecordNumber(line, item.number);
  return number.ok ? number.change.normalised : undefined;
}
