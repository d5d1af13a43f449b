import { active, agency, ended, otherBody, party, settling, steps, type Workflow } from "../workflow.rules";

const act = (article: string): string => `劳动保障监察条例 ${article}`;
const DETAILED = "实施劳动保障监察条例若干规定";

const DEPARTMENT = agency("劳动保障行政部门");
const INSPECTORS = agency("劳动保障监察员");
const COMPLAINANT = party("投诉人");
const EMPLOYER = party("用人单位");
const AGGRIEVED = party("用人单位或者投诉人");
const REMEDY_BODY = otherBody("复议机关或者人民法院");
const COURT = otherBody("人民法院");

const BEFORE_CASE = ["COMPLAINT", "CORRECTION"];
const DECISIONS = ["PENALTY", "HANDLING_DECISION"];

/**
 * A decision that orders payment settles the claim as an award does. A fine pays no worker anything: with a penalty alone
 * the quarrel counts as unresolved until the employer has performed.
 */
export const INSPECTION_WORKFLOW: Workflow = {
  line: "INSPECTION",
  title: "劳动保障监察",
  states: [
    active("COMPLAINT", "接到投诉", { entry: true, basis: act("9(2)") }),
    active("REPORT", "接到举报", { entry: true, basis: act("9(1)") }),
    active("CORRECTION", "投诉材料补正中"),
    ended("NOT_ACCEPTED", "不予受理", "REDIRECTED", { basis: act("20") }),
    ended("REDIRECTED", "告知依照仲裁、诉讼程序办理", "REDIRECTED", { basis: act("21(2)") }),
    active("CASE_OPENED", "已受理并立案"),
    active("INVESTIGATING", "调查中"),
    active("PAUSED", "中止调查"),
    active("CORRECTION_ORDERED", "已责令限期改正"),
    settling("PENALTY", "已作出行政处罚决定", "UNRESOLVED"),
    settling("HANDLING_DECISION", "已作出行政处理决定", "RESOLVED"),
    ended("CASE_CANCELLED", "撤销立案(情节轻微且已改正)", "RESOLVED"),
    ended("NO_VIOLATION", "撤销立案(违法事实不成立)", "UNRESOLVED"),
    ended("TRANSFERRED", "已移送(含涉嫌拒不支付劳动报酬罪)", "REDIRECTED"),
    ended("WITHDRAWN", "撤回投诉", "WITHDRAWN"),
    settling("RECONSIDERATION", "已申请行政复议", "REDIRECTED"),
    settling("LAWSUIT", "已提起行政诉讼", "REDIRECTED"),
    settling("DECISION_REVOKED", "决定已被撤销", "UNRESOLVED"),
    settling("ENFORCE_APPLIED", "已申请法院强制执行", "RESOLVED"),
    ended("PERFORMED", "决定已履行", "RESOLVED"),
    ended("CLOSED", "结案(已按限期改正)", "RESOLVED"),
    ended("CLOSED_UNRESOLVED", "结案(未化解)", "UNRESOLVED"),
  ],
  transitions: steps([
    ["COMPLAINT", "CORRECTION", DEPARTMENT, "补正告知书", `${DETAILED} 18 (memory)`],
    [BEFORE_CASE, "CASE_OPENED", DEPARTMENT, "受理通知书", act("9(2), 14(2)")],
    ["REPORT", "CASE_OPENED", DEPARTMENT, "立案审批表", act("9(1), 14(2)")],
    [[...BEFORE_CASE, "REPORT"], "NOT_ACCEPTED", DEPARTMENT, "不予受理通知书", act("20")],
    // Arbitration and suit win over inspection whenever they begin, so the case may still go there while it is open.
    [[...BEFORE_CASE, "CASE_OPENED", "INVESTIGATING"], "REDIRECTED", DEPARTMENT, "告知书", act("21(2)")],
    [[...BEFORE_CASE, "REPORT"], "TRANSFERRED", DEPARTMENT, "移送函", act("13, 18(2)")],
    [BEFORE_CASE, "WITHDRAWN", COMPLAINANT, "撤回投诉申请", "投诉人自愿撤回 (policy)"],

    ["CASE_OPENED", "INVESTIGATING", INSPECTORS, "调查询问书", act("15, 16")],
    ["INVESTIGATING", "PAUSED", DEPARTMENT, "中止调查审批表", "客观原因致调查无法继续 (memory)"],
    ["PAUSED", "INVESTIGATING", DEPARTMENT, null, "中止原因消除,恢复调查 (memory)"],
    ["INVESTIGATING", "CORRECTION_ORDERED", DEPARTMENT, "限期改正指令书", act("18(1)(二)")],
    [["INVESTIGATING", "CORRECTION_ORDERED"], "PENALTY", DEPARTMENT, "行政处罚决定书", act("18(1)(一), 19")],
    [["INVESTIGATING", "CORRECTION_ORDERED"], "HANDLING_DECISION", DEPARTMENT, "行政处理决定书", act("18(1)(二), 19")],
    [["INVESTIGATING", "CORRECTION_ORDERED"], "CASE_CANCELLED", DEPARTMENT, "撤销立案决定", act("18(1)(三)")],
    ["INVESTIGATING", "NO_VIOLATION", DEPARTMENT, "撤销立案决定", "经调查违法事实不成立 (memory)"],
    [["CASE_OPENED", "INVESTIGATING", "CORRECTION_ORDERED"], "TRANSFERRED", DEPARTMENT, "移送函", act("18(2)")],
    ["CORRECTION_ORDERED", "CLOSED", DEPARTMENT, "结案审批表", "用人单位已按限期改正 (policy)"],

    ["PENALTY", "HANDLING_DECISION", DEPARTMENT, "行政处理决定书", act("18(1)(二), 19")],
    ["HANDLING_DECISION", "PENALTY", DEPARTMENT, "行政处罚决定书", act("19, 30(1)(三)")],
    [DECISIONS, "PERFORMED", EMPLOYER, "履行凭证", "用人单位履行决定 (policy)"],
    [DECISIONS, "RECONSIDERATION", AGGRIEVED, "行政复议申请书", `${act("19")}; 行政复议法 20`],
    [DECISIONS, "LAWSUIT", AGGRIEVED, "行政起诉状", `${act("19")}; 行政诉讼法 46`],
    [DECISIONS, "ENFORCE_APPLIED", DEPARTMENT, "强制执行申请书", "浙江省劳动保障监察条例 31"],

    ["RECONSIDERATION", "LAWSUIT", AGGRIEVED, "行政起诉状", "行政诉讼法 45"],
    [["RECONSIDERATION", "LAWSUIT"], "HANDLING_DECISION", REMEDY_BODY, "复议决定书(判决书)", "维持或者驳回 (memory)"],
    [["RECONSIDERATION", "LAWSUIT"], "PENALTY", REMEDY_BODY, "复议决定书(判决书)", "维持或者驳回 (memory)"],
    [
      ["RECONSIDERATION", "LAWSUIT"],
      "DECISION_REVOKED",
      REMEDY_BODY,
      "复议决定书(判决书)",
      "撤销或者责令重作 (memory)",
    ],
    ["DECISION_REVOKED", "INVESTIGATING", DEPARTMENT, null, "重新调查处理 (memory)"],
    ["DECISION_REVOKED", "CLOSED_UNRESOLVED", DEPARTMENT, "结案审批表", "决定被撤销且无须重作 (memory)"],
    ["ENFORCE_APPLIED", "PERFORMED", COURT, "结案通知书", "人民法院执行完毕 (memory)"],
    ["ENFORCE_APPLIED", "CLOSED_UNRESOLVED", COURT, "终结执行裁定书", "不予执行或者执行不能 (memory)"],
  ]),
};
