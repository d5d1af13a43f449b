import { allow, refuse, type Decision } from "../platform/decision";
import { toCodeKey } from "../platform/text";

export interface Uscc {
  readonly code: string;
  /** A few codes really issued fail the check, so false is shown as a warning and refuses nothing. */
  readonly checkDigitOk: boolean;
}

export const USCC_REFUSALS = {
  USCC_FORMAT: "统一社会信用代码应为18位，第3至8位是数字，字母中没有 I、O、S、V、Z，请对照证照核对。",
} as const;

export interface UsccRefusal {
  readonly code: keyof typeof USCC_REFUSALS;
  readonly message: string;
}

const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const FORMAT = /^[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}$/;

/** 统一社会信用代码, GB 32100-2015. */
export function decideUscc(raw: string): Decision<Uscc, UsccRefusal> {
  const code = raw.length > 128 ? "" : toCodeKey(raw).replace(/[- ]/g, "").toUpperCase();
  if (!FORMAT.test(code)) return refuse({ code: "USCC_FORMAT", message: USCC_REFUSALS.USCC_FORMAT });
  return allow({ code, checkDigitOk: checkDigit32100(code.slice(0, 17)) === code[17] });
}

/** The eighteenth character for the first seventeen: weights are the powers of 3 modulo 31. */
export function checkDigit32100(first17: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of first17) {
    sum += weight * ALPHABET.indexOf(character);
    weight = (weight * 3) % 31;
  }
  // When 31 divides the sum the result is 31 and stands for "0"; taken as an index it would fall off the alphabet.
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}
