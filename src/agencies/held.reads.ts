import type { HubContext } from "../access/hub-context";
import type { RefusalCode } from "../dispute/refusals";
import type { ComputedRead, ListRead } from "../platform/read/reads";
import { HeldStatus } from "./held-status.entity";

/** Reports of the caller's own record that wait, or were refused and whose number no other status has taken since. */
const HELD: ListRead<HubContext> = {
  kind: "list",
  entity: () => HeldStatus,
  by: "recordId",
  order: { properties: ["sequence", "receivedAt"], direction: "asc" },
  most: 100,
  only: ({ caller }) => ({
    text: `t.outcome <> 'RELEASED' and exists (
             select from agency_record r where r.id = t.record_id and r.agency_id = $1
                and (t.outcome = 'HELD' or t.sequence > r.last_sequence))`,
    values: [caller.agency?.id ?? null],
  }),
};

/** As the agency is shown it, in the order of the numbers. */
export const WAITING: ComputedRead<HubContext> = {
  kind: "computed",
  needs: ["id"],
  related: { held: { read: HELD, needs: ["sequence", "report", "receivedAt", "refusalCode"] } },
  value: (_record, { held }) =>
    (held as HeldStatus[]).map(({ sequence, report, receivedAt, refusalCode }) => ({
      sequence,
      toState: (report as { toState: string }).toState,
      receivedAt,
      refusalCode: refusalCode as RefusalCode | null,
    })),
};
