import { barred, open, type FollowUpRow } from "../follow-up-row.rules";

const act = (article: string): string => `劳动争议调解仲裁法 ${article}`;
const spc = (article: string): string => `劳动争议解释一 ${article}`;

const EACH = "当事人(各自计算)";
const PARTY = "当事人";
const WORKER = "劳动者";
const EMPLOYER = "用人单位";
const FINAL = { arbitrationResult: ["FINAL_AWARD"] } as const;
const UNDER_WAY = ["ACCEPTED", "SERVED", "PANEL_SET", "HEARING_SET", "HEARD"];

export const ARBITRATION_FOLLOW_UPS: readonly FollowUpRow[] = [
  open("F-ARB-SUE-REFUSED", ["NOT_ACCEPTED", "NO_DECISION_TIMEOUT"], ["就该争议起诉", "申请人"], null, act("29"), {
    note: "解释一 12 所列六种事由除外",
  }),
  open("F-ARB-SUE-OVERDUE", UNDER_WAY, ["就该争议起诉", PARTY], null, `${act("43(1)")}; ${spc("12")}`, {
    when: { isAwardOverdue: [true] },
    note: "移送、送达、等待另案或者评残结论、等待开庭、鉴定调查等事由除外",
  }),

  // A final award takes effect when it is made: what is reported as effective or enforced takes no window away.
  open(
    "F-ARB-WORKER-SUES",
    ["AWARD_FINAL", "EFFECTIVE", "ENFORCING", "ANNUL_APPLIED"],
    ["起诉", WORKER],
    "ARB-SUE-FINAL-WORKER",
    act("48"),
    { when: FINAL },
  ),
  barred("F-ARB-EMPLOYER-SUES", ["AWARD_FINAL", "EFFECTIVE"], ["起诉", EMPLOYER], null, act("47, 49(1)"), {
    when: FINAL,
    note: "终局裁决,用人单位只能申请撤销",
  }),
  open(
    "F-ARB-EMPLOYER-ANNULS",
    ["AWARD_FINAL", "EFFECTIVE", "ENFORCING"],
    ["向中级法院申请撤销裁决", EMPLOYER],
    "ARB-ANNUL-EMPLOYER",
    act("49(1)"),
    {
      when: FINAL,
      note: "须有所列情形的证据;劳动者已起诉的不予受理(解释一 21(1))",
    },
  ),
  open(
    "F-ARB-FINAL-ENFORCE",
    ["AWARD_FINAL"],
    ["申请强制执行", PARTY],
    "LIT-ENF-APPLY",
    `${act("47, 51")}; 民事诉讼法 250`,
    { countsFromState: true },
  ),
  open("F-ARB-SUE", ["AWARD_NONFINAL"], ["起诉", EACH], "ARB-SUE-NONFINAL", act("50"), {
    note: "同时含终局与非终局事项的,按非终局处理(解释一 20)",
  }),
  barred("F-ARB-NONFINAL-ANNUL", ["AWARD_NONFINAL"], ["向中级法院申请撤销裁决", EMPLOYER], null, act("49(1), 50"), {
    note: "撤销只针对终局裁决",
  }),
  open("F-ARB-AFTER-ANNUL", ["ANNULLED"], ["就该争议起诉", EACH], "ARB-AFTER-ANNUL", act("49(3)")),

  open("F-ARB-ENFORCE", ["EFFECTIVE"], ["申请强制执行", PARTY], "LIT-ENF-APPLY", `${act("51")}; 民事诉讼法 250`, {
    countsFromState: true,
  }),
  barred("F-ARB-MEDIATED-SUE", ["EFFECTIVE"], ["就已达成调解的争议起诉", PARTY], null, spc("11"), {
    when: { arbitrationResult: ["MEDIATION_DOCUMENT"] },
    note: "调解书签收后生效,反悔起诉的不予受理",
  }),
];
