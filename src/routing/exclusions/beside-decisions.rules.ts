import {
  ALL,
  allowed,
  guided,
  HOTLINE_BASIS,
  LIVE,
  notApplicable,
  refused,
  RUNNING,
  suspends,
  type Section,
} from "../exclusion-cells.rules";
import { REQUESTED } from "../exclusion.rules";

const NO_HOTLINE = "热线不受理已在其他法定程序中的事项;请按该程序查询进展";

/** 诉讼、仲裁、复议 and the like: to whom whoever asks for a petition meanwhile is shown. */
const noPetition = (route: string, basis: string) => refused("PETITION", route, basis);
const noHotline = refused("HOTLINE", NO_HOTLINE, HOTLINE_BASIS);

/** Beside a procedure that ends with a decision, and beside legal aid. */
export const BESIDE_DECISIONS: readonly Section[] = [
  [
    "ARBITRATION",
    LIVE,
    [
      noPetition("请在仲裁程序中提出;对裁决不服的依法起诉", "信访工作条例 31(二)"),
      noHotline,
      allowed("PEOPLES_MEDIATION", "劳动争议调解仲裁法 41", "裁决作出前和解的,可以撤回仲裁申请"),
      allowed("ADMIN_MEDIATION"),
      refused("ARBITRATION", "已有仲裁委员会受理;请在该案中提出,已经裁决的依法起诉", "劳动人事争议仲裁办案规则 34"),
      refused("INSPECTION", "已经申请仲裁的,监察不予受理;请在仲裁中一并提出", "劳动保障监察条例 21(2)", {
        stages: ["APPLIED", ...LIVE],
      }),
      refused("LITIGATION", "仲裁前置:裁决作出、逾期未裁决或者不予受理后再起诉", "劳动争议调解仲裁法 5", {
        stages: ["APPLIED", "ACCEPTED"],
      }),
      allowed(
        "LITIGATION",
        "劳动争议调解仲裁法 43(1); 劳动争议解释一 12",
        "逾期未作出裁决;移送管辖、送达延误、等待鉴定等正当理由除外,经批准延期的从延期届满起算",
        { stages: ["OVERDUE"], suffix: "overdue" },
      ),
      allowed("LITIGATION", "劳动争议调解仲裁法 50", "收到裁决书十五日内", {
        stages: ["DECIDED"],
        when: { isNonFinalAward: true },
        suffix: "non-final",
      }),
      allowed("LITIGATION", "劳动争议调解仲裁法 48", "终局裁决只有劳动者可以起诉,收到裁决书十五日内", {
        stages: ["DECIDED"],
        when: { isNonFinalAward: false, isByWorker: true },
        suffix: "worker",
      }),
      guided(
        "LITIGATION",
        "终局裁决用人单位不能起诉,可以在三十日内向中级法院申请撤销;请先看清裁决书的种类",
        "劳动争议调解仲裁法 49(1)",
        {
          stages: ["DECIDED"],
          when: { isNonFinalAward: false, isByWorker: false },
          suffix: "employer",
        },
      ),
      notApplicable("RECONSIDERATION", null, "仲裁不是行政行为", { stages: ALL }),
      allowed("LEGAL_AID"),
    ],
  ],
  [
    "INSPECTION",
    LIVE,
    [
      noPetition("请在监察程序中提出;对处理决定不服的可以复议或者起诉", "信访工作条例 31(五)"),
      noHotline,
      allowed("PEOPLES_MEDIATION"),
      allowed("ADMIN_MEDIATION"),
      suspends("ARBITRATION", "劳动保障监察条例 21(2)", "仲裁优先;监察终结并告知投诉人"),
      refused("INSPECTION", "已经立案;请向该监察机构补充材料,对决定不服的可以复议或者起诉"),
      allowed("LITIGATION", "劳动争议解释一 13(3), 15", null, {
        stages: ["APPLIED", "DECLINED", ...RUNNING],
        when: { maySueDirectly: true },
        suffix: "directly",
      }),
      guided("LITIGATION", "劳动争议先申请仲裁", "劳动争议调解仲裁法 5", {
        stages: ["APPLIED", "DECLINED", ...RUNNING],
        when: { maySueDirectly: false },
        suffix: "arbitration-first",
      }),
      allowed("LITIGATION", "行政诉讼法 46", "对监察的处理、处罚决定;工资等请求仍先仲裁", {
        stages: ["DECIDED"],
        suffix: "decision",
      }),
      guided("RECONSIDERATION", "等监察作出处理决定后,对该决定申请复议", null, { stages: ["ACCEPTED"] }),
      allowed("RECONSIDERATION", "行政复议法 23", "对逾期不履行职责", { stages: ["OVERDUE"], suffix: "failure" }),
      allowed("RECONSIDERATION", "行政复议法 20", "对处理、处罚决定", { stages: ["DECIDED"], suffix: "decision" }),
      allowed("LEGAL_AID"),
    ],
  ],
  [
    "LITIGATION",
    LIVE,
    [
      noPetition("已进入诉讼;请向受理的法院提出", "信访工作条例 28(2)"),
      noHotline,
      allowed("PEOPLES_MEDIATION", null, "委托调解或者和解"),
      refused("ADMIN_MEDIATION", "已经起诉并受理的,行政机关不予调解;可以请法院委托调解", "医疗纠纷条例 40", {
        when: { isMedical: true },
        suffix: "medical",
      }),
      refused("ADMIN_MEDIATION", "已经起诉并受理;可以请法院委托调解", null, {
        when: { isMedical: false },
        suffix: "other",
      }),
      refused("ARBITRATION", "法院已经受理;请在诉讼中提出"),
      refused("INSPECTION", "已经提起诉讼的,监察不予受理;请在诉讼中提出", "劳动保障监察条例 21(2)", {
        stages: ["APPLIED", ...LIVE],
      }),
      refused("LITIGATION", "重复起诉不予受理;请在原案中变更或者增加请求,已经判决的可以上诉", "民诉解释 247"),
      refused("RECONSIDERATION", "法院已经受理行政诉讼的,不得再申请复议", "行政复议法 29(2)"),
      allowed("LEGAL_AID"),
    ],
  ],
  [
    "EFFECTIVE_JUDGMENT",
    ALL,
    [
      noPetition("裁判、裁决已经生效;可以申请再审、检察监督或者执行", "信访工作条例 28(2)"),
      refused("HOTLINE", "裁判、裁决已经生效;可以申请再审、检察监督或者执行", HOTLINE_BASIS),
      allowed("PEOPLES_MEDIATION", null, "限于执行和解"),
      refused("ADMIN_MEDIATION", "裁判、裁决已经生效;可以执行和解"),
      refused("ARBITRATION", "已有生效裁判或者裁决;可以申请再审或者撤销"),
      refused("INSPECTION", "已有生效裁判或者裁决;可以申请执行"),
      refused("LITIGATION", "不得再行起诉;可以申请再审", "民事诉讼法 127(五)"),
      refused("RECONSIDERATION", "已有生效裁判;可以申请再审"),
      allowed("LEGAL_AID", "法律援助法 33"),
    ],
  ],
  [
    "RECONSIDERATION",
    LIVE,
    [
      refused("PETITION", "请在行政复议中提出;对复议决定不服的依法起诉", "信访工作条例 31(四)"),
      noHotline,
      notApplicable("PEOPLES_MEDIATION", null, "行政争议不适用人民调解", { stages: ALL }),
      allowed("ADMIN_MEDIATION", "行政复议法 5", "由复议机关调解"),
      notApplicable("ARBITRATION", null, "行政争议不适用劳动仲裁", { stages: ALL }),
      notApplicable("INSPECTION", null, "行政争议不适用劳动保障监察", { stages: ALL }),
      refused("LITIGATION", "复议期间不得起诉;复议决定后十五日内可以起诉", "行政复议法 29(1)", {
        stages: ["ACCEPTED"],
      }),
      allowed("LITIGATION", "行政诉讼法 45", "收到复议决定或者复议期满之日起十五日内", {
        stages: ["OVERDUE", "DECIDED"],
        suffix: "after",
      }),
      refused("RECONSIDERATION", "同一行政行为只复议一次;对复议决定不服的依法起诉"),
      allowed("LEGAL_AID"),
    ],
  ],
  [
    "LEGAL_AID",
    LIVE,
    [
      ...REQUESTED.filter((requested) => requested !== "LEGAL_AID").map((requested) => allowed(requested)),
      refused("LEGAL_AID", "已经申请;请向该法律援助机构补充材料"),
    ],
  ],
];
