import type { Channel } from "../intake/intake.labels";
import type { DisputeCategory } from "../dispute/dispute.labels";
import { toMissingFacts } from "../dispute/refused.types";
import type { AdviceGround } from "./advice.store";
import type { RoutingAdviceAnswer, RoutingCandidate } from "./advice.types";
import type { Facts } from "./fact.labels";
import { classifyPetition, PETITION_FACTS, type PetitionFacts } from "./petition-class.rules";
import {
  LITIGATION_STEP_LABELS,
  PRINCIPLE_ROWS,
  separateLitigation,
  type PetitionForm,
} from "./petition-principle.rules";
import { adviseRouting, type AdvisedDoor, type RoutingAdvice } from "./routing-advice.rules";

/** 信、访、网、电、传真 (信访工作条例 17): the form behind each way in. */
const FORM_OF: Readonly<Record<Channel, PetitionForm>> = {
  WINDOW: "VISIT",
  VIDEO: "VISIT",
  MOBILE: "VISIT",
  AGENT: "VISIT",
  GRID: "VISIT",
  LETTER: "LETTER",
  PLATFORM: "LETTER",
  WEB: "ONLINE",
  QR: "ONLINE",
  PEOPLE_CN: "ONLINE",
  PHONE: "PHONE",
  HOTLINE_12345: "PHONE",
  FAX: "FAX",
};

/** 建议意见、检举控告; everything else asks for something (信访工作条例 29, 30, 31). */
const MATTER_OF: Readonly<Partial<Record<DisputeCategory, PetitionMatter>>> = {
  SUGGESTION: "SUGGESTION",
  DISCIPLINE_REPORT: "ACCUSATION",
};
type PetitionMatter = NonNullable<RoutingAdviceAnswer["petition"]>["matter"];

export function answerAdvice({ known, agencies, channel }: AdviceGround, stated: Facts): RoutingAdviceAnswer {
  const advice = adviseRouting(known, stated);
  const candidate = (row: AdvisedDoor): RoutingCandidate => ({
    door: row.door,
    line: row.line,
    isForwarded: row.how === "FORWARDS",
    order: row.order,
    rule: row.rule,
    basis: row.basis,
    isVerified: row.isVerified,
    remark: row.remark,
    missingFacts: toMissingFacts(row.missing),
    papers: row.papers,
    guidance: row.beside,
    agencies: agencies.filter(({ line }) => line === row.line),
  });
  return {
    candidates: advice.lawful.map(candidate),
    undecided: advice.undecided.map(candidate),
    forbidden: advice.forbidden,
    petition: petitionOf(advice, known.category, FORM_OF[channel]),
    principles: PRINCIPLE_ROWS,
  };
}

function petitionOf(
  advice: RoutingAdvice,
  category: DisputeCategory,
  form: PetitionForm,
): RoutingAdviceAnswer["petition"] {
  const isLitigation = category === "LITIGATION_RELATED";
  const ways = [...advice.lawful, ...advice.undecided, ...advice.forbidden];
  if (!ways.some(({ line }) => line === "PETITION")) return null;
  const matter = MATTER_OF[category] ?? "APPEAL";
  // Article 31 sorts appeals; a suggestion is studied (29), an accusation sent on (30).
  const found = matter === "APPEAL" ? classifyPetition(petitionFacts(advice, isLitigation)) : NOT_SORTED;
  const separation = isLitigation ? separateLitigation(form) : null;
  return {
    matter,
    item: found.item,
    does: found.item === null ? null : found.does,
    basis: found.item === null ? null : found.basis,
    questions: found.ask.map((fact) => PETITION_FACTS[fact].question),
    separation: separation && separation.steps.map((step) => LITIGATION_STEP_LABELS[step]).join(",再"),
    separationBasis: separation && separation.basis,
  };
}

const NOT_SORTED = { item: null, ask: [] } as const;

/** What the lawful doors already tell of article 31; what they leave open is asked. */
function petitionFacts({ lawful, facts }: RoutingAdvice, isLitigation: boolean): PetitionFacts {
  const has = (...doors: readonly string[]) => lawful.some(({ door }) => doors.includes(door));
  if (facts.hasNoLegalChannel === true) {
    return {
      needsPoliticalLegalProcedure: false,
      needsArbitration: false,
      isPartyAppeal: false,
      needsAdminProcedure: false,
      asksStatutoryDuty: false,
    };
  }
  const isCourts = isLitigation || has("LITIGATION", "ADMIN_LITIGATION", "POLITICAL_LEGAL_ORGAN", "POLICE");
  const isArbitrated = has("LABOUR_ARBITRATION", "PERSONNEL_ARBITRATION", "RURAL_LAND_ARBITRATION");
  return {
    ...(isCourts && { needsPoliticalLegalProcedure: true }),
    // Before an award there is no suit over work; the arbitration is the procedure that is led into.
    ...(isArbitrated && !isCourts && { needsPoliticalLegalProcedure: false, needsArbitration: true }),
  };
}
