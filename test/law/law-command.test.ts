import { Command } from "commander";
import { addLawQuestions } from "../../src/law-command";

async function ask(...words: string[]): Promise<string> {
  let text = "";
  const law = new Command("law");
  addLawQuestions(law, { write: (part) => (text += part) });
  await law.parseAsync(words, { from: "user" });
  return text;
}

const deadline = (...more: string[]) => ask("deadline", "--start", "2026-09-16", ...more);
const START = ["deadline", "--start", "2026-09-16"];
const FIFTEEN_DAYS = ["--length", "15", "--unit", "CALENDAR_DAY", "--roll", "Y"];

describe("law deadline", () => {
  test("tells the raw day, the due day and every day between with its reason", async () => {
    const answer: unknown = JSON.parse(await deadline(...FIFTEEN_DAYS, "--json"));
    expect(answer).toMatchObject({
      rawDueOn: "2026-10-01",
      dueOn: "2026-10-08",
      skipped: [1, 2, 3, 4, 5, 6, 7].map((date) => ({ day: `2026-10-0${date}`, reason: "国庆节放假" })),
      isProvisional: false,
      basis: ["民法典 201(1)", "民事诉讼法 85(3)"],
    });
    const text = await deadline(...FIFTEEN_DAYS);
    expect(text).toContain("届满日          2026-10-08 星期四");
    expect(text).toContain("2026-10-03  国庆节放假");
  });

  test.each([
    [["--length", "5", "--unit", "WORKING_DAY"], "2026-09-22"],
    [["--length", "15", "--unit", "CALENDAR_DAY"], "2026-10-08"],
    [["--length", "1", "--unit", "MONTH", "--roll", "Y"], "2026-10-16"],
    [["--length", "2", "--unit", "YEAR", "--roll", "Y"], "2028-09-18"],
    [["--length", "48", "--unit", "HOUR"], "2026-09-18"],
    [["--length", "5", "--unit", "WORKING_DAY", "--before"], "2026-09-09"],
    [["--length", "15", "--unit", "CALENDAR_DAY", "--roll", "S"], "2026-10-01"],
    [["--length", "15", "--unit", "CALENDAR_DAY", "--roll", "S", "--party", "RIGHT"], "2026-10-08"],
  ])("%j ends on %s", async (words, dueOn) => {
    expect(JSON.parse(await deadline(...words, "--json"))).toMatchObject({ dueOn });
  });

  test("takes a limit by its name, with its length, its unit, its roll and its article", async () => {
    const answer: unknown = JSON.parse(
      await ask("deadline", "--start", "2026-08-02", "--limit", "PET-ANSWER", "--json"),
    );
    expect(answer).toMatchObject({
      limit: { id: "PET-ANSWER" },
      period: { length: 60, unit: "CALENDAR_DAY" },
      roll: "S",
      rawDueOn: "2026-10-01",
      dueOn: "2026-10-01",
      lateAfter: "2026-10-08",
      basis: ["信访工作条例 31(六), 34", "民法典 201(1)", "项目政策"],
    });
  });

  test.each([
    ["a limit there is not", ["--limit", "PET-NOTHING"]],
    ["one whose length the law leaves open", ["--limit", "PET-FEEDBACK"]],
    ["a limit and a length at once", ["--limit", "PET-ANSWER", "--length", "5"]],
  ])("%s is refused", async (_what, words) => {
    await expect(deadline(...words)).rejects.toMatchObject({ code: "LAW_INPUT_INVALID", field: "--limit" });
  });

  test("of hours also the minute, and back from a moment", async () => {
    const hours = ["--length", "24", "--unit", "HOUR", "--json"];
    expect(JSON.parse(await ask("deadline", "--start", "2026-09-16T10:30", ...hours))).toMatchObject({
      dueAt: "2026-09-17T10:30",
    });
    expect(JSON.parse(await ask("deadline", "--start", "2026-09-16T10:30", ...hours, "--before"))).toMatchObject({
      dueAt: "2026-09-15T10:30",
    });
  });

  test("of hours in civil procedure from the next full hour", async () => {
    const asked = ["deadline", "--start", "2026-09-16T10:30", "--limit", "LIT-PRESERVE-RULING", "--json"];
    expect(JSON.parse(await ask(...asked))).toMatchObject({
      dueAt: "2026-09-18T11:00",
      basis: ["民事诉讼法 104(2)", "民事诉讼法 85(2); 民诉解释 125"],
    });
  });

  test("of a limit also from which event it is counted, for what it holds and what the law leaves open", async () => {
    const text = await ask("deadline", "--start", "2026-09-16", "--limit", "LIT-EVID-ORDINARY");
    expect(text).toContain("最短期间");
    expect(await ask("deadline", "--start", "2026-09-16", "--limit", "PET-ANSWER")).toContain("受理之日");
  });

  test("says when it hangs on a year whose holidays are not known", async () => {
    const text = await ask("deadline", "--start", "2027-09-16", ...FIFTEEN_DAYS);
    expect(text).toContain("尚未公布");
  });

  test.each([
    ["no start", ["deadline", ...FIFTEEN_DAYS], "LAW_INPUT_MISSING", "--start"],
    [
      "a day that does not exist",
      ["deadline", "--start", "2026-02-30", ...FIFTEEN_DAYS],
      "LAW_INPUT_INVALID",
      "--start",
    ],
    ["a length of nothing", [...START, "--unit", "MONTH", "--length", "0"], "LAW_INPUT_INVALID", "--length"],
    ["a length of centuries", [...START, "--unit", "YEAR", "--length", "500"], "LAW_INPUT_INVALID", "--length"],
    ["a start before there was the law", ["deadline", "--start", "0001-01-01"], "LAW_INPUT_INVALID", "--start"],
    ["nothing at all", [], "LAW_INPUT_MISSING", "law"],
    [
      "a unit there is not",
      ["deadline", "--start", "2026-09-16", "--length", "1", "--unit", "日"],
      "LAW_INPUT_INVALID",
      "--unit",
    ],
    ["an option there is not", ["deadline", "--stat", "2026-09-16"], "LAW_OPTION_UNKNOWN", "--stat"],
    ["an option without its value", ["deadline", "--start"], "LAW_INPUT_MISSING", "--start"],
    ["a question there is not", ["dead"], "LAW_OPTION_UNKNOWN", "law"],
  ])("%s is told in Chinese, with the option at fault", async (_what, words, code, field) => {
    await expect(ask(...words)).rejects.toMatchObject({
      code,
      field,
      message: expect.stringMatching(/[一-龥]/) as string,
    });
  });
});

describe("law exclusion", () => {
  test("tells the verdict with its article, and the route to tell", async () => {
    const asked = ["exclusion", "--active", "ARBITRATION", "--requested", "INSPECTION"];
    expect(JSON.parse(await ask(...asked, "--json"))).toMatchObject({
      verdict: "REFUSED",
      basis: "劳动保障监察条例 21(2)",
      route: expect.stringContaining("仲裁") as string,
      mustDo: expect.stringContaining("登记") as string,
      evidence: [],
    });
    expect(await ask(...asked)).toContain("依据      劳动保障监察条例 21(2)");
  });

  test("follows the stage and the facts, and says which are still open", async () => {
    const asked = ["exclusion", "--active", "ARBITRATION", "--requested", "LITIGATION", "--stage", "DECIDED", "--json"];
    expect(JSON.parse(await ask(...asked))).toMatchObject({
      verdict: "GUIDED",
      evidence: [{ fact: "isNonFinalAward" }, { fact: "isByWorker" }],
    });
    expect(JSON.parse(await ask(...asked, "--facts", '{"isNonFinalAward":true}'))).toMatchObject({
      verdict: "ALLOWED",
    });
  });

  test.each([
    ["no JSON", "{", "--facts"],
    ["a list", "[]", "--facts"],
    ["a fact there is not", '{"isFinal":true}', "--facts.isFinal"],
    ["a fact that is a text", '{"isByWorker":"yes"}', "--facts.isByWorker"],
  ])("facts that are %s are told", async (_what, facts, field) => {
    const asked = ask("exclusion", "--active", "ARBITRATION", "--requested", "LITIGATION", "--facts", facts);
    await expect(asked).rejects.toMatchObject({ code: "LAW_INPUT_INVALID", field });
  });
});

describe("law doors", () => {
  test("tells the lawful and the forbidden doors with their articles, and what to ask", async () => {
    const facts =
      '{"isMigrantWorker":true,"hasOtherLabourClaim":false,"arbitrationBegan":false,"litigationBegan":false}';
    const asked = ["doors", "--category", "WAGE_ARREARS", "--facts", facts];
    const answer = JSON.parse(await ask(...asked, "--json")) as {
      lawful: { door: string; basis: string | null }[];
      forbidden: { door: string }[];
    };
    expect(answer.lawful.map(({ door }) => door)).toEqual(expect.arrayContaining(["LABOUR_INSPECTION", "LEGAL_AID"]));
    expect(answer.forbidden.map(({ door }) => door)).toContain("PETITION_31_6");
    expect(await ask(...asked)).toContain("不得走的途径");
  });

  test("names no category there is not", async () => {
    await expect(ask("doors", "--category", "WAGES")).rejects.toMatchObject({
      code: "LAW_INPUT_INVALID",
      field: "--category",
    });
  });
});
