import fc from "fast-check";
import { findTextFault, isBlank, isCalendarDay, toCodeKey, toHalfWidth, toSearchKey } from "../../src/platform/text";
import { costsLess } from "../support/cpu";

const anyText = fc.string({ unit: "binary" });

describe("what may not enter", () => {
  test.each([
    ["D22: NUL, which PostgreSQL refuses", "a\0b", "NUL"],
    ["D22: a high surrogate without its partner", "张\ud842三", "LONE_SURROGATE"],
    ["D22: a low surrogate without its partner", "\udfb7", "LONE_SURROGATE"],
    ["a bell", "a\u0007", "CONTROL"],
    ["an escape, which colours a terminal", "\u001b[31m", "CONTROL"],
    ["delete", "\u007f", "CONTROL"],
    ["a C1 control", "\u0085", "CONTROL"],
    ["a carriage return that is no newline", "a\rb", "CONTROL"],
  ])("%s is found", (_case, text, fault) => {
    expect(findTextFault(text)).toBe(fault);
  });

  test.each([
    ["tabs and both kinds of newline", "一\t二\n三\r\n四"],
    ["E8: characters outside the basic plane", "𠮷野家"],
    ["E8: 䶮 and a compatibility ideograph", "刘䶮﨑"],
    ["emoji with joiners", "👨‍👩‍👧"],
    ["an empty text", ""],
  ])("%s may enter", (_case, text) => {
    expect(findTextFault(text)).toBeNull();
  });

  test("D22: every text with half a surrogate pair is found, wherever it stands", () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 0xd800, max: 0xdbff }), (text, half) => {
        expect(findTextFault(`${text.replaceAll("\0", "")}${String.fromCharCode(half)}`)).toBe("LONE_SURROGATE");
      }),
    );
  });
});

describe("E8: the search key", () => {
  test.each(["·", "•", "・", "‧", "．", "∙", "･", ".", " · ", "．\u200b", "•\ufe0f"])(
    "the dot %j between the parts of a name is one and the same",
    (dot) => {
      expect(toSearchKey(`阿卜杜拉${dot}买买提`)).toBe("阿卜杜拉·买买提");
    },
  );

  test.each([
    ["a full stop in Latin text stays a full stop", "V1.2", "V1.2"],
    ["a name padded for the eye is the name", "张　三", "张三"],
    ["zero-width characters do not hide a name", "张\u200b三\ufeff", "张三"],
    ["direction marks do not hide a name", "\u202e张三\u202c", "张三"],
    ["a combining grapheme joiner does not hide a name", "张\u034f三", "张三"],
    ["a variation selector does not hide a name", "葛\u{e0100}", "葛"],
    ["full width and lower case are one with half width and upper case", "ａbc　１２", "ABC 12"],
    ["Latin words keep one space between them", "  John \t  Smith ", "JOHN SMITH"],
    ["a compatibility ideograph is found by the common one", "\uf9d1", "六"],
    ["one of the twelve that are characters of their own stays itself", "\ufa11", "\ufa11"],
    ["a radical typed for a character is that character", "⼈民", "人民"],
    ["𠮷 is not 吉", "𠮷", "𠮷"],
    ["䶮 stays 䶮", "刘䶮", "刘䶮"],
  ])("%s", (_case, text, key) => {
    expect(toSearchKey(text)).toBe(key);
  });

  test("the key of a key is the key, over every character and random texts", () => {
    for (let code = 1; code <= 0x2fa1f; code += 1) {
      const key = toSearchKey(`甲${String.fromCodePoint(code)}a`);
      if (toSearchKey(key) !== key) throw new Error(`U+${code.toString(16)} needs a second pass`);
    }
    fc.assert(
      fc.property(anyText, (text) => {
        expect(toSearchKey(toSearchKey(text))).toBe(toSearchKey(text));
      }),
    );
  });

  test("E8: ideographs of every block without a decomposition are their own key", () => {
    for (const [from, to] of [
      [0x3400, 0x4dbf],
      [0x4e00, 0x9fff],
      [0x20000, 0x2a6df],
      [0x30000, 0x3134a],
    ] as const) {
      for (let code = from; code <= to; code += 1) {
        const character = String.fromCodePoint(code);
        if (toSearchKey(character) !== character) throw new Error(`U+${code.toString(16)} was changed`);
      }
    }
  });
});

describe("E7: the one writing of a code", () => {
  test.each([
    ["full width", "ＡＢ１２", "AB12"],
    ["zero-width characters", "A\u200bB\u206012", "AB12"],
    ["combining characters", "A\u0301B1\u0336\u20e32", "AB12"],
    ["direction marks", "\u202eAB12", "AB12"],
    ["any dash", "AB—12–3－4−5", "AB-12-3-4-5"],
    ["spaces at the ends and in rows", " AB\u3000\u00a0 12\n", "AB 12"],
    ["case kept", "aB", "aB"],
  ])("%s", (_case, text, key) => {
    expect(toCodeKey(text)).toBe(key);
  });
});

test("only ASCII forms and the ideographic space become half width", () => {
  expect(toHalfWidth("（２０２４）浙０４８２　Ａ～，。ﾊ·")).toBe("(2024)浙0482 A~,。ﾊ·");
});

test("a text of spaces and invisible characters is blank", () => {
  expect(["", " ", "\u3000\t\n", "\u200b\u2060\ufeff", "\u3164"].map(isBlank)).toEqual([true, true, true, true, true]);
  expect(isBlank("。")).toBe(false);
});

describe("H13: a calendar day", () => {
  test.each(["1949-10-01", "2000-02-29", "2024-02-29", "1986-05-04", "9999-12-31", "0001-01-01"])(
    "%s exists",
    (day) => {
      expect(isCalendarDay(day)).toBe(true);
    },
  );

  test.each(["2023-02-29", "1900-02-29", "2024-04-31", "2024-00-10", "2024-13-01", "2024-01-00", "0000-01-01"])(
    "%s does not exist",
    (day) => {
      expect(isCalendarDay(day)).toBe(false);
    },
  );

  test.each([
    "2024-1-1",
    "20240101",
    "2024-01-01 ",
    "2024-01-01\n",
    "２０２４-01-01",
    "2024/01/01",
    "2024-01-01T00:00",
  ])("%j is not written as a day", (day) => {
    expect(isCalendarDay(day)).toBe(false);
  });

  test("agrees with the proleptic calendar of UTC on every day of four centuries", () => {
    for (let at = Date.UTC(1800, 0, 1); at < Date.UTC(2200, 0, 1); at += 86_400_000) {
      if (!isCalendarDay(new Date(at).toISOString().slice(0, 10))) throw new Error(new Date(at).toISOString());
    }
  });
});

test("E6: hostile long texts are dealt with in no time", async () => {
  const long = 200_000;
  const readAll = () => {
    for (const unit of [" ", "\u200b", "张 ", "张.", ".", "·", "\u0301", "a", "\r", "张\u3000.", "-"]) {
      const text = unit.repeat(long / unit.length);
      findTextFault(text);
      isBlank(text);
      toSearchKey(text);
      toCodeKey(text);
      isCalendarDay(text);
    }
  };
  expect(await costsLess(5_000, readAll)).toBe(true);
});
