import { active, agency, ended, otherBody, party, settling, steps, type Workflow } from "../workflow.rules";

const cpl = (article: string): string => `民事诉讼法 ${article}`;
const spc = (article: string): string => `民诉解释 ${article}`;
const invited = (article: string): string => `特邀调解规定 ${article}`;
const filing = (article: string): string => `登记立案规定 ${article}`;
const FILE_FIRST = "规范立案与调解工作的意见(2025)";

const FILING = agency("立案庭");
const BENCH = agency("合议庭或者独任法官");
const UPPER = agency("第二审法院");
const RETRIAL_COURT = agency("再审法院");
const ENFORCER = agency("执行局");
const MEDIATOR = otherBody("特邀调解组织或者特邀调解员");
const PROSECUTION = otherBody("人民检察院抗诉,或者法院依职权");
const PLAINTIFF = party("原告");
const PARTY = party("当事人");
const BOTH = party("双方当事人");
const CREDITOR = party("申请执行人");

const FIRST_INSTANCE = ["FILED", "ENTRUSTED_MEDIATION", "SERVED", "TRIAL", "SUSPENDED"];
const BINDING = ["EFFECTIVE", "ENFORCING", "SETTLED_ENF", "TERMINATED_ROUND"];

/**
 * A court's ruling on the merits settles the quarrel as soon as it is given, and stays open to change until it is
 * carried out. Retrial and enforcement have case numbers of their own, so a record may also open there.
 */
export const LITIGATION_WORKFLOW: Workflow = {
  line: "LITIGATION",
  title: "诉讼",
  states: [
    active("COMPLAINT_RECEIVED", "收到起诉状", { entry: true, basis: filing("2") }),
    active("CORRECTION", "补正中"),
    ended("RETURNED", "起诉状已退回", "UNRESOLVED"),
    active("PRE_FILING_MEDIATION", "诉前调解", { entry: true, legacyUntil: "2024-12-31", basis: FILE_FIRST }),
    settling("MEDIATION_AGREED", "诉前调解成功", "RESOLVED"),
    active("FILED", "已登记立案"),
    settling("REFUSED", "裁定不予受理", "REDIRECTED", { basis: cpl("127") }),
    ended("REFUSED_FINAL", "不予受理或者驳回起诉已生效", "REDIRECTED"),
    ended("TRANSFERRED", "已移送其他法院", "REDIRECTED"),
    active("ENTRUSTED_MEDIATION", "委托调解中"),
    settling("COURT_MEDIATED", "已制作调解书", "RESOLVED"),
    ended("CLOSED_OTHER", "其他方式结案", "RESOLVED"),
    active("SERVED", "已送达,答辩举证中"),
    active("TRIAL", "审理中"),
    active("SUSPENDED", "诉讼中止"),
    settling("JUDGED", "已判决", "RESOLVED"),
    settling("RULED", "已裁定", "UNRESOLVED"),
    ended("WITHDRAWN", "撤诉", "WITHDRAWN"),
    ended("TERMINATED", "程序终结", "UNRESOLVED"),
    active("APPEALED", "二审中"),
    settling("SECOND_JUDGED", "二审已裁判", "RESOLVED"),
    settling("EFFECTIVE", "裁判已生效", "RESOLVED"),
    ended("PERFORMED", "已履行", "RESOLVED"),
    // Many judgments order nothing (a claim dismissed, a right declared); without this end they would never close.
    ended("CONCLUDED", "生效后结案", "RESOLVED"),
    active("ENFORCING", "执行中", { entry: true, basis: cpl("247, 248, 249") }),
    settling("SETTLED_ENF", "执行和解", "RESOLVED"),
    settling("TERMINATED_ROUND", "终结本次执行", "UNRESOLVED"),
    ended("ENF_CLOSED", "终结执行", "UNRESOLVED"),
    active("RETRIAL_REVIEW", "再审审查中", { entry: true, basis: cpl("210, 212") }),
    active("RETRIAL", "再审中"),
    active("CONFIRMATION_REVIEW", "司法确认审查中", { entry: true, basis: cpl("205") }),
    settling("CONFIRMED", "已司法确认", "RESOLVED"),
    ended("CONF_REJECTED", "司法确认被驳回", "UNRESOLVED"),
    ended("CONF_WITHDRAWN", "撤回司法确认申请", "WITHDRAWN"),
    active("PAYMENT_ORDER", "督促程序中", { entry: true, basis: cpl("225") }),
    settling("ORDER_EFFECTIVE", "支付令已生效", "RESOLVED"),
    settling("ORDER_VOID", "支付令已失效", "UNRESOLVED"),
  ],
  transitions: steps([
    ["COMPLAINT_RECEIVED", "CORRECTION", FILING, "补正告知书", filing("7")],
    [["COMPLAINT_RECEIVED", "CORRECTION"], "FILED", FILING, "受理案件通知书", cpl("126")],
    [["COMPLAINT_RECEIVED", "CORRECTION"], "REFUSED", FILING, "不予受理裁定书", cpl("126, 127")],
    ["CORRECTION", "COMPLAINT_RECEIVED", PLAINTIFF, "补正材料", `${filing("7")}; ${spc("126")}`],
    ["CORRECTION", "RETURNED", FILING, null, filing("7")],
    [["COMPLAINT_RECEIVED", "CORRECTION"], "WITHDRAWN", PLAINTIFF, null, cpl("13(2)")],
    ["REFUSED", "APPEALED", PLAINTIFF, "上诉状", cpl("126, 171(2)")],
    ["REFUSED", "REFUSED_FINAL", FILING, null, cpl("158")],

    ["COMPLAINT_RECEIVED", "PRE_FILING_MEDIATION", FILING, "委派调解函", invited("11")],
    ["PRE_FILING_MEDIATION", "MEDIATION_AGREED", MEDIATOR, "调解协议书", invited("19(1)")],
    ["PRE_FILING_MEDIATION", "FILED", FILING, "受理案件通知书", invited("21(1)")],
    ["PRE_FILING_MEDIATION", "WITHDRAWN", PARTY, null, invited("26(1)(二)")],
    ["MEDIATION_AGREED", "CONFIRMATION_REVIEW", BOTH, "司法确认申请书", `${invited("19(2)")}; ${cpl("205")}`],
    ["MEDIATION_AGREED", "FILED", FILING, "受理案件通知书", invited("25(1)")],
    ["MEDIATION_AGREED", "PERFORMED", PARTY, "履行凭证", "按约履行 (policy)"],

    [["FILED", "SERVED", "TRIAL"], "ENTRUSTED_MEDIATION", BENCH, "委托调解函", `${invited("11(1)")}; ${FILE_FIRST}`],
    ["ENTRUSTED_MEDIATION", "COURT_MEDIATED", BENCH, "调解书", invited("20")],
    ["ENTRUSTED_MEDIATION", "CLOSED_OTHER", BENCH, null, FILE_FIRST],
    ["ENTRUSTED_MEDIATION", "SERVED", BENCH, "应诉通知书", `${invited("21(2)")}; ${FILE_FIRST}`],
    ["ENTRUSTED_MEDIATION", "TRIAL", BENCH, "传票", invited("21(2)")],
    ["FILED", "SERVED", BENCH, "应诉通知书", cpl("128(1), 129")],
    [["FILED", "SERVED"], "TRANSFERRED", BENCH, "移送管辖裁定书", cpl("37, 130(1)")],
    ["SERVED", "TRIAL", BENCH, "传票", cpl("136(四), 139")],
    ["SERVED", "COURT_MEDIATED", BENCH, "调解书", cpl("100, 136(二)")],
    [["SERVED", "TRIAL"], "RULED", BENCH, "裁定书", cpl("157(1)(三)")],
    ["TRIAL", "SUSPENDED", BENCH, "中止诉讼裁定书", cpl("153(1)")],
    ["SUSPENDED", "TRIAL", BENCH, null, cpl("153(2)")],
    ["TRIAL", "JUDGED", BENCH, "判决书", cpl("145, 151, 155")],
    ["TRIAL", "COURT_MEDIATED", BENCH, "调解书", cpl("100, 145")],
    [["TRIAL", "SUSPENDED"], "TERMINATED", BENCH, "终结诉讼裁定书", cpl("154")],
    [FIRST_INSTANCE, "WITHDRAWN", PLAINTIFF, "准许撤诉(按撤诉处理)裁定书", `${cpl("146, 148")}; ${filing("11")}`],

    ["JUDGED", "APPEALED", PARTY, "上诉状", cpl("171(1)")],
    ["JUDGED", "EFFECTIVE", BENCH, "生效证明", cpl("158, 165")],
    ["RULED", "APPEALED", PARTY, "上诉状", cpl("157(2), 171(2)")],
    ["RULED", "EFFECTIVE", BENCH, "生效证明", cpl("158")],
    ["RULED", "REFUSED_FINAL", BENCH, "生效证明", cpl("157(1)(三), 158")],
    ["APPEALED", "SECOND_JUDGED", UPPER, "二审判决书(裁定书)", cpl("177, 178")],
    ["APPEALED", "COURT_MEDIATED", UPPER, "调解书", cpl("179")],
    ["APPEALED", "TRIAL", UPPER, "发回重审(指令审理)裁定书", `${cpl("177(1)(三)(四)")}; ${spc("330")}`],
    ["APPEALED", "FILED", UPPER, "指令立案裁定书", spc("330")],
    ["APPEALED", "REFUSED_FINAL", UPPER, "二审裁定书", `${cpl("177(1)(一), 178")}; ${spc("328")}`],
    ["APPEALED", "TRANSFERRED", UPPER, "移送管辖裁定书", spc("329")],
    ["APPEALED", "EFFECTIVE", UPPER, "准许撤回上诉裁定书", `${cpl("180")}; ${spc("318")}`],
    ["APPEALED", "WITHDRAWN", PLAINTIFF, "准许撤回起诉裁定书", spc("336, 337")],
    ["APPEALED", "TERMINATED", UPPER, "终结诉讼裁定书", `${cpl("154")}; ${spc("320(2)")}`],
    ["SECOND_JUDGED", "EFFECTIVE", UPPER, "生效证明", cpl("182")],
    ["COURT_MEDIATED", "EFFECTIVE", BOTH, "送达回证", cpl("100(3), 101(2)")],
    ["COURT_MEDIATED", "TRIAL", PARTY, null, cpl("102")],
    ["COURT_MEDIATED", "SECOND_JUDGED", UPPER, "二审判决书", cpl("102, 181")],

    ["EFFECTIVE", "PERFORMED", PARTY, "履行凭证", cpl("247")],
    ["EFFECTIVE", "CONCLUDED", BENCH, null, "无给付内容或者申请执行时效届满 (policy)"],
    ["EFFECTIVE", "ENFORCING", CREDITOR, "执行申请书", cpl("247, 250")],
    ["ENFORCING", "PERFORMED", ENFORCER, "结案通知书", cpl("239(2)")],
    ["ENFORCING", "SETTLED_ENF", BOTH, "执行和解协议", cpl("241(1)")],
    ["ENFORCING", "TERMINATED_ROUND", ENFORCER, "终结本次执行程序裁定书", spc("517(1)")],
    ["ENFORCING", "ENF_CLOSED", ENFORCER, "终结执行(不予执行)裁定书", cpl("248(2), 249(2), 268")],
    ["SETTLED_ENF", "PERFORMED", PARTY, "履行凭证", spc("465")],
    ["SETTLED_ENF", "ENFORCING", CREDITOR, "恢复执行申请书", cpl("241(2)")],
    ["SETTLED_ENF", "ENF_CLOSED", ENFORCER, "终结执行裁定书", spc("464")],
    ["TERMINATED_ROUND", "ENFORCING", CREDITOR, "恢复执行申请书", spc("517(2)")],
    ["TERMINATED_ROUND", "PERFORMED", PARTY, "履行凭证", cpl("265")],
    ["TERMINATED_ROUND", "ENF_CLOSED", ENFORCER, "终结执行裁定书", cpl("268")],

    [BINDING, "RETRIAL_REVIEW", PARTY, "再审申请书", cpl("210, 212, 216")],
    [BINDING, "RETRIAL", PROSECUTION, "抗诉书或者再审决定", cpl("209, 219, 222")],
    ["RETRIAL_REVIEW", "RETRIAL", RETRIAL_COURT, "再审裁定书", cpl("215(1)")],
    ["RETRIAL_REVIEW", "EFFECTIVE", RETRIAL_COURT, "驳回再审申请裁定书", `${cpl("215(1)")}; ${spc("393, 398, 400")}`],
    // An application does not stop enforcement, so it goes on where it was.
    ["RETRIAL_REVIEW", "ENFORCING", RETRIAL_COURT, "驳回再审申请裁定书", cpl("210, 215(1)")],
    ["RETRIAL", "JUDGED", RETRIAL_COURT, "再审判决书", cpl("218(1)")],
    ["RETRIAL", "SECOND_JUDGED", RETRIAL_COURT, "再审判决书(裁定书)", cpl("218(1)")],
    ["RETRIAL", "COURT_MEDIATED", RETRIAL_COURT, "调解书", `${cpl("96, 100")}; ${spc("420(2)")}`],
    ["RETRIAL", "TRIAL", RETRIAL_COURT, "发回重审裁定书", spc("420(2)")],
    ["RETRIAL", "REFUSED_FINAL", RETRIAL_COURT, "驳回起诉裁定书", spc("406")],
    ["RETRIAL", "WITHDRAWN", PLAINTIFF, "准许撤回起诉裁定书", spc("408")],
    ["RETRIAL", "EFFECTIVE", RETRIAL_COURT, "终结再审程序裁定书", spc("404, 407")],
    ["RETRIAL", "ENFORCING", RETRIAL_COURT, "终结再审程序裁定书", spc("404(3)")],

    ["CONFIRMATION_REVIEW", "CONFIRMED", BENCH, "司法确认裁定书", cpl("206")],
    ["CONFIRMATION_REVIEW", "CONF_REJECTED", BENCH, "驳回(不予受理)裁定书", `${cpl("206")}; ${spc("355, 358")}`],
    ["CONFIRMATION_REVIEW", "CONF_WITHDRAWN", BOTH, "准许撤回申请裁定书", spc("357")],
    ["CONFIRMED", "CONFIRMATION_REVIEW", party("当事人或者利害关系人"), "异议书", spc("372")],
    ["CONFIRMED", "PERFORMED", PARTY, "履行凭证", cpl("206")],
    ["CONFIRMED", "ENFORCING", CREDITOR, "执行申请书", cpl("206")],
    ["CONFIRMED", "CONCLUDED", BENCH, null, "无给付内容或者申请执行时效届满 (policy)"],

    ["PAYMENT_ORDER", "ORDER_EFFECTIVE", BENCH, "支付令", cpl("227(1), 227(3)")],
    ["PAYMENT_ORDER", "PERFORMED", party("债务人"), "履行凭证", cpl("227(2)")],
    ["PAYMENT_ORDER", "ORDER_VOID", BENCH, "终结督促程序裁定书", `${cpl("228(1)")}; ${spc("430, 435")}`],
    ["PAYMENT_ORDER", "REFUSED_FINAL", BENCH, "不予受理通知书(驳回申请裁定书)", `${cpl("227(1)")}; ${spc("427, 428")}`],
    ["PAYMENT_ORDER", "WITHDRAWN", party("债权人"), "终结督促程序裁定书", spc("430(三)")],
    ["ORDER_EFFECTIVE", "PERFORMED", party("债务人"), "履行凭证", cpl("227(3)")],
    ["ORDER_EFFECTIVE", "ENFORCING", CREDITOR, "执行申请书", cpl("227(3)")],
    ["ORDER_EFFECTIVE", "REFUSED_FINAL", BENCH, "撤销支付令裁定书", spc("441")],
    ["ORDER_VOID", "FILED", FILING, "受理案件通知书", `${cpl("228(2)")}; ${spc("439")}`],
    ["ORDER_VOID", "TERMINATED", party("债权人"), null, `${cpl("228(2)")}; ${spc("438")}`],
    // A wage order that fails sends the worker to arbitration first.
    ["ORDER_VOID", "REFUSED_FINAL", FILING, "先行仲裁告知书", "劳动争议解释一 13(2)"],
  ]),
};
