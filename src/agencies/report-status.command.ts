import { runDeed, type Answer, type Deed, type DeedRequest } from "../audit/deed";
import { refused, type RefusedAnswer } from "../dispute/refused";
import { ReportedStatuses, type StatusAnswer } from "./reported-statuses";
import type { ReportStatusesInput, ReportStatusInput, StatusItemInput } from "./status.types";

export type { StatusAnswer } from "./reported-statuses";

/** A batch larger than this keeps its locks too long for the desk to wait for. */
export const MOST_ITEMS = 1_000;

export interface StatusBatchAnswer extends Answer {
  readonly __typename: "StatusBatchRecorded";
  readonly applied: number;
  readonly held: number;
  readonly duplicate: number;
  readonly refused: number;
  readonly results: readonly (StatusAnswer | RefusedAnswer)[];
}

/** One status of one record. */
export function reportStatus(request: DeedRequest, input: ReportStatusInput): Promise<StatusAnswer | RefusedAnswer> {
  return runDeed<StatusAnswer>(request, "reportStatus", input, async (deed) => {
    const { clientKey: _key, ...item } = input;
    const [answer] = await report(deed, [item]);
    return answer!;
  });
}

/** Up to a thousand statuses in one transaction; what one item gets does not depend on its neighbours being right. */
export function reportStatuses(
  request: DeedRequest,
  input: ReportStatusesInput,
): Promise<StatusBatchAnswer | RefusedAnswer> {
  return runDeed<StatusBatchAnswer>(request, "reportStatuses", input, async (deed) => {
    const { items } = input;
    if (items.length === 0 || items.length > MOST_ITEMS) return refused("BATCH_SIZE", { field: "items" });
    const results = await report(deed, items);
    const count = (effect: string) => results.filter((result) => "effect" in result && result.effect === effect).length;
    return {
      __typename: "StatusBatchRecorded",
      applied: count("APPLIED"),
      held: count("HELD"),
      duplicate: count("DUPLICATE"),
      refused: results.filter((result) => result.__typename === "Refused").length,
      results,
    };
  });
}

async function report(deed: Deed, items: readonly StatusItemInput[]): Promise<(StatusAnswer | RefusedAnswer)[]> {
  const statuses = await ReportedStatuses.lock(deed, items);
  const answers = items.map((item) => statuses.take(item));
  statuses.settle();
  return answers.map((answer) => answer());
}
