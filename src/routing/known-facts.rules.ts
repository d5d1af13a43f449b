import type { DisputeCategory, DisputeFlag } from "../dispute/dispute.labels";
import { toSearchKey } from "../platform/text";
import type { ExclusionFacts, Stage } from "./exclusion.rules";
import type { Fact, Facts } from "./fact.labels";
import { lapseOf } from "./lapse.rules";
import { standingOf, type RoutedRecord } from "./standing.rules";

/** What the routing knows of a dispute; everything else the desk has to be asked. */
export interface RoutedDispute {
  readonly category: DisputeCategory;
  readonly flags: readonly DisputeFlag[];
  readonly records: readonly RoutedRecord[];
  /** What the desk was told before, the last word on each fact. */
  readonly told: Facts;
  /** Key of the name (`toSearchKey`) of every body that is a party. */
  readonly partyNames: readonly string[];
}

/** 回避 (信访工作条例 28(3)): nobody decides a quarrel of his own, and an accusation never reaches the accused (30). */
export function isParty({ partyNames }: Pick<RoutedDispute, "partyNames">, name: string): boolean {
  return partyNames.includes(toSearchKey(name));
}

const TAKEN: readonly Stage[] = ["ACCEPTED", "OVERDUE", "DECIDED"];
const AGREED = ["AGREED_WRITTEN", "AGREED_ORAL", "CONFIRM_APPLIED", "PERFORMING", "BREACHED"];
const NOT_AGREED = ["FAILED", "REFUSED"];

/**
 * The records speak before the desk: what an agency has written under its own number is not for the desk to deny. They
 * tell only what is so; that nothing is written of a thing does not make it untrue, as the body may not be in the hub.
 * @param stated what the desk says now, which goes before what it was told earlier
 */
export function knownFacts({ category, flags, records, told }: RoutedDispute, stated: Facts): Facts {
  const known: { -readonly [F in keyof Facts]: Facts[F] } = { ...told, ...stated };
  if (flags.includes("MIGRANT_WORKER")) known.isMigrantWorker = true;
  const arbitrations = records
    .filter(({ line }) => line === "ARBITRATION")
    .flatMap((record) => standingOf(record) ?? []);
  // One that was accepted elsewhere stands in the way, whatever another commission refused.
  if (arbitrations.length > 0) known.arbitrationRefused = arbitrations.every(({ stage }) => stage === "DECLINED");
  for (const record of records) {
    const standing = standingOf(record);
    if (!standing) continue;
    const isTaken = TAKEN.includes(standing.stage);
    if (record.line === "ARBITRATION") {
      known.arbitrationBegan = true;
      const { stage } = lapseOf(record, "LITIGATION") ?? standing;
      if (stage === "DECIDED" || stage === "DECLINED" || stage === "OVERDUE") known.arbitrationClosed = true;
    }
    if (record.line === "LITIGATION" && isTaken && standing.active !== "PEOPLES_MEDIATION") {
      known.litigationBegan = true;
      if (standing.active === "EFFECTIVE_JUDGMENT") known.judgmentInEffect = true;
    }
    if (record.line === "PETITION" && standing.stage === "DECIDED") known.petitionAnswered = true;
    if (record.line === "MEDIATION") {
      if (AGREED.includes(record.state)) known.hasMediationAgreement = true;
      if (NOT_AGREED.includes(record.state)) known.peoplesMediationFailed = true;
      if (category === "MEDICAL" && standing.stage === "ACCEPTED") known.mediationBodyAccepted = true;
    }
  }
  return known;
}

/** Facts that only a procedure brings about; a matter that has just come in has none of them. */
export const FACTS_OF_PROCEDURES: readonly Fact[] = [
  ...(["litigationBegan", "judgmentInEffect", "arbitrationBegan", "arbitrationClosed", "arbitrationRefused"] as const),
  ...(["petitionAnswered", "hasMediationAgreement", "peoplesMediationFailed", "mediationBodyAccepted"] as const),
];

/** What is to be kept of what the desk says: facts that nobody has told of, or otherwise. */
export function newlyTold(told: Facts, stated: Facts): readonly (readonly [fact: Fact, isSo: boolean])[] {
  return (Object.entries(stated) as [Fact, boolean][]).filter(([fact, isSo]) => told[fact] !== isSo);
}

/** The same in the words of the table of exclusions. What is not known stays away: the closed reading. */
export function exclusionFacts(category: DisputeCategory, facts: Facts): ExclusionFacts {
  const suesByIou = facts.hasWageIou === true && facts.hasOtherLabourClaim === false;
  return {
    isMedical: category === "MEDICAL",
    ...(facts.hasNoLegalChannel !== undefined && { isResidue: facts.hasNoLegalChannel }),
    ...((suesByIou || facts.labourPaymentOrderFailed === true) && { maySueDirectly: true }),
  };
}
