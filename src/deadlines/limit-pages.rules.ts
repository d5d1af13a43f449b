import { periodInWords } from "./limit-rows.rules";
import type { Extension, LimitLine, LimitRow, Roll, Trigger } from "./limit.rules";
import { MATTER_FIELD_LABELS, type MatterFact, type MatterValue } from "./matter.rules";
import type { RulePack } from "./packs.rules";

const LINES: Readonly<Record<LimitLine, string>> = {
  PETITION: "信访",
  LITIGATION: "诉讼",
  MEDIATION: "调解",
  ARBITRATION: "劳动人事争议仲裁",
  INSPECTION: "劳动保障监察",
  LEGAL_AID: "法律援助",
  HOTLINE: "12345 热线",
  RECONSIDERATION: "行政复议与行政诉讼",
};

const ROLLS: Readonly<Record<Roll, string>> = {
  Y: "顺延(明文)",
  "Y*": "顺延(依民法典)",
  "n/a": "不发生",
  S: "未规定",
};

const UNVERIFIED = "**未核实**";

function lengthInWords({ period, bound, isRule, isBefore }: LimitRow): string {
  if (isRule) return "—(规则)";
  if (!period) return "法律未定";
  const words = `${isBefore ? "之前 " : ""}${periodInWords(period)}`;
  return bound ? `${bound === "AT_LEAST" ? "不少于" : "不超过"} ${words}` : words;
}

function statesIn(trigger: Trigger | null | undefined): string {
  if (!trigger) return "人工";
  return trigger.states.flatMap((state) => stepsInWords(state, trigger.from?.[state])).join(" ");
}

function stepsInWords(state: string, from: readonly string[] | undefined): string[] {
  return from ? from.map((origin) => `\`${origin}\`→\`${state}\``) : [`\`${state}\``];
}

function extensionInWords({ most, by, notice, basis }: Extension): string {
  return `${most ? `至多 ${periodInWords(most)}` : "长度未定"},${by}${notice ? `,${notice}` : ""}(${basis})`;
}

/** The hub itself, by the category and the fields that it names; else a person. */
function whoTells({ when, besides }: LimitRow): string {
  if (!when) return "人工确认";
  const facts = when.map(factInWords).join("且");
  return besides ? `不符合${facts}的不适用,符合的由人工确认是否${besides}` : `自动判定:${facts}`;
}

function factInWords({ field, is, isNot, open = [], mayBeUntold }: MatterFact): string {
  const values = (some: readonly MatterValue[]) => some.map((value) => `\`${value}\``).join(" ");
  const label = MATTER_FIELD_LABELS[field];
  const unsure = open.length > 0 ? `(${values(open)} 由人工确认)` : "";
  return `${label}${is ? "为" : "不为"} ${values(is ?? isNot ?? [])}${unsure}${mayBeUntold ? "或未填写" : ""}`;
}

function remarks(row: LimitRow): string {
  return [
    row.onlyIf ? `仅限:${row.onlyIf}(${whoTells(row)})` : "",
    row.fromReceipt ? "自收到之日起算,状态日期只是最早可能" : "",
    row.eachParty ? "各方分别计算" : "",
    row.once ? "同一案卷只计算一次" : "",
    row.pauses ? `停止计算:${statesIn(row.pauses)}` : "",
    row.excluded.length > 0 ? `不计入:${row.excluded.join("、")}` : "",
    row.restarts.length > 0 ? `重新起算:${row.restarts.join("、")}` : "",
    row.whyNoEnd ? `无结束状态:${row.whyNoEnd}` : "",
    row.note ?? "",
  ]
    .filter(Boolean)
    .join(";");
}

const HEAD = [
  "| id | 事项 | 期限 | 性质 | 谁 | 起算 | 开始 | 结束 | 延长 | 末日逢休 | 期满 | 依据 | 核实 | 说明 |",
  "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
];

function cells(row: LimitRow): string {
  return [
    `\`${row.id}\``,
    row.title,
    lengthInWords(row),
    row.party === "RIGHT" ? "权利" : "义务",
    row.holder,
    row.anchor,
    row.isRule ? "—" : statesIn(row.starts),
    row.isRule ? "—" : statesIn(row.ends),
    row.extensions.map(extensionInWords).join(";") || "—",
    ROLLS[row.roll],
    row.expiry,
    row.basis,
    row.verified ? "已读" : UNVERIFIED,
    remarks(row),
  ].join(" | ");
}

/** The limits as a page for readers who do not read code, one table a line of work. */
export function limitsPage(limits: readonly LimitRow[]): string[] {
  const unverified = limits.filter((row) => !row.verified).length;
  const conditional = limits.filter((row) => row.onlyIf !== undefined);
  const told = conditional.filter((row) => row.when && row.besides === undefined).length;
  const inPart = conditional.filter((row) => row.when && row.besides !== undefined).length;
  return [
    "## 法定期限 Limits",
    "",
    `共 ${limits.length} 条,其中 ${unverified} 条${UNVERIFIED}。`,
    "",
    `${conditional.length} 条另有适用条件:${told} 条由系统按纠纷类别、标记和案卷字段自动判定,${inPart} 条部分判定,其余由人工确认。` +
      "字段未填写的,等待人工确认;人工确认的优先于自动判定。",
    "",
    ...(Object.keys(LINES) as LimitLine[]).flatMap((line) => {
      const rows = limits.filter((row) => row.line === line);
      if (rows.length === 0) return [];
      return [`### ${LINES[line]} \`${line}\``, "", ...HEAD, ...rows.map((row) => `| ${cells(row)} |`), ""];
    }),
  ];
}

export function packsPage(packs: readonly RulePack[]): string[] {
  return [
    "## 规则包 Packs",
    "",
    "地方规定与全国规定并列计算,先到期的为准;地方规定不替代全国期限。",
    "",
    "| id | 名称 | 启用 | 未启用的原因 | 条数 |",
    "| --- | --- | --- | --- | --- |",
    ...packs.map(
      ({ id, title, isOn, whyOff, rows }) =>
        `| \`${id}\` | ${title} | ${isOn ? "是" : "否"} | ${whyOff ?? "—"} | ${rows.length} |`,
    ),
    "",
    ...packs
      .filter((pack) => pack.rows.some((row) => row.beside))
      .flatMap(({ id, title, rows }) => [
        `### ${title} \`${id}\``,
        "",
        "| id | 与之并列的全国期限 | 事项 | 期限 | 延长 | 依据 | 核实 | 说明 |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        ...rows.map(
          (row) =>
            `| \`${row.id}\` | \`${row.beside ?? ""}\` | ${row.title} | ${lengthInWords(row)} | ${row.extensions.map(extensionInWords).join(";") || "—"} | ${row.basis} | ${row.verified ? "已读" : UNVERIFIED} | ${remarks(row)} |`,
        ),
        "",
      ]),
  ];
}
