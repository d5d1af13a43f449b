import {
  ACTIVE_LABELS,
  decideExclusion,
  FACT_LABELS,
  openFacts,
  REGISTER_ALWAYS,
  STAGE_LABELS,
  VERDICT_LABELS,
  type ExclusionFact,
  type ExclusionQuestion,
  type Verdict,
} from "./exclusion.rules";
import { EXCLUSIONS } from "./exclusions.rules";

export interface ExclusionAnswer extends ExclusionQuestion {
  /** The row that decided. */
  readonly rule: string;
  readonly verdict: Verdict;
  /** Where to go instead; null where the way is open. */
  readonly route: string | null;
  readonly remark: string | null;
  /** What is owed to whoever is turned away; null where the way is open. */
  readonly mustDo: string | null;
  /** Law and article; null where the row is a policy of the project. */
  readonly basis: string | null;
  readonly isVerified: boolean;
  /** What would still have to be known, as it may change the verdict. */
  readonly evidence: readonly { readonly fact: ExclusionFact; readonly label: string }[];
}

export function answerExclusion(question: ExclusionQuestion): ExclusionAnswer {
  const row = decideExclusion(EXCLUSIONS, question);
  const isTurnedAway = "route" in row;
  return {
    ...question,
    rule: row.id,
    verdict: row.verdict,
    route: isTurnedAway ? row.route : null,
    remark: isTurnedAway ? null : row.remark,
    mustDo: isTurnedAway ? REGISTER_ALWAYS : null,
    basis: row.basis,
    isVerified: row.verified,
    evidence: openFacts(EXCLUSIONS, question).map((fact) => ({ fact, label: FACT_LABELS[fact] })),
  };
}

/** The answer as a page for somebody who reads no JSON. */
export function exclusionLines(answer: ExclusionAnswer): string[] {
  const { active, requested, stage, verdict, route, remark, mustDo, basis, isVerified, evidence } = answer;
  return [
    `在办程序  ${ACTIVE_LABELS[active]}(${STAGE_LABELS[stage]})`,
    `要提出的  ${ACTIVE_LABELS[requested]}`,
    `结论      ${VERDICT_LABELS[verdict]}`,
    ...(route === null ? [] : [`途径      ${route}`]),
    ...(remark === null ? [] : [`说明      ${remark}`]),
    ...(mustDo === null ? [] : [`必须      ${mustDo}`]),
    `依据      ${basis ?? "项目政策,与有关条文一致"}${basis === null || isVerified ? "" : "(未核实)"}`,
    ...(evidence.length === 0 ? [] : [`还要问清  ${evidence.map(({ label }) => label).join(";")}`]),
  ];
}
