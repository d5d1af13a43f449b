import type { Line } from "../agencies/workflow.rules";
import { WORKFLOWS } from "../agencies/workflows.rules";
import { isRead } from "../law/cited.rules";
import { DOOR_LABELS } from "./door.labels";
import { ACTIVE_LABELS, STAGE_LABELS } from "./exclusion.rules";
import { LINE_DOORS } from "./line-doors.rules";
import { AID_ALWAYS, FOLLOWING } from "./routing-advice.rules";
import { STANDINGS } from "./standing.rules";

/** How the tables above become advice: which line a door leads to, and what a record's state means to other procedures. */
export function advicePage(): string[] {
  const lines = Object.keys(STANDINGS) as Line[];
  return [
    "## 途径由哪一条线办理 Doors and lines",
    "",
    "办理:由本条线的机关办理。转送:有权机关不在枢纽内,由信访部门登记后转送、交办或者导入(信访工作条例 22(1), 31)。按排斥关系判断的,",
    "列在最后;“不受排斥”的步骤不论有什么程序在办都可以走。没有列出的途径,枢纽内没有承办机关,只告知当事人。",
    "",
    "| 途径 | 条线 | 方式 | 按何程序判断排斥 |",
    "| --- | --- | --- | --- |",
    ...LINE_DOORS.map(
      ({ door, line, how, requested }) =>
        `| ${DOOR_LABELS[door]} \`${door}\` | ${WORKFLOWS[line].title} | ${how === "HANDLES" ? "办理" : "转送"} | ${requested === null ? "不受排斥" : ACTIVE_LABELS[requested]} |`,
    ),
    "",
    "不论类别,随在办程序而开的途径:",
    "",
    "| 行 | 途径 | 说明 | 依据 |",
    "| --- | --- | --- | --- |",
    ...FOLLOWING.map(
      ({ rule, door, remark, basis }) =>
        `| \`${rule}\` | ${DOOR_LABELS[door]} | ${remark} | ${basis}${isRead(basis) ? "" : "(未核实)"} |`,
    ),
    `| \`${AID_ALWAYS.rule}\` | ${DOOR_LABELS.LEGAL_AID} | ${AID_ALWAYS.remark} | 项目政策 |`,
    "",
    "## 案卷状态说明什么程序、什么阶段 Standing of a record",
    "",
    "“不影响其他程序”:已撤回、已移送或者已失去效力。复核过的信访件一律按复核终结;行政调解、治安调解按行政调解。",
    "",
    "| 条线 | 案卷状态 | 程序 | 阶段 |",
    "| --- | --- | --- | --- |",
    ...lines.flatMap((line) =>
      WORKFLOWS[line].states.map(({ id, label }) => {
        const found = STANDINGS[line][id] ?? null;
        const means =
          found === null ? "不影响其他程序 | –" : `${ACTIVE_LABELS[found.active]} | ${STAGE_LABELS[found.stage]}`;
        return `| ${WORKFLOWS[line].title} | ${label} \`${id}\` | ${means} |`;
      }),
    ),
  ];
}
