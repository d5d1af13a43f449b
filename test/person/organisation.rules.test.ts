import fc from "fast-check";
import { checkDigit32100, decideUscc } from "../../src/person/organisation.rules";

describe("统一社会信用代码", () => {
  test.each([
    ["a company", "91350100M000100Y43"],
    ["a company with a letter at the end", "91110000101623741K"],
    ["a code whose sum 31 divides, so its check is 0", "91330482MA200000A0"],
  ])("%s passes its check", (_case, code) => {
    expect(decideUscc(code)).toEqual({ ok: true, change: { code, checkDigitOk: true } });
  });

  test.each(["91350211M0000XUF46", "91350100M000100Y44"])(
    "%s fails its check and is accepted with a warning, since such codes were issued",
    (code) => {
      expect(decideUscc(code)).toEqual({ ok: true, change: { code, checkDigitOk: false } });
    },
  );

  test.each([
    ["lower case", "91350100m000100y43"],
    ["full width", "９１３５０１００Ｍ０００１００Ｙ４３"],
    ["spaces and dashes", " 9135-0100 M000100Y43 "],
    ["zero-width characters", "91350100\u200bM000100Y43"],
  ])("E7: %s is the same code", (_case, raw) => {
    expect(decideUscc(raw)).toEqual({ ok: true, change: { code: "91350100M000100Y43", checkDigitOk: true } });
  });

  test.each([
    ["seventeen characters", "91350100M000100Y4"],
    ["nineteen characters", "91350100M000100Y433"],
    ["a letter of the region", "9135O100M000100Y43"],
    ["I, which is not in the alphabet", "91350100I000100Y43"],
    ["O", "91350100M00010OY43"],
    ["S, V or Z", "91350100S000100Y43"],
    ["a business licence number of fifteen digits", "330482000012345"],
    ["nothing", ""],
    ["a megabyte", "9".repeat(1_000_000)],
  ])("refuses %s", (_case, raw) => {
    expect(decideUscc(raw)).toMatchObject({ ok: false, refusal: { code: "USCC_FORMAT" } });
  });

  test("every change of a single character changes the check", () => {
    const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 30 }), { minLength: 17, maxLength: 17 }),
        fc.nat({ max: 16 }),
        fc.integer({ min: 1, max: 30 }),
        (indexes, at, by) => {
          const write = (values: number[]) => values.map((value) => alphabet[value]).join("");
          const changed = indexes.map((value, i) => (i === at ? (value + by) % 31 : value));
          const check = checkDigit32100(write(indexes));
          expect(alphabet).toContain(check);
          expect(checkDigit32100(write(changed))).not.toBe(check);
        },
      ),
    );
  });
});
