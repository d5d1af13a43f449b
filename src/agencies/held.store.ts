import DataLoader from "dataloader";
import type { HubContext } from "../access/hub-context";
import type { RefusalCode } from "../dispute/refusals";

interface WaitingRow {
  readonly record_id: string;
  readonly sequence: number;
  readonly to_state: string;
  readonly received_at: Date;
  readonly refusal_code: RefusalCode | null;
}

const MOST_WAITING = 100;

/**
 * What waits for its turn at a record, and what was refused when it came, until another status has taken its number; in
 * the order of the numbers.
 */
export function heldOf({ hub, loaders }: HubContext) {
  return loaders.once(
    "held",
    () =>
      new DataLoader(
        async (recordIds: readonly string[]) => {
          const found = await hub.db.query<WaitingRow>(
            `select x.* from unnest($1::uuid[]) p(id) cross join lateral (
         select h.record_id, h.sequence, h.report->>'toState' as to_state, h.received_at, h.refusal_code
           from held_status h join agency_record r on r.id = h.record_id
          where h.record_id = p.id and (h.outcome = 'HELD' or h.outcome = 'REFUSED' and h.sequence > r.last_sequence)
          order by h.sequence, h.received_at limit ${MOST_WAITING}) x`,
            [recordIds],
          );
          return recordIds.map((id) =>
            found
              .filter((row) => row.record_id === id)
              .map((row) => ({
                sequence: row.sequence,
                toState: row.to_state,
                receivedAt: row.received_at,
                refusalCode: row.refusal_code,
              })),
          );
        },
        { maxBatchSize: 500 },
      ),
  );
}
