import { fallback, first, forbid, group, type ChannelRow } from "../channel.rules";
import { NOT_PENDING, NOT_RECONSIDERED } from "./stages.rules";

const UNREGISTERED = { isOwnershipDispute: true, hasRegisteredRight: false } as const;

/** Quarrels of people who live together or side by side, and about the ground they live on. */
export const FAMILY_LAND_ROWS: readonly ChannelRow[] = [
  ...group(
    "03-家庭暴力",
    ["MARRIAGE_FAMILY"],
    [
      first("POLICE", { hasDomesticViolence: true }, "反家庭暴力法"),
      first("PROTECTION_ORDER", { hasDomesticViolence: true }, "反家庭暴力法"),
      first("LEGAL_AID", { hasDomesticViolence: true }, "法律援助法 32(四)", "不受经济困难条件限制"),
      fallback("LITIGATION", { hasDomesticViolence: true }, "民事诉讼法 125"),
      forbid("PEOPLES_MEDIATION", { hasDomesticViolence: true }, null, "有家庭暴力的,不以中立调解作为第一步"),
    ],
  ),
  ...group(
    "02-离婚",
    ["MARRIAGE_FAMILY"],
    [
      first("MARRIAGE_REGISTRATION", { seeksDivorce: true }, "民法典 1077", "冷静期三十日,期满后三十日内申请发证"),
      first("LITIGATION", { seeksDivorce: true }, "民法典 1077"),
      forbid("COMMERCIAL_ARBITRATION", { seeksDivorce: true }, "民法典 1077", "离婚只能向婚姻登记机关申请或者诉讼"),
    ],
  ),
  ...group(
    "01-婚姻家庭",
    ["MARRIAGE_FAMILY"],
    [
      first("PEOPLES_MEDIATION", { hasDomesticViolence: false }, "人民调解法 17"),
      first("LEGAL_AID", { seeksSupport: true }, "法律援助法 31"),
      fallback("LEGAL_AID", {}, null, "需要说明经济困难状况"),
      fallback("LITIGATION", {}, "民事诉讼法 125"),
      forbid("PETITION_31_6", {}, "信访工作条例 31(一)", "应当通过诉讼解决,不作信访处理意见"),
    ],
  ),
  ...group(
    "04-继承",
    ["INHERITANCE"],
    [
      first("PEOPLES_MEDIATION", {}, "人民调解法 17"),
      fallback(["LITIGATION", "NOTARY"], {}, "民事诉讼法 125"),
      forbid("PETITION_31_6", {}, "信访工作条例 31(一)", "应当通过诉讼解决,不作信访处理意见"),
    ],
  ),
  ...group(
    "06-轻微治安",
    ["NEIGHBOR", "PUBLIC_SECURITY_MINOR"],
    [
      first("POLICE_MEDIATION", { isMinorScuffle: true }, "治安管理处罚法 9"),
      first("PEOPLES_MEDIATION", { isMinorScuffle: true }, "治安管理处罚法 9", "协议履行并经公安机关认可的,不予处罚"),
      fallback("POLICE", { isMinorScuffle: true }, "治安管理处罚法 9", "调解不成或者不履行的,依法处罚"),
      fallback("LITIGATION", { isMinorScuffle: true }, "治安管理处罚法 9", "调解不成或者不履行的,告知可以起诉"),
      forbid(
        ["PETITION_31_6", "PETITION_SIMPLE"],
        { isMinorScuffle: true },
        "信访工作条例 31(一)",
        "应当通过公安机关程序或者诉讼解决",
      ),
    ],
  ),
  ...group(
    "05-邻里",
    ["NEIGHBOR"],
    [
      first("PEOPLES_MEDIATION", {}, "人民调解法 17"),
      fallback("LITIGATION", {}, "民事诉讼法 125"),
      fallback("COMPETENT_DEPARTMENT", { concernsBuildingOrNoise: true }, null, "违法建设、噪声由行政主管部门处理"),
    ],
  ),
  ...group(
    "07-房屋宅基地权属",
    ["HOUSING_HOMESTEAD"],
    [
      first("GOVERNMENT_RULING", UNREGISTERED, "土地管理法 14", "由乡级或者县级人民政府处理"),
      forbid("LITIGATION", UNREGISTERED, "土地管理法 14", "权属争议先由人民政府处理,不得直接提起民事诉讼"),
      fallback(
        "ADMIN_LITIGATION",
        { ...UNREGISTERED, governmentDecided: true, infringesResourceRight: false, ...NOT_PENDING },
        "土地管理法 14",
        "自接到处理决定之日起三十日内",
      ),
    ],
  ),
  ...group(
    "07-自然资源权利复议前置",
    ["HOUSING_HOMESTEAD", "NATURAL_RESOURCE_RIGHT"],
    [
      fallback(
        "ADMIN_RECONSIDERATION",
        { governmentDecided: true, infringesResourceRight: true, ...NOT_RECONSIDERED },
        "行政复议法 23(1)(二)",
      ),
      fallback(
        "ADMIN_LITIGATION",
        {
          governmentDecided: true,
          infringesResourceRight: true,
          ...NOT_PENDING,
          reconsiderationDecided: true,
        },
        "行政复议法 23(1)(二); 行政诉讼法 45",
        "自收到复议决定之日起十五日内",
      ),
      forbid(
        "ADMIN_LITIGATION",
        { infringesResourceRight: true, reconsiderationDecided: false },
        "行政复议法 23(1)(二)",
        "应当先申请行政复议,对复议决定不服的再起诉",
      ),
    ],
  ),
  ...group(
    "16-征收补偿",
    ["LAND_EXPROPRIATION"],
    [
      first("ADMIN_RECONSIDERATION", { hasExpropriationDecision: true, ...NOT_RECONSIDERED }, "房屋征收补偿条例 26"),
      first("ADMIN_LITIGATION", { hasExpropriationDecision: true, ...NOT_PENDING }, "房屋征收补偿条例 26"),
      fallback("NEGOTIATION", {}, "房屋征收补偿条例 25"),
      fallback(
        "ADMIN_LITIGATION",
        { compensationAgreementBroken: true, ...NOT_PENDING },
        "房屋征收补偿条例 25",
        "补偿协议一方不履行的,另一方可以起诉",
      ),
      forbid("PETITION_31_6", {}, "信访工作条例 31(四)", "应当通过行政复议或者行政诉讼解决"),
      forbid("RURAL_LAND_ARBITRATION", {}, "农地仲裁法 2(3)", "征收集体土地及其补偿不属于农地仲裁范围"),
    ],
  ),
  ...group(
    "17-农村土地承包",
    ["RURAL_LAND_CONTRACT"],
    [
      first("PEOPLES_MEDIATION", {}, "农地仲裁法 3", "村民委员会、乡镇人民政府调解"),
      first(
        "RURAL_LAND_ARBITRATION",
        { isExpropriationCompensation: false, litigationBegan: false },
        "农地仲裁法 4, 18, 47",
        "申请时效二年;六十日内审结,可以延长三十日",
      ),
      first("LITIGATION", {}, "农地仲裁法 4, 48", "可以直接起诉;不服仲裁裁决的,三十日内起诉"),
      forbid("RURAL_LAND_ARBITRATION", { litigationBegan: true }, "农地仲裁法 22", "法院已经受理的,不得申请仲裁"),
      forbid(
        "RURAL_LAND_ARBITRATION",
        { isExpropriationCompensation: true },
        "农地仲裁法 2(3)",
        "征收集体土地及其补偿不属于农地仲裁范围",
        "COMPENSATION",
      ),
    ],
  ),
];
