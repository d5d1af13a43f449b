import { active, agency, ended, otherBody, party, settling, steps, type Workflow } from "../workflow.rules";

const act = (article: string): string => `人民调解法 ${article}`;
const cpl = (article: string): string => `民事诉讼法 ${article}`;
const spc = (article: string): string => `民诉解释 ${article}`;

const COMMITTEE = agency("调解组织");
const MEDIATOR = agency("调解员");
const COURT = otherBody("人民法院");
const APPLICANT = party("申请人");
const PARTY = party("当事人");
const BOTH = party("双方当事人");

const AGREED = ["AGREED_WRITTEN", "AGREED_ORAL"];

/**
 * One table for all kinds of mediation; the articles are those of people's mediation, which the other kinds follow.
 * Performance is the end. What comes after it (a visit, the archive) adds to the file and changes nothing.
 */
export const MEDIATION_WORKFLOW: Workflow = {
  line: "MEDIATION",
  title: "调解",
  states: [
    active("APPLIED", "申请调解", { entry: true, basis: act("17") }),
    active("INITIATED", "主动调解", { entry: true, basis: act("17") }),
    active("CONSENT_PENDING", "征求对方意见"),
    active("ACCEPTED", "已受理"),
    ended("NOT_ACCEPTED", "不予受理", "REDIRECTED"),
    ended("REFUSED", "一方明确拒绝调解", "UNRESOLVED"),
    active("IN_MEDIATION", "调解中"),
    settling("AGREED_WRITTEN", "达成书面协议", "RESOLVED"),
    settling("AGREED_ORAL", "达成口头协议", "RESOLVED"),
    ended("FAILED", "调解不成终止", "UNRESOLVED"),
    ended("WITHDRAWN", "当事人撤回", "WITHDRAWN"),
    settling("CONFIRM_APPLIED", "已申请司法确认", "RESOLVED"),
    settling("CONFIRMED", "已司法确认", "RESOLVED"),
    settling("CONF_REJECTED", "司法确认被驳回", "UNRESOLVED"),
    settling("PERFORMING", "履行中", "RESOLVED"),
    ended("PERFORMED", "已履行", "RESOLVED"),
    settling("BREACHED", "未按约履行", "UNRESOLVED"),
    ended("REVISITED", "已回访", "RESOLVED"),
    ended("ARCHIVED", "已归档", "RESOLVED"),
    // One archive for both would call an agreement that was never kept a success.
    ended("ARCHIVED_UNRESOLVED", "已归档(未化解)", "UNRESOLVED"),
  ],
  transitions: steps([
    [["APPLIED", "INITIATED"], "CONSENT_PENDING", COMMITTEE, null, act("17")],
    [["APPLIED", "INITIATED", "CONSENT_PENDING"], "ACCEPTED", COMMITTEE, "受理登记表", act("17, 27")],
    ["APPLIED", "NOT_ACCEPTED", COMMITTEE, "不予受理告知书", "人民调解工作若干规定 22 (memory)"],
    [["INITIATED", "CONSENT_PENDING"], "REFUSED", PARTY, null, act("17, 23(二)")],
    ["ACCEPTED", "IN_MEDIATION", MEDIATOR, "权利义务告知书", act("19, 22")],
    ["IN_MEDIATION", "AGREED_WRITTEN", BOTH, "调解协议书", act("28, 29")],
    ["IN_MEDIATION", "AGREED_ORAL", BOTH, "口头协议登记表", act("28, 30")],
    [["ACCEPTED", "IN_MEDIATION"], "FAILED", MEDIATOR, "终止调解告知书", act("23(二), 26")],
    [["APPLIED", "CONSENT_PENDING", "ACCEPTED", "IN_MEDIATION"], "WITHDRAWN", APPLICANT, "撤回申请", act("23(二)")],

    [AGREED, "PERFORMING", PARTY, null, act("31(1)")],
    [AGREED, "PERFORMED", PARTY, "履行凭证", act("31(1)")],
    [[...AGREED, "PERFORMING"], "CONFIRM_APPLIED", BOTH, "司法确认申请书", `${act("33(1)")}; ${cpl("205")}`],
    ["CONFIRM_APPLIED", "CONFIRMED", COURT, "司法确认裁定书", `${act("33(1)")}; ${cpl("206")}`],
    ["CONFIRM_APPLIED", "CONF_REJECTED", COURT, "驳回(不予受理)裁定书", `${cpl("206")}; ${spc("355, 358")}`],
    // Without a ruling the agreement binds as before.
    ["CONFIRM_APPLIED", "PERFORMING", BOTH, "准许撤回申请裁定书", `${act("31(1)")}; ${spc("357")}`],
    ["CONFIRMED", "PERFORMING", PARTY, null, act("31(1)")],
    ["CONFIRMED", "PERFORMED", PARTY, "履行凭证", act("31(1)")],
    ["CONFIRMED", "BREACHED", PARTY, null, act("33(2)")],
    ["CONF_REJECTED", "IN_MEDIATION", BOTH, null, `${act("33(3)")}; ${cpl("206")}`],
    ["CONF_REJECTED", "FAILED", MEDIATOR, "终止调解告知书", `${act("26, 33(3)")}; ${cpl("206")}`],
    ["CONF_REJECTED", "PERFORMING", BOTH, null, "驳回不因协议无效的,双方自愿履行 (policy)"],

    ["PERFORMING", "PERFORMED", PARTY, "履行凭证", act("31(1)")],
    ["PERFORMING", "BREACHED", PARTY, null, act("31, 32")],
    ["BREACHED", "PERFORMING", COMMITTEE, "督促履行记录", act("31(2)")],
    ["BREACHED", "ARCHIVED_UNRESOLVED", COMMITTEE, "卷宗", act("27, 32")],
    ["PERFORMED", "REVISITED", COMMITTEE, "回访记录", act("31(2)"), "AFTER_END"],
    [["PERFORMED", "REVISITED"], "ARCHIVED", COMMITTEE, "卷宗", act("27"), "AFTER_END"],
    ["FAILED", "ARCHIVED_UNRESOLVED", COMMITTEE, "卷宗", act("27"), "AFTER_END"],
  ]),
};
