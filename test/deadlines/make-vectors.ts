import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { nextDay, otherDay, walk, walkToWork } from "./other-calendar";

// Makes vectors.tsv from the calendar and the counting of other-calendar.ts, never from the hub's own:
//   node -r @swc-node/register test/deadlines/make-vectors.ts
// For every holiday and every make-up working day of 2020 to 2026 there are limits that end on it or count across it.

interface Limit {
  readonly length: number;
  readonly unit: "CALENDAR_DAY" | "WORKING_DAY" | "MONTH" | "YEAR";
  readonly roll: string;
  readonly party: "RIGHT" | "DUTY";
  readonly article: string;
}

const row = (length: number, unit: Limit["unit"], roll: string, party: Limit["party"], article: string): Limit => ({
  length,
  unit,
  roll,
  party,
  article,
});

const LIMITS: readonly Limit[] = [
  row(15, "CALENDAR_DAY", "Y", "RIGHT", "民事诉讼法 171"),
  row(60, "CALENDAR_DAY", "S", "DUTY", "信访工作条例 34"),
  row(5, "WORKING_DAY", "n/a", "DUTY", "信访工作条例 23(3)"),
  row(6, "MONTH", "Y*", "DUTY", "民事诉讼法 152"),
  row(30, "CALENDAR_DAY", "S", "RIGHT", "信访工作条例 35"),
  row(45, "CALENDAR_DAY", "Y*", "DUTY", "劳动争议调解仲裁法 43"),
  row(60, "WORKING_DAY", "n/a", "DUTY", "劳动保障监察条例 17"),
  row(1, "YEAR", "Y*", "RIGHT", "劳动争议调解仲裁法 27"),
  row(7, "CALENDAR_DAY", "Y", "DUTY", "民事诉讼法 126"),
  row(30, "WORKING_DAY", "n/a", "DUTY", "医疗纠纷条例 38"),
  row(3, "MONTH", "Y*", "DUTY", "民事诉讼法 164"),
  row(15, "CALENDAR_DAY", "S", "DUTY", "信访工作条例 22(1)"),
  row(10, "CALENDAR_DAY", "Y", "RIGHT", "民事诉讼法 171"),
  row(2, "YEAR", "Y", "RIGHT", "民事诉讼法 250"),
  row(30, "CALENDAR_DAY", "Y", "RIGHT", "民事诉讼法 205"),
  row(7, "WORKING_DAY", "n/a", "DUTY", "消费者权益保护法 46"),
];
const PER_DAY = 3;

function* days(): Generator<string> {
  for (let day = "2020-01-01"; day <= "2026-12-31"; day = nextDay(day)) yield day;
}

/**
 * A start from which the bare count ends on the day; for working days, one from which it passes over the day. No months
 * end on a 31st that the month they began in does not have.
 */
function startFor(day: string, { length, unit }: Limit): string | undefined {
  if (unit === "CALENDAR_DAY") return nextDay(day, -length);
  if (unit === "WORKING_DAY") return nextDay(day, -Math.ceil(length / 2) - 1);
  const months = unit === "YEAR" ? length * 12 : length;
  for (let back = months * 31 + 3; back >= months * 28 - 3; back--) {
    const start = nextDay(day, -back);
    if (walk(start, length, unit) === day) return start;
  }
  return undefined;
}

/** The lines of vectors.tsv, its head first. */
export function vectorLines(): string[] {
  const rows: string[] = [];
  let turn = 0;
  for (const day of days()) {
    const { festival, isWorking } = otherDay(day);
    if (!festival) continue;
    for (let made = 0; made < PER_DAY;) {
      const limit = LIMITS[turn++ % LIMITS.length]!;
      const start = startFor(day, limit);
      if (start === undefined) continue;
      made++;
      const { length, unit, roll, party, article } = limit;
      const raw = walk(start, length, unit);
      const late = roll === "n/a" ? raw : walkToWork(raw);
      const due = roll === "S" && party === "DUTY" ? raw : late;
      const about = `${day} ${festival}${isWorking ? "调休上班" : "放假"}`;
      rows.push([start, length, unit, roll, party, raw, due, late, article, about].join("\t"));
    }
  }
  const head = ["start", "length", "unit", "roll", "party", "raw", "due", "late after", "article", "about"].join("\t");
  return [head, ...rows];
}

if (require.main === module) writeFileSync(join(__dirname, "vectors.tsv"), `${vectorLines().join("\n")}\n`);
