import type { Line } from "../../src/agencies/workflow.rules";
import { seededCalendar } from "../../src/deadlines/calendar.seed";
import { lineTaking } from "../../src/deadlines/follow-up-lines.rules";
import { FOLLOW_UPS } from "../../src/deadlines/follow-up.rules";
import { LIMITS } from "../../src/deadlines/limits.rules";
import {
  decideTaking,
  FACT_QUESTIONS,
  offerFollowUps,
  type FollowedRecord,
} from "../../src/deadlines/record-follow-ups.rules";

const calendar = seededCalendar();
const ROWS = Object.values(FOLLOW_UPS).flat();

/** `STATE day, STATE day …`, all in 2026. */
function record(line: Line, way: string, more: Partial<FollowedRecord> = {}): FollowedRecord {
  const entered = way.split(", ").map((step) => {
    const [state, day] = step.split(" ");
    return { state: state!, on: `2026-${day!}` };
  });
  return { line, category: null, entered, ...more };
}

/** Code, last day (`~` provisional) and days left. */
function told(followed: FollowedRecord, today: string): string[] {
  return offerFollowUps(followed, `2026-${today}`, calendar).map(({ id, isBarred, due, daysLeft }) =>
    [isBarred ? `-${id}` : id, due && `${due.isProvisional ? "~" : ""}${due.lastDay} ${daysLeft}`]
      .filter(Boolean)
      .join(" "),
  );
}

test.each<[string, FollowedRecord, string, string[]]>([
  [
    "an award that is not final: fifteen days from receipt, which is at the earliest that of the award",
    record("ARBITRATION", "APPLIED 03-02, HEARD 03-20, AWARD_NONFINAL 03-31"),
    "04-01",
    ["F-ARB-SUE ~2026-04-15 14", "-F-ARB-NONFINAL-ANNUL"],
  ],
  [
    "the same a week before its end: aid may come before it is granted",
    record("ARBITRATION", "APPLIED 03-02, AWARD_NONFINAL 03-31"),
    "04-09",
    ["F-ARB-SUE ~2026-04-15 6", "-F-ARB-NONFINAL-ANNUL", "F-AID-ADVANCE"],
  ],
  [
    "with seven days left it may not yet",
    record("ARBITRATION", "APPLIED 03-02, AWARD_NONFINAL 03-31"),
    "04-08",
    ["F-ARB-SUE ~2026-04-15 7", "-F-ARB-NONFINAL-ANNUL"],
  ],
  [
    "and when it has passed, no aid hurries any more",
    record("ARBITRATION", "APPLIED 03-02, AWARD_NONFINAL 03-31"),
    "04-20",
    ["F-ARB-SUE ~2026-04-15 -5", "-F-ARB-NONFINAL-ANNUL"],
  ],
  [
    "an agreement: confirmation within thirty days of it, and still so while it is being performed",
    record("MEDIATION", "APPLIED 03-02, AGREED_WRITTEN 03-10, PERFORMING 03-20", { category: "NEIGHBOR" }),
    "03-21",
    [
      "F-MED-CONFIRM 2026-04-09 19",
      "-F-MED-CONFIRM-OUTSIDE_COURT",
      "-F-MED-CONFIRM-STATUS",
      "-F-MED-CONFIRM-SPECIAL_PROCEDURE",
      "-F-MED-CONFIRM-TITLE",
      "F-MED-SUE-CONTENT",
    ],
  ],
  [
    "a mediation over work that failed: of the limitation no status tells from when it runs, so no day is told",
    record("MEDIATION", "APPLIED 03-02, FAILED 03-20", { category: "WAGE_ARREARS" }),
    "03-21",
    ["F-MED-ARBITRATE"],
  ],
  [
    "a decision of the inspectors: reconsideration and suit, at the earliest from the day of the decision; a Sunday worked counts",
    record("INSPECTION", "COMPLAINT 03-02, HANDLING_DECISION 03-20"),
    "03-21",
    ["F-INS-RECONSIDER ~2026-05-19 59", "F-INS-SUE ~2026-09-20 183"],
  ],
  [
    "under reconsideration its own decision starts the next window, which nobody knows yet",
    record("INSPECTION", "COMPLAINT 03-02, HANDLING_DECISION 03-20, RECONSIDERATION 04-10"),
    "04-11",
    ["F-INS-SUE-AFTER"],
  ],
  [
    "a petition answered: review, and no suit over the answer",
    record("PETITION", "REGISTERED 03-02, ANSWERED 03-20"),
    "03-21",
    ["F-PET-REVIEW ~2026-04-20 30", "-F-PET-SUIT"],
  ],
  [
    "a petition closed after its recheck may not come again",
    record("PETITION", "REGISTERED 01-05, RECHECKED 03-02, CONCLUDED_UNRESOLVED 03-20"),
    "03-21",
    ["F-PET-CARE-CONCLUDED", "-F-PET-AGAIN-CONCLUDED"],
  ],
  [
    "one closed without a recheck may",
    record("PETITION", "REGISTERED 01-05, ANSWERED 03-02, CONCLUDED_UNRESOLVED 03-20"),
    "03-21",
    [],
  ],
  [
    "a judgment in a small claim is final",
    record("LITIGATION", "COMPLAINT_RECEIVED 01-05, JUDGED 03-20", { isSmallClaim: true }),
    "03-21",
    ["-F-LIT-APPEAL-SMALL"],
  ],
  [
    "retrial and enforcement count once, from the first time the judgment took effect",
    record("LITIGATION", "EFFECTIVE 01-05, RETRIAL_REVIEW 02-02, EFFECTIVE 03-20"),
    "03-21",
    ["F-LIT-ENFORCE ~2028-01-05 655", "F-LIT-RETRIAL 2026-07-06 107", "F-LIT-PROCURATORATE"],
  ],
  [
    "a settlement before the commission that took effect is not sued over",
    record("ARBITRATION", "MEDIATED 03-02, EFFECTIVE 03-02"),
    "03-21",
    ["F-ARB-ENFORCE ~2028-03-02 712", "-F-ARB-MEDIATED-SUE"],
  ],
  [
    "the worker may sue over a final award that took effect when it was made, from the day he has it",
    record("ARBITRATION", "AWARD_FINAL 03-16, EFFECTIVE 03-17"),
    "03-21",
    [
      "F-ARB-WORKER-SUES ~2026-03-31 10",
      "-F-ARB-EMPLOYER-SUES",
      "F-ARB-EMPLOYER-ANNULS ~2026-04-15 25",
      "F-ARB-ENFORCE ~2028-03-17 727",
    ],
  ],
  [
    "an award that took effect is not such a settlement",
    record("ARBITRATION", "AWARD_NONFINAL 02-02, EFFECTIVE 03-02"),
    "03-21",
    ["F-ARB-ENFORCE ~2028-03-02 712"],
  ],
])("%s", (_what, followed, today, expected) => {
  expect(told(followed, today)).toEqual(expected);
});

test("an arbitration within its 45 days is not overdue; after them it may have been extended, and has to be asked", () => {
  const running = record("ARBITRATION", "APPLIED 03-02, ACCEPTED 03-05, HEARD 03-20");
  expect(told(running, "04-01")).toEqual([]);
  const [late] = offerFollowUps(running, "2026-05-10", calendar);
  expect([late?.id, late?.toCheck]).toEqual(["F-ARB-SUE-OVERDUE", ["isAwardOverdue"]]);
});

describe("what is taken", () => {
  const award = record("ARBITRATION", "APPLIED 03-02, AWARD_FINAL 03-20, SUED 03-30");
  const take = (line: Line, followUpId: string, followed = award) => {
    const decision = decideTaking(followed, { line, followUpId }, "2026-04-01", calendar);
    return decision.ok ? "TAKEN" : decision.refusal;
  };

  test("is any way that was open in a state the record has been in, though it has moved on", () => {
    expect(take("LITIGATION", "F-ARB-WORKER-SUES")).toBe("TAKEN");
  });

  test("is refused with article and reason where the law closes it", () => {
    expect(take("LITIGATION", "F-ARB-EMPLOYER-SUES")).toEqual({
      code: "FOLLOW_UP_BARRED",
      rule: "F-ARB-EMPLOYER-SUES",
      basis: "劳动争议调解仲裁法 47, 49(1)",
      reason: "用人单位起诉:依法不得(终局裁决,用人单位只能申请撤销)",
    });
  });

  test.each<[string, Line, string]>([
    ["a way of another state", "LITIGATION", "F-ARB-SUE"],
    ["a way of another line's records", "LITIGATION", "F-MED-SUE"],
    ["a way that another line takes", "MEDIATION", "F-ARB-WORKER-SUES"],
    ["a way that no record of the hub is opened for", "PETITION", "F-PET-REVIEW"],
    ["a name that is none", "LITIGATION", "F-ARB"],
    ["another name that is none", "LITIGATION", "constructor"],
  ])("is nothing else: %s", (_what, line, followUpId) => {
    expect(take(line, followUpId)).toMatchObject({ code: "FOLLOW_UP_NOT_OPEN" });
  });

  test("legal aid may accompany any record", () => {
    expect(take("LEGAL_AID", "F-AID-ADVANCE")).toBe("TAKEN");
    expect(take("LITIGATION", "F-AID-ADVANCE")).toMatchObject({ code: "FOLLOW_UP_NOT_OPEN" });
  });

  test("whichever way a channelled petition or order was led, its record may follow", () => {
    const order = record("HOTLINE", "CALL_RECEIVED 03-02, CHANNELLED 03-03");
    for (const line of ["INSPECTION", "MEDIATION", "PETITION"] as const) {
      expect(take(line, "F-HOT-CHANNEL", order)).toBe("TAKEN");
    }
  });
});

describe("the tables", () => {
  test("say of every follow-up in the record of which line it is taken, or that there is none", () => {
    expect(ROWS.filter(({ id }) => lineTaking(id) === undefined).map(({ id }) => id)).toEqual([]);
    const withoutRecord = ROWS.filter(({ id }) => lineTaking(id) === null).map(({ id }) => id);
    expect(withoutRecord.toSorted()).toEqual([
      "F-AID-OBJECT",
      "F-AID-RECONSIDER",
      "F-INS-RECONSIDER",
      "F-LIT-PROCURATORATE",
      "F-PET-CARE",
      "F-PET-CARE-CONCLUDED",
      "F-PET-RECHECK",
      "F-PET-REVIEW",
    ]);
  });

  test("count from the state only where the limit has no start of its own in the record's line", () => {
    const lines = new Map(
      (Object.keys(FOLLOW_UPS) as Line[]).flatMap((line) => FOLLOW_UPS[line].map((row) => [row, line])),
    );
    const wrong = ROWS.filter((row) => {
      const limit = LIMITS.find(({ id }) => id === row.limitId);
      return row.countsFromState && (!limit || (limit.line === lines.get(row) && limit.starts));
    });
    expect(wrong).toEqual([]);
  });

  test("have a question for every fact", () => {
    const asked = new Set(ROWS.flatMap(({ when = {} }) => Object.keys(when)));
    expect([...asked].filter((fact) => !(fact in FACT_QUESTIONS))).toEqual([]);
  });
});
