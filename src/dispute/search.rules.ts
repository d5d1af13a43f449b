import { allow, refuse, type Decision } from "../platform/decision";
import { toSearchKey } from "../platform/text";

/** A longer list narrows nothing down any more; it only costs. */
export const MOST_WORDS = 5;

/** One character stands in half of all titles, and the index knows pairs only. */
const SHORTEST_WORD = 2;

export type SearchRefusal = "WORD_TOO_SHORT" | "TOO_MANY_WORDS";

/** The words of a search, apart by blanks, in the form titles are compared in. */
export function decideWords(text: string): Decision<readonly string[], SearchRefusal> {
  const words = [...new Set(text.split(/\s+/u).map(toSearchKey))].filter((word) => word !== "");
  if (words.length === 0 || words.some((word) => [...word].length < SHORTEST_WORD)) return refuse("WORD_TOO_SHORT");
  return words.length > MOST_WORDS ? refuse("TOO_MANY_WORDS") : allow(words);
}

/**
 * What the index is asked for: as many pairs of characters as hold all of each word. A pair between two others would find
 * hardly fewer titles, which are compared with the word itself, and cost as much as they.
 */
export function termsOf(words: readonly string[]): string[] {
  return [...new Set(words.flatMap(coveringPairs))];
}

function coveringPairs(word: string): string[] {
  const characters = [...word];
  const last = characters.length - 2;
  return characters.flatMap((character, at) =>
    at === last || (at < last && at % 2 === 0) ? [character + characters[at + 1]!] : [],
  );
}
