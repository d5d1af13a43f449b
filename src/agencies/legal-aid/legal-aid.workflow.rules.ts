import { active, agency, ended, otherBody, party, settling, steps, type Workflow } from "../workflow.rules";

const act = (article: string): string => `法律援助法 ${article}`;

const INSTITUTION = agency("法律援助机构");
const LAWYER = agency("法律援助人员");
const JUSTICE_BUREAU = agency("司法行政部门");
const APPLICANT = party("申请人");
const RECIPIENT = party("受援人");
const AGGRIEVED = party("申请人或者受援人");
const REMEDY_BODY = otherBody("复议机关或者人民法院");

const GIVEN = ["GRANTED", "ADVANCE_GRANTED", "NOTIFIED_DEFENCE", "ASSIGNED", "IN_SERVICE"];

/**
 * Aid accompanies a quarrel that other lines decide. Whatever becomes of the aid says nothing about the quarrel, so
 * every outcome here is REDIRECTED, the weakest: it can neither resolve nor withdraw what another record holds.
 */
export const LEGAL_AID_WORKFLOW: Workflow = {
  line: "LEGAL_AID",
  title: "法律援助",
  states: [
    active("APPLIED", "申请援助", { entry: true, basis: act("38, 39") }),
    active("SUPPLEMENT", "补充材料"),
    ended("DEEMED_WITHDRAWN", "视为撤回申请", "REDIRECTED"),
    ended("WITHDRAWN", "撤回申请", "REDIRECTED"),
    active("UNDER_REVIEW", "审查中"),
    active("GRANTED", "决定给予援助"),
    settling("DENIED", "决定不予援助", "REDIRECTED"),
    active("ADVANCE_GRANTED", "先行提供援助"),
    active("NOTIFIED_DEFENCE", "收到通知辩护", { entry: true, basis: act("25, 36") }),
    active("ASSIGNED", "已指派"),
    active("IN_SERVICE", "承办中"),
    active("REPLACED", "更换人员"),
    settling("TERMINATED", "终止援助", "REDIRECTED"),
    settling("FINISHED", "承办结束", "REDIRECTED"),
    ended("CLOSED", "结案归档", "REDIRECTED"),
    ended("CLOSED_WITHOUT_AID", "结案(未予或者不再援助)", "REDIRECTED"),
    ended("SUBSIDY_PAID", "补贴已发放", "REDIRECTED"),
    active("OBJECTED", "异议审查中"),
    settling("UPHELD", "维持原决定", "REDIRECTED"),
    active("CORRECTED", "责令改正"),
    settling("RECONSIDERATION", "已申请行政复议", "REDIRECTED"),
    settling("LAWSUIT", "已提起行政诉讼", "REDIRECTED"),
  ],
  transitions: steps([
    ["APPLIED", "SUPPLEMENT", INSTITUTION, "补正告知书", act("43(2)")],
    ["APPLIED", "UNDER_REVIEW", INSTITUTION, "受理告知书", act("43(1)")],
    ["SUPPLEMENT", "UNDER_REVIEW", APPLICANT, null, act("43(2)")],
    ["SUPPLEMENT", "DEEMED_WITHDRAWN", INSTITUTION, null, act("43(2)")],
    [["APPLIED", "SUPPLEMENT", "UNDER_REVIEW"], "WITHDRAWN", APPLICANT, "撤回申请", "申请人主动撤回 (policy)"],
    [["APPLIED", "SUPPLEMENT", "UNDER_REVIEW"], "ADVANCE_GRANTED", INSTITUTION, "先行提供法律援助决定书", act("44(1)")],
    ["UNDER_REVIEW", "GRANTED", INSTITUTION, "给予法律援助决定书", act("43(1)")],
    ["UNDER_REVIEW", "DENIED", INSTITUTION, "不予法律援助决定书", act("43(1)")],
    // The paper work is made up for later; the service does not wait for it.
    ["ADVANCE_GRANTED", "GRANTED", INSTITUTION, "给予法律援助决定书", act("44(2)")],
    [["GRANTED", "ADVANCE_GRANTED"], "ASSIGNED", INSTITUTION, "指派通知书", act("43(1), 44(1)")],
    ["NOTIFIED_DEFENCE", "ASSIGNED", INSTITUTION, "指派通知书", act("36")],
    ["ASSIGNED", "IN_SERVICE", LAWYER, "委托协议", act("46")],
    [["ASSIGNED", "IN_SERVICE"], "REPLACED", INSTITUTION, "更换通知书", act("55")],
    ["REPLACED", "ASSIGNED", INSTITUTION, "指派通知书", act("55")],
    ["IN_SERVICE", "FINISHED", LAWYER, "结案报告", act("50")],
    [GIVEN, "TERMINATED", INSTITUTION, "终止法律援助决定书", act("48")],
    [["FINISHED", "TERMINATED"], "CLOSED", INSTITUTION, "卷宗", "办理法律援助案件程序规定(2023) (memory)"],
    ["CLOSED", "SUBSIDY_PAID", INSTITUTION, "补贴发放凭证", act("52(1)"), "AFTER_END"],

    ["DENIED", "OBJECTED", APPLICANT, "异议书", act("49(1)")],
    ["TERMINATED", "OBJECTED", RECIPIENT, "异议书", act("49(1)")],
    // The act sets no day for an objection, so somebody has to say that none is expected any more.
    ["DENIED", "CLOSED_WITHOUT_AID", INSTITUTION, null, "未提出异议,归档 (policy)"],
    ["OBJECTED", "UPHELD", JUSTICE_BUREAU, "异议审查决定书", act("49(2)")],
    ["OBJECTED", "CORRECTED", JUSTICE_BUREAU, "异议审查决定书", act("49(2)")],
    ["CORRECTED", "GRANTED", INSTITUTION, "给予法律援助决定书", act("49(2)")],
    ["CORRECTED", "IN_SERVICE", INSTITUTION, "恢复援助通知", act("49(2)")],
    ["UPHELD", "RECONSIDERATION", AGGRIEVED, "行政复议申请书", act("49(3)")],
    ["UPHELD", "LAWSUIT", AGGRIEVED, "行政起诉状", act("49(3)")],
    ["UPHELD", "CLOSED_WITHOUT_AID", INSTITUTION, null, "未申请复议或者起诉,归档 (policy)"],
    // Service given before the termination still has its file and its subsidy.
    ["UPHELD", "CLOSED", INSTITUTION, "卷宗", "终止前已承办,归档 (policy)"],
    ["RECONSIDERATION", "LAWSUIT", AGGRIEVED, "行政起诉状", "行政诉讼法 45"],
    [["RECONSIDERATION", "LAWSUIT"], "CORRECTED", REMEDY_BODY, "复议决定书(判决书)", "撤销或者责令重作 (memory)"],
    [["RECONSIDERATION", "LAWSUIT"], "CLOSED_WITHOUT_AID", REMEDY_BODY, "复议决定书(判决书)", "维持或者驳回 (memory)"],
  ]),
};
