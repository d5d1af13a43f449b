import fc from "fast-check";
import { covers, isRegionCode, regionPrefix } from "../../src/access/region.rules";
import { findRegion, REGIONS, REGIONS_VERSION } from "../../src/access/regions";
import { RegionCode } from "../../src/platform/scalars";

describe("region codes", () => {
  test.each([
    ["a province", "330000", "33"],
    ["a prefecture", "330400", "3304"],
    ["a prefecture whose digits end in a zero", "331000", "3310"],
    ["a county", "330482", "330482"],
    ["a county of the tens", "330110", "330110"],
    ["a city under its province", "419001", "419001"],
    ["a town", "330482101", "330482101"],
    ["a town whose digits end in zeros", "330482100", "330482100"],
    ["a county in nine digits", "330482000", "330482"],
    ["a province in twelve digits", "330000000000", "33"],
    ["a prefecture in twelve digits", "330400000000", "3304"],
    ["a town in twelve digits", "330482101000", "330482101"],
    ["a village", "330482101201", "330482101201"],
    ["a town of a city without counties", "441900101", "441900101"],
  ])("%s: everything in %s begins with %s", (_case, code, prefix) => {
    expect(isRegionCode(code)).toBe(true);
    expect(regionPrefix(code)).toBe(prefix);
  });

  test.each([
    ["five digits", "33048"],
    ["seven digits", "3304821"],
    ["ten digits", "3304821011"],
    ["fifteen digits", "330482101201001"],
    ["a leading zero", "030482"],
    ["a county of no prefecture", "330001"],
    ["a town of no county", "330000101"],
    ["a village of no town", "330482000201"],
    ["full-width digits", "３３０４８２"],
    ["a space", "330482 "],
    ["a line break", "330482\n"],
    ["a pattern", "33%"],
    ["nothing", ""],
  ])("%s is no region code", (_case, code) => {
    expect(isRegionCode(code)).toBe(false);
    expect(() => regionPrefix(code)).toThrow(RangeError);
  });

  test("the scalar of the schema accepts what the rule calls a region code, and nothing else", () => {
    const digits = fc.array(fc.constantFrom("0", "0", "0", "1", "3", "4", "8"), { minLength: 5, maxLength: 13 });
    fc.assert(
      fc.property(digits, (parts) => {
        const code = parts.join("");
        const isAccepted = (() => {
          try {
            return RegionCode.parseValue(code) === code;
          } catch {
            return false;
          }
        })();
        expect(isAccepted).toBe(isRegionCode(code));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("what a scope covers", () => {
  test.each([
    ["330000", "330482101201"],
    ["330400", "330482"],
    ["330482", "330482"],
    ["330482", "330482101"],
    ["330482000000", "330482"],
    ["330482101", "330482101000"],
  ])("%s covers %s", (scope, region) => {
    expect(covers(scope, region)).toBe(true);
  });

  test.each([
    ["a county, its prefecture", "330482", "330400"],
    ["a county, its neighbour", "330482", "330481"],
    ["a town, its county", "330482101", "330482"],
    ["a prefecture, another", "330400", "330100"],
    ["a province, another", "330000", "310000"],
    ["a scope that is no code", "33", "330482"],
    ["an empty scope", "", "330482"],
    ["a region that is no code", "330000", ""],
    ["a pattern for a scope", "______", "330482"],
  ])("%s is not covered", (_case, scope, region) => {
    expect(covers(scope, region)).toBe(false);
  });
});

describe("the table of regions", () => {
  test("every code is well formed, stands once, and lies in a region that the table has", () => {
    expect(new Set(REGIONS.map(({ code }) => code)).size).toBe(REGIONS.length);
    for (const { code } of REGIONS) {
      expect(isRegionCode(code)).toBe(true);
      const parents = REGIONS.filter((other) => other.code !== code && covers(other.code, code));
      expect(parents.length).toBe(code === "330000" ? 0 : code.endsWith("00") ? 1 : code.length === 9 ? 3 : 2);
    }
  });

  test("嘉兴 has its seven counties, and 浙江 has ninety in eleven prefectures today", () => {
    const today = REGIONS.filter(({ validTo, code }) => validTo === null && code.length === 6);
    const counties = today.filter(({ code }) => !code.endsWith("00"));
    const ofJiaxing = counties.filter(({ code }) => covers("330400", code)).map(({ code, name }) => `${code} ${name}`);
    expect(ofJiaxing).toEqual([
      "330402 南湖区",
      "330411 秀洲区",
      "330421 嘉善县",
      "330424 海盐县",
      "330481 海宁市",
      "330482 平湖市",
      "330483 桐乡市",
    ]);
    expect(counties.length).toBe(90);
    expect(today.length - counties.length).toBe(1 + 11);
  });

  test("a retired code is still found, with its last year", () => {
    expect(findRegion("330103")).toEqual({ code: "330103", name: "下城区", validFrom: null, validTo: "2021-12-31" });
    expect(findRegion("330113")).toMatchObject({ name: "临平区", validFrom: "2021-01-01", validTo: null });
    expect(findRegion("999999")).toBeUndefined();
    expect(REGIONS_VERSION).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });
});
