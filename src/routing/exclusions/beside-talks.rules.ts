import {
  ALL,
  allowed,
  guided,
  HOTLINE_BASIS,
  LIVE,
  refused,
  RUNNING,
  suspends,
  type Section,
} from "../exclusion-cells.rules";

/** Beside a petition, the hotline or a mediation. */
export const BESIDE_TALKS: readonly Section[] = [
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
      refused("HOTLINE", "事项已在信访渠道办理;请凭追踪码查询", HOTLINE_BASIS),
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
      refused("HOTLINE", "信访三级已经终结;可以申请调解或者救助帮扶", HOTLINE_BASIS),
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
];
