import type { Command, CommanderError } from "commander";
import { answerDeadline, deadlineLines, readStart, type DeadlineQuestion } from "./deadlines/deadline-answer";
import { seededCalendar } from "./deadlines/calendar.seed";
import type { Party, Roll, Unit } from "./deadlines/limit.rules";
import { LONGEST, UNIT_WORDS } from "./deadlines/limit-rows.rules";
import { LIMITS } from "./deadlines/limits.rules";
import { CATEGORY_LABELS, type DisputeCategory } from "./dispute/dispute.labels";
import { LawInputFault } from "./law-input-fault";
import { answerDoors, doorsLines } from "./routing/doors-answer";
import { FACT_LABELS as DOOR_FACT_LABELS, type Fact } from "./routing/fact.labels";
import {
  ACTIVE_LABELS,
  FACT_LABELS,
  REQUESTED,
  STAGE_LABELS,
  type ActiveProcedure,
  type ExclusionFact,
  type Stage,
} from "./routing/exclusion.rules";
import { answerExclusion, exclusionLines } from "./routing/exclusion-answer";

interface Out {
  write(text: string): unknown;
}

const UNITS = Object.keys(UNIT_WORDS) as Unit[];
const ROLLS: readonly Roll[] = ["Y", "Y*", "n/a", "S"];
const PARTIES: readonly Party[] = ["RIGHT", "DUTY"];
/** Since the republic there is, and as far as the calendar knows the festivals. */
const [FIRST_YEAR, LAST_YEAR] = [1949, 2079];

interface DeadlineFlags {
  readonly start?: string;
  readonly limit?: string;
  readonly length?: string;
  readonly unit?: string;
  readonly roll?: string;
  readonly party?: string;
  readonly before?: true;
  readonly json: boolean;
}

interface ExclusionFlags {
  readonly active?: string;
  readonly requested?: string;
  readonly stage?: string;
  readonly facts?: string;
  readonly json: boolean;
}

interface DoorsFlags {
  readonly category?: string;
  readonly facts?: string;
  readonly json: boolean;
}

const CATEGORIES = Object.keys(CATEGORY_LABELS) as DisputeCategory[];
const DOOR_FACTS = Object.keys(DOOR_FACT_LABELS) as Fact[];
const ACTIVE = Object.keys(ACTIVE_LABELS) as ActiveProcedure[];
const STAGES = Object.keys(STAGE_LABELS) as Stage[];
const FACTS = Object.keys(FACT_LABELS) as ExclusionFact[];

/** What may be asked of the law's tables by somebody who has no server at hand. Reads no database and needs none. */
export function addLawQuestions(law: Command, out: Out): void {
  law
    .command("deadline")
    .description("计算期限:原届满日、届满日和每个不计的日子")
    .option("--start <日期>", "起算日 YYYY-MM-DD,当日不计入;按小时计算的可写 YYYY-MM-DDTHH:MM(北京时间)")
    .option("--limit <期限>", "docs/law.md 中的一项期限,如 PET-ANSWER;写了就不写下面五项")
    .option("--length <长度>", "期间的长度")
    .option("--unit <单位>", `单位:${UNITS.join("、")}`)
    .option(
      "--roll <规则>",
      "末日逢休假日:Y 顺延,Y* 按民法典顺延,n/a 不发生,S 法律没有规定;不写则日、月、年按 Y*(民法典),工作日和小时按 n/a",
    )
    .option("--party <一方>", "RIGHT 当事人的权利,DUTY 机关的职责;不写为 DUTY")
    .option("--before", "从将来的日子向前计算")
    .option("--json", "写成 JSON", false)
    .action((flags: DeadlineFlags) => {
      const start = startFrom(flags.start);
      const asked = flags.limit === undefined ? periodFrom(flags) : limitFrom(flags.limit, flags);
      const answer = answerDeadline({ start, ...asked }, seededCalendar());
      print(out, flags.json, answer, deadlineLines(answer));
    });
  law
    .command("exclusion")
    .description("同一事项:一个程序在办时,能不能再提出另一个")
    .option("--active <程序>", `在办的程序:${ACTIVE.join("、")}`)
    .option("--requested <程序>", `要提出的程序:${REQUESTED.join("、")}`)
    .option("--stage <阶段>", `在办程序到了哪一步:${STAGES.join("、")}`, "ACCEPTED")
    .option("--facts <JSON>", `已知的事实,写作 {"isByWorker":true};可用:${FACTS.join("、")}`, "{}")
    .option("--json", "写成 JSON", false)
    .action((flags: ExclusionFlags) => {
      const answer = answerExclusion({
        active: oneOf("active", ACTIVE, flags.active),
        requested: oneOf("requested", REQUESTED, flags.requested),
        stage: oneOf("stage", STAGES, flags.stage),
        facts: factsFrom(FACTS, flags.facts),
      });
      print(out, flags.json, answer, exclusionLines(answer));
    });
  law
    .command("doors")
    .description("法定途径:一类纠纷可以走和不得走的途径,以及还要问清什么")
    .option("--category <类别>", `纠纷类别:${CATEGORIES.join("、")}`)
    .option("--facts <JSON>", '已知的事实,写作 {"isMigrantWorker":true};不知道的不写', "{}")
    .option("--json", "写成 JSON", false)
    .action((flags: DoorsFlags) => {
      const category = oneOf("category", CATEGORIES, flags.category);
      const answer = answerDoors(category, factsFrom(DOOR_FACTS, flags.facts));
      print(out, flags.json, answer, doorsLines(answer));
    });
  for (const command of [law, ...law.commands]) speaksChinese(command);
}

function print(out: Out, isJson: boolean, answer: object, lines: readonly string[]): void {
  out.write(isJson ? `${JSON.stringify(answer, null, 2)}\n` : `${lines.join("\n")}\n`);
}

function given(field: string, value: string | undefined): string {
  if (value === undefined) throw new LawInputFault("LAW_INPUT_MISSING", `--${field}`, `缺少 --${field}。`);
  return value;
}

function startFrom(value: string | undefined): string {
  const text = given("start", value);
  const year = Number(readStart(text)?.day.slice(0, 4));
  if (year >= FIRST_YEAR && year <= LAST_YEAR) return text;
  const message = `起算日须为 ${FIRST_YEAR} 年至 ${LAST_YEAR} 年间真实存在的日期,写作 YYYY-MM-DD,如 2026-09-16。`;
  throw new LawInputFault("LAW_INPUT_INVALID", "--start", message);
}

type Asked = Omit<DeadlineQuestion, "start">;

/** The Civil Code's rules hold where no other is named (民法典 204). */
const USUAL_ROLL: Readonly<Record<Unit, Roll>> = {
  HOUR: "n/a",
  CALENDAR_DAY: "Y*",
  WORKING_DAY: "n/a",
  MONTH: "Y*",
  YEAR: "Y*",
};

function periodFrom({ length, unit: unitText, roll, party = "DUTY", before }: DeadlineFlags): Asked {
  const unit = oneOf("unit", UNITS, unitText);
  return {
    limit: null,
    period: { length: lengthFrom(length, unit), unit },
    hoursFrom: "MOMENT",
    roll: oneOf("roll", ROLLS, roll ?? USUAL_ROLL[unit]),
    party: oneOf("party", PARTIES, party),
    isBefore: before === true,
  };
}

function limitFrom(id: string, flags: DeadlineFlags): Asked {
  const row = LIMITS.find((limit) => limit.id === id);
  const fault = (message: string) => new LawInputFault("LAW_INPUT_INVALID", "--limit", message);
  if (!row) throw fault("全国规则中没有这一项期限。见 docs/law.md 的「法定期限」。");
  if (row.isRule || row.period === null) throw fault(`${id} 没有法定长度,请用 --length 和 --unit。`);
  const { length, unit, roll, party, before } = flags;
  if ([length, unit, roll, party, before].some((flag) => flag !== undefined)) {
    throw fault("写了 --limit,就不写 --length、--unit、--roll、--party、--before。");
  }
  const { period, hoursFrom = "MOMENT", title, basis, verified: isVerified, anchor } = row;
  const limit = { id, title, basis, isVerified, anchor, onlyIf: row.onlyIf ?? null, bound: row.bound ?? null };
  return { limit, period, hoursFrom, roll: row.roll, party: row.party, isBefore: row.isBefore ?? false };
}

function lengthFrom(value: string | undefined, unit: Unit): number {
  const text = given("length", value);
  if (/^[1-9]\d*$/.test(text) && Number(text) <= LONGEST[unit]) return Number(text);
  throw new LawInputFault("LAW_INPUT_INVALID", "--length", `长度须为 1 至 ${LONGEST[unit]} 之间的整数。`);
}

function oneOf<T extends string>(field: string, values: readonly T[], value: string | undefined): T {
  const text = given(field, value);
  const found = values.find((one) => one === text);
  if (found) return found;
  throw new LawInputFault("LAW_INPUT_INVALID", `--${field}`, `--${field} 须为以下之一:${values.join("、")}。`);
}

/** Named facts, each true or false; whatever else stands there was meant for something that would not happen. */
function factsFrom<Name extends string>(
  names: readonly Name[],
  value: string | undefined,
): Partial<Record<Name, boolean>> {
  let facts: unknown;
  try {
    facts = JSON.parse(given("facts", value));
  } catch {
    throw new LawInputFault("LAW_INPUT_INVALID", "--facts", `事实须为 JSON 对象,如 {"${names[0]}":true}。`);
  }
  const isObject = typeof facts === "object" && facts !== null && !Array.isArray(facts);
  if (!isObject) throw new LawInputFault("LAW_INPUT_INVALID", "--facts", "事实须为 JSON 对象。");
  for (const [name, known] of Object.entries(facts as object)) {
    if (!(names as readonly string[]).includes(name)) {
      const message = `没有叫 ${name} 的事实。可用:${names.join("、")}。`;
      throw new LawInputFault("LAW_INPUT_INVALID", `--facts.${name}`, message);
    }
    if (typeof known !== "boolean") {
      throw new LawInputFault("LAW_INPUT_INVALID", `--facts.${name}`, `${name} 须为 true 或 false;不知道就不写。`);
    }
  }
  return facts as Partial<Record<Name, boolean>>;
}

const OPTION = /--?[\w-]+/;

/** What the parser itself refuses is told like everything else. */
function speaksChinese(command: Command): void {
  command.configureOutput({ writeErr: () => {} }).exitOverride((error: CommanderError) => {
    // Help that was asked for; commander ends the program by itself.
    if (error.exitCode === 0) return;
    const field = OPTION.exec(error.message)?.[0] ?? command.name();
    if (error.code === "commander.optionMissingArgument") {
      throw new LawInputFault("LAW_INPUT_MISSING", field, `${field} 后面没有写值。`);
    }
    if (error.code === "commander.help") {
      const names = command.commands.map((one) => one.name()).join("、");
      throw new LawInputFault("LAW_INPUT_MISSING", command.name(), `请写明要查什么:${names}。`);
    }
    const options = command.options.map(({ long }) => long).join("、");
    const commands = command.commands.map((one) => one.name()).join("、");
    const known = commands === "" ? `选项:${options}` : `命令:${commands}`;
    throw new LawInputFault("LAW_OPTION_UNKNOWN", field, `不认识所写的内容。可用的${known}。`);
  });
}
