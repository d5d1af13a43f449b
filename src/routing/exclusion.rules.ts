/** A procedure that is under way, or has come to its end, about the same matter. */
export type ActiveProcedure =
  | "PETITION"
  | "PETITION_CONCLUDED"
  | "HOTLINE"
  | "PEOPLES_MEDIATION"
  | "ADMIN_MEDIATION"
  | "ARBITRATION"
  | "INSPECTION"
  | "LITIGATION"
  | "EFFECTIVE_JUDGMENT"
  | "RECONSIDERATION"
  | "LEGAL_AID";

/** A procedure that is asked for beside it. */
export type RequestedProcedure = Exclude<ActiveProcedure, "PETITION_CONCLUDED" | "EFFECTIVE_JUDGMENT">;

export const ACTIVE_LABELS: Readonly<Record<ActiveProcedure, string>> = {
  PETITION: "信访",
  PETITION_CONCLUDED: "信访复核终结",
  HOTLINE: "12345 热线",
  PEOPLES_MEDIATION: "人民调解",
  ADMIN_MEDIATION: "行政调解(含交警调解)",
  ARBITRATION: "劳动人事争议仲裁",
  INSPECTION: "劳动保障监察",
  LITIGATION: "诉讼",
  EFFECTIVE_JUDGMENT: "生效裁判或仲裁裁决",
  RECONSIDERATION: "行政复议",
  LEGAL_AID: "法律援助",
};

export const REQUESTED: readonly RequestedProcedure[] = [
  "PETITION",
  "HOTLINE",
  "PEOPLES_MEDIATION",
  "ADMIN_MEDIATION",
  "ARBITRATION",
  "INSPECTION",
  "LITIGATION",
  "RECONSIDERATION",
  "LEGAL_AID",
];

/** How far the active procedure is. */
export type Stage = "APPLIED" | "DECLINED" | "ACCEPTED" | "OVERDUE" | "DECIDED";

export const STAGE_LABELS: Readonly<Record<Stage, string>> = {
  APPLIED: "已申请,尚未受理",
  DECLINED: "不予受理,或者逾期不作决定",
  ACCEPTED: "已受理,在办",
  OVERDUE: "已受理,超过法定期限没有结论",
  DECIDED: "已有结论,尚未生效或者还可以争议",
};

/** What a verdict may hang on besides. What is not known counts as not given: the closed reading. */
export type ExclusionFact =
  "isMedical" | "isResidue" | "isInTime" | "isCivilClaim" | "isNonFinalAward" | "isByWorker" | "maySueDirectly";

export const FACT_LABELS: Readonly<Record<ExclusionFact, string>> = {
  isMedical: "医疗纠纷",
  isResidue: "没有其他法定途径,属于信访工作条例 31(六) 的事项",
  isInTime: "仲裁时效没有届满",
  isCivilClaim: "民事争议本身,不是对信访办理行为不服",
  isNonFinalAward: "非终局裁决(含终局与非终局并存)",
  isByWorker: "由劳动者提出",
  maySueDirectly: "依法可以不经仲裁直接起诉(工资欠条且无其他请求,或者调仲法 16 的支付令失效)",
};

export type ExclusionFacts = Readonly<Partial<Record<ExclusionFact, boolean>>>;

export const VERDICT_LABELS = {
  ALLOWED: "可以",
  SUSPENDS: "可以,原程序随之中止或者终结",
  GUIDED: "引导",
  REFUSED: "不予受理(登记并告知途径)",
  NOT_APPLICABLE: "不适用",
} as const;
export type Verdict = keyof typeof VERDICT_LABELS;

interface RowCommon {
  readonly id: string;
  readonly active: ActiveProcedure;
  readonly requested: RequestedProcedure;
  readonly stages: readonly Stage[];
  /** False stands for: not known to be so. */
  readonly when: ExclusionFacts;
  /** Law and article; null where the cell follows from the articles around it (policy). */
  readonly basis: string | null;
  /** False where nobody has read the article, and for a policy. */
  readonly verified: boolean;
}

/** Nobody is turned away without a route: the type has no refusal without one (信访工作条例 44). */
export type ExclusionRow = RowCommon &
  (
    | { readonly verdict: "REFUSED" | "GUIDED"; readonly route: string }
    | { readonly verdict: "ALLOWED" | "SUSPENDS" | "NOT_APPLICABLE"; readonly remark: string | null }
  );

export interface ExclusionQuestion {
  readonly active: ActiveProcedure;
  readonly requested: RequestedProcedure;
  readonly stage: Stage;
  readonly facts: ExclusionFacts;
}

/** What every refusal and every guidance owes, whatever its reason. */
export const REGISTER_ALWAYS = "登记,并告知途径(信访工作条例 44)";

function speaksOf(row: ExclusionRow, { active, requested, stage }: ExclusionQuestion): boolean {
  return row.active === active && row.requested === requested && row.stages.includes(stage);
}

export function matchesExclusion(row: ExclusionRow, question: ExclusionQuestion): boolean {
  const { facts } = question;
  if (!speaksOf(row, question)) return false;
  return Object.entries(row.when).every(([fact, wanted]) => (facts[fact as ExclusionFact] ?? false) === wanted);
}

/** The one row that decides. A test asks every question there is; a question without a row is a fault of the table. */
export function decideExclusion(rows: readonly ExclusionRow[], question: ExclusionQuestion): ExclusionRow {
  const row = rows.find((one) => matchesExclusion(one, question));
  if (!row) throw new Error(`no row for ${question.active} beside ${question.requested}, ${question.stage}`);
  return row;
}

/** The facts that may still change the verdict, to be asked for. */
export function openFacts(rows: readonly ExclusionRow[], question: ExclusionQuestion): ExclusionFact[] {
  const named = rows
    .filter((row) => speaksOf(row, question))
    .flatMap((row) => Object.keys(row.when) as ExclusionFact[]);
  return [...new Set(named)].filter((fact) => question.facts[fact] === undefined);
}
