import { randomBytes } from "node:crypto";
import type { Clock } from "./clock";

/** Makes identifiers. Handed in like the clock, so that a test can know them beforehand. */
export interface Ids {
  /** A UUID version 7 (RFC 9562): sorts by the moment it was made. */
  uuid(): string;
  /** `length` characters of Crockford's base 32, every one from the system's secure random source. */
  code(length: number): string;
}

/** Crockford's base 32: no I, L, O or U, so that a code read over the phone is not misheard. */
export const CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

export function randomIds(clock: Clock): Ids {
  return {
    uuid() {
      const bytes = randomBytes(16);
      bytes.writeUIntBE(clock.now().getTime(), 0, 6);
      bytes[6] = (bytes[6]! & 0x0f) | 0x70;
      bytes[8] = (bytes[8]! & 0x3f) | 0x80;
      const hex = bytes.toString("hex");
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
    },
    code(length) {
      let code = "";
      for (const byte of randomBytes(length)) code += CODE_ALPHABET[byte & 31];
      return code;
    },
  };
}
