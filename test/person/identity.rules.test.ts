import fc from "fast-check";
import {
  checkDigit11643,
  decideIdentity,
  IDENTITY_REFUSALS,
  maskIdNumber,
  maskName,
  maskPhone,
  type IdentityDocumentKind,
} from "../../src/person/identity.rules";
import { costsLess } from "../support/cpu";

const TODAY = "2026-05-01";

/** Made up: no province has the digits 59, and the check digit is computed. */
function aNumber(birth = "19900501", sequence = "123", region = "590000"): string {
  const first17 = `${region}${birth}${sequence}`;
  return first17 + checkDigit11643(first17);
}

function decide(kind: IdentityDocumentKind, raw: string | null, today = TODAY) {
  return decideIdentity(kind, raw, today);
}

function refusalOf(kind: IdentityDocumentKind, raw: string | null, today = TODAY): string | null {
  const decision = decide(kind, raw, today);
  return decision.ok ? null : decision.refusal.code;
}

function numberOf(kind: IdentityDocumentKind, raw: string | null): string | null {
  const decision = decide(kind, raw);
  if (!decision.ok) throw new Error(decision.refusal.code);
  return decision.change.number;
}

describe("GB 11643", () => {
  test.each([
    ["11010519491231002X", "1949-12-31", 2],
    ["440524188001010014", "1880-01-01", 1],
  ])("the published sample %s is accepted with its birth date and sex", (number, birthOn, sex) => {
    expect(decide("RESIDENT_ID", number)).toEqual({
      ok: true,
      change: { kind: "RESIDENT_ID", number, birthOn, sex },
    });
  });

  test("every change of a single digit is caught", () => {
    const digits = fc.stringMatching(/^[1-9]\d{16}$/);
    fc.assert(
      fc.property(digits, fc.nat({ max: 16 }), fc.integer({ min: 1, max: 9 }), (first17, at, by) => {
        const changed = first17.slice(0, at) + ((Number(first17[at]) + by) % 10) + first17.slice(at + 1);
        expect(checkDigit11643(changed)).not.toBe(checkDigit11643(first17));
      }),
    );
  });

  test("every swap of two neighbours that differ is caught", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9]\d{16}$/), fc.nat({ max: 15 }), (first17, at) => {
        const swapped = first17.slice(0, at) + first17[at + 1] + first17[at] + first17.slice(at + 2);
        expect(checkDigit11643(swapped) === checkDigit11643(first17)).toBe(swapped === first17);
      }),
    );
  });

  test("a check digit of anything but 17 digits is a programming fault", () => {
    expect(() => checkDigit11643("1234")).toThrow(RangeError);
  });

  test("a region retired, unheard of or never issued is no reason to refuse", () => {
    for (const region of ["330621", "142221", "510202", "199999", "700000"]) {
      expect(refusalOf("RESIDENT_ID", aNumber("19700101", "002", region))).toBeNull();
    }
  });

  test.each([
    ["a wrong check digit", "110105194912310021", "ID_CHECK_DIGIT"],
    ["29 February of a common year", aNumber("20230229"), "ID_BIRTH_DATE"],
    ["a thirteenth month", aNumber("20231301"), "ID_BIRTH_DATE"],
    ["a birth tomorrow", aNumber("20260502"), "ID_BIRTH_DATE"],
    ["a birth before anybody living", aNumber("17991231"), "ID_BIRTH_DATE"],
    ["seventeen digits", "11010519491231002", "ID_FORMAT"],
    ["nineteen characters", "11010519491231002X1", "ID_FORMAT"],
    ["an X in the middle", "1101051949123X002X", "ID_FORMAT"],
    ["a leading zero", "01010519491231002X", "ID_FORMAT"],
    ["Arabic-Indic digits", "١١٠١٠٥١٩٤٩١٢٣١٠٠٢X", "ID_FORMAT"],
    ["a number that a spreadsheet rounded", "1.10105E+17", "ID_FORMAT"],
    ["a number buried in invisible characters", `11010519491231002X${"\u200b".repeat(200)}`, "ID_FORMAT"],
    ["nothing", "  \u200b", "ID_MISSING"],
    ["null", null, "ID_MISSING"],
  ])("refuses %s", (_case, raw, code) => {
    expect(refusalOf("RESIDENT_ID", raw)).toBe(code);
  });

  test("a child born today is a citizen today", () => {
    expect(refusalOf("RESIDENT_ID", aNumber("20260501"))).toBeNull();
  });

  test("H13: birth dates in the summers of 1986 to 1991, when the clock stood an hour ahead, stay the same day", () => {
    for (const birth of ["19860504", "19870412", "19900501", "19910915", "19491231", "19270101"]) {
      const decision = decide("RESIDENT_ID", aNumber(birth));
      const birthOn = `${birth.slice(0, 4)}-${birth.slice(4, 6)}-${birth.slice(6)}`;
      expect(decision).toMatchObject({ ok: true, change: { birthOn } });
    }
  });
});

describe("E7: one number however it was typed", () => {
  const number = "11010519491231002X";

  test.each([
    ["lower-case x", "11010519491231002x"],
    ["full-width digits and ｘ", "１１０１０５１９４９１２３１００２ｘ"],
    ["spaces in groups", " 110105 19491231 002X "],
    ["ideographic and no-break spaces", "110105\u300019491231\u00a0002X"],
    ["dashes", "110105-19491231—002X"],
    ["zero-width characters", "\ufeff1\u200b1\u200d0105\u206019491231002X"],
    ["a combining character", "110105194912310\u033602X\u0301"],
    ["right-to-left marks", "\u202e110105\u200f19491231002X\u202c"],
    ["a multiplication sign for X", "11010519491231002×"],
    ["a Cyrillic Х for X", "11010519491231002х"],
    ["mathematical digits", "𝟙𝟙𝟘𝟙𝟘𝟝19491231002X"],
    ["a line break from a spreadsheet cell", "11010519491231002X\r\n"],
  ])("E7: %s", (_case, raw) => {
    expect(numberOf("RESIDENT_ID", raw)).toBe(number);
  });

  test("E7: any mixture of these is the same person", () => {
    const noise = fc.array(fc.constantFrom("", " ", "\u200b", "\u0301", "\u202e", "\u3000", "-"), {
      minLength: 18,
      maxLength: 18,
    });
    const widths = fc.array(fc.boolean(), { minLength: 18, maxLength: 18 });
    fc.assert(
      fc.property(noise, widths, (between, isWide) => {
        const raw = [...number]
          .map(
            (character, i) =>
              (isWide[i] ? String.fromCharCode(character.charCodeAt(0) + 0xfee0) : character) + between[i],
          )
          .join("");
        expect(numberOf("RESIDENT_ID", raw)).toBe(number);
      }),
    );
  });

  test("E6: a megabyte of digits is refused before any pattern sees it", async () => {
    const refuseAll = () => {
      for (const unit of ["1", "\u200b", "军", " ", "字"]) {
        for (const kind of ["RESIDENT_ID", "PASSPORT", "MILITARY", "TAIWAN_PERMIT"] as const) {
          expect(refusalOf(kind, `${unit.repeat(1_000_000)}x`)).toBe("ID_FORMAT");
        }
      }
    };
    expect(await costsLess(2_000, refuseAll)).toBe(true);
  });
});

describe("E9: the other documents", () => {
  test("E9: fifteen old digits become the eighteen of today, so both are one person", () => {
    expect(numberOf("RESIDENT_ID_15", "110105491231002")).toBe("11010519491231002X");
    expect(numberOf("RESIDENT_ID", "110105491231002")).toBe("11010519491231002X");
    expect(decide("RESIDENT_ID_15", "110105491231002")).toMatchObject({ change: { kind: "RESIDENT_ID", sex: 2 } });
    expect(refusalOf("RESIDENT_ID_15", "110105490231002")).toBe("ID_BIRTH_DATE");
  });

  test.each(["810000", "820000", "830000"])("E9: %s… is a residence permit, whatever was ticked", (region) => {
    const number = aNumber("19900501", "121", region);
    for (const kind of ["HK_MACAO_TW_RESIDENCE", "RESIDENT_ID", "FOREIGN_PERMANENT"] as const) {
      expect(decide(kind, number)).toMatchObject({ ok: true, change: { kind: "HK_MACAO_TW_RESIDENCE", sex: 1 } });
    }
    const altered = number.slice(0, 17) + (number.endsWith("0") ? "1" : "0");
    expect(refusalOf("HK_MACAO_TW_RESIDENCE", altered)).toBe("ID_CHECK_DIGIT");
  });

  test("E9: a foreigner's new card begins with 9 and leaves the sex open", () => {
    const number = aNumber("19850315", "001", "911840");
    expect(decide("FOREIGN_PERMANENT", number)).toEqual({
      ok: true,
      change: { kind: "FOREIGN_PERMANENT", number, birthOn: "1985-03-15", sex: 0 },
    });
    expect(decide("RESIDENT_ID", number)).toMatchObject({ change: { kind: "FOREIGN_PERMANENT" } });
  });

  test.each([
    ["a foreigner's card of the old form", "FOREIGN_PERMANENT", "usa110085031501", "USA110085031501"],
    ["a home-return permit", "HK_MACAO_PERMIT", "H12345678", "H12345678"],
    ["a home-return permit with its renewals", "HK_MACAO_PERMIT", "h1234567802", "H12345678"],
    ["a Macao permit in full width", "HK_MACAO_PERMIT", "Ｍ１２３４５６７８", "M12345678"],
    ["a Taiwan permit", "TAIWAN_PERMIT", "01234567", "01234567"],
    ["a Taiwan permit before 2008", "TAIWAN_PERMIT", "0123456702（B）", "01234567"],
    ["a Taiwan permit of the years between", "TAIWAN_PERMIT", "0123456702", "01234567"],
    ["a Chinese passport", "PASSPORT", "e 1234 5678", "E12345678"],
    ["a foreign passport without letters", "PASSPORT", "123456789", "123456789"],
    ["an officer's card", "MILITARY", "军字第2001988号", "军字第2001988号"],
    ["an officer's card written short", "MILITARY", "军2001988", "军字第2001988号"],
    ["an officer's card with spaces", "MILITARY", "南字第 01234567 号", "南字第01234567号"],
    ["an officer's card of the armed police", "MILITARY", "武水电字第123456号", "武水电字第123456号"],
    ["an officer's number alone", "MILITARY", "20019880", "20019880"],
  ] as const)("E9: %s is accepted without a check digit", (_case, kind, raw, number) => {
    expect(decide(kind, raw)).toEqual({ ok: true, change: { kind, number, birthOn: null, sex: 0 } });
  });

  test.each([
    ["HK_MACAO_PERMIT", "A12345678"],
    ["HK_MACAO_PERMIT", "H1234567"],
    ["TAIWAN_PERMIT", "1234567"],
    ["TAIWAN_PERMIT", "T12345678"],
    ["PASSPORT", "E123"],
    ["PASSPORT", "护照12345678"],
    ["MILITARY", "军字第号"],
    ["MILITARY", "ab"],
    ["FOREIGN_PERMANENT", "US110085031501"],
  ] as const)("E9: %s refuses %s", (kind, raw) => {
    expect(refusalOf(kind, raw)).toBe("ID_FORMAT");
  });

  test("E9: a person without a document is recorded without a number, and null can never collide", () => {
    for (const raw of [null, "", " \u3000"]) {
      expect(decide("NONE", raw)).toEqual({ ok: true, change: { kind: "NONE", number: null, birthOn: null, sex: 0 } });
    }
    expect(refusalOf("NONE", "E12345678")).toBe("ID_NOT_EXPECTED");
  });

  test("deciding again on the decided number changes nothing", () => {
    for (const [kind, raw] of [
      ["MILITARY", "军2001988"],
      ["HK_MACAO_PERMIT", "h1234567802"],
      ["TAIWAN_PERMIT", "0123456702(B)"],
      ["RESIDENT_ID_15", "110105491231002"],
    ] as const) {
      const first = decide(kind, raw);
      if (!first.ok) throw new Error(raw);
      expect(decide(first.change.kind, first.change.number)).toEqual(first);
    }
  });
});

test("every refusal has its sentence, and none repeats the number (F3)", () => {
  for (const [kind, raw] of [
    ["RESIDENT_ID", "110105194912310021"],
    ["RESIDENT_ID", aNumber("20230229")],
    ["RESIDENT_ID", "12345"],
    ["NONE", "E12345678"],
    ["PASSPORT", null],
  ] as const) {
    const decision = decide(kind, raw);
    if (decision.ok) throw new Error("should be refused");
    expect(decision.refusal.message).toBe(IDENTITY_REFUSALS[decision.refusal.code]);
    if (raw) expect(JSON.stringify(decision)).not.toContain(raw);
  }
});

describe("masks", () => {
  test.each([
    ["330102199013011234", "330102********1234"],
    ["11010519491231002X", "110105********002X"],
    ["H12345678", "H1*****78"],
    ["01234567", "01****67"],
    ["E123456", "E****56"],
    ["军字第2001988号", "军字*******8号"],
    ["A123", "****"],
    ["", ""],
  ])("the number %s is shown as %s", (number, masked) => {
    expect(maskIdNumber(number)).toBe(masked);
  });

  test.each([
    ["张三", "张*"],
    ["张三丰", "张**"],
    ["欧阳修", "欧阳*"],
    ["欧阳", "欧*"],
    ["司马相如", "司马**"],
    ["阿卜杜拉·买买提", "阿***"],
    ["𠮷田茂", "𠮷**"],
    ["John Smith", "J***"],
    ["张", "*"],
    ["", ""],
  ])("E8: the name %s is shown as %s", (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });

  test.each([
    ["13812345678", "138****5678"],
    ["+86 138-1234-5678", "138****5678"],
    ["１３８１２３４５６７８", "138****5678"],
    ["0573-85012345", "057*****2345"],
    ["85012345", "******45"],
    ["110", "***"],
    ["", "***"],
  ])("the telephone %s is shown as %s", (phone, masked) => {
    expect(maskPhone(phone)).toBe(masked);
  });
});
