import { fallback, first, forbid, group, type ChannelRow } from "../channel.rules";
import type { Facts } from "../fact.labels";
import { ARBITRATION_REFUSED, NOBODY_ELSE_HAS_IT, NOT_PENDING, NOT_RECONSIDERED } from "./stages.rules";

const NOT_YET_SUABLE = { arbitrationClosed: false, labourPaymentOrderFailed: false } as const;
const NOT_YET_ARBITRATED = { ...NOT_YET_SUABLE, isDomesticOrHelper: false } as const;
const IOU = "以工资欠条为证据、不涉及其他劳动请求的,可以直接起诉";
const ON_AGREEMENT = "可以凭调解协议直接起诉";
const AFTER_ARBITRATION = "劳动争议调解仲裁法 29, 43, 50";
const NO_SUIT_FIRST = "劳动争议先仲裁后诉讼,未经仲裁不得直接起诉";
const NO_LABOUR_RELATION = "不属于劳动争议,仲裁委员会不受理";
const OWN_WAY = "应当通过仲裁或者劳动保障监察解决,不作信访处理意见";

/** Wages are sued for before arbitration only by an IOU, and by that only where nothing else is claimed. */
const noSuitForWages = (when: Facts) => [
  forbid("LITIGATION", { ...when, hasWageIou: false }, "劳动争议调解仲裁法 5", NO_SUIT_FIRST),
  forbid(
    "LITIGATION",
    { ...when, hasOtherLabourClaim: true },
    "劳动争议调解仲裁法 5; 劳动争议解释一 15",
    NO_SUIT_FIRST,
    "OTHER_CLAIM",
  ),
];

/** Whichever of the two came first has it; who was not accepted by the commission may still complain. */
const inspection = (when: Facts, basis: string, remark: string | null = null) => [
  first("LABOUR_INSPECTION", { ...when, ...NOBODY_ELSE_HAS_IT }, basis, remark),
  first("LABOUR_INSPECTION", { ...when, ...ARBITRATION_REFUSED }, basis, remark, "REFUSED"),
];

/** Work: wages, contracts, insurance, injury, and the staff of public bodies. */
export const LABOUR_ROWS: readonly ChannelRow[] = [
  ...group(
    "14-非劳动争议",
    ["WAGE_ARREARS", "LABOR_CONTRACT"],
    [
      first("LITIGATION", { isDomesticOrHelper: true }, "劳动争议解释一 2"),
      fallback("PEOPLES_MEDIATION", { isDomesticOrHelper: true }, "劳动争议解释一 2"),
      forbid("LABOUR_ARBITRATION", { isDomesticOrHelper: true }, "劳动争议解释一 2", NO_LABOUR_RELATION),
    ],
  ),
  ...group(
    "09-工程建设领域欠薪",
    ["WAGE_ARREARS"],
    [
      ...inspection({ isConstructionSite: true, isDomesticOrHelper: false }, "保障农民工工资支付条例"),
      first("COMPETENT_DEPARTMENT", { isConstructionSite: true }, "保障农民工工资支付条例", "行业工程建设主管部门"),
      first("GENERAL_CONTRACTOR", { isConstructionSite: true }, "保障农民工工资支付条例", "施工总承包单位先行清偿"),
    ],
  ),
  ...group(
    "09-工程项目中的工资",
    ["CONSTRUCTION_PROJECT"],
    [
      ...inspection({ claimsWages: true }, "保障农民工工资支付条例"),
      first("COMPETENT_DEPARTMENT", { claimsWages: true }, "保障农民工工资支付条例", "行业工程建设主管部门"),
      first("GENERAL_CONTRACTOR", { claimsWages: true }, "保障农民工工资支付条例", "施工总承包单位先行清偿"),
      fallback("LABOUR_ARBITRATION", { claimsWages: true, ...NOBODY_ELSE_HAS_IT }, "劳动争议调解仲裁法 5"),
      first("LITIGATION", { claimsWages: true, arbitrationClosed: true }, AFTER_ARBITRATION),
      first(
        "LITIGATION",
        { claimsWages: true, hasWageIou: true, hasOtherLabourClaim: false },
        "劳动争议解释一 15",
        IOU,
        "IOU",
      ),
      fallback("LITIGATION", { claimsWages: true, labourPaymentOrderFailed: true }, "劳动争议解释一 13", ON_AGREEMENT),
      ...noSuitForWages({ claimsWages: true, ...NOT_YET_SUABLE }),
    ],
  ),
  ...group(
    "08-已有机关受理",
    ["WAGE_ARREARS", "LABOR_CONTRACT", "WORK_INJURY", "SOCIAL_SECURITY", "CONSTRUCTION_PROJECT"],
    [
      forbid(
        "LABOUR_ARBITRATION",
        { arbitrationBegan: true, arbitrationClosed: false },
        "劳动人事争议仲裁办案规则 34",
        "仲裁委员会已经受理;请在该案中提出",
        "BEGAN",
      ),
      forbid("LABOUR_ARBITRATION", { arbitrationClosed: true }, null, "仲裁程序已经走完;不服的依法起诉", "CLOSED"),
      forbid("LABOUR_ARBITRATION", { litigationBegan: true }, null, "法院已经受理;请在诉讼中提出", "SUED"),
    ],
  ),
  ...group(
    "08-监察与仲裁、诉讼",
    ["WAGE_ARREARS", "CONSTRUCTION_PROJECT", "SOCIAL_SECURITY"],
    [
      forbid(
        "LABOUR_INSPECTION",
        { arbitrationBegan: true, arbitrationRefused: false },
        "劳动保障监察条例 21(2)",
        "已经申请仲裁的,劳动保障监察不再处理",
      ),
      forbid(
        "LABOUR_INSPECTION",
        { arbitrationClosed: true, arbitrationRefused: false },
        "劳动保障监察条例 21(2)",
        "已经仲裁的,劳动保障监察不再处理",
        "CLOSED",
      ),
      forbid(
        "LABOUR_INSPECTION",
        { litigationBegan: true },
        "劳动保障监察条例 21(2)",
        "已经提起诉讼的,劳动保障监察不再处理",
        "SUED",
      ),
    ],
  ),
  ...group(
    "08-欠薪",
    ["WAGE_ARREARS"],
    [
      ...inspection(
        { hasOtherLabourClaim: false, employerElsewhere: false, isDomesticOrHelper: false },
        "劳动争议调解仲裁法 9; 劳动保障监察条例 9, 11, 21",
        "五个工作日内受理;监察还是仲裁由投诉人选择",
      ),
      first("LABOUR_MEDIATION", { isDomesticOrHelper: false }, "劳动争议调解仲裁法 5"),
      first("LABOUR_ARBITRATION", { isDomesticOrHelper: false, ...NOBODY_ELSE_HAS_IT }, "劳动争议调解仲裁法 5, 9"),
      first("LEGAL_AID", { isMigrantWorker: true }, "法律援助法 42", "免予核查经济困难状况"),
      first("LITIGATION", { hasWageIou: true, hasOtherLabourClaim: false }, "劳动争议解释一 15", IOU),
      first("LITIGATION", { arbitrationClosed: true }, AFTER_ARBITRATION, null, "AFTER"),
      fallback("PAYMENT_ORDER", { isDomesticOrHelper: false }, "劳动争议调解仲裁法 16; 劳动合同法 30"),
      fallback("LEGAL_AID", {}, null, "需要说明经济困难状况"),
      ...noSuitForWages(NOT_YET_ARBITRATED),
      forbid("PETITION_31_6", {}, "信访工作条例 31(二), 31(五)", OWN_WAY),
    ],
  ),
  ...group(
    "10-劳动合同",
    ["LABOR_CONTRACT"],
    [
      first(
        "LABOUR_MEDIATION",
        { isDomesticOrHelper: false, hasCrimeClue: false },
        "劳动争议调解仲裁法 5, 14",
        "十五日内未达成协议的,可以申请仲裁",
      ),
      first("LABOUR_ARBITRATION", { isDomesticOrHelper: false, ...NOBODY_ELSE_HAS_IT }, "劳动争议调解仲裁法 5"),
      first("LITIGATION", { arbitrationClosed: true }, AFTER_ARBITRATION),
      forbid("LITIGATION", NOT_YET_ARBITRATED, "劳动争议调解仲裁法 5", NO_SUIT_FIRST),
    ],
  ),
  ...group(
    "10-调解协议与支付令",
    ["LABOR_CONTRACT", "WORK_INJURY"],
    [fallback("PAYMENT_ORDER", { hasLabourMediationAgreement: true }, "劳动争议调解仲裁法 16")],
  ),
  ...group(
    "10-支付令未成",
    ["WAGE_ARREARS", "LABOR_CONTRACT"],
    [fallback("LITIGATION", { labourPaymentOrderFailed: true }, "劳动争议解释一 13", ON_AGREEMENT)],
  ),
  ...group(
    "11-社会保险补缴",
    ["SOCIAL_SECURITY"],
    [
      ...inspection({ insuranceUnpaid: true }, "劳动保障监察条例 11(七)"),
      first("SOCIAL_INSURANCE_AGENCY", { insuranceUnpaid: true }, "劳动保障监察条例 11(七)"),
      fallback(
        "LABOUR_ARBITRATION",
        { lossUnrecoverable: true, againstInsuranceAgency: false, ...NOBODY_ELSE_HAS_IT },
        "劳动争议解释一 1(五)",
        "用人单位未办社会保险且不能补办,请求赔偿损失",
      ),
      fallback("LITIGATION", { lossUnrecoverable: true, arbitrationClosed: true }, "劳动争议解释一 1(五)"),
      forbid(
        "LITIGATION",
        { lossUnrecoverable: true, arbitrationClosed: false },
        "劳动争议调解仲裁法 5",
        NO_SUIT_FIRST,
      ),
    ],
  ),
  ...group(
    "14-社会保险经办机构",
    ["SOCIAL_SECURITY"],
    [
      first("ADMIN_RECONSIDERATION", { againstInsuranceAgency: true, ...NOT_RECONSIDERED }, "劳动争议解释一 2"),
      first("ADMIN_LITIGATION", { againstInsuranceAgency: true, ...NOT_PENDING }, "劳动争议解释一 2"),
      forbid("LABOUR_ARBITRATION", { againstInsuranceAgency: true }, "劳动争议解释一 2", NO_LABOUR_RELATION),
    ],
  ),
  ...group(
    "12-工伤认定",
    ["WORK_INJURY"],
    [
      first("WORK_INJURY_RECOGNITION", { seeksRecognition: true }, "工伤保险条例 55"),
      fallback(
        "ADMIN_RECONSIDERATION",
        { seeksRecognition: true, recognitionDecided: true, ...NOT_RECONSIDERED },
        "工伤保险条例 55",
      ),
      fallback(
        "ADMIN_LITIGATION",
        { seeksRecognition: true, recognitionDecided: true, ...NOT_PENDING },
        "工伤保险条例 55",
      ),
      forbid("LABOUR_ARBITRATION", { seeksRecognition: true }, "工伤保险条例 55", "工伤认定由人社部门作出,不能仲裁"),
    ],
  ),
  ...group(
    "14-伤残等级鉴定",
    ["WORK_INJURY"],
    [
      first("COMPETENT_DEPARTMENT", { againstDisabilityAppraisal: true }, "劳动争议解释一 2"),
      forbid("LABOUR_ARBITRATION", { againstDisabilityAppraisal: true }, "劳动争议解释一 2", NO_LABOUR_RELATION),
    ],
  ),
  ...group(
    "13-工伤待遇",
    ["WORK_INJURY"],
    [
      first(
        "LABOUR_ARBITRATION",
        {
          claimsInjuryBenefits: true,
          seeksRecognition: false,
          againstDisabilityAppraisal: false,
          ...NOBODY_ELSE_HAS_IT,
        },
        "工伤保险条例 54; 劳动争议解释一 1(七)",
      ),
      first("LEGAL_AID", { isMigrantWorker: true }, "法律援助法 42", "免予核查经济困难状况"),
      fallback("LABOUR_MEDIATION", { claimsInjuryBenefits: true, hasCrimeClue: false }, "劳动争议调解仲裁法 5"),
      first(
        "LITIGATION",
        { claimsInjuryBenefits: true, seeksRecognition: false, arbitrationClosed: true },
        "劳动争议解释一 1(七)",
      ),
      fallback("LITIGATION", { labourPaymentOrderFailed: true }, "劳动争议解释一 13", ON_AGREEMENT, "ORDER_FAILED"),
      forbid(
        "LITIGATION",
        { claimsInjuryBenefits: true, arbitrationClosed: false, labourPaymentOrderFailed: false },
        "劳动争议调解仲裁法 5",
        NO_SUIT_FIRST,
      ),
    ],
  ),
  ...group(
    "15-人事争议",
    ["PERSONNEL"],
    [
      first("PERSONNEL_ARBITRATION", { isInstitutionStaff: true }, "劳动争议调解仲裁法 52; 劳动人事争议仲裁办案规则 2"),
      fallback(
        "LITIGATION",
        { isInstitutionStaff: true, arbitrationClosed: true },
        "劳动争议调解仲裁法 52; 劳动人事争议仲裁办案规则 2",
      ),
    ],
  ),
];
