import { decideRecordNumber, NUMBER_REFUSALS } from "../../src/agencies/number.rules";
import type { Line } from "../../src/agencies/workflow.rules";
import { WORKFLOWS } from "../../src/agencies/workflows.rules";
import { costsLess } from "../support/cpu";

function read(line: Line, raw: string) {
  const decision = decideRecordNumber(line, raw);
  if (!decision.ok) throw new Error(`${decision.refusal.code} ${raw}`);
  return decision.change;
}

const LINES = Object.keys(WORKFLOWS) as Line[];

describe("案号", () => {
  test.each([
    ["（2024）浙0482民初123号", { year: 2024, issuer: "浙0482", type: "民初", serial: "123", branch: null }],
    ["(2021)川0104民诉前调801号", { year: 2021, issuer: "川0104", type: "民诉前调", serial: "801", branch: null }],
    ["(2024)浙02民诉前调595号", { year: 2024, issuer: "浙02", type: "民诉前调", serial: "595", branch: null }],
    ["（2016）最高法民终123号", { year: 2016, issuer: "最高法", type: "民终", serial: "123", branch: null }],
    ["（2022）浙民申7号", { year: 2022, issuer: "浙", type: "民申", serial: "7", branch: null }],
    ["（2023）浙02知民初45号", { year: 2023, issuer: "浙02", type: "知民初", serial: "45", branch: null }],
    ["（2023）浙72民初9号", { year: 2023, issuer: "浙72", type: "民初", serial: "9", branch: null }],
    ["（2023）浙0482执恢88号之二", { year: 2023, issuer: "浙0482", type: "执恢", serial: "88", branch: 2 }],
    ["（2023）浙0482执88号之十二", { year: 2023, issuer: "浙0482", type: "执", serial: "88", branch: 12 }],
    ["（2023）浙0482执88号之二十", { year: 2023, issuer: "浙0482", type: "执", serial: "88", branch: 20 }],
    ["（2015）嘉平民初字第123号", { year: 2015, issuer: "", type: "嘉平民初", serial: "123", branch: null }],
  ])("%s is taken apart", (raw, parts) => {
    expect(read("LITIGATION", raw)).toMatchObject({ original: raw, parts });
  });

  test.each([
    "(2024)浙0482民初123号",
    "（2024）浙0482民初123号",
    "〔2024〕浙0482民初123号",
    "[2024]浙0482民初123号",
    "【２０２４】浙０４８２民初１２３号",
    "（2024） 浙0482 民初 123 号",
    "（2024）浙0482民初第00123号",
    "\u200b（2024）浙0482民初123号\n",
  ])("%j is one case however it is written, and what was written is kept", (raw) => {
    expect(read("LITIGATION", raw)).toMatchObject({ original: raw, normalised: "(2024)浙0482民初123号" });
  });

  test("之二 and 之2 are one, and not the case without them", () => {
    expect(read("LITIGATION", "（2023）浙0482执88号之二").normalised).toBe("(2023)浙0482执88号之2");
    expect(read("LITIGATION", "（2023）浙0482执88号之2").normalised).toBe("(2023)浙0482执88号之2");
    expect(read("LITIGATION", "（2023）浙0482执88号").normalised).toBe("(2023)浙0482执88号");
  });

  test.each([
    ["no year", "浙0482民初123号"],
    ["a year of two digits", "（24）浙0482民初123号"],
    ["a year no register has", "（0024）浙0482民初123号"],
    ["three digits of court", "（2024）浙048民初123号"],
    ["no type", "（2024）浙0482123号"],
    ["no serial number", "（2024）浙0482民初号"],
    ["no 号", "（2024）浙0482民初123"],
    ["a branch that is no number", "（2024）浙0482民初123号之一一"],
    ["branch zero", "（2024）浙0482民初123号之0"],
    ["words after it", "（2024）浙0482民初123号判决书"],
    ["nothing", ""],
  ])("refuses %s", (_case, raw) => {
    const decision = decideRecordNumber("LITIGATION", raw);
    const message = raw === "" ? NUMBER_REFUSALS.OPAQUE : NUMBER_REFUSALS.LITIGATION;
    expect(decision).toEqual({ ok: false, refusal: { code: "NUMBER_FORMAT", message } });
  });
});

describe("the numbers without a national form", () => {
  test.each([
    ["ARBITRATION", "平劳人仲案字〔2021〕第12号", "平", "劳人仲案"],
    ["ARBITRATION", "平劳人仲案字[2021]第012号", "平", "劳人仲案"],
    ["ARBITRATION", "（2021）平劳人仲案字第12号", "平", "劳人仲案"],
    ["ARBITRATION", "平劳人仲案〔2021〕12号", "平", "劳人仲案"],
    ["ARBITRATION", "平劳人仲案字（２０２１）第 12 号", "平", "劳人仲案"],
  ] as const)("%s %s is the twelfth case of 2021", (line, raw, issuer, type) => {
    expect(read(line, raw)).toEqual({
      original: raw,
      normalised: "平劳人仲案字(2021)第12号",
      parts: { year: 2021, issuer, type, serial: "12", branch: null },
    });
  });

  test.each([
    ["ARBITRATION", "浙嘉人仲案字[2019]第3号", "浙嘉", "人仲案"],
    ["ARBITRATION", "浙平劳仲不字〔2022〕第3号", "浙平", "劳仲不"],
    ["MEDIATION", "（2021）平人调字第3号", "平", "人调"],
    ["MEDIATION", "当湖专调字〔2021〕第3号", "当湖", "专调"],
    ["LEGAL_AID", "（2021）援申字第3号", "", "援申"],
    ["LEGAL_AID", "平法援审字[2021]第3号", "平", "法援审"],
  ] as const)("%s %s names its issuer %j and its type %s", (line, raw, issuer, type) => {
    expect(read(line, raw).parts).toMatchObject({ issuer, type, serial: "3" });
  });

  test.each([
    ["ARBITRATION", "浙劳人仲案2021-12"],
    ["MEDIATION", "(2024)浙02民诉前调595号"],
    ["LEGAL_AID", "3304822021000123"],
    ["PETITION", "XF33-2021/0001"],
    ["PETITION", "（2021）信字第1号"],
    ["INSPECTION", "平劳监案字〔2026〕第12号"],
    ["HOTLINE", "PH12345-20260302-00001"],
  ] as const)("%s %s fits no template and is kept whole", (line, raw) => {
    const number = read(line, raw);
    expect(number.original).toBe(raw);
    expect(number.parts).toBeNull();
  });

  test("a petition's number keeps its case and its dashes, for they may tell two apart", () => {
    expect(read("PETITION", "aB-1").normalised).not.toBe(read("PETITION", "AB-1").normalised);
    expect(read("PETITION", "AB-1-11").normalised).not.toBe(read("PETITION", "AB-11-1").normalised);
    expect(read("PETITION", " ＡＢ—1\u200b ").normalised).toBe("AB-1");
    expect(read("PETITION", "信〔2021〕1").normalised).toBe(read("PETITION", "信(2021)1").normalised);
  });

  test("64 characters are enough, 65 are too many, and a character is one however it is coded", () => {
    expect(read("PETITION", "𠮷".repeat(64)).normalised).toBe("𠮷".repeat(64));
    expect(decideRecordNumber("PETITION", "1".repeat(65)).ok).toBe(false);
  });

  test.each([
    ["D22: NUL", "A\0B"],
    ["D22: half a surrogate pair", "A\ud842"],
    ["a line break inside", "A\nB"],
    ["a tab inside", "A\tB"],
    ["an escape sequence", "\u001b[2J"],
    ["only spaces", " \u3000"],
    ["only invisible characters", "\u200b\u2060"],
    ["a megabyte", "1".repeat(1_000_000)],
  ])("no line takes %s", (_case, raw) => {
    for (const line of LINES) expect(decideRecordNumber(line, raw).ok).toBe(false);
  });
});

test("normalising what was normalised changes nothing", () => {
  for (const [line, raw] of [
    ["LITIGATION", "（2023）浙0482执88号之十二"],
    ["LITIGATION", "（2015）嘉平民初字第0123号"],
    ["ARBITRATION", "（2021）平劳人仲案字第12号"],
    ["MEDIATION", "（2021）平人调字第3号"],
    ["LEGAL_AID", "（2021）援申字第3号之一"],
    ["PETITION", "ＸＦ—1"],
    ["INSPECTION", "平劳监案字〔2026〕第12号"],
    ["HOTLINE", "ＰＨ—1"],
  ] as const) {
    const { normalised } = read(line, raw);
    expect(read(line, normalised).normalised).toBe(normalised);
  }
});

test("E6: numbers built to make patterns go back and forth are decided in no time", async () => {
  const decideAll = () => {
    for (const line of LINES) {
      for (const unit of ["字", "号", "之", "第", "(2021)", "字第", "调", "1", "之一", "浙0482"]) {
        decideRecordNumber(line, `(2024)${unit.repeat(60)}`);
        decideRecordNumber(line, `${unit.repeat(60)}(2024)x`);
      }
    }
  };
  expect(await costsLess(1_000, decideAll)).toBe(true);
});
