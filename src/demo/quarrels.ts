import type { MediationRecord } from "../agencies/mediation/mediation-record.entity";
import type { DisputeCategory, DisputeFlag } from "../dispute/dispute.labels";
import type { Facts } from "../routing/fact.labels";
import type { BodyKind } from "./names";

/** Which line is lawfully asked first (domain B3), and who stands ready beside it. */
export type Way = "MEDIATION" | "PROPERTY" | "LABOUR" | "WAGES" | "PETITION" | "COURT" | "HOTLINE";

export interface Quarrel {
  readonly category: DisputeCategory;
  readonly share: number;
  readonly way: Way;
  readonly against: "PERSON" | "NOBODY" | BodyKind;
  readonly hasAmount: boolean;
  /** What it is about; stands behind the place or the opponent in the title. */
  readonly matters: readonly string[];
  readonly claim: string;
  /** 案由 a court would write. */
  readonly cause: string;
  readonly mediation: NonNullable<MediationRecord["mediationKind"]>;
  readonly flags: readonly DisputeFlag[];
  /** What the clerk has asked, where the lawful ways of the category hang on it. */
  readonly facts: Facts;
}

const FACTS: Readonly<Partial<Record<DisputeCategory, Facts>>> = {
  MARRIAGE_FAMILY: { hasDomesticViolence: false },
  HOUSING_HOMESTEAD: { isOwnershipDispute: false },
  WORK_INJURY: { claimsInjuryBenefits: true, seeksRecognition: false },
  PERSONNEL: { isInstitutionStaff: true },
  LAND_EXPROPRIATION: { hasExpropriationDecision: true },
  CONSTRUCTION_PROJECT: { claimsWages: false },
  TRAFFIC_ACCIDENT: { claimsDamages: true, objectsToAccidentFinding: false },
  ENTERPRISE_RELATED: { isSmallBusinessArrears: true },
  EDUCATION: { isCampusInjury: true },
  PUBLIC_SECURITY_MINOR: { isMinorScuffle: true },
};

/**
 * Category | share in hundredths | way | against whom | about money | matters | claim | cause of action | kind of
 * mediation | flag. No mix of categories has been published for a dispute centre: the shares are our own guess of a county
 * with much industry, and no test holds them against a figure. The ways are those of domain B3.
 */
const TABLE = `
MARRIAGE_FAMILY | 9 | MEDIATION | PERSON | yuan | 离婚后财产分割 老人赡养费负担 子女抚养费给付 夫妻共同债务承担 | 依法分清各自应承担的份额并按期给付 | 婚姻家庭纠纷 | PEOPLES |
INHERITANCE | 2 | MEDIATION | PERSON | yuan | 父母房产继承份额 遗产存款分配 遗嘱真伪争议 | 按法定份额分配遗产 | 继承纠纷 | PEOPLES |
NEIGHBOR | 11 | MEDIATION | PERSON | | 楼上漏水损坏装修 空调外机噪声扰民 共用通道堆放杂物 院墙加高遮挡采光 宠物伤人赔偿 | 排除妨害并赔偿损失 | 相邻关系纠纷 | PEOPLES |
HOUSING_HOMESTEAD | 4 | MEDIATION | PERSON | | 翻建房屋占用过道 屋檐滴水损坏邻墙 祖屋共用通道堵塞 | 排除妨害并恢复原状 | 排除妨害纠纷 | PEOPLES |
WAGE_ARREARS | 8 | WAGES | CONTRACTOR | yuan | 拖欠工程劳务工资 拖欠加班工资 离职工资未结清 | 支付拖欠的劳动报酬 | 追索劳动报酬纠纷 | LABOR | MIGRANT_WORKER
LABOR_CONTRACT | 6 | LABOUR | COMPANY | yuan | 违法解除劳动合同 未签书面合同双倍工资 经济补偿金争议 年休假工资争议 | 支付经济补偿及相应待遇 | 劳动合同纠纷 | LABOR |
WORK_INJURY | 3 | LABOUR | COMPANY | yuan | 工伤保险待遇给付 停工留薪期工资争议 一次性伤残补助金争议 | 支付工伤保险待遇差额 | 工伤保险待遇纠纷 | LABOR |
PERSONNEL | 0.5 | LABOUR | SCHOOL | yuan | 聘用合同解除争议 聘期考核结果争议 | 继续履行聘用合同 | 人事争议 | LABOR |
SOCIAL_SECURITY | 2 | PETITION | NOBODY | | 养老保险缴费年限认定 医保异地报销比例 失地农民参保补贴 | 核实政策适用并予以答复 | 行政给付 | PEOPLES |
CIVIL_AFFAIRS_RELIEF | 2 | PETITION | NOBODY | | 低保资格取消 临时救助申请未批 退役军人优抚待遇 | 核实情况并落实待遇 | 行政给付 | PEOPLES |
LAND_EXPROPRIATION | 4 | PETITION | OFFICE | yuan | 房屋征收补偿标准 安置房迟迟未交付 青苗补偿款发放 | 按政策足额补偿并及时安置 | 行政征收补偿 | PEOPLES |
RURAL_LAND_CONTRACT | 2 | MEDIATION | VILLAGE | yuan | 承包地流转租金拖欠 承包面积确认 土地流转合同解除 | 返还承包地或支付流转费 | 农村土地承包合同纠纷 | PEOPLES |
NATURAL_RESOURCE_RIGHT | 0.5 | PETITION | VILLAGE | | 鱼塘水面权属 集体林地界线 | 依法确认权属 | 行政裁决 | PEOPLES |
VILLAGE_GOVERNANCE | 2 | PETITION | VILLAGE | | 村级工程账目公开 集体资产出租程序 村民小组分红资格 | 公开账目并作出说明 | 侵害集体经济组织成员权益纠纷 | PEOPLES |
PROPERTY_MGMT | 8 | PROPERTY | PROPERTY | yuan | 电梯长期停运拒交物业费 公共收益去向不明 地下车位收费 小区绿化被占改车位 | 整改服务并减免相应费用 | 物业服务合同纠纷 | INDUSTRY |
REAL_ESTATE_SALE | 4 | MEDIATION | DEVELOPER | yuan | 逾期交房违约金 精装修质量不符 不动产证迟办 | 支付违约金并限期办证 | 商品房预售合同纠纷 | PEOPLES |
CONSTRUCTION_PROJECT | 2 | COURT | CONTRACTOR | yuan | 工程款结算 质保金退还 材料款拖欠 | 支付工程欠款及利息 | 建设工程施工合同纠纷 | PEOPLES |
MEDICAL | 1.5 | MEDIATION | HOSPITAL | yuan | 手术并发症赔偿 误诊延误治疗 种植牙费用退还 | 赔偿医疗损害 | 医疗损害责任纠纷 | INDUSTRY |
TRAFFIC_ACCIDENT | 6 | MEDIATION | PERSON | yuan | 电动车碰撞人身损害赔偿 追尾车辆维修费 事故误工费护理费 | 赔偿交通事故损失 | 机动车交通事故责任纠纷 | INDUSTRY |
CONSUMER | 6 | MEDIATION | SHOP | yuan | 预付卡停业不退费 家电维修后仍故障 培训课程退费 网购商品假一赔十 | 退还费用并赔偿 | 服务合同纠纷 | ADMIN |
CONTRACT_DEBT | 8 | COURT | PERSON | yuan | 民间借贷逾期不还 货款拖欠 房屋租赁押金不退 合伙清算款 | 偿还欠款及利息 | 民间借贷纠纷 | PEOPLES |
FINANCE_INSURANCE | 2 | MEDIATION | INSURER | yuan | 保险拒赔 车险定损争议 理赔款迟付 | 按合同理赔 | 保险合同纠纷 | INDUSTRY |
ENTERPRISE_RELATED | 1 | COURT | COMPANY | yuan | 加工承揽货款拖欠 商标使用争议 | 支付货款 | 加工合同纠纷 | INDUSTRY | ENTERPRISE_RELATED
TORT_DAMAGE | 2 | MEDIATION | PERSON | yuan | 高空坠物砸车 装修施工致人受伤 鱼塘污染损失 | 赔偿人身财产损失 | 侵权责任纠纷 | PEOPLES |
EDUCATION | 1 | MEDIATION | SCHOOL | yuan | 校园意外伤害赔偿 课后托管受伤 体育课受伤 | 承担相应责任并赔偿 | 教育机构责任纠纷 | INDUSTRY | MINOR
ENVIRONMENT | 2 | PETITION | COMPANY | | 夜间生产噪声 厂区异味 粉尘污染 | 查处并限期治理 | 环境污染责任纠纷 | PEOPLES |
URBAN_SERVICE | 4 | HOTLINE | OFFICE | | 违章搭建举报未处理 道路积水久未整治 自来水频繁停水 路灯长期不亮 | 限期处理并反馈结果 | 行政履责 | PEOPLES |
ADMIN_ACT | 1.5 | PETITION | OFFICE | | 不服行政处罚 信息公开未答复 许可申请被拒 | 撤销或者重新作出处理 | 行政处罚 | PEOPLES |
PUBLIC_SECURITY_MINOR | 1.5 | MEDIATION | PERSON | yuan | 口角推搡致轻微伤 停车争执毁损财物 | 赔礼道歉并赔偿医药费 | 生命权、身体权、健康权纠纷 | POLICE | ESCALATION_RISK
LITIGATION_RELATED | 1 | PETITION | NOBODY | | 判决执行进展缓慢 对生效裁判不服 | 转交有权机关依法处理 | 涉诉 | PEOPLES |
DISCIPLINE_REPORT | 0.5 | PETITION | NOBODY | | 反映村干部作风问题 | 转交有权机关核查 | 检举控告 | PEOPLES |
SUGGESTION | 1 | PETITION | NOBODY | | 增设公交站点建议 优化学校周边交通建议 | 研究采纳 | 建议 | PEOPLES |
OTHER | 1 | PETITION | NOBODY | | 历史遗留问题请求说明 家庭困难请求帮扶 | 予以答复 | 其他 | PEOPLES |
`;

export const QUARRELS: readonly Quarrel[] = TABLE.trim()
  .split("\n")
  .map((row) => {
    const [category, share, way, against, money, matters, claim, cause, mediation, flag] = row
      .split("|")
      .map((cell) => cell.trim());
    return {
      category,
      share: Number(share),
      way,
      against,
      hasAmount: money === "yuan",
      matters: matters!.split(" "),
      claim,
      cause,
      mediation,
      flags: flag ? [flag] : [],
      facts: FACTS[category as DisputeCategory] ?? {},
    } as Quarrel;
  });
