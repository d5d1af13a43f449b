import { CATEGORY_LABELS } from "../dispute/dispute.labels";
import type { ChannelRow, Verdict } from "./channel.rules";
import { CHANNEL_ROWS } from "./channels.rules";
import { DOOR_LABELS } from "./door.labels";
import { FACT_LABELS, type Fact, type Facts } from "./fact.labels";

const VERDICTS: Readonly<Record<Verdict, string>> = { FIRST: "先走", FALLBACK: "后备", FORBIDDEN: "**不得**" };

/** The table as a page for readers who do not read code. */
export function channelsPage(): string[] {
  const groups = [...new Set(CHANNEL_ROWS.map((row) => row.group))];
  const unread = CHANNEL_ROWS.filter((row) => !row.policy && !row.verified).length;
  const policy = CHANNEL_ROWS.filter((row) => row.policy).length;
  return [
    "# 法定途径 Lawful channels",
    "",
    "Printed from the table the hub runs; change the table, not this page.",
    `${CHANNEL_ROWS.length} rows; ${unread} cite a text that nobody has read article by article, ${policy} are the centre's own choice (policy).`,
    "",
    "- A row answers when every fact it names is known and as it says. 未知 opens nothing: the clerk is told what to ask.",
    "- 例外: seldom so; taken not to be until somebody says it is, and asked for all the same.",
    "- 不得 beats 先走 and 后备; 先走 beats 后备; of equals the one further up answers.",
    "- The rows of 所有类别 hold whatever the quarrel is about.",
    "",
    ...groups.flatMap((name) => groupLines(CHANNEL_ROWS.filter((row) => row.group === name))),
    "## 事实 Facts",
    "",
    "| fact | 事实 | 窗口询问 | 例外 |",
    "| --- | --- | --- | --- |",
    ...(Object.keys(FACT_LABELS) as Fact[]).map(
      (fact) =>
        `| \`${fact}\` | ${FACT_LABELS[fact].label} | ${FACT_LABELS[fact].question} | ${FACT_LABELS[fact].isException ? "例外" : ""} |`,
    ),
    "",
  ];
}

function groupLines(rows: readonly ChannelRow[]): string[] {
  const categories = rows[0]?.categories?.map((category) => CATEGORY_LABELS[category]) ?? ["所有类别"];
  return [
    `## ${rows[0]?.group ?? ""}`,
    "",
    `类别: ${categories.join("；")}`,
    "",
    "| 途径 | 条件 | 顺序 | 说明 | 依据 | 已核对原文 |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows.map(
      (row) =>
        `| ${DOOR_LABELS[row.door]} \`${row.door}\` | ${conditionOf(row.when)} | ${VERDICTS[row.verdict]} | ${row.remark ?? ""} | ${row.basis ?? "(policy)"} | ${row.verified ? "是" : "**否**"} |`,
    ),
    "",
  ];
}

function conditionOf(when: Facts): string {
  return (Object.keys(when) as Fact[])
    .map((fact) => `${FACT_LABELS[fact].label}: ${when[fact] ? "是" : "否"}`)
    .join("；");
}
