import { labelledEnum } from "../platform/graphql-enum";
import type { ClockState } from "./clocks.rules";
import type { Party } from "./limit.rules";

export const CLOCK_STATE_LABELS: Readonly<Record<ClockState, string>> = {
  OPEN: "计算中",
  STANDING: "停止计算,届满日未定",
  MET: "按期",
  LATE: "逾期;当事人的权利:期满",
  CANCELLED: "撤销(起算的状态已更正,或者不适用)",
};
export const DeadlineStateEnum = labelledEnum(
  "DeadlineState",
  "期限状态: whether a deadline runs, and how it ended",
  CLOCK_STATE_LABELS,
);

const PARTY_LABELS: Readonly<Record<Party, string>> = { RIGHT: "当事人的权利", DUTY: "机关的职责" };
export const DeadlinePartyEnum = labelledEnum(
  "DeadlineParty",
  "权利或职责: a right is lost when it ends, a duty is broken",
  PARTY_LABELS,
);
