import type { Condition } from "../platform/keyset-page";

/** The body that took over from a closed one; to be read with a lock. */
export interface Successor {
  readonly successorId: string;
  /** What is left may not have come to the successor yet. */
  readonly isUnderWay: boolean;
}

export function successorOf(agencyId: string): Condition {
  const text = `select json_build_object('successorId', s.successor_id, 'isUnderWay', s.finished_at is null)
    from agency_succession s where s.agency_id = $1`;
  return { text: `(${text})`, values: [agencyId] };
}
