import { bigrams } from "../platform/text";

/** An open dispute in which the same person is an applicant. */
export interface OpenDispute {
  readonly id: string;
  readonly category: string;
  readonly title: string;
  /** Search keys of the respondents' names. */
  readonly respondentKeys: readonly string[];
}

export interface KnownDispute extends OpenDispute {
  /** Whether the person's part in it is kept secret (举报). */
  readonly isSecret: boolean;
}

export interface NewMatter {
  readonly category: string;
  readonly title: string;
  readonly respondentKeys: readonly string[];
}

export interface SimilarDispute {
  readonly id: string;
  readonly sameCategory: boolean;
  readonly sameRespondent: boolean;
  /** Share of the two-character pieces both titles have in common, 0 to 1 (Jaccard). */
  readonly titleLikeness: number;
}

/** Titles that share this much tell the same story even under another category. */
export const LIKE_TITLE = 0.5;

/**
 * 同人同事: the person is the same already; the matter counts as the same when the category, the respondent or the
 * wording is. Most alike first, of equals the one that came first. It is an offer to the clerk, never a decision
 * (信访工作条例 36(3) needs a person's judgement).
 */
export function findSimilar(matter: NewMatter, open: readonly OpenDispute[]): SimilarDispute[] {
  return open
    .map((dispute) => ({
      id: dispute.id,
      sameCategory: dispute.category === matter.category,
      sameRespondent: dispute.respondentKeys.some((key) => matter.respondentKeys.includes(key)),
      titleLikeness: likeness(dispute.title, matter.title),
    }))
    .filter((found) => found.sameCategory || found.sameRespondent || found.titleLikeness >= LIKE_TITLE)
    .sort((a, b) => weight(b) - weight(a) || (a.id < b.id ? -1 : 1));
}

function weight(found: SimilarDispute): number {
  return (found.sameRespondent ? 2 : 0) + (found.sameCategory ? 1 : 0) + found.titleLikeness;
}

function likeness(one: string, other: string): number {
  const pieces = bigrams(one);
  const others = bigrams(other);
  if (pieces.size === 0 || others.size === 0) return one === other ? 1 : 0;
  let shared = 0;
  for (const piece of pieces) if (others.has(piece)) shared++;
  return shared / (pieces.size + others.size - shared);
}

/**
 * Whether a new matter is shown as one that the person brought before. A report that is kept secret does not count for what
 * is not: agencies that see the new one would learn of it.
 */
export function isRepeat(
  similar: readonly SimilarDispute[],
  open: readonly KnownDispute[],
  isReport: boolean,
): boolean {
  const secret = new Set(open.flatMap(({ id, isSecret }) => (isSecret ? [id] : [])));
  return similar.some(({ id }) => isReport || !secret.has(id));
}

/**
 * A clerk may open a new dispute beside similar ones only after having seen every one of them: each must be named.
 * @returns the similar disputes the clerk has not named; empty when the new dispute may be opened.
 */
export function unseenSimilar(similar: readonly SimilarDispute[], seen: readonly string[]): readonly SimilarDispute[] {
  return similar.filter((found) => !seen.includes(found.id));
}
