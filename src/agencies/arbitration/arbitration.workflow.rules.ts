import { active, agency, ended, otherBody, party, settling, steps, type Workflow } from "../workflow.rules";

const act = (article: string): string => `劳动争议调解仲裁法 ${article}`;
const rules = (article: string): string => `劳动人事争议仲裁办案规则 ${article}`;
const spc = (article: string): string => `劳动争议解释一 ${article}`;

const COMMISSION = agency("仲裁委员会");
const TRIBUNAL = agency("仲裁庭");
const APPLICANT = party("申请人");
const PARTY = party("当事人");
const BOTH = party("双方当事人");
const WORKER = party("劳动者");
const EMPLOYER = party("用人单位");
const WORKER_ON_FINAL = party("劳动者(限终局裁决)");
const EMPLOYER_ON_FINAL = party("用人单位(限终局裁决)");
const INTERMEDIATE = otherBody("中级人民法院");
const COURT = otherBody("人民法院");

const BEFORE_PANEL = ["ACCEPTED", "SERVED"];
const UNDER_WAY = ["ACCEPTED", "SERVED", "PANEL_SET", "HEARING_SET", "HEARD"];

/**
 * Suit, annulment and enforcement happen in a court, which has its own record of the dispute; here they only say how
 * firm the award is. Hence none of them is ACTIVE.
 */
export const ARBITRATION_WORKFLOW: Workflow = {
  line: "ARBITRATION",
  title: "劳动人事争议仲裁",
  states: [
    active("APPLIED", "申请仲裁", { entry: true, basis: act("28") }),
    active("CORRECTION", "补正中"),
    active("ACCEPTED", "已受理"),
    ended("NOT_ACCEPTED", "不予受理(撤销案件)", "REDIRECTED", { basis: act("29") }),
    settling("NO_DECISION_TIMEOUT", "逾期未作受理决定", "REDIRECTED", { basis: act("29") }),
    ended("TRANSFERRED", "已移送管辖", "REDIRECTED"),
    active("SERVED", "已送达"),
    active("PANEL_SET", "已组庭"),
    active("HEARING_SET", "已定开庭"),
    active("HEARD", "已开庭"),
    active("SUSPENDED", "中止审理"),
    settling("MEDIATED", "已制作调解书", "RESOLVED"),
    settling("AWARD_FINAL", "终局裁决", "RESOLVED"),
    settling("AWARD_NONFINAL", "非终局裁决", "RESOLVED"),
    ended("WITHDRAWN", "撤回申请", "WITHDRAWN"),
    ended("DEEMED_WITHDRAWN", "视为撤回申请", "WITHDRAWN"),
    settling("EFFECTIVE", "已生效", "RESOLVED"),
    settling("SUED", "已起诉", "REDIRECTED"),
    settling("ANNUL_APPLIED", "已申请撤销裁决", "RESOLVED"),
    settling("ANNULLED", "裁决已撤销", "UNRESOLVED"),
    settling("ENFORCING", "申请法院执行", "RESOLVED"),
    ended("PERFORMED", "已履行", "RESOLVED"),
    ended("CONCLUDED", "生效后结案", "RESOLVED"),
    ended("SUPERSEDED", "由法院裁判取代", "REDIRECTED"),
    ended("CLOSED_UNRESOLVED", "结案(未化解)", "UNRESOLVED"),
  ],
  transitions: steps([
    ["APPLIED", "CORRECTION", COMMISSION, "补正通知书", rules("29, 31 (memory)")],
    [["APPLIED", "CORRECTION"], "ACCEPTED", COMMISSION, "受理通知书", act("29")],
    [["APPLIED", "CORRECTION"], "NOT_ACCEPTED", COMMISSION, "不予受理通知书", act("29")],
    [["APPLIED", "CORRECTION"], "NO_DECISION_TIMEOUT", COMMISSION, null, act("29")],
    ["NO_DECISION_TIMEOUT", "SUED", APPLICANT, "起诉状", `${act("29")}; ${spc("12")}`],
    ["NO_DECISION_TIMEOUT", "ACCEPTED", COMMISSION, "受理通知书", "逾期后补作受理决定 (policy)"],
    ["NO_DECISION_TIMEOUT", "NOT_ACCEPTED", COMMISSION, "不予受理通知书", "逾期后补作不予受理决定 (policy)"],

    ["ACCEPTED", "SERVED", COMMISSION, "送达回证", act("30(1)")],
    ["SERVED", "PANEL_SET", COMMISSION, "组庭通知书", act("31, 32")],
    ["PANEL_SET", "HEARING_SET", TRIBUNAL, "开庭通知书", act("35")],
    ["HEARING_SET", "HEARD", TRIBUNAL, "庭审笔录", act("38, 40")],
    [["PANEL_SET", "HEARING_SET", "HEARD"], "SUSPENDED", TRIBUNAL, "中止审理决定书", rules("47")],
    ["SUSPENDED", "HEARING_SET", TRIBUNAL, "开庭通知书", rules("47")],
    ["SUSPENDED", "HEARD", TRIBUNAL, null, rules("47")],
    [[...BEFORE_PANEL, "PANEL_SET", "HEARING_SET"], "NOT_ACCEPTED", COMMISSION, "撤销案件决定书", rules("32")],
    [BEFORE_PANEL, "TRANSFERRED", COMMISSION, "移送函", rules("9")],
    [
      ["APPLIED", "CORRECTION", "NO_DECISION_TIMEOUT", ...UNDER_WAY, "SUSPENDED"],
      "WITHDRAWN",
      APPLICANT,
      "撤回仲裁申请书",
      `${act("41")}; ${rules("35")}`,
    ],
    [["HEARING_SET", "HEARD"], "DEEMED_WITHDRAWN", TRIBUNAL, "决定书", act("36(1)")],
    // Waiting for another case or an appraisal excuses the delay, so a suspended case is not among these.
    [UNDER_WAY, "SUED", PARTY, "起诉状", `${act("43(1)")}; ${spc("12")}`],

    [["PANEL_SET", "HEARING_SET", "HEARD"], "MEDIATED", TRIBUNAL, "调解书", act("42")],
    ["MEDIATED", "EFFECTIVE", BOTH, "送达回证", act("42(3)")],
    ["MEDIATED", "HEARD", PARTY, null, act("42(4)")],
    ["HEARD", "AWARD_FINAL", TRIBUNAL, "裁决书", act("45, 46, 47")],
    ["HEARD", "AWARD_NONFINAL", TRIBUNAL, "裁决书", act("45, 46, 50")],
    ["AWARD_FINAL", "SUED", WORKER, "起诉状", act("48")],
    ["AWARD_FINAL", "ANNUL_APPLIED", EMPLOYER, "撤销裁决申请书", act("49(1)")],
    ["AWARD_FINAL", "ENFORCING", PARTY, "执行申请书", act("47, 51")],
    ["AWARD_FINAL", "EFFECTIVE", COMMISSION, "生效证明", act("47, 48, 49(1)")],
    ["AWARD_NONFINAL", "SUED", PARTY, "起诉状", act("50")],
    ["AWARD_NONFINAL", "EFFECTIVE", COMMISSION, "生效证明", act("50")],

    ["ANNUL_APPLIED", "ANNULLED", INTERMEDIATE, "撤销裁决裁定书", act("49(2)")],
    ["ANNUL_APPLIED", "EFFECTIVE", INTERMEDIATE, "驳回申请裁定书", spc("22")],
    ["ANNUL_APPLIED", "ENFORCING", INTERMEDIATE, "驳回申请裁定书", spc("25(2)")],
    ["ANNUL_APPLIED", "SUED", WORKER, "起诉状", `${act("48")}; ${spc("21(1)")}`],
    ["ANNUL_APPLIED", "SUPERSEDED", INTERMEDIATE, "调解书", spc("23(2)")],
    ["ANNULLED", "SUED", PARTY, "起诉状", act("49(3)")],
    ["ANNULLED", "CLOSED_UNRESOLVED", COMMISSION, null, act("49(3)")],
    ["SUED", "SUPERSEDED", COURT, "生效裁判文书", spc("16, 17")],
    ["SUED", "ANNUL_APPLIED", EMPLOYER, "撤销裁决申请书", spc("21(2)")],
    ["SUED", "EFFECTIVE", COURT, "准许撤诉裁定书", "起诉后撤诉,裁决发生效力 (memory)"],

    // A final award takes effect when it is made, while either side still has its own window against it. What else took
    // effect is closed, which the state does not tell: see what may follow it.
    ["EFFECTIVE", "SUED", WORKER_ON_FINAL, "起诉状", act("47, 48")],
    ["EFFECTIVE", "ANNUL_APPLIED", EMPLOYER_ON_FINAL, "撤销裁决申请书", act("47, 49(1)")],
    ["EFFECTIVE", "PERFORMED", PARTY, "履行凭证", act("51")],
    ["EFFECTIVE", "ENFORCING", PARTY, "执行申请书", act("51")],
    ["EFFECTIVE", "CONCLUDED", COMMISSION, null, "无给付内容或者申请执行时效届满 (policy)"],
    ["ENFORCING", "PERFORMED", COURT, "结案通知书", act("51")],
    ["ENFORCING", "ANNUL_APPLIED", EMPLOYER, "撤销裁决申请书", spc("25(1)")],
    ["ENFORCING", "SUED", PARTY, "起诉状", spc("24(2)")],
    ["ENFORCING", "CLOSED_UNRESOLVED", COURT, "终结(不予)执行裁定书", `民事诉讼法 268; ${spc("24(1)")}`],
  ]),
};
