import { fallback, first, group, type ChannelRow } from "../channel.rules";
import { NOT_PENDING } from "./stages.rules";

/** The bodies that usually deal with a category: the centre's own choice where the law's table has no row. */
export const USUAL_ROWS: readonly ChannelRow[] = [
  ...group(
    "惯例-房屋宅基地",
    ["HOUSING_HOMESTEAD"],
    [
      first("PEOPLES_MEDIATION", { isOwnershipDispute: false }, null, "不涉及权属的,乡镇、村社调解"),
      fallback("LITIGATION", { isOwnershipDispute: false }, null),
      fallback("LITIGATION", { hasRegisteredRight: true }, null, "已登记权利受侵害的,按侵权起诉", "REGISTERED"),
      fallback("COMPETENT_DEPARTMENT", {}, null, "乡镇、自然资源部门"),
    ],
  ),
  ...group(
    "惯例-自然资源权属",
    ["NATURAL_RESOURCE_RIGHT"],
    [
      first("GOVERNMENT_RULING", {}, null, "乡级或者县级人民政府"),
      fallback("COMPETENT_DEPARTMENT", {}, null, "自然资源、林业部门"),
      fallback("ADMIN_LITIGATION", { governmentDecided: true, infringesResourceRight: false, ...NOT_PENDING }, null),
    ],
  ),
  ...group("惯例-工伤", ["WORK_INJURY"], [fallback("COMPETENT_DEPARTMENT", {}, null, "人社部门")]),
  ...group("惯例-人事", ["PERSONNEL"], [fallback("COMPETENT_DEPARTMENT", {}, null, "人事主管部门")]),
  ...group("惯例-社会保险", ["SOCIAL_SECURITY"], [first("COMPETENT_DEPARTMENT", {}, null, "人社、医保、税务部门")]),
  ...group(
    "惯例-民政救助",
    ["CIVIL_AFFAIRS_RELIEF"],
    [first("COMPETENT_DEPARTMENT", {}, null, "民政、退役军人事务部门")],
  ),
  ...group(
    "惯例-村社事务",
    ["VILLAGE_GOVERNANCE"],
    [first("COMPETENT_DEPARTMENT", {}, null, "乡镇、农业农村、民政部门")],
  ),
  ...group(
    "惯例-建设工程",
    ["CONSTRUCTION_PROJECT"],
    [
      first("LITIGATION", { claimsWages: false, hasArbitrationClause: false }, null),
      first("COMMERCIAL_ARBITRATION", { claimsWages: false, hasArbitrationClause: true }, null),
      fallback("COMPETENT_DEPARTMENT", {}, null, "住房和城乡建设部门"),
    ],
  ),
  ...group(
    "惯例-商品房",
    ["REAL_ESTATE_SALE"],
    [first("COMMERCIAL_ARBITRATION", { hasArbitrationClause: true }, null)],
  ),
  ...group("惯例-交通事故", ["TRAFFIC_ACCIDENT"], [fallback("COMPETENT_DEPARTMENT", {}, null, "公安交通管理部门")]),
  ...group(
    "惯例-合同债务",
    ["CONTRACT_DEBT"],
    [first("PEOPLES_MEDIATION", {}, null), first("LITIGATION", { hasArbitrationClause: false }, null)],
  ),
  ...group(
    "惯例-金融保险",
    ["FINANCE_INSURANCE"],
    [first("COMMERCIAL_ARBITRATION", { hasArbitrationClause: true }, null)],
  ),
  ...group(
    "惯例-涉企",
    ["ENTERPRISE_RELATED"],
    [fallback("COMPETENT_DEPARTMENT", {}, null, "经信、市场监管部门,工商联")],
  ),
  ...group("惯例-侵权损害", ["TORT_DAMAGE"], [first(["PEOPLES_MEDIATION", "LITIGATION"], {}, null)]),
  ...group(
    "惯例-教育",
    ["EDUCATION"],
    [
      first("COMPETENT_DEPARTMENT", {}, null, "教育部门"),
      first("INDUSTRY_MEDIATION", { isCampusInjury: true }, null, "校园伤害纠纷调解委员会"),
      fallback("LITIGATION", { isCampusInjury: true }, null),
    ],
  ),
  ...group("惯例-环境", ["ENVIRONMENT"], [first("COMPETENT_DEPARTMENT", {}, null, "生态环境、综合执法部门")]),
  ...group("惯例-轻微治安", ["PUBLIC_SECURITY_MINOR"], [first("POLICE", {}, null, "派出所")]),
  ...group("惯例-咨询", ["CONSULT"], [first("HOTLINE", {}, null), fallback("CENTRE_DESK", {}, null, "信访局窗口")]),
  ...group("惯例-其他", ["OTHER"], [first("CENTRE_DESK", {}, null)]),
];
