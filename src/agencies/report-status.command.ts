import { runPreparedDeed, type Answer, type Asking, type Deed, type DeedRequest } from "../audit/deed";
import { refused, type RefusedAnswer } from "../dispute/refused";
import { ReportedStatuses, type StatusAnswer } from "./reported-statuses";
import { lockDesks, type Desks } from "./status-desks";
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
  const { clientKey: _key, ...item } = input;
  const lock = (asking: Asking) => lockDesks(asking, [item]);
  return runPreparedDeed(
    request,
    "reportStatus",
    input,
    lock,
    async (deed, desks) => judgeAll(deed, desks, [item])[0]!,
  );
}

/** Up to a thousand statuses in one transaction; what one item gets does not depend on its neighbours being right. */
export function reportStatuses(
  request: DeedRequest,
  input: ReportStatusesInput,
): Promise<StatusBatchAnswer | RefusedAnswer> {
  const { items } = input;
  const isRightSize = items.length > 0 && items.length <= MOST_ITEMS;
  const lock = (asking: Asking) => lockDesks(asking, isRightSize ? items : []);
  return runPreparedDeed(request, "reportStatuses", input, lock, (deed, desks) =>
    isRightSize ? summary(judgeAll(deed, desks, items)) : refused("BATCH_SIZE", { field: "items" }),
  );
}

function summary(results: readonly (StatusAnswer | RefusedAnswer)[]): StatusBatchAnswer {
  const count = (effect: string) => results.filter((result) => "effect" in result && result.effect === effect).length;
  return {
    __typename: "StatusBatchRecorded",
    applied: count("APPLIED"),
    held: count("HELD"),
    duplicate: count("DUPLICATE"),
    refused: results.filter((result) => result.__typename === "Refused").length,
    results,
  };
}

function judgeAll(deed: Deed, desks: Desks, items: readonly StatusItemInput[]): (StatusAnswer | RefusedAnswer)[] {
  const statuses = new ReportedStatuses(deed, desks);
  const answers = items.map((item) => statuses.take(item));
  statuses.settle();
  return answers.map((answer) => answer());
}
