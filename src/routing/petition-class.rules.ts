import { isRead } from "../law/cited.rules";

/** 依法分类: which way of 信访工作条例 31 an appeal takes. What is absent is unknown. */
export const PETITION_FACTS = {
  needsPoliticalLegalProcedure: {
    label: "诉讼、检察、公安程序",
    question: "是否应当通过诉讼、检察机关或者公安机关的程序处理?",
  },
  needsArbitration: { label: "仲裁", question: "是否应当通过仲裁解决?" },
  isPartyAppeal: { label: "党员申诉", question: "是否可以通过党员申诉等解决?" },
  needsAdminProcedure: { label: "行政程序", question: "是否可以通过行政复议等行政程序解决?" },
  asksStatutoryDuty: { label: "履行法定职责", question: "是否请求查处违法行为或者履行法定职责?" },
} as const;
export type PetitionFact = keyof typeof PETITION_FACTS;
export type PetitionFacts = { readonly [F in PetitionFact]?: boolean };

export const PETITION_ITEMS = ["(一)", "(二)", "(三)", "(四)", "(五)", "(六)"] as const;
export type PetitionItem = (typeof PETITION_ITEMS)[number];

export interface PetitionClassRow {
  readonly item: PetitionItem;
  /** Null for the residue, which fits when no other row does. */
  readonly when: PetitionFact | null;
  /** What the handling body does, in Chinese. */
  readonly does: string;
  readonly basis: string;
  /** Only the residue gets a handling opinion, sixty days, review and recheck. */
  readonly getsOpinion: boolean;
}

/** Asked from the top; the first that fits decides. */
export const PETITION_CLASS_ROWS: readonly PetitionClassRow[] = [
  {
    item: "(一)",
    when: "needsPoliticalLegalProcedure",
    does: "涉法涉诉,由政法机关按诉讼、检察、公安程序处理",
    basis: "信访工作条例 31(一)",
    getsOpinion: false,
  },
  {
    item: "(二)",
    when: "needsArbitration",
    does: "导入仲裁程序",
    basis: "信访工作条例 31(二)",
    getsOpinion: false,
  },
  {
    item: "(三)",
    when: "isPartyAppeal",
    does: "导入党员申诉程序",
    basis: "信访工作条例 31(三)",
    getsOpinion: false,
  },
  {
    item: "(四)",
    when: "needsAdminProcedure",
    does: "导入行政复议等行政程序",
    basis: "信访工作条例 31(四)",
    getsOpinion: false,
  },
  {
    item: "(五)",
    when: "asksStatutoryDuty",
    does: "依法履行职责或者答复",
    basis: "信访工作条例 31(五)",
    getsOpinion: false,
  },
  {
    item: "(六)",
    when: null,
    does: "听取陈述,调查核实,出具信访处理意见书",
    basis: "信访工作条例 31(六), 34",
    getsOpinion: true,
  },
];

export type PetitionClass =
  | {
      readonly item: PetitionItem;
      readonly does: string;
      readonly basis: string;
      readonly verified: boolean;
      readonly ask: readonly [];
    }
  | { readonly item: null; readonly ask: readonly PetitionFact[] };

/** A way that has not been ruled out stands before all that follow it, so the residue is reached by five answers only. */
export function classifyPetition(facts: PetitionFacts): PetitionClass {
  const ask: PetitionFact[] = [];
  for (const { item, when, does, basis } of PETITION_CLASS_ROWS) {
    if (when !== null && facts[when] === undefined) ask.push(when);
    if (when !== null && facts[when] !== true) continue;
    return ask.length > 0 ? { item: null, ask } : { item, does, basis, verified: isRead(basis), ask: [] };
  }
  throw new Error("the table of petition classes has no residue");
}
