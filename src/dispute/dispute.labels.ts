import { labelledEnum } from "../platform/graphql-enum";

/** domain categories of the centre; there is no national code for them, so these ids are the project's own. */
export const CATEGORY_LABELS = {
  MARRIAGE_FAMILY: "婚姻家庭",
  INHERITANCE: "继承",
  NEIGHBOR: "邻里、相邻关系",
  HOUSING_HOMESTEAD: "房屋宅基地",
  WAGE_ARREARS: "欠薪",
  LABOR_CONTRACT: "劳动合同、经济补偿、工时休假",
  WORK_INJURY: "工伤",
  PERSONNEL: "人事争议",
  SOCIAL_SECURITY: "社会保险、养老、医保",
  CIVIL_AFFAIRS_RELIEF: "低保、救助、优抚、退役军人",
  LAND_EXPROPRIATION: "征地、房屋征收、拆迁安置",
  RURAL_LAND_CONTRACT: "农村土地承包经营",
  NATURAL_RESOURCE_RIGHT: "土地、山林、水面权属",
  VILLAGE_GOVERNANCE: "村社事务、三资、换届",
  PROPERTY_MGMT: "物业",
  REAL_ESTATE_SALE: "商品房买卖、交房、办证",
  CONSTRUCTION_PROJECT: "建设工程、工程款",
  MEDICAL: "医疗",
  TRAFFIC_ACCIDENT: "道路交通事故",
  CONSUMER: "消费",
  CONTRACT_DEBT: "合同、民间借贷",
  FINANCE_INSURANCE: "金融、保险、涉众集资",
  ENTERPRISE_RELATED: "涉企、营商环境、拖欠账款、知识产权",
  TORT_DAMAGE: "人身财产损害赔偿",
  EDUCATION: "入学入园、校园伤害",
  ENVIRONMENT: "噪声、油烟、污染",
  URBAN_SERVICE: "城管、违建、水电气、公共服务",
  ADMIN_ACT: "行政行为争议",
  PUBLIC_SECURITY_MINOR: "民间纠纷引起的轻微治安案件",
  LITIGATION_RELATED: "涉法涉诉",
  DISCIPLINE_REPORT: "检举控告",
  SUGGESTION: "人民建议",
  CONSULT: "咨询",
  OTHER: "其他",
} as const;
export type DisputeCategory = keyof typeof CATEGORY_LABELS;
export const DisputeCategoryEnum = labelledEnum(
  "DisputeCategory",
  "纠纷类别: what the quarrel is about",
  CATEGORY_LABELS,
);

export const FLAG_LABELS = {
  COLLECTIVE: "群体性(联名五人以上或劳动者十人以上)",
  ENTERPRISE_RELATED: "涉企",
  MINOR: "涉未成年人",
  MIGRANT_WORKER: "涉农民工",
  FOREIGN_PARTY: "涉外",
  URGENT: "紧急重大(信访工作条例25)",
  ESCALATION_RISK: "有激化风险",
  BACKLOG: "历史积案",
} as const;
export type DisputeFlag = keyof typeof FLAG_LABELS;
export const DisputeFlagEnum = labelledEnum("DisputeFlag", "标记: facts that cut across categories", FLAG_LABELS);

export const GRADE_LABELS = {
  URGENT: "急事急办",
  SIMPLE: "简事快办",
  COMPLEX: "繁事精办",
  DIFFICULT: "难事认真办",
} as const;
export type HandlingGrade = keyof typeof GRADE_LABELS;
export const HandlingGradeEnum = labelledEnum("HandlingGrade", "四办: handling grade the desk gives", GRADE_LABELS);

export const PARTY_ROLE_LABELS = {
  APPLICANT: "申请人(信访人、投诉人)",
  RESPONDENT: "被申请人(被反映人)",
  REPRESENTATIVE: "代表人、代理人",
  THIRD_PARTY: "第三人",
  COLLECTIVE: "群体(以人数计)",
} as const;
export type PartyRole = keyof typeof PARTY_ROLE_LABELS;
export const PartyRoleEnum = labelledEnum(
  "PartyRole",
  "当事人地位: the part somebody plays in the dispute",
  PARTY_ROLE_LABELS,
);

export const EVENT_KIND_LABELS = {
  REGISTERED: "登记",
  ATTACHED: "并入新的提交",
  REFERRED: "分流转送",
  ACCEPTED: "承办机关接收",
  RETURNED: "承办机关退回",
  REFERRAL_REFUSED: "不予分流,告知途径",
  COORDINATED: "提交联席会议协调",
  SUPERVISION_CLOSED: "督办办结",
  LEAD_MOVED: "牵头转回中心",
  HANDED_OVER: "移交继受机关",
  STATUS: "承办机关报送状态",
  CORRECTION: "更正",
  LINKED: "关联",
  EVALUATED: "回访评价",
  OVERDUE: "期限届满(逾期)",
  DEADLINE: "期限确认或延长",
} as const;
export type EventKind = keyof typeof EVENT_KIND_LABELS;
export const EventKindEnum = labelledEnum(
  "EventKind",
  "事件种类: what an entry of the timeline tells",
  EVENT_KIND_LABELS,
);

export const LINK_KIND_LABELS = {
  SAME_MATTER: "同人同事",
  RELATED: "关联纠纷",
  FOLLOWS: "后续程序(由前案引起)",
  SAME_CLASS: "类案",
} as const;
export type LinkKind = keyof typeof LINK_KIND_LABELS;
export const LinkKindEnum = labelledEnum("LinkKind", "关联种类: how two disputes belong together", LINK_KIND_LABELS);

export const SATISFACTION_LABELS = {
  SATISFIED: "满意",
  BASICALLY_SATISFIED: "基本满意",
  DISSATISFIED: "不满意",
  NOT_REACHED: "回访未联系上",
} as const;
export type Satisfaction = keyof typeof SATISFACTION_LABELS;
export const SatisfactionEnum = labelledEnum(
  "Satisfaction",
  "满意度: what the citizen said when followed up",
  SATISFACTION_LABELS,
);
