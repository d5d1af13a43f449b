import { barred, confirmation, open, type FollowUpRow } from "../follow-up-row.rules";

const cpl = (article: string): string => `民事诉讼法 ${article}`;
const spc = (article: string): string => `民诉解释 ${article}`;
const labour = (article: string): string => `劳动争议解释一 ${article}`;

const PARTY = "当事人";
const EACH = "当事人(各自计算)";
const CREDITOR = "申请执行人";

export const LITIGATION_FOLLOW_UPS: readonly FollowUpRow[] = [
  open("F-LIT-APPEAL", ["JUDGED"], ["上诉", EACH], "LIT-APPEAL-JUDGMENT", cpl("171(1)"), {
    when: { isSmallClaim: [false] },
  }),
  barred("F-LIT-APPEAL-SMALL", ["JUDGED"], ["上诉", PARTY], null, cpl("165"), {
    when: { isSmallClaim: [true] },
    note: "小额诉讼一审终审",
  }),
  open(
    "F-LIT-APPEAL-REFUSAL",
    ["REFUSED"],
    ["对不予受理裁定上诉", "起诉人"],
    "LIT-APPEAL-REFUSAL",
    cpl("157(2), 171(2)"),
  ),
  open("F-LIT-APPEAL-RULING", ["RULED"], ["对裁定上诉", EACH], "LIT-APPEAL-RULING", cpl("157(2), 171(2)"), {
    when: { isSmallClaim: [false] },
  }),
  barred("F-LIT-APPEAL-RULING-SMALL", ["RULED"], ["对裁定上诉", PARTY], null, cpl("165"), {
    when: { isSmallClaim: [true] },
    note: "小额诉讼程序中驳回起诉的裁定一经作出即生效;条文号未核实",
    verified: false,
  }),
  open("F-LIT-SUE-AGAIN", ["WITHDRAWN"], ["再次起诉", "原告"], null, cpl("127(五)"), {
    note: "准许撤诉的裁定不妨碍再诉;诉讼时效另计",
  }),

  open("F-LIT-ENFORCE", ["EFFECTIVE", "ORDER_EFFECTIVE"], ["申请强制执行", CREDITOR], "LIT-ENF-APPLY", cpl("247, 250")),
  open("F-LIT-RETRIAL", ["EFFECTIVE"], ["申请再审", PARTY], "LIT-RETRIAL-APPLY", cpl("210, 216"), {
    note: "申请再审不停止执行",
  }),
  open(
    "F-LIT-PROCURATORATE",
    ["EFFECTIVE", "ENFORCING"],
    ["向人民检察院申请检察建议或者抗诉", PARTY],
    null,
    cpl("220"),
    { when: { isRetrialRefused: [true] }, note: "人民检察院三个月内审查(LIT-RETRIAL-REV-PROCURATORATE)" },
  ),
  open("F-LIT-UPPER-COURT", ["ENFORCING"], ["向上一级法院申请执行", CREDITOR], "LIT-ENF-STALL", cpl("237"), {
    when: { isEnforcementStalled: [true] },
    note: "收到申请执行书之日起超过六个月未执行",
  }),
  open("F-LIT-RESUME", ["SETTLED_ENF"], ["申请恢复执行", CREDITOR], null, cpl("241(2)"), {
    note: "受欺诈、胁迫或者对方不履行和解协议",
  }),
  open("F-LIT-RESUME-FOUND", ["TERMINATED_ROUND"], ["发现财产后再次申请执行", CREDITOR], null, spc("517(2)")),

  ...confirmation("F-LIT", ["MEDIATION_AGREED"], "LIT-CONF-APPLY"),
  open("F-LIT-SUE-AGREEMENT", ["MEDIATION_AGREED"], ["就调解协议起诉", PARTY], null, "特邀调解规定 25"),
  open("F-LIT-CONFIRMED-ENFORCE", ["CONFIRMED"], ["申请强制执行", CREDITOR], "LIT-ENF-APPLY", cpl("206, 250")),
  open("F-LIT-CONFIRMED-OBJECT", ["CONFIRMED"], ["对确认裁定提出异议", PARTY], "LIT-CONF-OBJECT-PARTY", spc("372")),
  open(
    "F-LIT-CONFIRMED-OBJECT-THIRD",
    ["CONFIRMED"],
    ["对确认裁定提出异议", "利害关系人"],
    "LIT-CONF-OBJECT-THIRD",
    spc("372"),
  ),
  open("F-LIT-REMEDIATE", ["CONF_REJECTED"], ["变更协议或者重新调解", "双方当事人"], null, cpl("206")),
  open("F-LIT-REJECTED-SUE", ["CONF_REJECTED"], ["起诉", PARTY], null, cpl("206")),

  open("F-LIT-VOID-SUIT", ["ORDER_VOID"], ["转入诉讼(申请人不同意的除外)", "债权人"], null, cpl("228(2)"), {
    when: { orderGround: ["ORDINARY"] },
  }),
  open("F-LIT-VOID-ARBITRATE", ["ORDER_VOID"], ["先申请劳动仲裁", "劳动者"], "ARB-LIM", labour("13(2)"), {
    when: { orderGround: ["WAGE"] },
    note: "依劳动合同法 30 申请的支付令",
  }),
  barred("F-LIT-VOID-WAGE-SUIT", ["ORDER_VOID"], ["直接起诉", "劳动者"], null, labour("13(2)"), {
    when: { orderGround: ["WAGE"] },
    note: "应当先申请劳动仲裁",
  }),
  open("F-LIT-VOID-AGREEMENT-SUIT", ["ORDER_VOID"], ["依据调解协议直接起诉", "劳动者"], null, labour("13(3)"), {
    when: { orderGround: ["LABOUR_MEDIATION"] },
    note: "依劳动争议调解仲裁法 16 申请的支付令",
  }),
];
