import { isRead } from "../law/cited.rules";
import { PETITION_CLASS_ROWS, PETITION_FACTS } from "./petition-class.rules";
import { LITIGATION_PETITION_ROWS, PRINCIPLE_ROWS, type LitigationStep } from "./petition-principle.rules";

const STEPS: Readonly<Record<LitigationStep, string>> = {
  REGISTER: "登记",
  TRANSFER_TO_POLITICAL_LEGAL: "转送同级政法部门",
  EXPLAIN_AND_GUIDE: "说明、引导",
};

const basisCells = (basis: string | null): string =>
  `${basis ?? "(policy)"} | ${basis !== null && isRead(basis) ? "是" : "**否**"}`;

/** The tables of the petition line as a page for readers who do not read code. */
export function petitionRulesPage(): string[] {
  return [
    "# 信访规则 Petition rules",
    "",
    "Printed from the tables the hub runs; change the table, not this page.",
    "",
    "## 原则 Principles",
    "",
    "| 原则 | 要求 | 依据 | 已核对原文 |",
    "| --- | --- | --- | --- |",
    ...PRINCIPLE_ROWS.map(({ title, asks, basis }) => `| ${title} | ${asks} | ${basisCells(basis)} |`),
    "",
    "## 依法分类 Classes of an appeal",
    "",
    "Asked from the top; the first that fits decides. An unanswered question stands before all that follow it, so the last",
    "row is reached only when the five above are answered with no.",
    "",
    "| 项 | 窗口询问 | 办理 | 出具处理意见书 | 依据 | 已核对原文 |",
    "| --- | --- | --- | --- | --- | --- |",
    ...PETITION_CLASS_ROWS.map(
      ({ item, when, does, getsOpinion, basis }) =>
        `| ${item} | ${when === null ? "以上都不是" : PETITION_FACTS[when].question} | ${does} | ${getsOpinion ? "是" : "否"} | ${basisCells(basis)} |`,
    ),
    "",
    "## 诉访分离 Matters of litigation that come as petitions",
    "",
    "| 形式 | 办理 | 依据 | 已核对原文 |",
    "| --- | --- | --- | --- |",
    ...LITIGATION_PETITION_ROWS.map(
      ({ label, steps, basis }) =>
        `| ${label} | ${steps.map((step) => STEPS[step]).join(" → ")} | ${basisCells(basis)} |`,
    ),
    "",
  ];
}
