import { labelledEnum } from "../platform/graphql-enum";
import type { ClockState } from "./clock.rules";
import type { Light } from "./lights.rules";
import type { Party, Unit } from "./limit.rules";

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

export type ConditionBy = "PERSON" | "HUB";
const CONDITION_BY_LABELS: Readonly<Record<ConditionBy, string>> = {
  PERSON: "人工确认",
  HUB: "由纠纷类别和案卷字段判定",
};
export const ConditionByEnum = labelledEnum(
  "ConditionBy",
  "适用条件由谁判定: who has said whether a limit applies",
  CONDITION_BY_LABELS,
);

const LIGHT_LABELS: Readonly<Record<Light, string>> = {
  GREEN: "绿灯:还有七日以上,或者停止计算",
  YELLOW: "黄灯:七日以内届满",
  ORANGE: "橙灯:三日以内届满,或者可能已届满",
  RED: "红灯:已逾期",
};
export const LightEnum = labelledEnum("DeadlineLight", "亮灯: how urgent a running deadline is (policy)", LIGHT_LABELS);

const UNIT_LABELS: Readonly<Record<Unit, string>> = {
  HOUR: "小时",
  CALENDAR_DAY: "日",
  WORKING_DAY: "工作日",
  MONTH: "月",
  YEAR: "年",
};
export const UnitEnum = labelledEnum("PeriodUnit", "期间单位: unit in which a period is counted", UNIT_LABELS);
