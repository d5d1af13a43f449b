import { RECORD_TYPE_NAMES, type AgencyRecord } from "../agencies/agency-record.entity";
import type { Asking, Deed } from "../audit/deed";
import { FollowUpTaken } from "../deadlines/follow-up-taken.entity";
import { statesOfRecord } from "../deadlines/record-states";
import { decideTaking, type EnteredState } from "../deadlines/record-follow-ups.rules";
import type { LockedDispute } from "../dispute/locked-dispute";
import { refused, type RefusedAnswer } from "../dispute/refused";
import { businessDay } from "../platform/clock";
import { parseGlobalId } from "../platform/global-id";
import type { FollowsInput } from "./routing.types";

const RECORD_TYPES: ReadonlySet<string> = new Set(Object.values(RECORD_TYPE_NAMES));

/** The record that a new one is to follow, and the states it went through. */
export interface FollowedFound {
  readonly recordId: string;
  readonly entered: readonly EnteredState[];
}

/** Asked behind the lock, and only when a record is named. */
export async function readFollowed(
  { tx }: Asking,
  follows: FollowsInput | null | undefined,
): Promise<FollowedFound | undefined> {
  const id = follows && parseGlobalId(follows.recordId);
  if (!id || !RECORD_TYPES.has(id.type)) return undefined;
  const recordId = id.uuid;
  const states = await statesOfRecord(tx, { text: "select $1::uuid", values: [recordId] });
  return {
    recordId,
    entered: states.map(({ toState, occurredAt }) => ({ state: toState, on: businessDay(occurredAt) })),
  };
}

/** Whether the record that is about to open may follow the one that is named. */
export function judgeFollowed(
  deed: Deed,
  locked: LockedDispute,
  found: FollowedFound | undefined,
  wish: { readonly follows: FollowsInput; readonly line: AgencyRecord["line"] },
): RefusedAnswer | undefined {
  const followed = locked.records.find(({ id }) => id === found?.recordId);
  // One of another dispute is as good as none.
  if (!found || !followed) return refused("NOT_FOUND", { field: "follows.recordId" });
  const decision = decideTaking(
    { line: followed.line, category: locked.dispute.category, entered: found.entered },
    { line: wish.line, followUpId: wish.follows.code },
    businessDay(deed.now),
    deed.hub.law.newest(),
  );
  if (decision.ok) return undefined;
  const { code, rule, basis, reason } = decision.refusal;
  return refused(code, { field: "follows.code", rule, basis, reason });
}

export function linkFollowed(
  deed: Deed,
  recordId: string,
  found: FollowedFound,
  { id }: LockedDispute,
  code: string,
): void {
  deed.changes.insert(FollowUpTaken, {
    id: deed.hub.ids.uuid(),
    disputeId: id,
    recordId,
    followsRecordId: found.recordId,
    code,
    takenAt: deed.now,
  });
}
