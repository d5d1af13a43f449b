import type { Line } from "../agencies/workflow.rules";
import type { DisputeCategory } from "../dispute/dispute.labels";
import { allow, refuse, type Decision } from "../platform/decision";
import type { WorkCalendar } from "./calendar.rules";
import { daysBetween, type Day } from "./day.rules";
import { lineTaking } from "./follow-up-lines.rules";
import type { FollowUpFact, FollowUpFacts } from "./follow-up-row.rules";
import { ADVANCE_AID_ID, arbitrationResultOf, FOLLOW_UPS, followUps, type FollowUp } from "./follow-up.rules";
import { isNamed, type LimitRow } from "./limit.rules";
import { LIMITS } from "./limits.rules";
import { countPeriod, isStanding } from "./period.rules";

/** A state a record entered and that no correction took back. */
export interface EnteredState {
  readonly state: string;
  readonly on: Day;
}

/** What the hub knows of a record that something may follow. */
export interface FollowedRecord {
  readonly line: Line;
  readonly category: DisputeCategory | null;
  /** In the order in which they were entered, the first of them the one it opened in; the last is the present one. */
  readonly entered: readonly EnteredState[];
  /** Of a court's record whose procedure is known. */
  readonly isSmallClaim?: boolean | undefined;
}

export interface LastDay {
  readonly lastDay: Day;
  /** It hangs on a receipt that is not known, on a year without notice, or on a start that no status tells. */
  readonly isProvisional: boolean;
}

export interface OfferedFollowUp extends FollowUp {
  readonly limit: Pick<LimitRow, "id" | "anchor"> | null;
  /** Null where the law sets none, and where nothing that the hub knows tells from when it is counted. */
  readonly due: LastDay | null;
  /** Of the last day; below zero when it has passed. */
  readonly daysLeft: number | null;
}

/** What is open to whom after the record, until when, and what is closed. */
export function offerFollowUps(record: FollowedRecord, today: Day, calendar: WorkCalendar): OfferedFollowUp[] {
  const { line, entered } = record;
  const present = entered.at(-1)!;
  const facts = factsOf(record, today, calendar);
  const dated = followUps(line, present.state, facts).map((row) => withDay(row, record, today, calendar));
  const toAct = dated.filter(({ isBarred, limit }) => !isBarred && limit !== null && BRINGS_AID.includes(limit.id));
  const left = toAct.flatMap(({ daysLeft }) => (daysLeft === null || daysLeft < 0 ? [] : [daysLeft]));
  if (left.length === 0) return dated;
  const inAdvance = followUps(line, present.state, { ...facts, daysLeft: Math.min(...left) });
  return [
    ...dated,
    ...inAdvance
      .filter(({ id }) => id === ADVANCE_AID_ID)
      .map((row) => ({ ...row, limit: null, due: null, daysLeft: null })),
  ];
}

/** To sue, to apply for arbitration or for reconsideration (法律援助法 44(1)). */
const BRINGS_AID: readonly string[] = [
  "ARB-LIM",
  "ARB-SUE-NONFINAL",
  "ARB-SUE-FINAL-WORKER",
  "ARB-AFTER-ANNUL",
  "REC-APPLY",
  "REC-SUE-AFTER",
  "REC-SUE-DIRECT",
];

function withDay(row: FollowUp, record: FollowedRecord, today: Day, calendar: WorkCalendar): OfferedFollowUp {
  const limit = LIMITS.find(({ id }) => id === row.limitId) ?? null;
  const due = limit && dueOf(limit, record, row.countsFromState ?? false, calendar);
  return { ...row, limit, due, daysLeft: due && daysBetween(today, due.lastDay) };
}

/**
 * Counted from the day on which the record entered the state that starts the limit. Where the start is told by no status
 * of this line, no day is told at all, unless the row says that it cannot begin before the state: a day that is too
 * late would cost the citizen his right.
 */
function dueOf(
  limit: LimitRow,
  { line, entered }: FollowedRecord,
  countsFromState: boolean,
  calendar: WorkCalendar,
): LastDay | null {
  if (!limit.period || limit.period.unit === "HOUR") return null;
  const starting = entered.filter(
    ({ state }, at) => limit.line === line && isNamed(limit.starts, { from: entered[at - 1]?.state ?? null, state }),
  );
  const own = limit.once ? starting[0] : starting.at(-1);
  const start = own ?? (countsFromState ? entered.at(-1) : undefined);
  if (!start) return null;
  const counted = countPeriod(
    { startOn: start.on, period: limit.period, roll: limit.roll, party: limit.party },
    calendar,
  );
  if (isStanding(counted)) return null;
  const isEarliest = own === undefined || limit.fromReceipt === true;
  return { lastDay: counted.dueOn, isProvisional: isEarliest || counted.isProvisional };
}

const LABOUR: readonly DisputeCategory[] = ["WAGE_ARREARS", "LABOR_CONTRACT", "WORK_INJURY", "PERSONNEL"];
/** Quarrels that no claim out of work is hidden in. Of every other category it has to be asked. */
const NEVER_LABOUR: readonly DisputeCategory[] = ["MARRIAGE_FAMILY", "INHERITANCE", "NEIGHBOR", "TRAFFIC_ACCIDENT"];
const NEVER_TRAFFIC: readonly DisputeCategory[] = [...LABOUR, "MARRIAGE_FAMILY", "INHERITANCE", "NEIGHBOR"];

/** What the states and the category tell. What they do not tell is left to be asked. */
function factsOf(record: FollowedRecord, today: Day, calendar: WorkCalendar): FollowUpFacts {
  const { line, category, entered, isSmallClaim } = record;
  const was = (state: string) => entered.some((one) => one.state === state);
  const is = (list: readonly DisputeCategory[]) => category !== null && list.includes(category);
  const facts: { -readonly [Fact in keyof FollowUpFacts]: FollowUpFacts[Fact] } = {};
  if (is(LABOUR)) facts.isLabour = true;
  if (is(NEVER_LABOUR)) facts.isLabour = false;
  if (category === "TRAFFIC_ACCIDENT") facts.isTraffic = true;
  if (is(NEVER_TRAFFIC)) facts.isTraffic = false;
  if (category === "WAGE_ARREARS") facts.isLabourMoney = true;
  if (isSmallClaim !== undefined) facts.isSmallClaim = isSmallClaim;
  if (line === "PETITION") facts.isRechecked = was("RECHECKED");
  if (line === "MEDIATION" && was("CONFIRMED")) facts.isConfirmed = true;
  if (line === "ARBITRATION") for (const { state } of entered) Object.assign(facts, arbitrationResultOf(state));
  const isOverdue = overdue("ARB-AWARD", record, today, calendar);
  if (isOverdue !== undefined) facts.isAwardOverdue = isOverdue;
  const isStalled = overdue("LIT-ENF-STALL", record, today, calendar);
  if (isStalled !== undefined) facts.isEnforcementStalled = isStalled;
  return facts;
}

/** Undefined where a part of it depends on what is not known: the receipt, or an extension that may have been granted. */
function overdue(limitId: string, record: FollowedRecord, today: Day, calendar: WorkCalendar): boolean | undefined {
  const limit = LIMITS.find(({ id }) => id === limitId)!;
  const due = limit.line === record.line ? dueOf(limit, record, false, calendar) : null;
  if (!due) return undefined;
  if (today <= due.lastDay) return false;
  return due.isProvisional || limit.extensions.length > 0 ? undefined : true;
}

export type TakingRefusalCode = "FOLLOW_UP_NOT_OPEN" | "FOLLOW_UP_BARRED";

export interface TakingRefusal {
  readonly code: TakingRefusalCode;
  /** Of the row that bars it. */
  readonly rule: string | null;
  readonly basis: string | null;
  readonly reason: string | null;
}

const NOT_OPEN: TakingRefusal = { code: "FOLLOW_UP_NOT_OPEN", rule: null, basis: null, reason: null };

/**
 * Whether a record of this line may open as what follows another. The other may have moved on since (an award is reported
 * as sued over when the court already has the suit), so any of its states counts. Whether the day has passed is for the
 * body to say that was applied to.
 */
export function decideTaking(
  followed: FollowedRecord,
  wish: { readonly line: Line; readonly followUpId: string },
  today: Day,
  calendar: WorkCalendar,
): Decision<{ readonly followUpId: string }, TakingRefusal> {
  const { line, followUpId } = wish;
  const taking = lineTaking(followUpId);
  if (taking !== "ANY" && taking !== line) return refuse(NOT_OPEN);
  if (followUpId === ADVANCE_AID_ID) return allow({ followUpId });
  const row = FOLLOW_UPS[followed.line].find(({ id }) => id === followUpId);
  const through = row?.states.filter((state) => followed.entered.some((one) => one.state === state)) ?? [];
  const facts = factsOf(followed, today, calendar);
  const isOffered = through.some((state) => followUps(followed.line, state, facts).some(({ id }) => id === followUpId));
  if (!row || !isOffered) return refuse(NOT_OPEN);
  if (!row.isBarred) return allow({ followUpId });
  const reason = `${row.who}${row.title}:依法不得${row.note ? `(${row.note})` : ""}`;
  return refuse({ code: "FOLLOW_UP_BARRED", rule: row.id, basis: row.basis, reason });
}

/** What a clerk asks before an offer, or a bar, is held to apply. */
export const FACT_QUESTIONS: Readonly<Record<FollowUpFact, string>> = {
  confirmationMatter: "协议是否涉及身份关系、物权或者知识产权确权、特别程序,或者不属人民法院受理?",
  orderGround: "支付令依据什么申请:一般债权、拖欠劳动报酬,还是劳动调解协议?",
  isConfirmed: "调解协议是否已经司法确认?",
  isLabour: "是不是劳动争议?",
  isPaymentOnly: "调解协议是否仅就给付义务达成?",
  isLabourMoney: "是否就劳动报酬、工伤医疗费、经济补偿或者赔偿金达成协议?",
  isTraffic: "是不是道路交通事故损害赔偿?",
  isSmallClaim: "是否适用小额诉讼程序?",
  isRetrialRefused: "人民法院是否已经驳回再审申请,或者逾期未作裁定?",
  isEnforcementStalled: "法院收到申请执行书是否已超过六个月仍未执行?",
  isAwardOverdue: "仲裁是否已超过期限(含延期)未作裁决?",
  arbitrationResult: "仲裁的结果是调解书、终局裁决还是非终局裁决?",
  isRechecked: "是否已经复核终结?",
};
