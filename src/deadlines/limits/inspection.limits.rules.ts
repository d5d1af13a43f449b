import { limitsOfLine, workingDays, years } from "../limit-rows.rules";
import type { LimitRow } from "../limit.rules";

const act = (article: string): string => `劳动保障监察条例 ${article}`;
const DETAILED = "实施劳动保障监察条例若干规定";

/** The hub has no table of inspection yet, so nothing starts by itself; the notes name the states it will have. */
export const INSPECTION_LIMITS: readonly LimitRow[] = limitsOfLine("INSPECTION", [
  {
    id: "INS-ACCEPT",
    title: "决定是否受理,受理当日立案",
    period: workingDays(5),
    party: "DUTY",
    holder: "劳动保障行政部门",
    anchor: "接到投诉之日",
    roll: "n/a",
    expiry: "逾期即违反法定义务",
    basis: `${DETAILED} 18`,
    verified: false,
    note: "COMPLAINT → CASE_OPENED、NOT_ACCEPTED、REDIRECTED",
  },
  {
    id: "INS-INVEST",
    title: "完成调查",
    period: workingDays(60),
    party: "DUTY",
    holder: "劳动保障行政部门",
    anchor: "立案之日",
    extensions: [{ most: workingDays(30), by: "劳动保障行政部门负责人批准", notice: null, basis: act("17") }],
    roll: "n/a",
    expiry: "逾期即违反法定义务",
    basis: act("17"),
    verified: true,
    note: "CASE_OPENED → CORRECTION_ORDERED、PENALTY、HANDLING_DECISION、CASE_CANCELLED、TRANSFERRED;PAUSED 是否扣除未读到",
  },
  {
    id: "INS-DECIDE",
    title: "作出处理决定",
    period: workingDays(15),
    party: "DUTY",
    holder: "劳动保障行政部门",
    anchor: "调查完成之日",
    roll: "n/a",
    expiry: "逾期即违反该规定",
    basis: DETAILED,
    verified: false,
    note: "日数仅凭记忆,条文未找到。INVESTIGATING → PENALTY、HANDLING_DECISION、CASE_CANCELLED",
  },
  {
    id: "INS-STALE",
    title: "投诉、举报违法行为(查处时效)",
    period: years(2),
    party: "RIGHT",
    holder: "投诉人、举报人",
    anchor: "违法行为发生之日;连续或者继续的,行为终了之日",
    roll: "S",
    expiry: "劳动保障行政部门不再查处;仍可申请仲裁(另受仲裁时效限制)",
    basis: act("20"),
    verified: true,
    note: "COMPLAINT、REPORT 结束",
  },
]);
