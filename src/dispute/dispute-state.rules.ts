import type { Outcome, Phase } from "../agencies/workflow.rules";

/** What the quarrel is, seen over all its records, with the word the counter uses. */
export const DISPUTE_STATES = {
  REGISTERED: "登记",
  TRIAGED: "甄别",
  ROUTED: "分流",
  IN_PROCESS: "办理",
  RESOLVED: "化解",
  UNRESOLVED: "未化解",
  FOLLOW_UP: "回访",
  CLOSED: "办结",
  REOPENED: "回流",
} as const;
export type DisputeState = keyof typeof DISPUTE_STATES;

/** From worst to best. WITHDRAWN outranks REDIRECTED: who gave up ended it, who was sent on has not. */
export const OUTCOME_RANKS = ["NONE", "REDIRECTED", "WITHDRAWN", "UNRESOLVED", "RESOLVED"] as const;
export type BestOutcome = (typeof OUTCOME_RANKS)[number];

export interface DisputeFacts {
  readonly hasActiveRecord: boolean;
  readonly hasSettlingRecord: boolean;
  readonly hasPendingReferral: boolean;
  /** Over the records that are SETTLING or ENDED. */
  readonly bestOutcome: BestOutcome;
  /** The desk has looked at it: it gave a handling grade, or once made a referral. */
  readonly isGradedOrReferred: boolean;
  /** Followed up or evaluated since the last outcome. */
  readonly isEvaluated: boolean;
  /** A new submission came after closing, and no agency has accepted it since. */
  readonly isReturned: boolean;
}

export interface DisputeStateRow {
  readonly id: string;
  /** A fact not named here may be anything. */
  readonly when: {
    readonly [Fact in keyof DisputeFacts]?: Fact extends "bestOutcome" ? readonly BestOutcome[] : boolean;
  };
  readonly state: DisputeState;
  readonly reason: string;
}

/** Read from the top; the first row that fits decides. The last row asks nothing, so there is always one. */
export const DISPUTE_STATE_ROWS: readonly DisputeStateRow[] = [
  {
    id: "RETURNED",
    when: { isReturned: true, hasActiveRecord: false, hasPendingReferral: false },
    state: "REOPENED",
    reason: "办结后同一纠纷再次提交,尚无机关重新接收",
  },
  { id: "ACTIVE", when: { hasActiveRecord: true }, state: "IN_PROCESS", reason: "至少一个机关正在办理" },
  { id: "PENDING", when: { hasPendingReferral: true }, state: "ROUTED", reason: "已分流,等待承办机关接收" },
  {
    id: "EVALUATED_FINAL",
    when: { bestOutcome: ["RESOLVED", "UNRESOLVED"], isEvaluated: true, hasSettlingRecord: false },
    state: "CLOSED",
    reason: "各机关均已终结,回访评价已完成",
  },
  {
    id: "EVALUATED_SETTLING",
    when: { bestOutcome: ["RESOLVED", "UNRESOLVED"], isEvaluated: true },
    state: "FOLLOW_UP",
    reason: "已回访评价,仍有结果待生效、期满或者履行",
  },
  { id: "RESOLVED", when: { bestOutcome: ["RESOLVED"] }, state: "RESOLVED", reason: "已有化解结果,待回访评价" },
  {
    id: "UNRESOLVED",
    when: { bestOutcome: ["UNRESOLVED"] },
    state: "UNRESOLVED",
    reason: "已有结果但未化解,待回访评价",
  },
  {
    id: "WITHDRAWN_FINAL",
    when: { bestOutcome: ["WITHDRAWN"], hasSettlingRecord: false },
    state: "CLOSED",
    reason: "当事人撤回,各机关均已终结",
  },
  {
    id: "WITHDRAWN_SETTLING",
    when: { bestOutcome: ["WITHDRAWN"] },
    state: "FOLLOW_UP",
    reason: "当事人撤回,另有程序尚未终结",
  },
  {
    id: "REDIRECTED",
    when: { bestOutcome: ["REDIRECTED"] },
    state: "TRIAGED",
    reason: "已导入其他途径,须重新确定承办机关",
  },
  { id: "SEEN", when: { isGradedOrReferred: true }, state: "TRIAGED", reason: "已甄别,尚未分流或者已被退回" },
  { id: "NEW", when: {}, state: "REGISTERED", reason: "已登记,尚未甄别" },
];

export function deriveDisputeState(facts: DisputeFacts): { state: DisputeState; row: string; reason: string } {
  const row = DISPUTE_STATE_ROWS.find((candidate) => fits(candidate, facts));
  if (!row) throw new Error("the table of dispute states has no row for these facts");
  return { state: row.state, row: row.id, reason: row.reason };
}

/** What each row asks, read off once: a batch looks at the table hundreds of times. */
const CONDITIONS = new Map(
  DISPUTE_STATE_ROWS.map((row) => {
    const { bestOutcome, ...flags } = row.when;
    return [row, { bestOutcome, flags: Object.entries(flags) as [keyof typeof flags, boolean][] }];
  }),
);

function fits(row: DisputeStateRow, facts: DisputeFacts): boolean {
  const { bestOutcome, flags } = CONDITIONS.get(row)!;
  if (bestOutcome && !bestOutcome.includes(facts.bestOutcome)) return false;
  return flags.every(([flag, wanted]) => facts[flag] === wanted);
}

/** Reads from the records what they tell; the other facts come from the desk as they are. */
export function factsFromRecords(
  records: readonly { readonly phase: Phase; readonly outcome: Outcome | null }[],
  desk: Pick<DisputeFacts, "hasPendingReferral" | "isGradedOrReferred" | "isEvaluated" | "isReturned">,
): DisputeFacts {
  const ranks = records
    .filter((record) => record.phase !== "ACTIVE")
    .map((record) => OUTCOME_RANKS.indexOf(record.outcome ?? "NONE"));
  return {
    ...desk,
    hasActiveRecord: records.some((record) => record.phase === "ACTIVE"),
    hasSettlingRecord: records.some((record) => record.phase === "SETTLING"),
    bestOutcome: OUTCOME_RANKS[Math.max(0, ...ranks)]!,
  };
}

export function isOpen(state: DisputeState): boolean {
  return state !== "CLOSED";
}

const FACT_LABELS: Readonly<Record<keyof DisputeFacts, string>> = {
  hasActiveRecord: "有在办案卷",
  hasSettlingRecord: "有待定结果",
  hasPendingReferral: "有待接收的分流",
  bestOutcome: "最好结果",
  isGradedOrReferred: "已甄别",
  isEvaluated: "已回访评价",
  isReturned: "办结后再次提交",
};

/** The table as a page for readers who do not read code. */
export function disputeStatePage(): string {
  const facts = Object.keys(FACT_LABELS) as (keyof DisputeFacts)[];
  const cell = (value: boolean | readonly string[] | undefined): string =>
    value === undefined ? "" : typeof value === "boolean" ? (value ? "是" : "否") : value.join(", ");
  return [
    "# 矛盾纠纷状态 `DisputeState`",
    "",
    "Printed from the table the hub runs; change the table, not this page.",
    "Nobody sets the state of a dispute: it follows from its records. Rows are read from the top and the first that fits",
    "decides; an empty cell means the fact may be anything.",
    "",
    "| id | 中文 | open |",
    "| --- | --- | --- |",
    ...(Object.keys(DISPUTE_STATES) as DisputeState[]).map(
      (state) => `| \`${state}\` | ${DISPUTE_STATES[state]} | ${isOpen(state) ? "yes" : "no"} |`,
    ),
    "",
    `| # | row | ${facts.map((fact) => FACT_LABELS[fact]).join(" | ")} | state | 理由 |`,
    `| --- | --- | ${facts.map(() => "---").join(" | ")} | --- | --- |`,
    ...DISPUTE_STATE_ROWS.map(
      (row, index) =>
        `| ${index + 1} | \`${row.id}\` | ${facts.map((fact) => cell(row.when[fact])).join(" | ")} | ${DISPUTE_STATES[row.state]} \`${row.state}\` | ${row.reason} |`,
    ),
    "",
  ].join("\n");
}

/** A citizen can only be asked about an outcome, so there has to be one, and nobody may be at work on another. */
export function mayEvaluate(state: DisputeState): boolean {
  return state === "RESOLVED" || state === "UNRESOLVED" || state === "FOLLOW_UP";
}
