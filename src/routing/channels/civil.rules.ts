import { fallback, first, forbid, group, type ChannelRow } from "../channel.rules";

const ARBITRATE = "有仲裁协议的,告知向仲裁机构申请仲裁";

/** Contracts, goods, money, injuries: quarrels between parties whom the law takes for equals. */
export const CIVIL_ROWS: readonly ChannelRow[] = [
  ...group(
    "01-司法确认",
    [
      "MARRIAGE_FAMILY",
      "INHERITANCE",
      "NEIGHBOR",
      "HOUSING_HOMESTEAD",
      "RURAL_LAND_CONTRACT",
      "PROPERTY_MGMT",
      "REAL_ESTATE_SALE",
      "MEDICAL",
      "TRAFFIC_ACCIDENT",
      "CONTRACT_DEBT",
      "FINANCE_INSURANCE",
      "TORT_DAMAGE",
      "EDUCATION",
    ],
    [
      fallback(
        "JUDICIAL_CONFIRMATION",
        { hasMediationAgreement: true, agreementOnStatus: false, agreementOnOwnership: false },
        "人民调解法 33; 民事诉讼法 205",
        "自调解协议生效之日起三十日内,双方共同申请",
      ),
      forbid(
        "JUDICIAL_CONFIRMATION",
        { agreementOnStatus: true },
        "民诉解释 355",
        "婚姻、亲子、收养等身份关系不予确认",
      ),
      forbid(
        "JUDICIAL_CONFIRMATION",
        { agreementOnOwnership: true },
        "民诉解释 355",
        "物权、知识产权确权不予确认",
        "OWNERSHIP",
      ),
    ],
  ),
  ...group(
    "18-物业",
    ["PROPERTY_MGMT"],
    [
      first("INDUSTRY_MEDIATION", {}, "人民调解法 34"),
      fallback("LITIGATION", {}, "民事诉讼法 125"),
      fallback("COMPETENT_DEPARTMENT", { reportsViolation: true }, "物业管理条例", "住房和城乡建设部门"),
    ],
  ),
  ...group(
    "19-商品房",
    ["REAL_ESTATE_SALE"],
    [
      first("PEOPLES_MEDIATION", {}, "民事诉讼法 125"),
      first("LITIGATION", { hasArbitrationClause: false }, "民事诉讼法 125"),
      first("COMPETENT_DEPARTMENT", { reportsViolation: true }, "信访工作条例 31(四)", "住房和城乡建设部门"),
      fallback("PETITION_31_6", { isResidualPolicyIssue: true }, "信访工作条例 31(六)"),
      forbid("PETITION_31_6", { isResidualPolicyIssue: false }, "信访工作条例 31(四)", "合同和监管问题先走法定途径"),
    ],
  ),
  ...group(
    "20-医疗",
    ["MEDICAL"],
    [
      first("NEGOTIATION", {}, "医疗纠纷条例 22"),
      first("INDUSTRY_MEDIATION", {}, "医疗纠纷条例 22, 31, 38", "医疗纠纷人民调解委员会,三十个工作日"),
      first(
        "ADMIN_MEDIATION",
        { litigationBegan: false, mediationBodyAccepted: false },
        "医疗纠纷条例 22, 40",
        "卫生健康主管部门;五个工作日内受理,三十个工作日内完成",
      ),
      first("LITIGATION", {}, "医疗纠纷条例 22"),
      forbid("ADMIN_MEDIATION", { litigationBegan: true }, "医疗纠纷条例 40", "法院已经受理的,不予受理行政调解"),
      forbid(
        "ADMIN_MEDIATION",
        { mediationBodyAccepted: true },
        "医疗纠纷条例 40",
        "医疗纠纷人民调解委员会已经受理的,不予受理行政调解",
        "MEDIATED",
      ),
    ],
  ),
  ...group(
    "21-交通事故赔偿",
    ["TRAFFIC_ACCIDENT"],
    [
      first("INDUSTRY_MEDIATION", { claimsDamages: true }, "交通事故程序规定 84", "道路交通事故人民调解委员会"),
      first(
        "TRAFFIC_POLICE_MEDIATION",
        { claimsDamages: true, jointPoliceRequest: true, litigationBegan: false },
        "道路交通安全法 74; 交通事故程序规定 85",
        "双方在十个工作日内共同书面申请",
      ),
      first("LITIGATION", { claimsDamages: true }, "道路交通安全法 74"),
      fallback(
        "TRAFFIC_POLICE_MEDIATION",
        { claimsDamages: true, peoplesMediationFailed: true, litigationBegan: false },
        "交通事故程序规定 86, 90",
        "人民调解终止之日起三个工作日内",
      ),
      forbid(
        "TRAFFIC_POLICE_MEDIATION",
        { litigationBegan: true },
        "交通事故程序规定 94(1)",
        "已向法院起诉的,交警终止调解",
      ),
    ],
  ),
  ...group(
    "22-不服事故认定",
    ["TRAFFIC_ACCIDENT"],
    [
      first(
        "ACCIDENT_REVIEW",
        { objectsToAccidentFinding: true },
        "交通事故程序规定 71, 112(五)",
        "自收到认定书之日起三个工作日内,向上一级交警,以一次为限",
      ),
      fallback("LITIGATION", { objectsToAccidentFinding: true }, "交通事故程序规定 71", "在赔偿诉讼中提出"),
      forbid(
        ["PETITION_31_6", "PETITION_SIMPLE"],
        { objectsToAccidentFinding: true },
        "信访工作条例 31(一)",
        "应当申请复核或者在诉讼中提出",
      ),
    ],
  ),
  ...group(
    "23-消费",
    ["CONSUMER"],
    [
      first(["NEGOTIATION", "CONSUMER_ASSOCIATION"], {}, "消费者权益保护法 39"),
      first("COMPETENT_DEPARTMENT", {}, "消费者权益保护法 39, 46", "自收到投诉之日起七个工作日内处理并告知"),
      first("COMMERCIAL_ARBITRATION", { hasArbitrationClause: true }, "消费者权益保护法 39"),
      first("LITIGATION", { hasArbitrationClause: false }, "消费者权益保护法 39"),
    ],
  ),
  ...group(
    "25-金钱债权",
    ["CONTRACT_DEBT"],
    [
      first("PAYMENT_ORDER", { isClearMoneyClaim: true, hasArbitrationClause: false }, "民事诉讼法 225"),
      first("PEOPLES_MEDIATION", { isClearMoneyClaim: true }, "民事诉讼法 225"),
      first("LITIGATION", { isClearMoneyClaim: true, hasArbitrationClause: false }, "民事诉讼法 225"),
    ],
  ),
  ...group(
    "24-仲裁协议",
    ["CONTRACT_DEBT"],
    [first("COMMERCIAL_ARBITRATION", { hasArbitrationClause: true }, "民事诉讼法 127(二)")],
  ),
  ...group(
    "24-仲裁协议排除诉讼",
    ["CONTRACT_DEBT", "REAL_ESTATE_SALE", "CONSUMER", "FINANCE_INSURANCE", "ENTERPRISE_RELATED"],
    [forbid("LITIGATION", { hasArbitrationClause: true }, "民事诉讼法 127(二)", ARBITRATE)],
  ),
  ...group(
    "24-工程合同仲裁协议",
    ["CONSTRUCTION_PROJECT"],
    [forbid("LITIGATION", { claimsWages: false, hasArbitrationClause: true }, "民事诉讼法 127(二)", ARBITRATE)],
  ),
  ...group(
    "26-金融保险",
    ["FINANCE_INSURANCE"],
    [
      first("INDUSTRY_MEDIATION", { isIllegalFundraising: false }, "人民调解法 34"),
      first("LITIGATION", { hasArbitrationClause: false, isIllegalFundraising: false }, "民事诉讼法 125"),
      fallback("COMPETENT_DEPARTMENT", {}, null, "金融监管部门投诉"),
      first("POLICE", { isIllegalFundraising: true }, "在线调解规则 28", "涉嫌犯罪的移送公安机关"),
      forbid(
        ["INDUSTRY_MEDIATION", "PEOPLES_MEDIATION", "ADMIN_MEDIATION"],
        { isIllegalFundraising: true },
        "在线调解规则 28",
        "涉嫌非法集资犯罪的,不得调解",
      ),
    ],
  ),
  ...group(
    "27-拖欠中小企业款项",
    ["ENTERPRISE_RELATED"],
    [
      first(
        "ARREARS_PLATFORM",
        { isSmallBusinessArrears: true },
        "保障中小企业款项支付条例 24, 25",
        "十个工作日内转交,三十日内处理,最长不超过九十日",
      ),
      fallback(
        "LITIGATION",
        { isSmallBusinessArrears: true, hasArbitrationClause: false },
        "保障中小企业款项支付条例 24",
      ),
      fallback(
        "COMMERCIAL_ARBITRATION",
        { isSmallBusinessArrears: true, hasArbitrationClause: true },
        "民事诉讼法 127(二)",
      ),
    ],
  ),
];
