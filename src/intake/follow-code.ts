import type { CryptoProvider } from "../platform/crypto";
import { followCode, toFollowKey } from "./codes.rules";

/** The code on the receipt of this submission. */
export function followCodeOf(crypto: CryptoProvider, submissionId: string): string {
  return followCode(crypto.blindIndex("follow-code-of", submissionId));
}

/** What a typed code is found by; a stolen database tells no codes. */
export function followIndex(crypto: CryptoProvider, typed: string): string {
  return crypto.blindIndex("follow-code", toFollowKey(typed));
}
