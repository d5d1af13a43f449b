import type { MatterFact } from "../matter.rules";

// What limits of several lines ask of a matter. A category is one clerk's word at the counter: where the quarrel may
// well lie under another one, that one leaves it open, and a person says.

/** Under these anything may lie. */
const ANYTHING = ["LITIGATION_RELATED", "CONSULT", "OTHER"];

const MAY_BE_LABOUR = ["PERSONNEL", "SOCIAL_SECURITY", "CONSTRUCTION_PROJECT", "CONTRACT_DEBT", "ENTERPRISE_RELATED"];

/** 劳动争议 (劳动争议调解仲裁法 2). */
export const LABOUR: MatterFact = {
  field: "category",
  is: ["WAGE_ARREARS", "LABOR_CONTRACT", "WORK_INJURY"],
  open: [...MAY_BE_LABOUR, "VILLAGE_GOVERNANCE", "TORT_DAMAGE", ...ANYTHING],
};

/** 医疗纠纷. */
export const MEDICAL: MatterFact = {
  field: "category",
  is: ["MEDICAL"],
  open: ["TORT_DAMAGE", ...ANYTHING],
};

/** 道路交通事故损害赔偿; also where the insurer is who is quarrelled with. */
export const TRAFFIC: MatterFact = {
  field: "category",
  is: ["TRAFFIC_ACCIDENT"],
  open: ["TORT_DAMAGE", "FINANCE_INSURANCE", ...ANYTHING],
};

/** 消费者争议. */
export const CONSUMER: MatterFact = {
  field: "category",
  is: ["CONSUMER"],
  open: ["REAL_ESTATE_SALE", "FINANCE_INSURANCE", "EDUCATION", "PROPERTY_MGMT", "CONTRACT_DEBT", ...ANYTHING],
};

/** 法律未规定调解期限的: neither labour nor medical. */
export const WITHOUT_PERIOD: MatterFact = {
  field: "category",
  isNot: ["WAGE_ARREARS", "LABOR_CONTRACT", "WORK_INJURY"],
  open: ["MEDICAL", ...MAY_BE_LABOUR, ...ANYTHING],
};

/** 民事案件: the act on civil procedure says nothing of an administrative case. */
export const CIVIL: MatterFact = { field: "caseType", is: ["CIVIL"] };

export const procedure = (...is: readonly string[]): MatterFact => ({ field: "courtProcedure", is });
export const mediation = (...is: readonly string[]): MatterFact => ({ field: "mediationKind", is });
