import { allowed, guided, notApplicable, refused, suspends, type Cell } from "./exclusion-cells.rules";
import {
  REQUESTED,
  type ActiveProcedure,
  type ExclusionRow,
  type RequestedProcedure,
  type Stage,
} from "./exclusion.rules";

/** From acceptance on; the conclusion of most procedures changes nothing about what may run beside them. */
const LIVE: readonly Stage[] = ["ACCEPTED", "OVERDUE", "DECIDED"];
const RUNNING: readonly Stage[] = ["ACCEPTED", "OVERDUE"];
const ALL: readonly Stage[] = ["APPLIED", "DECLINED", ...LIVE];

const HOTLINE_BASIS = "国办发〔2020〕53号";
const NO_HOTLINE = "热线不受理已在其他法定程序中的事项;请按该程序查询进展";
const unread = { unread: true } as const;

/** 诉讼、仲裁、复议 and the like: to whom whoever asks for a petition meanwhile is shown. */
const noPetition = (route: string, basis: string) => refused("PETITION", route, basis);
const noHotline = refused("HOTLINE", NO_HOTLINE, HOTLINE_BASIS, unread);

const SECTIONS: readonly (readonly [ActiveProcedure, readonly Stage[], readonly Cell[]])[] = [
  [
    "PETITION",
    LIVE,
    [
      refused("PETITION", "向上级重复提出的不予受理;并入在办的信访事项,向原承办机关查询", "信访工作条例 19(3)", {
        stages: ["ACCEPTED"],
      }),
      guided("PETITION", "已经超期:向信访部门反映,由其督办", "信访工作条例 40(1)", {
        stages: ["OVERDUE"],
        suffix: "overdue",
      }),
      guided("PETITION", "收到处理意见三十日内请求复查,收到复查意见三十日内请求复核", "信访工作条例 35, 36(1)", {
        stages: ["DECIDED"],
        suffix: "review",
      }),
      refused("HOTLINE", "事项已在信访渠道办理;请凭追踪码查询", HOTLINE_BASIS, unread),
      allowed("PEOPLES_MEDIATION", "信访工作条例 33, 37(3)"),
      allowed("ADMIN_MEDIATION"),
      allowed("ARBITRATION", "信访工作条例 31(二)"),
      allowed("INSPECTION", "信访工作条例 31(五)"),
      allowed("LITIGATION"),
      allowed("RECONSIDERATION", "信访工作条例 31(四)"),
      allowed("LEGAL_AID"),
    ],
  ],
  [
    "PETITION_CONCLUDED",
    ALL,
    [
      refused(
        "PETITION",
        "同一事实和理由不再受理;可以申请调解、救助帮扶,有其他法定途径的依法提出",
        "信访工作条例 36(3)",
      ),
      refused("HOTLINE", "信访三级已经终结;可以申请调解或者救助帮扶", HOTLINE_BASIS, unread),
      allowed("PEOPLES_MEDIATION", "信访工作条例 37(3)"),
      allowed("ADMIN_MEDIATION"),
      allowed("ARBITRATION", null, null, { when: { isInTime: true }, suffix: "in-time" }),
      guided("ARBITRATION", "先核对仲裁时效;是否超过时效由仲裁委员会审查", "劳动争议调解仲裁法 27", {
        when: { isInTime: false },
        suffix: "time-unknown",
      }),
      allowed("INSPECTION"),
      allowed("LITIGATION", null, "只就民事争议本身", { when: { isCivilClaim: true }, suffix: "civil" }),
      guided("LITIGATION", "对信访办理行为不服的不能起诉;民事争议本身可以起诉,请先分清", "行诉解释 1(2)(九)", {
        when: { isCivilClaim: false },
        suffix: "handling",
      }),
      refused("RECONSIDERATION", "信访处理、复查、复核意见不属于行政复议范围;可以申请调解或者救助帮扶"),
      allowed("LEGAL_AID"),
    ],
  ],
  [
    "HOTLINE",
    LIVE,
    [
      suspends("PETITION", null, "热线工单随之办结"),
      refused("HOTLINE", "并入在办的热线工单", null, { stages: RUNNING }),
      guided("HOTLINE", "已经答复;不满意的可以要求退回重办", null, { stages: ["DECIDED"], suffix: "again" }),
      allowed("PEOPLES_MEDIATION"),
      allowed("ADMIN_MEDIATION"),
      allowed("ARBITRATION"),
      allowed("INSPECTION"),
      allowed("LITIGATION"),
      allowed("RECONSIDERATION"),
      allowed("LEGAL_AID"),
    ],
  ],
  [
    "PEOPLES_MEDIATION",
    LIVE,
    [
      allowed("PETITION", "信访工作条例 31(六)", "只就没有其他法定途径的部分", {
        when: { isResidue: true },
        suffix: "residue",
      }),
      guided("PETITION", "调解不影响其他权利;请走该事项的法定途径", "信访工作条例 31", {
        when: { isResidue: false },
        suffix: "other",
      }),
      allowed("HOTLINE"),
      refused("PEOPLES_MEDIATION", "已有调解组织受理;请向该组织提出,或者先终止调解", null, { stages: RUNNING }),
      allowed("PEOPLES_MEDIATION", null, "前一次调解已经结束", { stages: ["DECIDED"], suffix: "again" }),
      refused("ADMIN_MEDIATION", "医患双方已申请人民调解并已受理的,行政机关不予受理;可以起诉", "医疗纠纷条例 40", {
        stages: RUNNING,
        when: { isMedical: true },
        suffix: "medical",
      }),
      guided("ADMIN_MEDIATION", "按当地规定;一般先等人民调解结束", null, {
        stages: RUNNING,
        when: { isMedical: false },
        suffix: "other",
      }),
      allowed("ADMIN_MEDIATION", "交通事故程序规定 86", "交通事故人民调解未成的,三个工作日内可以请求交警调解", {
        stages: ["DECIDED"],
        suffix: "after",
      }),
      suspends(
        "ARBITRATION",
        "劳动争议调解仲裁法 5, 14",
        "随时可以终止调解申请仲裁;申请调解满十五日没有达成协议的也可以",
      ),
      allowed("INSPECTION"),
      suspends("LITIGATION", "人民调解法 3(3)", "调解随之结束", { stages: RUNNING }),
      allowed("LITIGATION", "人民调解法 32", "可以就调解协议起诉", { stages: ["DECIDED"], suffix: "on-agreement" }),
      allowed("RECONSIDERATION"),
      allowed("LEGAL_AID"),
    ],
  ],
  [
    "ADMIN_MEDIATION",
    LIVE,
    [
      guided("PETITION", "没有其他法定途径的部分才可以提出信访;其余请走调解、诉讼等途径"),
      allowed("HOTLINE"),
      suspends("PEOPLES_MEDIATION", null, "行政调解中止"),
      refused("ADMIN_MEDIATION", "已有机关受理;请向该机关提出", null, { stages: RUNNING }),
      guided("ADMIN_MEDIATION", "行政调解已经结束;可以申请人民调解或者起诉", null, {
        stages: ["DECIDED"],
        suffix: "again",
      }),
      allowed("ARBITRATION"),
      allowed("INSPECTION"),
      suspends("LITIGATION", "交通事故程序规定 94(1)", "调解终止", { stages: RUNNING }),
      allowed("LITIGATION", null, null, { stages: ["DECIDED"], suffix: "on-agreement" }),
      allowed("RECONSIDERATION"),
      allowed("LEGAL_AID"),
    ],
  ],
  [
    "ARBITRATION",
    LIVE,
    [
      noPetition("请在仲裁程序中提出;对裁决不服的依法起诉", "信访工作条例 31(二)"),
      noHotline,
      allowed("PEOPLES_MEDIATION", "劳动争议调解仲裁法 41", "裁决作出前和解的,可以撤回仲裁申请"),
      allowed("ADMIN_MEDIATION"),
      refused(
        "ARBITRATION",
        "已有仲裁委员会受理;请在该案中提出,已经裁决的依法起诉",
        "劳动人事争议仲裁办案规则 34",
        unread,
      ),
      refused("INSPECTION", "已经申请仲裁的,监察不予受理;请在仲裁中一并提出", "劳动保障监察条例 21(2)", {
        stages: ["APPLIED", ...LIVE],
      }),
      refused("LITIGATION", "仲裁前置:裁决作出、逾期未裁决或者不予受理后再起诉", "劳动争议调解仲裁法 5", {
        stages: ["APPLIED", "ACCEPTED"],
      }),
      allowed("LITIGATION", "劳动争议调解仲裁法 43(1)", "逾期未作出裁决", { stages: ["OVERDUE"], suffix: "overdue" }),
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
      refused("HOTLINE", "裁判、裁决已经生效;可以申请再审、检察监督或者执行", HOTLINE_BASIS, unread),
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

/** Whoever has only applied has not chosen yet; whoever was turned away must find another door open. */
function beforeAcceptance(active: ActiveProcedure): ExclusionRow[] {
  return REQUESTED.flatMap((requested) => {
    const cells: Cell[] =
      requested === active
        ? [
            refused(requested, "并入已经提交的申请,并告知进展", null, { stages: ["APPLIED"], suffix: "applied" }),
            guided(requested, "有新的事实和理由的可以重新申请;否则按不予受理时告知的途径救济", null, {
              stages: ["DECLINED"],
              suffix: "declined",
            }),
          ]
        : [
            allowed(requested, null, "尚未受理,可以同时申请;一方受理后另行判断", {
              stages: ["APPLIED"],
              suffix: "applied",
            }),
            allowed(requested, afterDeclined(active, requested), "原程序不予受理", {
              stages: ["DECLINED"],
              suffix: "declined",
            }),
          ];
    return cells.map((cell) => cell(active, []));
  });
}

function afterDeclined(active: ActiveProcedure, requested: RequestedProcedure): string | null {
  const isLabourToCourt = active === "ARBITRATION" && requested === "LITIGATION";
  return isLabourToCourt ? "劳动争议调解仲裁法 29; 劳动争议解释一 12" : null;
}

/** 同一事项的排斥关系: every question of {@link decideExclusion} has exactly one of these rows. */
export const EXCLUSIONS: readonly ExclusionRow[] = SECTIONS.flatMap(([active, stages, cells]) => {
  const rows = cells.map((cell) => cell(active, stages));
  const isSaid = (row: ExclusionRow) =>
    rows.some(({ requested, stages: said }) => requested === row.requested && said.includes(row.stages[0]!));
  return [...rows, ...beforeAcceptance(active).filter((row) => !isSaid(row))];
});

export interface TogetherRow {
  readonly what: string;
  readonly beside: string;
  readonly basis: string | null;
}

/** What never excludes anything. */
export const TOGETHER: readonly TogetherRow[] = [
  { what: "法律援助", beside: "任何程序", basis: null },
  { what: "心理服务", beside: "任何程序", basis: null },
  { what: "司法救助、社会救助", beside: "任何程序", basis: "信访工作条例 37(2)" },
  { what: "对工作人员行为的检举控告", beside: "纠纷本身的程序", basis: null },
  { what: "刑事报案、移送", beside: "民事程序", basis: null },
  { what: "调解", beside: "任何尚未受理的程序", basis: null },
];
