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
  let head = "";
  const randomDigits = inEights(4_096);
  return {
    uuid() {
      const ms = Math.max(clock.now().getTime(), lastMs);
      counter = ms === lastMs ? counter + 1 : 0;
      // The counter takes the twelve bits behind the time (RFC 9562, 6.2 method 1), so that rows of one deed keep their
      // order; a full counter borrows the next millisecond.
      const isFull = counter > 0xfff;
      if (isFull) counter = 0;
      if (isFull || ms !== lastMs || head === "") {
        lastMs = isFull ? ms + 1 : ms;
        const time = lastMs.toString(16).padStart(12, "0");
        head = `${time.slice(0, 8)}-${time.slice(8)}-7`;
      }
      const digits = randomDigits();
      return `${head}${THREE_DIGITS[counter]!}-${digits.slice(0, 4)}-${digits.slice(4)}`;
    },
    code(length) {
      let code = "";
      for (const byte of randomBytes(length)) code += CODE_ALPHABET[byte & 31];
      return code;
    },
  };
}

const THREE_DIGITS = Array.from({ length: 0x1000 }, (_, number) => number.toString(16).padStart(3, "0"));

/**
 * The last sixteen digits of a UUID, its variant (RFC 9562, 4.1) and 62 random bits; the system is asked for many at once,
 * as a batch makes thousands of identifiers.
 */
function inEights(size: number): () => string {
  const pool = Buffer.alloc(size);
  let used = size;
  return () => {
    if (used === size) {
      randomFillSync(pool);
      used = 0;
    }
    pool[used] = (pool[used]! & 0x3f) | 0x80;
    used += 8;
    return pool.toString("hex", used - 8, used);
  };
}
