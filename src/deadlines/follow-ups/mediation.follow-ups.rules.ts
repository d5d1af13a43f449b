import { confirmation, open, type FollowUpRow } from "../follow-up-row.rules";

const act = (article: string): string => `人民调解法 ${article}`;
const labour = (article: string): string => `劳动争议调解仲裁法 ${article}`;

const PARTY = "当事人";
const WORKER = "劳动者";
const AGREED = ["AGREED_WRITTEN", "AGREED_ORAL"];
const NOT_AGREED = ["FAILED", "REFUSED"];

export const MEDIATION_FOLLOW_UPS: readonly FollowUpRow[] = [
  ...confirmation("F-MED", [...AGREED, "PERFORMING"], "MED-CONF"),
  open(
    "F-MED-ARBCONF",
    AGREED,
    ["共同申请仲裁审查", "双方当事人(共同)"],
    "MED-LABOR-ARBCONF",
    "劳动人事争议仲裁办案规则 74",
    { when: { isLabour: [true] }, verified: false },
  ),

  open(
    "F-MED-ENFORCE",
    ["CONFIRMED"],
    ["申请强制执行", PARTY],
    "LIT-ENF-APPLY",
    `${act("33(2)")}; 民事诉讼法 206, 250`,
    { countsFromState: true },
  ),
  open(
    "F-MED-BREACHED-ENFORCE",
    ["BREACHED"],
    ["申请强制执行", PARTY],
    "LIT-ENF-APPLY",
    `${act("33(2)")}; 民事诉讼法 206, 250`,
    { when: { isConfirmed: [true] } },
  ),
  open("F-MED-SUE", ["BREACHED"], ["就调解协议起诉", PARTY], null, act("31, 32"), {
    when: { isConfirmed: [false], isLabour: [false] },
    note: "没有司法确认,协议仍有约束力",
  }),
  open("F-MED-SUE-CONTENT", [...AGREED, "PERFORMING"], ["就协议的履行或者内容起诉", PARTY], null, act("32"), {
    when: { isLabour: [false] },
  }),
  open("F-MED-PAYMENT-ORDER", ["BREACHED"], ["持调解协议书申请支付令", WORKER], null, labour("16"), {
    when: { isLabour: [true], isLabourMoney: [true] },
    note: "劳动报酬、工伤医疗费、经济补偿、赔偿金",
  }),
  open("F-MED-BREACHED-ARBITRATE", ["BREACHED"], ["申请仲裁", PARTY], "ARB-LIM", labour("15"), {
    when: { isLabour: [true] },
  }),

  open("F-MED-REMEDIATE", ["CONF_REJECTED"], ["变更协议或者重新调解", "双方当事人"], null, act("33(3)")),
  open("F-MED-REJECTED-SUE", ["CONF_REJECTED"], ["起诉", PARTY], null, `${act("33(3)")}; 民事诉讼法 206`),

  open("F-MED-OTHER-WAYS", NOT_AGREED, ["通过仲裁、行政、司法等途径维权", PARTY], null, act("26"), {
    when: { isLabour: [false] },
  }),
  open("F-MED-ARBITRATE", NOT_AGREED, ["申请劳动仲裁(起诉前必经)", PARTY], "ARB-LIM", labour("5, 14"), {
    when: { isLabour: [true] },
  }),
  open(
    "F-MED-POLICE",
    ["FAILED"],
    ["申请交警调解", "各方当事人(一致)"],
    "MED-TRAFFIC-POLICE-AFTER-PPL",
    "交通事故程序规定 86, 112(5)",
    { when: { isTraffic: [true] } },
  ),
];
