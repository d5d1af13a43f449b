import {
  ACTIVE_LABELS,
  FACT_LABELS,
  REGISTER_ALWAYS,
  REQUESTED,
  STAGE_LABELS,
  VERDICT_LABELS,
  type ActiveProcedure,
  type ExclusionFact,
  type ExclusionRow,
  type Stage,
} from "./exclusion.rules";
import { EXCLUSIONS, TOGETHER } from "./exclusions.rules";
import { CONCLUDING } from "./lapse.rules";

const MARKS: Readonly<Record<ExclusionRow["verdict"], string>> = {
  ALLOWED: "✔",
  SUSPENDS: "⏸",
  GUIDED: "→",
  REFUSED: "✖",
  NOT_APPLICABLE: "–",
};

/** The table of exclusions as a lawyer reads it: an overview of what is accepted, then every row. */
export function exclusionsPage(): string[] {
  const procedures = Object.keys(ACTIVE_LABELS) as ActiveProcedure[];
  return [
    "行为在办的程序,列为要提出的程序;已受理时的结论。" +
      `${Object.entries(MARKS)
        .map(([verdict, mark]) => `${mark} ${VERDICT_LABELS[verdict as ExclusionRow["verdict"]]}`)
        .join(" · ")}。几个记号表示要看事实。凡 ✖ 与 →:${REGISTER_ALWAYS}。`,
    "",
    `| 在办 | ${REQUESTED.map((requested) => ACTIVE_LABELS[requested]).join(" | ")} |`,
    `| --- | ${REQUESTED.map(() => "---").join(" | ")} |`,
    ...procedures.map(
      (active) =>
        `| ${ACTIVE_LABELS[active]} | ${REQUESTED.map((requested) => marksOf(active, requested)).join(" | ")} |`,
    ),
    "",
    "| 行 | 在办 | 要提出的 | 阶段 | 事实 | 结论 | 途径、说明 | 依据 |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ...EXCLUSIONS.map(
      (row) =>
        `| \`${row.id}\` | ${ACTIVE_LABELS[row.active]} | ${ACTIVE_LABELS[row.requested]} | ${stagesOf(row)} | ${factsOf(row)} | ${VERDICT_LABELS[row.verdict]} | ${"route" in row ? row.route : (row.remark ?? "")} | ${basisOf(row)} |`,
    ),
    "",
    "期限确已届满(不待收到日、适用条件或者放假安排)的,按期限所列阶段对待:",
    "",
    "| 期限 | 原阶段 | 届满后 | 对哪些程序 |",
    "| --- | --- | --- | --- |",
    ...Object.values(CONCLUDING)
      .flat()
      .map(({ limitId, from, to, opens }) => {
        const whom = opens === null ? "全部" : opens.map((requested) => ACTIVE_LABELS[requested]).join("、");
        return `| \`${limitId}\` | ${STAGE_LABELS[from]} | ${STAGE_LABELS[to]} | ${whom} |`;
      }),
    "",
    "互不排斥的:",
    "",
    "| 事项 | 可以与之并行 | 依据 |",
    "| --- | --- | --- |",
    ...TOGETHER.map(({ what, beside, basis }) => `| ${what} | ${beside} | ${basis ?? "项目政策"} |`),
  ];
}

function marksOf(active: ActiveProcedure, requested: ActiveProcedure): string {
  const rows = EXCLUSIONS.filter(
    (row) => row.active === active && row.requested === requested && row.stages.includes("ACCEPTED"),
  );
  return [...new Set(rows.map(({ verdict }) => MARKS[verdict]))].join(" ");
}

function stagesOf({ stages }: ExclusionRow): string {
  const all = Object.keys(STAGE_LABELS) as Stage[];
  return stages.length === all.length ? "任何阶段" : stages.map((stage) => STAGE_LABELS[stage]).join("<br>");
}

function factsOf({ when }: ExclusionRow): string {
  return Object.entries(when)
    .map(([fact, wanted]) => `${wanted ? "" : "不是或者不明:"}${FACT_LABELS[fact as ExclusionFact]}`)
    .join("<br>");
}

function basisOf({ basis, verified }: ExclusionRow): string {
  if (basis === null) return "项目政策";
  return verified ? basis : `${basis}(未核实)`;
}
