export interface FactLabel {
  readonly label: string;
  /** What a clerk asks to learn it. */
  readonly question: string;
  /** Seldom so, and noticed when it is: until somebody says so it is taken not to be, and stands among what to ask. */
  readonly isException: boolean;
}

const ask = (label: string, question: string): FactLabel => ({ label, question, isException: false });
const exception = (label: string, question: string): FactLabel => ({ label, question, isException: true });

/** The closed set of facts that the lawful channels turn on. */
export const FACT_LABELS = {
  hasCrimeClue: exception("有犯罪线索", "有没有人可能犯了罪(伤害、诈骗、拒不支付劳动报酬等)?"),
  lifeAtRisk: exception("有人身危险", "有没有人可能自伤、伤人或者采取极端行为?"),
  hasMediationAgreement: ask("已达成调解协议", "双方是否已经达成调解协议?"),
  agreementOnStatus: ask("协议确认身份关系", "协议是否确认婚姻、亲子、收养等身份关系?"),
  agreementOnOwnership: ask("协议确认物权或者知识产权", "协议是否确认物权、知识产权归谁所有?"),
  hasArbitrationClause: exception("有仲裁协议", "合同里有没有仲裁条款,或者另外签过仲裁协议?"),
  litigationBegan: exception("法院已受理", "这件事法院是否已经受理?"),
  hasNoLegalChannel: ask("无其他法定途径", "诉讼、仲裁、党员申诉、行政程序、请求履行法定职责是否都不能解决这件事?"),
  petitionAnswered: exception("已收到信访处理意见", "是否已经收到信访处理意见书?"),

  seeksDivorce: ask("要求离婚", "是否要求离婚(不只是财产、抚养)?"),
  seeksSupport: ask("请求赡养费、抚养费、扶养费", "是否请求给付赡养费、抚养费或者扶养费?"),
  hasDomesticViolence: ask("有家庭暴力", "家里有没有人动手打人、威胁、限制自由或者虐待?"),
  concernsBuildingOrNoise: ask("涉及违法建设或者噪声", "是否涉及违法建设或者噪声?"),
  isMinorScuffle: ask("轻微打架、损毁财物", "是否因民间纠纷动了手或者损坏了财物,情节轻微?"),

  isOwnershipDispute: ask("争的是权属、界址", "争的是不是土地、房屋归谁所有或者使用,界线在哪里?"),
  hasRegisteredRight: ask("权利已登记", "有没有权属证书或者登记?"),
  governmentDecided: exception("政府已作处理决定", "人民政府是否已经作出权属处理决定?"),
  infringesResourceRight: ask("侵犯已取得的自然资源权利", "行政行为是否侵犯已经依法取得的自然资源所有权、使用权?"),
  hasExpropriationDecision: ask("已作征收或者补偿决定", "是否已经作出征收决定或者补偿决定?"),
  compensationAgreementBroken: ask("补偿协议不履行", "是否签了补偿协议而对方不履行?"),
  isExpropriationCompensation: exception("争的是征地补偿", "争的是不是征收土地及其补偿?"),

  hasOtherLabourClaim: exception("另有其他劳动请求", "除了工资,是否还要求经济补偿、确认劳动关系等?"),
  employerElsewhere: exception("用人单位不在用工地", "用人单位是否不在用工所在地?"),
  isMigrantWorker: ask("进城务工人员", "申请人是否进城务工人员?"),
  hasWageIou: exception("有工资欠条", "有没有用人单位出具的工资欠条?"),
  isConstructionSite: ask("工程建设领域", "是否在建筑工地干活?"),
  isDomesticOrHelper: exception("家政服务或者个体帮工", "是否给家庭或者个人做家政、给个体工匠做帮工?"),
  arbitrationBegan: exception("已申请仲裁", "是否已经申请仲裁?"),
  arbitrationClosed: exception("仲裁程序已走完", "仲裁是否已裁决、不予受理,或者逾期未决定、未裁决?"),
  arbitrationRefused: exception("仲裁未获受理", "仲裁委员会是否没有受理(不予受理,或者逾期未作决定)?"),
  hasLabourMediationAgreement: ask(
    "已有劳动调解协议",
    "是否已就劳动报酬、工伤医疗费、补偿或者赔偿达成调解协议而对方不履行?",
  ),
  labourPaymentOrderFailed: exception("依调解协议申请的支付令未成", "是否已依该调解协议申请支付令而被法院裁定终结?"),
  insuranceUnpaid: ask("未缴社会保险", "用人单位是否没有缴或者少缴社会保险费?"),
  lossUnrecoverable: ask("不能补办且有损失", "是否已经不能补办,因此受到损失?"),
  againstInsuranceAgency: exception("与社会保险经办机构的争议", "争议的对方是不是社会保险经办机构?"),
  seeksRecognition: ask("争的是工伤认定", "争的是不是算不算工伤?"),
  recognitionDecided: exception("已有工伤认定决定", "人社部门是否已经作出工伤认定决定?"),
  claimsInjuryBenefits: ask("请求工伤待遇", "是否请求工伤保险待遇?"),
  againstDisabilityAppraisal: exception("不服伤残等级鉴定", "是否不服劳动能力、伤残等级鉴定结论?"),
  isInstitutionStaff: ask("事业单位人员或者聘任制人员", "是否事业单位工作人员或者聘任制公务员?"),
  claimsWages: ask("请求工资", "请求的是不是干活的工资(而不是工程款)?"),

  mediationBodyAccepted: exception("医调委已受理", "医疗纠纷人民调解委员会是否已经受理?"),
  claimsDamages: ask("请求损害赔偿", "是否请求损害赔偿?"),
  objectsToAccidentFinding: ask("不服事故认定", "是否不服道路交通事故认定?"),
  jointPoliceRequest: ask("双方共同书面请求交警调解", "双方是否在十个工作日内共同书面请求交警调解?"),
  peoplesMediationFailed: ask("人民调解未成", "人民调解是否已经终止而没有达成协议?"),

  reportsViolation: ask("反映违法违规", "是否反映企业违反监管规定?"),
  isResidualPolicyIssue: ask("剩下的政策问题", "合同和监管问题之外,是否只剩政策性问题?"),
  isClearMoneyClaim: ask("金钱债权明确", "是否只请求给付金钱,数额和期限都清楚?"),
  isIllegalFundraising: exception("涉嫌非法集资", "是否涉嫌非法集资?"),
  isSmallBusinessArrears: ask("拖欠中小企业款项", "是否机关、事业单位、国有企业或者大型企业拖欠中小企业款项?"),
  isCampusInjury: ask("校园伤害", "是否在学校、幼儿园受伤?"),

  isOnSpotPenalty: ask("当场行政处罚", "是否不服当场作出的行政处罚?"),
  isFailureToAct: ask("行政机关不履行法定职责", "是否认为行政机关不履行法定职责?"),
  isInformationRefused: ask("不予公开政府信息", "是否申请政府信息公开而不予公开?"),
  reconsiderationPending: exception("复议正在进行", "行政复议机关是否已经受理,还没有决定?"),
  reconsiderationDecided: exception("复议已作决定", "行政复议机关是否已经作出决定?"),
  judgmentInEffect: ask("裁判已生效", "判决、裁定是否已经生效?"),
  concernsEnforcement: ask("反映执行问题", "反映的是不是法院执行?"),
  concludedByLaw: exception("涉法涉诉已依法终结", "这件涉法涉诉事项是否已经依法终结?"),
  againstCadre: ask("反映干部", "被反映的人是不是领导干部?"),
  reportsMisconduct: ask("反映违纪违法", "是否反映村社干部违纪违法?"),
  isSimpleFirstTime: ask("初次且简单明了", "是否初次反映,事情清楚简单?"),
} as const satisfies Readonly<Record<string, FactLabel>>;
export type Fact = keyof typeof FACT_LABELS;
/** Absent means unknown. */
export type Facts = { readonly [F in Fact]?: boolean };
