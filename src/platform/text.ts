// Texts as people type them: what may not enter, and what two writings of the same thing have in common.
// Pure and without packages, so that rules may use it.

export type TextFault = "NUL" | "LONE_SURROGATE" | "CONTROL";

// A carriage return is a newline only together with the line feed after it; alone it writes over a line of a log.
const CONTROL = /(?![\t\r\n])\p{Cc}|\r(?!\n)/u;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** What PostgreSQL would refuse (NUL) or change without a word (a lone surrogate), and other control characters. */
export function findTextFault(text: string): TextFault | null {
  if (text.includes("\0")) return "NUL";
  if (LONE_SURROGATE.test(text)) return "LONE_SURROGATE";
  if (CONTROL.test(text)) return "CONTROL";
  return null;
}

/** Full-width ASCII and the ideographic space to their half-width forms; every other character is left alone. */
export function toHalfWidth(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replaceAll("\u3000", " ");
}

// Zero-width characters, bidirectional marks, joiners, variation selectors, soft hyphens, Hangul fillers.
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;
// · • ‧ ∙ ⋅ ・ ･ ● ᐧ ⸱: what input methods and registers write between the parts of a transcribed name.
const MIDDLE_DOT = /[\u00b7\u0387\u2022\u2027\u2219\u22c5\u25cf\u30fb\uff65\u1427\u2e31]/gu;
// A full stop (also ． and ﹒, which NFKC turns into one) is such a dot only where it stands between ideographs.
const FULL_STOP_IN_NAME = /(?<=\p{Script=Han} ?)\.(?= ?\p{Script=Han})/gu;
// 张 三 is padded for the eye: a space beside an ideograph or a name's dot separates nothing.
const PADDING = /(?<=[\p{Script=Han}\u00b7]) | (?=[\p{Script=Han}\u00b7])/gu;

/**
 * What is compared and searched instead of the text itself. The text is always kept as it was written:
 * NFKC would turn a compatibility ideograph in somebody's name into another character.
 */
export function toSearchKey(text: string): string {
  return text
    .replace(INVISIBLE, "")
    .normalize("NFKC")
    .toUpperCase()
    .normalize("NFKC")
    .replace(MIDDLE_DOT, "\u00b7")
    .replace(/\s+/gu, " ")
    .trim()
    .replace(FULL_STOP_IN_NAME, "\u00b7")
    .replace(PADDING, "");
}

/** The pieces of two characters a text is made of: what Chinese is searched by, which has no blanks between words. */
export function bigrams(text: string): Set<string> {
  const characters = [...text];
  return new Set(characters.slice(1).map((character, index) => characters[index]! + character));
}

/**
 * The one writing of a code or number (reliability E7): full width, zero-width and combining characters, the kind of
 * dash and the number of spaces do not make it another one. Case, dashes and single spaces stay, for codes in which
 * they count.
 */
export function toCodeKey(text: string): string {
  return text
    .normalize("NFKD")
    .replace(INVISIBLE, "")
    .replace(/\p{M}/gu, "")
    .normalize("NFC")
    .replace(/[\p{Pd}\u2212]/gu, "-")
    .replace(/\s+/gu, " ")
    .trim();
}

/** Whether nothing of the text can be seen: only spaces and invisible characters. */
export function isBlank(text: string): boolean {
  return !/[^\s\p{Default_Ignorable_Code_Point}\p{Cf}]/u.test(text);
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A day that exists, written YYYY-MM-DD. No Date object: a day has no time zone to shift it (reliability H13). */
export function isCalendarDay(text: string): boolean {
  const match = DAY.exec(text);
  if (!match) return false;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const isLeapYear = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 && isLeapYear ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0);
  return year >= 1 && day >= 1 && day <= days;
}
