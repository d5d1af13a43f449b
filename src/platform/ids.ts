import { randomBytes, randomFillSync } from "node:crypto";
import type { Clock } from "./clock";
import { CODE_ALPHABET } from "./code-alphabet";

/** Makes identifiers. Handed in like the clock, so that a test can know them beforehand. */
export interface Ids {
  /** A UUID version 7 (RFC 9562): sorts by the moment it was made. */
  uuid(): string;
  /** `length` characters of Crockford's base 32, every one from the system's secure random source. */
  code(length: number): string;
}

export function randomIds(clock: Clock): Ids {
  let lastMs = 0;
  let counter = 0;
  const randomEights = inEights(4_096);
  const bytes = Buffer.alloc(16);
  return {
    uuid() {
      randomEights().copy(bytes, 8);
      const ms = Math.max(clock.now().getTime(), lastMs);
      counter = ms === lastMs ? counter + 1 : 0;
      // The counter takes the twelve bits behind the time (RFC 9562, 6.2 method 1), so that rows of one deed keep their
      // order; a full counter borrows the next millisecond.
      lastMs = counter > 0xfff ? ms + 1 : ms;
      if (counter > 0xfff) counter = 0;
      bytes.writeUIntBE(lastMs, 0, 6);
      bytes.writeUInt16BE(0x7000 | counter, 6);
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

/** Random bytes, eight at a time; the system is asked for many at once, as a batch makes thousands of identifiers. */
function inEights(size: number): () => Buffer {
  const pool = Buffer.alloc(size);
  let used = size;
  return () => {
    if (used === size) {
      randomFillSync(pool);
      used = 0;
    }
    used += 8;
    return pool.subarray(used - 8, used);
  };
}
