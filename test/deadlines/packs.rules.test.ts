import { packsPage } from "../../src/deadlines/limit-pages.rules";
import { LIMITS } from "../../src/deadlines/limits.rules";
import { limitsInForce, localPromiseFaults, PACKS } from "../../src/deadlines/packs.rules";
import type { Unit } from "../../src/deadlines/limit.rules";

/** Copied by hand from what was read of the regions' law. */
const REGIONAL = `
  ZHEJIANG_PETITION_2016  ZJ-PET-FWD               PET-FWD            5 WORKING_DAY
  ZHEJIANG_PETITION_2016  ZJ-PET-NOTE-DIRECT       PET-NOTE-DIRECT    5 WORKING_DAY
  ZHEJIANG_PETITION_2016  ZJ-PET-NOTE-FWD          PET-NOTE-FWD       5 WORKING_DAY
  ZHEJIANG_PETITION_2016  ZJ-PET-ANSWER            PET-ANSWER         30 CALENDAR_DAY +60 CALENDAR_DAY
  ZHEJIANG_LABOUR         ZJ-MED-LABOR             MED-LABOR          15 CALENDAR_DAY +−
  ZHEJIANG_LABOUR         ZJ-MED-LABOR-ARBCONF     MED-LABOR-ARBCONF  −
  ZHEJIANG_LABOUR         ZJ-ARB-SIMPLE            ARB-SIMPLE         30 CALENDAR_DAY
  ZHEJIANG_LABOUR         ZJ-INS-ACCEPT            INS-ACCEPT         5 WORKING_DAY
  ZHEJIANG_LABOUR         ZJ-AID-CLOSE             AID-CLOSE          15 CALENDAR_DAY
  SHENZHEN_MEDIATION      SZ-MED-ADMIN             MED-ADMIN          5 WORKING_DAY
  SHENZHEN_MEDIATION      SZ-MED-ADMIN-COMPLEX     MED-ADMIN          10 WORKING_DAY
  SHENZHEN_MEDIATION      SZ-MED-ADMIN-TRANSFER    MED-ADMIN          3 WORKING_DAY
  WEIFANG_HOTLINE         WF-HOT-HANDLE            HOT-HANDLE         5 WORKING_DAY`;

const words = (period: { length: number; unit: Unit } | null): string =>
  period ? `${period.length} ${period.unit}` : "−";

test("the regions' rows are those that were read, each beside the national limit it belongs to", () => {
  const rows = PACKS.flatMap((pack) =>
    pack.rows.flatMap((row) => {
      if (!row.beside) return [];
      const extensions = row.extensions.map(({ most }) => `+${words(most)}`);
      return [[pack.id, row.id, row.beside, words(row.period), ...extensions].join(" ")];
    }),
  );
  expect(rows).toEqual(
    REGIONAL.trim()
      .split("\n")
      .map((line) => line.trim().replace(/\s+/g, " ")),
  );
});

test("only the national pack is on; every other says why it is not", () => {
  expect(PACKS.filter((pack) => pack.isOn).map((pack) => pack.id)).toEqual(["NATIONAL"]);
  expect(PACKS.filter((pack) => pack.isOn === (pack.whyOff !== null))).toEqual([]);
  expect(limitsInForce(PACKS)).toEqual(LIMITS);
});

test("a region's pack, once on, adds its clocks and takes no national one away", () => {
  const switchedOn = PACKS.map((pack) => (pack.id === "ZHEJIANG_PETITION_2016" ? { ...pack, isOn: true } : pack));
  const ids = limitsInForce(switchedOn).map((row) => row.id);
  expect(ids).toEqual(expect.arrayContaining([...LIMITS.map((row) => row.id), "ZJ-PET-ANSWER"]));
  expect(ids).toHaveLength(LIMITS.length + 4);
});

test("a region's clock starts and ends with the national one", () => {
  for (const row of PACKS.flatMap((pack) => pack.rows)) {
    if (!row.beside || !row.period) continue;
    const national = LIMITS.find((limit) => limit.id === row.beside);
    expect([row.id, row.starts, row.ends]).toEqual([row.id, national?.starts, national?.ends]);
  }
});

test.each([
  ["a shorter answer", "PET-ANSWER", 30, "CALENDAR_DAY", null],
  ["the same length", "PET-ANSWER", 60, "CALENDAR_DAY", null],
  ["months where the law counts years", "ARB-LIM", 6, "MONTH", "NOT_A_DUTY"],
  ["fewer months", "LIT-TRIAL-ORD", 4, "MONTH", null],
  ["a year for six months", "LIT-TRIAL-ORD", 1, "YEAR", "LONGER"],
  ["a day more", "PET-ANSWER", 61, "CALENDAR_DAY", "LONGER"],
  ["a working day more", "MED-CONSUMER", 8, "WORKING_DAY", "LONGER"],
  ["working days for calendar days", "PET-ANSWER", 10, "WORKING_DAY", "NOT_COMPARABLE"],
  ["days for months", "LIT-TRIAL-SUM", 60, "CALENDAR_DAY", "NOT_COMPARABLE"],
  ["days for hours", "AID-CUSTODY", 1, "CALENDAR_DAY", "NOT_COMPARABLE"],
  ["a length where the law has none", "HOT-HANDLE", 5, "WORKING_DAY", "NOT_COMPARABLE"],
  ["less notice before a hearing", "ARB-PANEL-HEARING", 3, "WORKING_DAY", "NOT_COMPARABLE"],
  ["a shorter window for the petitioner", "PET-REVIEW-APPLY", 15, "CALENDAR_DAY", "NOT_A_DUTY"],
  ["no time at all", "PET-ANSWER", 0, "CALENDAR_DAY", "NOT_A_PERIOD"],
  ["half a day", "PET-ANSWER", 0.5, "CALENDAR_DAY", "NOT_A_PERIOD"],
  ["a limit nobody knows", "PET-NOTHING", 5, "CALENDAR_DAY", "UNKNOWN_LIMIT"],
] as const)("a centre that promises %s", (_what, limitId, length, unit, fault) => {
  const promise = { limitId, period: { length, unit } };
  expect(localPromiseFaults(LIMITS, [promise])).toEqual(fault ? [{ promise, fault }] : []);
});

test("each promise is judged by itself", () => {
  const period = { length: 61, unit: "CALENDAR_DAY" } as const;
  const promises = ["PET-ANSWER", "PET-NOTHING", "PET-FWD"].map((limitId) => ({ limitId, period }));
  expect(localPromiseFaults(LIMITS, promises).map(({ fault }) => fault)).toEqual(["LONGER", "UNKNOWN_LIMIT", "LONGER"]);
});

test("the page lists every pack and every regional row", () => {
  const page = packsPage(PACKS).join("\n");
  for (const pack of PACKS) {
    expect(page).toContain(`| \`${pack.id}\` |`);
    for (const row of pack.rows) if (row.beside) expect(page).toContain(`| \`${row.id}\` | \`${row.beside}\` |`);
  }
  expect(page).not.toContain("\n| `PET-FWD` |");
});
