import { CODE_ALPHABET } from "../platform/code-alphabet";
import { toHalfWidth } from "../platform/text";

/** The one code of a dispute (一案一码): place, year, eight random characters and one that catches a slip of the pen. */
export function traceCode(regionCode: string, year: number, random: string): string {
  const body = `${regionCode.slice(0, 6)}-${year}-${random}`;
  return body + checkCharacter(body);
}

/**
 * The follow code of a submission: sixteen characters in fours, eighty bits of a keyed digest, so that guessing one is
 * hopeless, yet it can be read out. It follows from the submission and the key, so it is stored nowhere.
 * @param digest hexadecimal, 20 digits or more
 */
export function followCode(digest: string): string {
  const bits = BigInt(`0x${digest.slice(0, 20)}`)
    .toString(2)
    .padStart(80, "0");
  const characters = bits.match(/.{5}/g)!.map((five) => CODE_ALPHABET[parseInt(five, 2)]);
  return characters.join("").replace(/(.{4})(?=.)/g, "$1-");
}

/** A follow code as typed: case, spaces and dashes do not matter, and O and I are read as 0 and 1. */
export function toFollowKey(typed: string): string {
  return toHalfWidth(typed).toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
}

/** Number on the receipt: the dispute's code and the running number of the submission within it. */
export function receiptNo(code: string, ordinal: number): string {
  return `${code}-${String(ordinal).padStart(2, "0")}`;
}

/** Weighted sum over the places of the alphabet, modulo the prime 31: a swap of neighbours or nearly any slip changes it. */
function checkCharacter(text: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of text.replaceAll("-", "")) {
    weight = (weight * 3) % 31;
    sum = (sum + weight * (CODE_ALPHABET.indexOf(character) % 31)) % 31;
  }
  return CODE_ALPHABET[sum]!;
}
