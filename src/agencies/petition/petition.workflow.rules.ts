import { active, agency, ended, party, settling, steps, type Workflow } from "../workflow.rules";

const reg = (article: string): string => `信访工作条例 ${article}`;

const RECEIVER = agency("信访部门或者收到信访事项的机关");
const BUREAU = agency("信访部门");
const COMPETENT = agency("有权处理机关");
const HANDLER = agency("承办单位");
const HEAD = agency("承办单位负责人");
const SENDER = agency("转送、交办方");
const REVIEWER = agency("复查机关(原办理机关的上一级)");
const RECHECKER = agency("复核机关(复查机关的上一级)");
const PETITIONER = party("信访人");

const BEFORE_ANSWER = [
  "REGISTERED",
  "SCREENED",
  "FORWARDED",
  "ASSIGNED",
  "OBJECTED",
  "RETURNED",
  "NOTIFIED",
  "PROCESSING",
  "EXTENDED",
  "HEARING",
];

/**
 * An opinion binds the administration, not the petitioner: until he accepts it or lets the window pass, the quarrel
 * counts as unresolved, whatever the opinion says. A settlement he signed counts as resolved at once.
 */
export const PETITION_WORKFLOW: Workflow = {
  line: "PETITION",
  title: "信访",
  states: [
    active("REGISTERED", "已登记", { entry: true, basis: reg("22(1), 23(1), 44") }),
    active("SCREENED", "已甄别"),
    active("FORWARDED", "已转送"),
    active("ASSIGNED", "已交办"),
    active("OBJECTED", "职权异议"),
    active("RETURNED", "已退回"),
    active("NOTIFIED", "已告知受理"),
    ended("DECLINED", "不予受理", "REDIRECTED"),
    ended("NO_LONGER_ACCEPTED", "不再受理", "UNRESOLVED"),
    ended("CHANNELLED", "已导入法定程序", "REDIRECTED"),
    ended("TRANSFERRED_POLITICAL_LEGAL", "已转政法部门", "REDIRECTED"),
    ended("TRANSFERRED_DISCIPLINE", "已转纪检监察机关", "REDIRECTED"),
    active("PROCESSING", "办理中"),
    active("EXTENDED", "已延期"),
    active("HEARING", "听证中"),
    settling("SETTLED", "已调解或和解", "RESOLVED"),
    settling("ANSWERED", "已出具处理意见", "UNRESOLVED"),
    active("REVIEW_REQUESTED", "复查中"),
    settling("REVIEWED", "已复查", "UNRESOLVED"),
    active("RECHECK_REQUESTED", "复核中"),
    // Named apart from the first hearing because only this one stops the clock.
    active("RECHECK_HEARING", "复核听证中", { basis: reg("36(2)") }),
    settling("RECHECKED", "复核终结", "UNRESOLVED"),
    ended("CONCLUDED", "办结", "RESOLVED"),
    // A chain that is exhausted while the petitioner still objects is over, yet nobody may count it as resolved.
    ended("CONCLUDED_UNRESOLVED", "办结(未化解)", "UNRESOLVED"),
    ended("WITHDRAWN", "信访人撤回", "WITHDRAWN"),
  ],
  transitions: steps([
    ["REGISTERED", "SCREENED", RECEIVER, null, reg("22(1), 23(1)")],
    ["SCREENED", "FORWARDED", RECEIVER, "转送函", reg("22(1)(一)(二), 23(1)")],
    ["SCREENED", "ASSIGNED", RECEIVER, "交办函", reg("22(1)(三), 23(1)")],
    ["SCREENED", "TRANSFERRED_POLITICAL_LEGAL", BUREAU, "转送函", reg("22(2), 28(2)")],
    ["SCREENED", "TRANSFERRED_DISCIPLINE", BUREAU, "转送函", reg("22(2), 30(1)")],
    ["SCREENED", "DECLINED", RECEIVER, "不予受理告知书", reg("19(3)")],
    ["SCREENED", "NO_LONGER_ACCEPTED", RECEIVER, "不再受理告知书", reg("36(3)")],
    // A body that received the matter directly and is itself competent has nobody to forward it to.
    ["SCREENED", "NOTIFIED", COMPETENT, "受理告知书", reg("23(1), 23(2)")],

    [["FORWARDED", "ASSIGNED"], "NOTIFIED", COMPETENT, "受理告知书", reg("23(3)")],
    [["FORWARDED", "ASSIGNED"], "OBJECTED", HANDLER, "异议及理由说明", reg("23(3)")],
    [["FORWARDED", "ASSIGNED"], "DECLINED", COMPETENT, "不予受理告知书", reg("19(3), 44")],
    [["FORWARDED", "ASSIGNED"], "NO_LONGER_ACCEPTED", COMPETENT, "不再受理告知书", reg("36(3)")],
    ["OBJECTED", "RETURNED", SENDER, null, reg("23(3)")],
    ["OBJECTED", "NOTIFIED", COMPETENT, "受理告知书", reg("23(3)")],
    ["RETURNED", "SCREENED", RECEIVER, null, reg("22(1), 24(1)")],

    ["NOTIFIED", "CHANNELLED", COMPETENT, "导入(引导)告知书", reg("31(一)至(五)")],
    ["NOTIFIED", "PROCESSING", HANDLER, null, reg("29(1), 30(1), 31(六)")],
    ["PROCESSING", "HEARING", HANDLER, null, reg("31(六)")],
    ["HEARING", "PROCESSING", HANDLER, "听证笔录", reg("31(六)")],
    ["PROCESSING", "EXTENDED", HEAD, "延期告知书", reg("34")],
    ["EXTENDED", "PROCESSING", HANDLER, null, reg("34")],
    ["PROCESSING", "SETTLED", agency("承办单位主持,双方当事人"), "调解(和解)协议书", reg("33")],
    ["PROCESSING", "ANSWERED", HANDLER, "信访处理意见书", reg("31(六), 32")],
    ["SETTLED", "CONCLUDED", HANDLER, "办结报告", reg("33, 34")],
    // No opinion has been issued yet, so a settlement that is not kept leaves the right to one untouched.
    ["SETTLED", "PROCESSING", HANDLER, null, "协议反悔或者未履行,恢复办理 (policy)"],

    ["ANSWERED", "REVIEW_REQUESTED", PETITIONER, "复查申请书", reg("35")],
    ["ANSWERED", "CONCLUDED", HANDLER, "办结报告", reg("32(2), 35")],
    ["ANSWERED", "CONCLUDED_UNRESOLVED", HANDLER, "办结报告", reg("32(2), 35")],
    ["REVIEW_REQUESTED", "REVIEWED", REVIEWER, "复查意见书", reg("35")],
    ["REVIEWED", "RECHECK_REQUESTED", PETITIONER, "复核申请书", reg("36(1)")],
    ["REVIEWED", "PROCESSING", REVIEWER, "复查意见书", "复查机关责令重新办理,地方复查复核办法 (memory)"],
    ["REVIEWED", "CONCLUDED", HANDLER, "办结报告", reg("36(1)")],
    ["REVIEWED", "CONCLUDED_UNRESOLVED", HANDLER, "办结报告", reg("36(1)")],
    ["RECHECK_REQUESTED", "RECHECK_HEARING", RECHECKER, null, reg("36(2)")],
    ["RECHECK_HEARING", "RECHECK_REQUESTED", RECHECKER, "听证笔录", reg("36(2)")],
    ["RECHECK_REQUESTED", "RECHECKED", RECHECKER, "复核意见书", reg("36(1)")],
    ["RECHECKED", "CONCLUDED", HANDLER, "办结报告", reg("36(3)")],
    ["RECHECKED", "CONCLUDED_UNRESOLVED", HANDLER, "办结报告", reg("36(3), 37(3)")],

    [BEFORE_ANSWER, "WITHDRAWN", PETITIONER, "撤回申请", "信访人自愿撤回 (policy)"],
  ]),
};
