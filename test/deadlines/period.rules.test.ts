import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { festivalsOf, seededCalendar, seededNotices } from "../../src/deadlines/calendar.seed";
import { makeCalendar } from "../../src/deadlines/calendar.rules";
import { countHours } from "../../src/deadlines/hours.rules";
import type { Party, Roll, Unit } from "../../src/deadlines/limit.rules";
import { countPeriod, isStanding, type CountedPeriod, type PeriodToCount } from "../../src/deadlines/period.rules";
import { citationsIn } from "../../src/law/act.rules";
import { vectorLines } from "./make-vectors";
import { nextDay, otherDay, walk, walkToWork } from "./other-calendar";

const calendar = seededCalendar();

function counted(toCount: PeriodToCount, by = calendar): CountedPeriod {
  const found = countPeriod(toCount, by);
  if (isStanding(found)) throw new Error("the clock stands");
  return found;
}

const days = (length: number) => ({ length, unit: "CALENDAR_DAY" }) as const;
const workingDays = (length: number) => ({ length, unit: "WORKING_DAY" }) as const;
const months = (length: number) => ({ length, unit: "MONTH" }) as const;
const byCivilProcedure = { roll: "Y", party: "RIGHT" } as const;

describe("domain.md P", () => {
  test.each([
    ["plain", "2026-09-15", days(15), "2026-09-30", "2026-09-30"],
    ["the end lies in a holiday", "2026-09-16", days(15), "2026-10-01", "2026-10-08"],
    ["a Saturday on which people work", "2026-02-04", days(10), "2026-02-14", "2026-02-14"],
    ["no 30 February", "2026-01-30", months(1), "2026-02-28", "2026-02-28"],
    ["no 31 February", "2026-01-31", months(1), "2026-02-28", "2026-02-28"],
    ["a Sunday that counts as a working day", "2026-09-18", workingDays(5), "2026-09-24", "2026-09-24"],
    ["labour inspection", "2026-07-01", workingDays(60), "2026-09-22", "2026-09-22"],
  ] as const)("%s", (_why, startOn, period, rawDueOn, dueOn) => {
    const roll = period.unit === "WORKING_DAY" ? "n/a" : "Y";
    expect(counted({ startOn, period, roll, party: "DUTY" })).toMatchObject({ rawDueOn, dueOn, isProvisional: false });
  });
});

describe("vectors.tsv, counted by another program over somebody else's calendar", () => {
  const [, ...rows] = readFileSync(join(__dirname, "vectors.tsv"), "utf8").trimEnd().split("\n");
  const vectors = rows.map((row) => {
    const [start = "", length, unit, roll, party, raw, due, late, article = ""] = row.split("\t");
    const period = { length: Number(length), unit: unit as Unit };
    const toCount: PeriodToCount = { startOn: start, period, roll: roll as Roll, party: party as Party };
    return { row, toCount, expected: { rawDueOn: raw, dueOn: due, lateAfter: late }, article };
  });

  test("are what the other program says", () => {
    expect(rows).toEqual(vectorLines().slice(1));
  });

  test("has more than five hundred, each with its article", () => {
    expect(vectors.length).toBeGreaterThan(500);
    for (const { article } of vectors) expect(citationsIn(article)[0]!.article).toMatch(/^\d+(\(\d\))?$/);
  });

  test("each is counted alike", () => {
    const differing = vectors.filter(({ toCount, expected }) => {
      const { rawDueOn, dueOn, lateAfter } = counted(toCount);
      return rawDueOn !== expected.rawDueOn || dueOn !== expected.dueOn || lateAfter !== expected.lateAfter;
    });
    expect(differing.map(({ row }) => row)).toEqual([]);
  });

  test("every holiday of 2020 to 2026 stops or moves one of them, every make-up day is worked on in one", () => {
    const resting = new Set<string>();
    const working = new Set<string>();
    for (const { toCount } of vectors) {
      const { rawDueOn, lateAfter, skipped } = counted(toCount);
      for (const { day } of skipped) resting.add(day);
      if (rawDueOn === lateAfter) working.add(rawDueOn);
      if (toCount.period.unit !== "WORKING_DAY") continue;
      for (let day = toCount.startOn; day <= lateAfter; day = nextDay(day)) working.add(day);
    }
    for (const { year, days: marked } of seededNotices()) {
      if (year < 2020) continue;
      expect(marked.length).toBeGreaterThan(28);
      for (const { day, kind } of marked)
        expect([day, (kind === "HOLIDAY" ? resting : working).has(day)]).toEqual([day, true]);
    }
  });
});

test.each([2025, 2026])("every festival of the law is a holiday of the same name in the notice for %d", (year) => {
  const missing = festivalsOf(year).filter(({ day, name }) => !calendar.restOn(day)?.startsWith(name));
  expect(missing).toEqual([]);
});

test("from 2018 to 2026 two tables kept by different people agree on every day", () => {
  const differing: string[] = [];
  for (let day = "2018-01-01"; day <= "2026-12-31"; day = nextDay(day))
    if ((calendar.restOn(day) === null) !== otherDay(day).isWorking) differing.push(day);
  expect(differing).toEqual([]);
});

test("whatever the start, the length and the unit, the count ends where a walk day by day ends", () => {
  const start = fc.integer({ min: 0, max: 2300 }).map((offset) => nextDay("2018-01-01", offset));
  const period = fc.oneof(
    fc.record({ length: fc.integer({ min: 1, max: 400 }), unit: fc.constant("CALENDAR_DAY" as const) }),
    fc.record({ length: fc.integer({ min: 1, max: 90 }), unit: fc.constant("WORKING_DAY" as const) }),
    fc.record({ length: fc.integer({ min: 1, max: 24 }), unit: fc.constant("MONTH" as const) }),
    fc.record({ length: fc.integer({ min: 1, max: 2 }), unit: fc.constant("YEAR" as const) }),
  );
  const roll = fc.constantFrom<Roll>("Y", "Y*", "n/a", "S");
  const party = fc.constantFrom<Party>("RIGHT", "DUTY");
  fc.assert(
    fc.property(start, period, roll, party, (startOn, length, rolls, whose) => {
      const raw = walk(startOn, length.length, length.unit);
      const late = rolls === "n/a" ? raw : walkToWork(raw);
      const due = rolls === "S" && whose === "DUTY" ? raw : late;
      expect(counted({ startOn, period: length, roll: rolls, party: whose })).toMatchObject({
        rawDueOn: raw,
        dueOn: due,
        lateAfter: late,
      });
    }),
    { numRuns: 1_500 },
  );
});

describe("where the law says nothing of days of rest", () => {
  test("a right is kept until the next working day", () => {
    expect(counted({ startOn: "2026-09-16", period: days(15), roll: "S", party: "RIGHT" })).toMatchObject({
      dueOn: "2026-10-08",
      lateAfter: "2026-10-08",
    });
  });

  test("a duty is due on the day itself and broken only after the next working day", () => {
    expect(counted({ startOn: "2026-09-16", period: days(15), roll: "S", party: "DUTY" })).toMatchObject({
      dueOn: "2026-10-01",
      lateAfter: "2026-10-08",
    });
  });
});

describe("extensions", () => {
  test("in the same unit make one longer period: 31 August and twice six months is 31 August", () => {
    const extended = { startOn: "2025-08-31", period: months(6), extensions: [months(6)], ...byCivilProcedure };
    expect(counted(extended).rawDueOn).toBe("2026-08-31");
  });

  test("in another unit begin where the bare count ended, not where it was moved to", () => {
    const extended = { startOn: "2026-09-16", period: days(15), extensions: [workingDays(1)], ...byCivilProcedure };
    expect(counted(extended)).toMatchObject({ rawDueOn: "2026-10-08", dueOn: "2026-10-08" });
  });
});

describe("time that does not count", () => {
  const appraisal = (from: string, until: string | null) => ({ from, until, reason: "鉴定期间不计入" });

  test.each([
    ["days", days(10), "2026-03-02", "2026-03-15"],
    ["working days", workingDays(5), "2026-03-02", "2026-03-11"],
    ["months", months(1), "2026-03-02", "2026-04-05"],
    ["years", { length: 1, unit: "YEAR" }, "2026-03-02", "2027-03-05"],
  ] as const)("lengthens %s by as many", (_unit, period, startOn, rawDueOn) => {
    const pauses = [appraisal("2026-03-05", "2026-03-08")];
    const found = counted({ startOn, period, pauses, roll: "n/a", party: "DUTY" });
    expect(found.rawDueOn).toBe(rawDueOn);
    expect(found.skipped.filter(({ reason }) => reason === "鉴定期间不计入").map(({ day }) => day)).toEqual([
      "2026-03-05",
      "2026-03-06",
      "2026-03-07",
    ]);
  });

  test("a second one within the time won by the first counts too; one after the end does not", () => {
    const pauses = [
      appraisal("2026-03-05", "2026-03-08"),
      appraisal("2026-03-13", "2026-03-14"),
      appraisal("2026-05-01", null),
    ];
    expect(counted({ startOn: "2026-03-02", period: days(10), pauses, roll: "n/a", party: "DUTY" }).rawDueOn).toBe(
      "2026-03-16",
    );
  });

  test("while it goes on there is no last day", () => {
    const pauses = [appraisal("2026-03-05", null)];
    expect(countPeriod({ startOn: "2026-03-02", period: days(10), pauses, ...byCivilProcedure }, calendar)).toEqual({
      standsSince: "2026-03-05",
      reason: "鉴定期间不计入",
    });
  });
});

describe("counted back from a day that lies ahead", () => {
  test("five working days before a hearing after the holiday", () => {
    const notice = {
      startOn: "2026-10-12",
      period: workingDays(5),
      roll: "n/a",
      party: "DUTY",
      isBefore: true,
    } as const;
    expect(counted(notice)).toMatchObject({ rawDueOn: "2026-09-29" });
  });

  test("an end in a holiday moves to the day before it, never nearer to the hearing", () => {
    const notice = { startOn: "2026-10-12", period: days(7), ...byCivilProcedure, isBefore: true };
    expect(counted(notice)).toMatchObject({ rawDueOn: "2026-10-05", dueOn: "2026-09-30" });
  });
});

describe("a year whose notice is not out", () => {
  test("is provisional where a day of it decides, and only there", () => {
    const inNextYear = { startOn: "2026-12-20", ...byCivilProcedure };
    expect(counted({ ...inNextYear, period: days(12) })).toMatchObject({ rawDueOn: "2027-01-01", isProvisional: true });
    expect(counted({ ...inNextYear, period: days(12), roll: "n/a" })).toMatchObject({ isProvisional: false });
    expect(counted({ ...inNextYear, period: days(4) })).toMatchObject({ isProvisional: false });
  });

  test("rests on weekends and on the festivals of the law", () => {
    expect(counted({ startOn: "2026-12-20", period: days(12), ...byCivilProcedure }).dueOn).toBe("2027-01-04");
    expect(calendar.restOn("2027-02-06")).toBe("春节放假");
    expect(calendar.restOn("2027-06-09")).toBe("端午放假");
    expect(calendar.restOn("2027-04-05")).toBe("清明放假");
  });

  test("is no longer when the notice has been loaded, and a notice loaded for a known year counts instead", () => {
    const notice = (year: number, name: string) => ({
      year,
      source: "测试通知",
      days: [{ day: `${year}-01-04`, kind: "HOLIDAY", name } as const],
    });
    const loaded = makeCalendar([...seededNotices(), notice(2027, "元旦"), notice(2026, "特别")], festivalsOf);
    const toCount = { startOn: "2026-12-20", period: days(13), ...byCivilProcedure };
    expect(counted(toCount, loaded)).toMatchObject({
      rawDueOn: "2027-01-02",
      dueOn: "2027-01-05",
      isProvisional: false,
    });
    expect(loaded.restOn("2026-10-01")).toBeNull();
  });

  test("a notice may turn days of the December before; until it is known, those are provisional", () => {
    const inDecember = { startOn: "2026-12-20", period: days(6), ...byCivilProcedure };
    expect(counted(inDecember)).toMatchObject({ rawDueOn: "2026-12-26", dueOn: "2026-12-28", isProvisional: true });
    const makeUp = { day: "2026-12-26", kind: "MAKE_UP_WORKDAY", name: "元旦" } as const;
    const loaded = makeCalendar([...seededNotices(), { year: 2027, source: "测试通知", days: [makeUp] }], festivalsOf);
    expect(counted(inDecember, loaded)).toMatchObject({ dueOn: "2026-12-26", isProvisional: false });
  });
});

test.each([
  ["MOMENT", "2026-09-30", 10 * 60 + 20, 24, "2026-10-01", 10 * 60 + 20],
  ["NEXT_HOUR", "2026-09-30", 10 * 60 + 20, 48, "2026-10-02", 11 * 60],
  ["NEXT_HOUR", "2026-09-30", 23 * 60 + 59, 48, "2026-10-03", 0],
] as const)("hours from the %s: %s at %d and %d h", (from, day, minutes, hours, endDay, endMinutes) => {
  expect(countHours({ day, minutes }, hours, from)).toEqual({ day: endDay, minutes: endMinutes });
});
