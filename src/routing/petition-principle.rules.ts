import { allow, refuse, type Decision } from "../platform/decision";

/** 信、访、网、电、传真 (信访工作条例 17). */
export type PetitionForm = "LETTER" | "VISIT" | "ONLINE" | "PHONE" | "FAX";

export type LitigationStep = "REGISTER" | "TRANSFER_TO_POLITICAL_LEGAL" | "EXPLAIN_AND_GUIDE";

export const LITIGATION_STEP_LABELS: Readonly<Record<LitigationStep, string>> = {
  REGISTER: "登记",
  TRANSFER_TO_POLITICAL_LEGAL: "转送同级政法部门",
  EXPLAIN_AND_GUIDE: "说明并引导向政法机关提出",
};

export interface LitigationPetitionRow {
  readonly form: PetitionForm;
  readonly label: string;
  /** In order. Every row begins with REGISTER: nothing is dropped without a trace. */
  readonly steps: readonly LitigationStep[];
  readonly basis: string | null;
}

const TRANSFERRED = ["REGISTER", "TRANSFER_TO_POLITICAL_LEGAL"] as const;

/** 诉访分离: what happens to a matter of litigation that came in as a petition. */
export const LITIGATION_PETITION_ROWS: readonly LitigationPetitionRow[] = [
  { form: "LETTER", label: "来信", steps: TRANSFERRED, basis: "信访工作条例 22(2), 44" },
  { form: "VISIT", label: "来访", steps: ["REGISTER", "EXPLAIN_AND_GUIDE"], basis: "信访工作条例 20(2), 28(2), 44" },
  // The regulation speaks of letters and visits; whoever is not here to be told is served as one who wrote.
  { form: "ONLINE", label: "网上", steps: TRANSFERRED, basis: null },
  { form: "PHONE", label: "电话", steps: TRANSFERRED, basis: null },
  { form: "FAX", label: "传真", steps: TRANSFERRED, basis: null },
];

export function separateLitigation(form: PetitionForm): LitigationPetitionRow {
  const row = LITIGATION_PETITION_ROWS.find((candidate) => candidate.form === form);
  if (!row) throw new Error(`no row says what becomes of a matter of litigation that came by ${form}`);
  return row;
}

export interface AccusationReceiver {
  readonly id: string;
  /** A discipline body, or another with authority over the accused. Unknown counts as no. */
  readonly hasAuthority?: boolean;
}

export type AccusationRefusal = "IS_REPORTED" | "NO_AUTHORITY";

/**
 * 检举控告: who may receive the accusation, and who may read it. Whoever is accused is told so first: authority over
 * others does not help him (信访工作条例 22(2), 30, 46(五)).
 */
export function decideAccusationReceiver(
  receiver: AccusationReceiver,
  reportedIds: readonly string[],
): Decision<null, AccusationRefusal> {
  if (reportedIds.includes(receiver.id)) return refuse("IS_REPORTED");
  return receiver.hasAuthority === true ? allow(null) : refuse("NO_AUTHORITY");
}

const MOST_REPRESENTATIVES = 5;

/** 信访工作条例 20(3). The matter is registered either way; a refusal asks the visitors to name at most five. */
export function decideRepresentatives(
  visitors: number,
): Decision<null, { readonly code: "NAME_REPRESENTATIVES"; readonly most: number }> {
  if (visitors <= MOST_REPRESENTATIVES) return allow(null);
  return refuse({ code: "NAME_REPRESENTATIVES", most: MOST_REPRESENTATIVES });
}

export type RecusalRefusal = "IS_PARTY" | "HAS_INTEREST" | "INTEREST_UNKNOWN";

/** 信访工作条例 28(3): a handler with an interest in the matter steps back. Nobody handles before he has declared. */
export function decideHandler(handler: {
  readonly isParty: boolean;
  readonly hasInterest?: boolean;
}): Decision<null, RecusalRefusal> {
  if (handler.isParty) return refuse("IS_PARTY");
  if (handler.hasInterest === undefined) return refuse("INTEREST_UNKNOWN");
  return handler.hasInterest ? refuse("HAS_INTEREST") : allow(null);
}

/** 首办责任 (policy): the first receiver stays responsible until another body has accepted the lead; never nobody. */
export function leadAfter(
  leadOwnerId: string,
  answers: readonly { readonly agencyId: string; readonly takesLead: boolean; readonly hasAccepted: boolean }[],
): string {
  return answers.find((answer) => answer.takesLead && answer.hasAccepted)?.agencyId ?? leadOwnerId;
}

export interface PrincipleRow {
  readonly title: string;
  /** What it asks, in Chinese. */
  readonly asks: string;
  readonly basis: string | null;
}

/** What every routing keeps to, whatever the matter. */
export const PRINCIPLE_ROWS: readonly PrincipleRow[] = [
  {
    title: "诉访分离",
    asks: "诉讼权利救济事项从普通信访中分离,由政法机关处理;来信登记并转送同级政法部门,来访说明引导",
    basis: "信访工作条例 20(2), 22(2), 28(2)",
  },
  {
    title: "依法分类处理",
    asks: "先看第一项至第五项是否适用,都不适用的才出具处理意见书,适用六十日(加三十日)和复查复核",
    basis: "信访工作条例 31, 34",
  },
  {
    title: "检举控告分送",
    asks: "转送纪检监察或者有权处理机关,不得透露或者转给被检举、控告的人员或者单位",
    basis: "信访工作条例 22(2), 30, 46(五)",
  },
  { title: "登记必做", asks: "不予受理也要登记;不登记、不受理、不按时书面告知的要追究责任", basis: "信访工作条例 44" },
  {
    title: "不予(不再)受理",
    asks: "只有两种:办理期限内又向上级提出同一事项的不予受理;复核后以同一事实和理由提出的不再受理",
    basis: "信访工作条例 19(3), 36(3)",
  },
  {
    title: "越级走访",
    asks: "来访应当到有权处理的本级或者上一级机关;越级的引导,不因此拒绝登记",
    basis: "信访工作条例 20(1)",
  },
  {
    title: "属地管理、分级负责",
    asks: "看事项的主管机关和发生地,不看信访人的户籍、住址",
    basis: "信访工作条例 5(3), 20(4), 22(1)(二)",
  },
  {
    title: "受理争议",
    asks: "先协商,再由共同上级决定,再由联席会议协调;机关撤并的由继受机关或者本级党委政府指定的机关办理",
    basis: "信访工作条例 24",
  },
  { title: "首办责任", asks: "最先接收的机关牵头,直到另一机关接收牵头;任何时候都有牵头机关", basis: null },
  {
    title: "五人代表",
    asks: "多人走访反映共同诉求的,推选代表,不超过五人;先登记,再请推选",
    basis: "信访工作条例 20(3)",
  },
  {
    title: "回避",
    asks: "承办人与信访事项或者信访人有直接利害关系的,回避;未作声明的不得承办",
    basis: "信访工作条例 28(3)",
  },
  {
    title: "转送、交办、督办",
    asks: "转送不要求报告;交办要求限期反馈并提交办结报告;督办由信访部门针对违规提出改进建议",
    basis: "信访工作条例 22(1), 40(1)",
  },
  {
    title: "三项建议",
    asks: "改进工作、完善政策、追究责任;收到的机关书面反馈是否采纳",
    basis: "信访工作条例 14(六), 40",
  },
  { title: "约谈通报挂牌", asks: "由联席会议作出", basis: "信访工作条例 39(3)" },
  { title: "一站式", asks: "市、县联合接访,一站式解决", basis: "信访工作条例 18(3)" },
  { title: "调解不碍权利", asks: "调解自愿,不得因调解阻止当事人走仲裁、行政、司法途径", basis: "人民调解法 3(3), 17" },
  {
    title: "先立案",
    asks: "二〇二五年一月一日起,符合条件的起诉先立案,不得以调解为立案条件",
    basis: "规范立案与调解工作的意见(2025)",
  },
  {
    title: "一裁两审",
    asks: "劳动争议先仲裁后诉讼",
    basis: "劳动争议调解仲裁法 5, 29, 47, 48, 49, 50",
  },
];
