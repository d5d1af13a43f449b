import { LINE_LABELS } from "../agencies/agency.entity";
import { PHASE_LABELS } from "../agencies/agency-record.entity";
import { SATISFACTION_LABELS } from "../dispute/dispute.labels";
import { DISPUTE_STATES } from "../dispute/dispute-state.rules";
import { REFUSALS, type RefusalCode } from "../dispute/refusals";
import { RETURN_REASON_LABELS } from "../routing/referral.labels";
import type { Account, AccountRow, Difference } from "./account";
import type { EntryKind } from "./book";
import { YEAR } from "./calendar";

const KIND_LABELS: Readonly<Record<EntryKind, string>> = {
  SUBMISSION: "登记提交",
  SIMILAR: "提示相似纠纷",
  REFERRAL: "分流转送",
  ACCEPTED: "接收立卷",
  RETURNED: "退回",
  HOLDER: "案号与持有机关",
  STATUS: "报送状态(生效)",
  HELD: "其中早到、先收后生效",
  DUPLICATE: "重复报送(未作改动)",
  REFUSED: "拒绝",
  RECORD: "案卷",
  WORK: "待办清单上的在办案卷",
  EVALUATION: "回访评价",
  DISPUTE: "纠纷",
  ANSWERED: "查询得到答复",
};

const OWN_LABELS: Readonly<Record<string, string>> = {
  ATTACHED: "并入所提示的纠纷",
  BESIDES: "核对后另立",
  HISTORY: "窗口查一人一档",
  TRACK: "群众凭码查进展",
  SAME_ANSWER: "同键重发,得同一答复",
  DUPLICATE: "换键重报,识别为重复",
};

const LABELS: Readonly<Record<string, string>> = {
  ...LINE_LABELS,
  ...PHASE_LABELS,
  ...DISPUTE_STATES,
  ...SATISFACTION_LABELS,
  ...RETURN_REASON_LABELS,
};

/** UNRESOLVED, CLOSED and the like mean a dispute's state here; the codes of refusals keep their own sentences. */
function labelOf({ kind, under }: AccountRow): string {
  if (under === null) return KIND_LABELS[kind];
  if (kind === "REFUSED") return `${under} ${firstSentence(REFUSALS[under as RefusalCode] ?? "")}`;
  if (kind === "RETURNED") return RETURN_REASON_LABELS[under as keyof typeof RETURN_REASON_LABELS] ?? under;
  return OWN_LABELS[under] ?? LABELS[under] ?? under;
}

function firstSentence(text: string): string {
  return text.split("。")[0]!;
}

/** The account as a table for people: aligned in a terminal, where a Chinese character is two columns wide. */
export function accountPage(account: Account): string {
  const { submissions, seed, rows, differences, lost, doubled, isBalanced } = account;
  const cells = rows.map((row) => [
    `${row.under === null ? "" : "  "}${labelOf(row)}`,
    numberText(row.plan),
    numberText(row.clients),
    numberText(row.hub),
  ]);
  const head = ["项目", "计划", "各方自报", "枢纽所存"];
  const widths = head.map((_, column) => Math.max(...[head, ...cells].map((line) => widthOf(line[column]!))));
  const write = (line: readonly string[]): string =>
    line
      .map((cell, column) => (column === 0 ? padEnd(cell, widths[column]!) : padStart(cell, widths[column]! + 3)))
      .join("");
  return [
    `县域一年演示账目(${YEAR} 年,提交 ${submissions} 件,种子 ${seed})`,
    "",
    write(head),
    "-".repeat(widths.reduce((sum, width) => sum + width + 3, -3)),
    ...cells.map(write),
    "",
    ...differences.slice(0, 50).map(differenceText),
    ...(differences.length > 50 ? [`……另有 ${differences.length - 50} 处不符`] : []),
    `遗漏 ${lost},重复 ${doubled},其他不符 ${differences.length - lost - doubled}。${isBalanced ? "逐件核对,账目平衡。" : "账目不平衡!"}`,
  ].join("\n");
}

const FAULT_LABELS: Readonly<Record<Difference["fault"], string>> = {
  LOST: "遗漏",
  DOUBLED: "重复",
  DIFFERENT: "不符",
};

function differenceText({ fault, kind, id, plan, clients, hub }: Difference): string {
  const told = (values: readonly string[] | null): string => (values === null ? "—" : values.join("、") || "无");
  return `${FAULT_LABELS[fault]} ${KIND_LABELS[kind]} ${id}:计划 ${told(plan)};自报 ${told(clients)};枢纽 ${told(hub)}`;
}

function numberText(count: number | null): string {
  return count === null ? "—" : String(count);
}

const WIDE =
  /[\u1100-\u115f\u2014\u2026\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

function widthOf(text: string): number {
  return [...text].reduce((sum, character) => sum + (WIDE.test(character) ? 2 : 1), 0);
}

function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}

function padStart(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - widthOf(text))) + text;
}
