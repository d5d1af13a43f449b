import type { Line } from "../../src/agencies/workflow.rules";
import { stateOf } from "../../src/agencies/workflow.rules";
import { WORKFLOWS } from "../../src/agencies/workflows.rules";
import { FOLLOW_UPS, followUps } from "../../src/deadlines/follow-up.rules";
import type { FollowUpFacts } from "../../src/deadlines/follow-up-row.rules";
import { LIMITS } from "../../src/deadlines/limits.rules";
import { faultsOfBasis } from "../../src/law/act.rules";
import { ACTS } from "../../src/law/acts.rules";

const ROWS = (Object.keys(FOLLOW_UPS) as Line[]).flatMap((line) => FOLLOW_UPS[line].map((row) => ({ line, ...row })));

/** `+` open, `-` closed, `?` open or closed once the facts are known; then the limit within which it has to be done. */
function told(line: Line, state: string, facts: FollowUpFacts): string[] {
  return followUps(line, state, facts).map(({ title, who, isBarred, limitId, toCheck }) => {
    const sign = `${toCheck.length > 0 ? "?" : ""}${isBarred ? "-" : "+"}`;
    return `${sign} ${who} ${title}${limitId ? ` ${limitId}` : ""}`;
  });
}

test.each<[Line, string, FollowUpFacts, string[]]>([
  [
    "PETITION",
    "ANSWERED",
    {},
    ["+ 信访人 请求复查 PET-REVIEW-APPLY", "- 信访人 对信访答复、复查、复核意见提起行政诉讼"],
  ],
  [
    "PETITION",
    "REVIEWED",
    {},
    ["+ 信访人 请求复核 PET-RECHECK-APPLY", "- 信访人 对信访答复、复查、复核意见提起行政诉讼"],
  ],
  [
    "PETITION",
    "RECHECKED",
    {},
    [
      "+ 信访人 疏导教育、矛盾化解、帮扶救助",
      "- 信访人 以同一事实和理由再次信访",
      "- 信访人 对信访答复、复查、复核意见提起行政诉讼",
    ],
  ],
  ["PETITION", "CHANNELLED", {}, ["+ 信访人 按导入的法定程序处理"]],
  ["PETITION", "CONCLUDED", {}, []],
  ["PETITION", "CONCLUDED_UNRESOLVED", { isRechecked: false }, []],

  [
    "MEDIATION",
    "AGREED_WRITTEN",
    { confirmationMatter: "CONFIRMABLE", isLabour: false },
    ["+ 双方当事人(共同) 共同申请司法确认 MED-CONF", "+ 当事人 就协议的履行或者内容起诉"],
  ],
  [
    "MEDIATION",
    "AGREED_ORAL",
    { confirmationMatter: "STATUS", isLabour: false },
    ["- 双方当事人 申请司法确认", "+ 当事人 就协议的履行或者内容起诉"],
  ],
  [
    "MEDIATION",
    "AGREED_ORAL",
    { confirmationMatter: "TITLE", isLabour: false },
    ["- 双方当事人 申请司法确认", "+ 当事人 就协议的履行或者内容起诉"],
  ],
  [
    "MEDIATION",
    "AGREED_WRITTEN",
    { confirmationMatter: "CONFIRMABLE", isLabour: true, isPaymentOnly: true },
    [
      "+ 双方当事人(共同) 共同申请司法确认(仅就给付义务达成的) MED-CONF",
      "+ 双方当事人(共同) 共同申请仲裁审查 MED-LABOR-ARBCONF",
    ],
  ],
  [
    "MEDIATION",
    "AGREED_WRITTEN",
    { confirmationMatter: "CONFIRMABLE", isLabour: true, isPaymentOnly: false },
    ["- 双方当事人 申请司法确认", "+ 双方当事人(共同) 共同申请仲裁审查 MED-LABOR-ARBCONF"],
  ],
  ["MEDIATION", "BREACHED", { isConfirmed: false, isLabour: false }, ["+ 当事人 就调解协议起诉"]],
  ["MEDIATION", "BREACHED", { isConfirmed: true, isLabour: false }, ["+ 当事人 申请强制执行 LIT-ENF-APPLY"]],
  [
    "MEDIATION",
    "BREACHED",
    { isConfirmed: false, isLabour: true, isLabourMoney: true },
    ["+ 劳动者 持调解协议书申请支付令", "+ 当事人 申请仲裁 ARB-LIM"],
  ],
  [
    "MEDIATION",
    "BREACHED",
    { isConfirmed: false, isLabour: true, isLabourMoney: false },
    ["+ 当事人 申请仲裁 ARB-LIM"],
  ],
  ["MEDIATION", "FAILED", { isLabour: true, isTraffic: false }, ["+ 当事人 申请劳动仲裁(起诉前必经) ARB-LIM"]],
  [
    "MEDIATION",
    "FAILED",
    { isLabour: false, isTraffic: true },
    ["+ 当事人 通过仲裁、行政、司法等途径维权", "+ 各方当事人(一致) 申请交警调解 MED-TRAFFIC-POLICE-AFTER-PPL"],
  ],
  ["MEDIATION", "CONF_REJECTED", {}, ["+ 双方当事人 变更协议或者重新调解", "+ 当事人 起诉"]],

  [
    "ARBITRATION",
    "AWARD_FINAL",
    {},
    [
      "+ 劳动者 起诉 ARB-SUE-FINAL-WORKER",
      "- 用人单位 起诉",
      "+ 用人单位 向中级法院申请撤销裁决 ARB-ANNUL-EMPLOYER",
      "+ 当事人 申请强制执行 LIT-ENF-APPLY",
    ],
  ],
  [
    "ARBITRATION",
    "AWARD_NONFINAL",
    {},
    ["+ 当事人(各自计算) 起诉 ARB-SUE-NONFINAL", "- 用人单位 向中级法院申请撤销裁决"],
  ],
  ["ARBITRATION", "ANNULLED", {}, ["+ 当事人(各自计算) 就该争议起诉 ARB-AFTER-ANNUL"]],
  ["ARBITRATION", "NO_DECISION_TIMEOUT", {}, ["+ 申请人 就该争议起诉"]],
  ["ARBITRATION", "NOT_ACCEPTED", {}, ["+ 申请人 就该争议起诉"]],
  ["ARBITRATION", "HEARD", { isAwardOverdue: true }, ["+ 当事人 就该争议起诉"]],
  ["ARBITRATION", "HEARD", { isAwardOverdue: false }, []],
  ["ARBITRATION", "SUSPENDED", { isAwardOverdue: true }, []],
  [
    "ARBITRATION",
    "EFFECTIVE",
    { arbitrationResult: "MEDIATION_DOCUMENT" },
    ["+ 当事人 申请强制执行 LIT-ENF-APPLY", "- 当事人 就已达成调解的争议起诉"],
  ],
  ["ARBITRATION", "EFFECTIVE", { arbitrationResult: "NON_FINAL_AWARD" }, ["+ 当事人 申请强制执行 LIT-ENF-APPLY"]],
  [
    "ARBITRATION",
    "EFFECTIVE",
    { arbitrationResult: "FINAL_AWARD" },
    [
      "+ 劳动者 起诉 ARB-SUE-FINAL-WORKER",
      "- 用人单位 起诉",
      "+ 用人单位 向中级法院申请撤销裁决 ARB-ANNUL-EMPLOYER",
      "+ 当事人 申请强制执行 LIT-ENF-APPLY",
    ],
  ],
  [
    "ARBITRATION",
    "ENFORCING",
    { arbitrationResult: "FINAL_AWARD" },
    ["+ 劳动者 起诉 ARB-SUE-FINAL-WORKER", "+ 用人单位 向中级法院申请撤销裁决 ARB-ANNUL-EMPLOYER"],
  ],
  ["ARBITRATION", "ENFORCING", { arbitrationResult: "NON_FINAL_AWARD" }, []],
  ["ARBITRATION", "ANNUL_APPLIED", {}, ["+ 劳动者 起诉 ARB-SUE-FINAL-WORKER"]],

  ["LITIGATION", "JUDGED", { isSmallClaim: false }, ["+ 当事人(各自计算) 上诉 LIT-APPEAL-JUDGMENT"]],
  ["LITIGATION", "JUDGED", { isSmallClaim: true }, ["- 当事人 上诉"]],
  ["LITIGATION", "REFUSED", {}, ["+ 起诉人 对不予受理裁定上诉 LIT-APPEAL-REFUSAL"]],
  ["LITIGATION", "RULED", { isSmallClaim: false }, ["+ 当事人(各自计算) 对裁定上诉 LIT-APPEAL-RULING"]],
  ["LITIGATION", "RULED", { isSmallClaim: true }, ["- 当事人 对裁定上诉"]],
  [
    "LITIGATION",
    "EFFECTIVE",
    { isRetrialRefused: false },
    ["+ 申请执行人 申请强制执行 LIT-ENF-APPLY", "+ 当事人 申请再审 LIT-RETRIAL-APPLY"],
  ],
  [
    "LITIGATION",
    "ENFORCING",
    { isRetrialRefused: false, isEnforcementStalled: true },
    ["+ 申请执行人 向上一级法院申请执行 LIT-ENF-STALL"],
  ],
  [
    "LITIGATION",
    "CONFIRMED",
    {},
    [
      "+ 申请执行人 申请强制执行 LIT-ENF-APPLY",
      "+ 当事人 对确认裁定提出异议 LIT-CONF-OBJECT-PARTY",
      "+ 利害关系人 对确认裁定提出异议 LIT-CONF-OBJECT-THIRD",
    ],
  ],
  ["LITIGATION", "ORDER_VOID", { orderGround: "ORDINARY" }, ["+ 债权人 转入诉讼(申请人不同意的除外)"]],
  ["LITIGATION", "ORDER_VOID", { orderGround: "WAGE" }, ["+ 劳动者 先申请劳动仲裁 ARB-LIM", "- 劳动者 直接起诉"]],
  ["LITIGATION", "ORDER_VOID", { orderGround: "LABOUR_MEDIATION" }, ["+ 劳动者 依据调解协议直接起诉"]],
  ["LITIGATION", "WITHDRAWN", {}, ["+ 原告 再次起诉"]],

  ["LEGAL_AID", "DENIED", {}, ["+ 申请人、受援人 向司法行政部门提出异议"]],
  [
    "LEGAL_AID",
    "UPHELD",
    {},
    ["+ 申请人、受援人 申请行政复议 REC-APPLY", "+ 申请人、受援人 提起行政诉讼 REC-SUE-DIRECT"],
  ],
  ["LEGAL_AID", "RECONSIDERATION", {}, ["+ 申请人、受援人 不服复议决定,提起行政诉讼 REC-SUE-AFTER"]],

  ["INSPECTION", "REDIRECTED", {}, ["+ 劳动者 申请劳动仲裁(已申请仲裁或者已起诉的,依该程序办理) ARB-LIM"]],
  ["INSPECTION", "NO_VIOLATION", {}, ["+ 劳动者 申请劳动仲裁 ARB-LIM"]],
  [
    "INSPECTION",
    "HANDLING_DECISION",
    {},
    ["+ 用人单位、投诉人 申请行政复议 REC-APPLY", "+ 用人单位、投诉人 提起行政诉讼 REC-SUE-DIRECT"],
  ],
  ["INSPECTION", "RECONSIDERATION", {}, ["+ 用人单位、投诉人 不服复议决定,提起行政诉讼 REC-SUE-AFTER"]],
  ["INSPECTION", "CLOSED", {}, []],

  ["HOTLINE", "CHANNELLED", {}, ["+ 诉求人 按告知的诉讼、仲裁、行政复议、监察等途径办理"]],
  ["HOTLINE", "REPLIED", {}, []],
])("%s, %s, %j", (line, state, facts, expected) => {
  expect(told(line, state, facts)).toEqual(expected);
});

test("what nobody has told hides no way: it is given, with what has to be asked", () => {
  expect(told("LITIGATION", "JUDGED", {})).toEqual(["?+ 当事人(各自计算) 上诉 LIT-APPEAL-JUDGMENT", "?- 当事人 上诉"]);
  expect(followUps("MEDIATION", "BREACHED", { isLabour: true }).map(({ id, toCheck }) => [id, toCheck])).toEqual([
    ["F-MED-BREACHED-ENFORCE", ["isConfirmed"]],
    ["F-MED-PAYMENT-ORDER", ["isLabourMoney"]],
    ["F-MED-BREACHED-ARBITRATE", []],
  ]);
});

test("a matter that no court confirms is closed for each of its four reasons, and never open as well", () => {
  for (const confirmationMatter of ["OUTSIDE_COURT", "STATUS", "SPECIAL_PROCEDURE", "TITLE"] as const) {
    const rows = followUps("MEDIATION", "AGREED_WRITTEN", { confirmationMatter, isLabour: false });
    expect(rows.filter((row) => row.title.includes("司法确认")).map((row) => row.isBarred)).toEqual([true]);
  }
});

describe("aid in advance", () => {
  test.each([
    [8, false],
    [7, false],
    [6, true],
    [0, true],
    [-1, false],
    [undefined, false],
  ])("with %p days left: %p", (daysLeft, isOffered) => {
    const ids = followUps("ARBITRATION", "AWARD_NONFINAL", { daysLeft }).map((row) => row.id);
    expect(ids.includes("F-AID-ADVANCE")).toBe(isOffered);
  });

  test("is offered in every state of every line, for the last day does not ask where the record stands", () => {
    for (const { line, states } of Object.values(WORKFLOWS)) {
      for (const { id } of states) {
        expect(followUps(line, id, { daysLeft: 3 }).map((row) => row.id)).toContain("F-AID-ADVANCE");
      }
    }
  });
});

describe("the tables of what may follow", () => {
  test("name each row once, and states that the line has", () => {
    const ids = ROWS.map((row) => row.id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const unknown = ROWS.flatMap(({ id, line, states }) =>
      states.filter((state) => !stateOf(WORKFLOWS[line], state)).map((state) => `${id}: ${state}`),
    );
    expect(unknown).toEqual([]);
  });

  test("name a right that has a clock of its own, or a duty whose breach opens the way", () => {
    const limits = new Map(LIMITS.map((row) => [row.id, row]));
    const duties = ROWS.filter((row) => row.limitId && limits.get(row.limitId)?.party !== "RIGHT");
    expect(duties.map((row) => row.limitId)).toEqual(["LIT-ENF-STALL"]);
    expect(ROWS.filter((row) => row.isBarred && row.limitId).map((row) => row.id)).toEqual([]);
  });

  test("give a reason for every way that is closed", () => {
    expect(ROWS.filter((row) => row.isBarred && !row.note).map((row) => row.id)).toEqual([]);
  });

  test("cite acts and articles of the list, and are no surer than the limit they name", () => {
    expect(ROWS.flatMap((row) => faultsOfBasis(ACTS, row.basis))).toEqual([]);
    const tooSure = ROWS.filter(
      (row) => row.verified && LIMITS.find((limit) => limit.id === row.limitId)?.verified === false,
    );
    expect(tooSure.map((row) => row.id)).toEqual([]);
  });

  test("every right that a status opens is somewhere told to the citizen", () => {
    const toldOf = new Set(ROWS.map((row) => row.limitId));
    const untold = LIMITS.filter((row) => row.party === "RIGHT" && row.starts && !toldOf.has(row.id));
    // What a body or the other side of a running case may do is told by that body, not by the counter.
    expect(untold.map((row) => row.id)).toEqual(["PET-OBJ", "LIT-SERVE-DEFENCE", "ARB-SERVE-DEFENCE"]);
  });
});
