import { AgencyRecord } from "../agencies/agency-record.entity";
import { visibleDisputes } from "../access/visibility";
import type { Asking } from "../audit/deed";
import type { JsonArray } from "../platform/entity-rows";
import { fromGlobalId } from "../platform/global-id";
import { Numbered, type Condition } from "../platform/keyset-page";
import { RetryTransaction } from "../platform/pg-errors";
import { Referral } from "../routing/referral.entity";
import { ReferralCandidate } from "../routing/referral-candidate.entity";
import { Dispute } from "./dispute.entity";
import { LockedDispute } from "./locked-dispute";

/** Which disputes may be locked, as a condition on `dispute t`. */
export const ANY_DISPUTE: Condition = { text: "true", values: [] };

export interface WhatToRead {
  /** Which of the referrals; with all of them come their candidates. */
  readonly referrals?: "OPEN" | "ALL";
  /**
   * Agency that reports statuses: its records alone are read, of all others what the dispute's state and lead follow from,
   * and of neither nor of the dispute what no status touches. Left out, all is read.
   */
  readonly statusesOf?: string;
  /** More to be read, as JSON from sub-selects on the disputes `d` and their records `r`. */
  readonly also?: readonly Condition[];
}

export interface Locked {
  /** By their ids. */
  readonly disputes: ReadonlyMap<string, LockedDispute>;
  /** What the deed asked to read besides, in the order in which it asked; null where there was nothing. */
  readonly also: readonly unknown[];
}

/** Locks one dispute the caller may see; undefined when there is none, or none for this caller. */
export async function lockDispute(
  asking: Asking,
  globalId: string,
  what: WhatToRead = {},
): Promise<LockedDispute | undefined> {
  const id = fromGlobalId("Dispute", globalId);
  if (id === undefined) return undefined;
  const { disputes } = await lockDisputes(asking, disputesOf([id]), visibleDisputes(asking.caller), what);
  return disputes.get(id);
}

export function disputesOf(ids: readonly string[]): Condition {
  return { text: "select unnest($1::uuid[])", values: [ids] };
}

/**
 * Locks disputes in the order of their ids, so that two batches never wait for each other in a circle, and reads what
 * belongs to them. Only a statement begun after the lock sees what the last holder wrote; so there are two, which travel
 * together. What a deed asks next without awaiting this comes after the lock too.
 * @param which their ids, as a SELECT; whatever it reads must not change, for it is asked before the lock
 * @throws {RetryTransaction} when more is found than was locked
 */
export async function lockDisputes(
  { tx, hub }: Pick<Asking, "tx" | "hub">,
  which: Condition,
  visible: Condition,
  { referrals: wanted = "OPEN", statusesOf, also = [] }: WhatToRead = {},
): Promise<Locked> {
  const isOfStatuses = statusesOf !== undefined;
  const disputes = hub.catalogue.of(Dispute).asJsonArray(isOfStatuses ? NO_STATUS_OF_DISPUTE : []);
  const records = hub.catalogue.of(AgencyRecord).asJsonArray(isOfStatuses ? NO_STATUS_OF_RECORD : []);
  const referrals = hub.catalogue.of(Referral);
  const candidates = hub.catalogue.of(ReferralCandidate);
  const values = new Numbered();
  const text = `
    with d as materialized (
      select t.* from dispute t where t.id in ${values.add(which)} and ${values.add(visible)}
       order by t.id for update of t),
    r as materialized (select t.* from agency_record t where ${OF_THESE} order by t.opened_at, t.id)
    select (select json_agg(${disputes.select("d")}) from d) as disputes,
           ${recordsToRead(records, statusesOf, values)},
           (select json_agg(${referrals.jsonArray("t")} order by t.referred_at, t.id) from referral t
             where ${OF_THESE}${wanted === "OPEN" ? " and t.state = 'OFFERED'" : ""}) as referrals,
           ${
             wanted === "OPEN"
               ? "null"
               : `(select json_agg(${candidates.jsonArray("t")} order by t.referral_id, t.agency_id)
              from referral_candidate t where ${OF_THESE})`
           } as candidates,
           json_build_array(${also.map((more) => values.add(more)).join(", ")}) as also`;
  const [[held], [found]] = await Promise.all([
    // A row lock gives the transaction its id, by which the change feed is ordered. Taken one by one, the first could
    // come long before the last; so everything is waited for here, where no id is given yet (ADR 0005).
    tx.lookUp<{ ids: readonly string[] | null }>(
      `select json_agg(i.id) as ids, count(i.lock) as held
         from (select id, pg_advisory_xact_lock(hashtextextended(id::text, 1)) as lock
                 from (select distinct id from (${which.text}) w(id) order by 1) o) i`,
      which.values,
    ),
    tx.lookUp<FoundParts>(text, values.values),
  ]);
  const parts = found!;
  const isHeld = new Set(held!.ids);
  const locked = new Map<string, LockedDispute>();
  for (const row of parts.disputes ?? []) {
    const dispute = disputes.toEntity(row);
    // A record that was accepted between the two statements: what was read of its dispute may be older than the row.
    if (!isHeld.has(dispute.id)) throw new RetryTransaction();
    locked.set(dispute.id, new LockedDispute(dispute, [], [], [], wanted === "OPEN" ? null : []));
  }
  for (const row of parts.records ?? []) {
    const record = records.toEntity(row);
    locked.get(record.disputeId)!.records.push(record);
  }
  for (const [disputeId, agencyId, phase, outcome, round] of parts.others ?? [])
    locked.get(disputeId)!.otherRecords.push({ agencyId, phase, outcome, round });
  for (const row of parts.referrals ?? []) {
    const referral = referrals.fromJsonArray(row);
    locked.get(referral.disputeId)!.referrals.push(referral);
  }
  for (const row of parts.candidates ?? []) {
    const candidate = candidates.fromJsonArray(row);
    locked.get(candidate.disputeId)!.allCandidates().push(candidate);
  }
  return { disputes: locked, also: parts.also };
}

/** What no status asks for nor changes; the moments of the last change are only written. */
const NO_STATUS_OF_DISPUTE = ["traceCode", "title", "amountYuan", "leadAgencyId", "openedAt", "updatedAt"] as const;
const NO_STATUS_OF_RECORD = ["referralId", "openedAt", "updatedAt"] as const;

const OF_THESE = "t.dispute_id = any(array(select d.id from d))";

function recordsToRead(records: JsonArray<AgencyRecord>, wholeOf: string | undefined, values: Numbered): string {
  const whole = `(select json_agg(${records.select("r")}) from r`;
  if (wholeOf === undefined) return `${whole}) as records, null as others`;
  const [theirs, others] = ["=", "<>"].map((sign) => values.add({ text: `r.agency_id ${sign} $1`, values: [wholeOf] }));
  return `${whole} where ${theirs}) as records,
           (select json_agg(json_build_array(r.dispute_id, r.agency_id, r.phase, r.outcome, r.round))
              from r where ${others}) as others`;
}

type OtherRecord = readonly [
  disputeId: string,
  agencyId: string,
  phase: AgencyRecord["phase"],
  outcome: AgencyRecord["outcome"],
  round: number,
];

type JsonRows = readonly (readonly unknown[])[] | null;

interface FoundParts {
  readonly disputes: JsonRows;
  readonly records: JsonRows;
  readonly others: readonly OtherRecord[] | null;
  readonly referrals: JsonRows;
  readonly candidates: JsonRows;
  readonly also: readonly unknown[];
}
