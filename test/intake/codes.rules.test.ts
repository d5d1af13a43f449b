import * as fc from "fast-check";
import { followCode, receiptNo, toFollowKey, traceCode } from "../../src/intake/codes.rules";
import { CODE_ALPHABET } from "../../src/platform/code-alphabet";

const random = fc.string({ unit: fc.constantFrom(...CODE_ALPHABET), minLength: 8, maxLength: 8 });

describe("the trace code of a dispute", () => {
  test("tells the county and the year, and ends in a character that checks the rest", () => {
    expect(traceCode("330482101", 2026, "7K3M9Q2X")).toMatch(/^330482-2026-7K3M9Q2X[0-9A-Z]$/);
    expect(traceCode("330482", 2026, "7K3M9Q2X")).toBe(traceCode("330482108", 2026, "7K3M9Q2X"));
  });

  test("catches one wrong character, unless the two differ by the one pair that 32 letters modulo 31 cannot tell apart", () => {
    const slip = fc.tuple(random, fc.nat({ max: 7 }), fc.constantFrom(...CODE_ALPHABET));
    fc.assert(
      fc.property(slip, ([code, at, wrong]) => {
        const typed = code.slice(0, at) + wrong + code.slice(at + 1);
        fc.pre(typed !== code && !["0Z", "Z0"].includes(code[at]! + wrong));
        expect(traceCode("330482", 2026, typed).at(-1)).not.toBe(traceCode("330482", 2026, code).at(-1));
      }),
      { numRuns: 500, seed: 2026 },
    );
  });

  test("catches two neighbours that changed places", () => {
    const swap = fc.tuple(random, fc.nat({ max: 6 }));
    fc.assert(
      fc.property(swap, ([code, at]) => {
        const typed = code.slice(0, at) + code[at + 1]! + code[at]! + code.slice(at + 2);
        fc.pre(typed !== code && !["0Z", "Z0"].includes(code.slice(at, at + 2)));
        expect(traceCode("330482", 2026, typed).at(-1)).not.toBe(traceCode("330482", 2026, code).at(-1));
      }),
      { numRuns: 500, seed: 2026 },
    );
  });
});

describe("the follow code of a submission", () => {
  test("is sixteen characters in fours, without letters that are misread", () => {
    expect(followCode("0".repeat(64))).toBe("0000-0000-0000-0000");
    expect(followCode("f".repeat(64))).toBe("ZZZZ-ZZZZ-ZZZZ-ZZZZ");
    expect(followCode("00443214c74254b635cf".padEnd(64, "0"))).toBe("0123-4567-89AB-CDEF");
  });

  test("takes all of eighty bits: two digests that differ in any of them give two codes", () => {
    const base = "5".repeat(64);
    const codes = Array.from({ length: 20 }, (_, at) => followCode(base.slice(0, at) + "a" + base.slice(at + 1)));
    expect(new Set([...codes, followCode(base)]).size).toBe(21);
  });

  test.each([
    ["0123-4567-89AB-CDEF", "0123456789ABCDEF"],
    ["0123 4567 89ab cdef", "0123456789ABCDEF"],
    ["  o1i3\t4567-89ab—cdef ".replace("—", "-"), "0113456789ABCDEF"],
    ["OIL0-1111-2222-3333", "0110111122223333"],
  ])("typed as %s is the same code", (typed, key) => expect(toFollowKey(typed)).toBe(key));

  test("is found again in whatever way a citizen writes it down", () => {
    const written = fc.tuple(
      fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 20, maxLength: 20 }),
      fc.boolean(),
    );
    fc.assert(
      fc.property(written, ([digest, isSpaced]) => {
        const code = followCode(digest);
        const typed = code
          .toLowerCase()
          .replaceAll("0", "o")
          .replaceAll("1", "l")
          .replaceAll("-", isSpaced ? " " : "");
        expect(toFollowKey(typed)).toBe(toFollowKey(code));
      }),
      { numRuns: 200, seed: 2026 },
    );
  });
});

test("the receipt counts the submissions of one dispute", () => {
  expect(receiptNo("330482-2026-7K3M9Q2XA", 1)).toBe("330482-2026-7K3M9Q2XA-01");
  expect(receiptNo("330482-2026-7K3M9Q2XA", 120)).toBe("330482-2026-7K3M9Q2XA-120");
});
