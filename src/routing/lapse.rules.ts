import { LIMITS } from "../deadlines/limits.rules";
import type { LimitRow } from "../deadlines/limit.rules";
import type { Line } from "../agencies/workflow.rules";
import type { RequestedProcedure, Stage } from "./exclusion.rules";
import { standingOf, type PassedClock, type RoutedRecord } from "./standing.rules";

/** A limit within which a body has to come to its end, and what it means to other procedures that it has not. */
export interface ConcludingLimit {
  readonly limitId: string;
  /** Stage in which the limit says something: before it the body has not begun, behind it it is done. */
  readonly from: Stage;
  readonly to: Stage;
  /** Procedures the law opens then; null where the stage is the same to all of them. */
  readonly opens: readonly RequestedProcedure[] | null;
}

const concludes = (...limitIds: readonly string[]): ConcludingLimit[] =>
  limitIds.map((limitId) => ({ limitId, from: "ACCEPTED", to: "OVERDUE", opens: null }));

/**
 * 逾期: the limits whose passing makes a procedure overdue. Regional rows and what a centre promises of itself are not
 * among them: only the national limit says when a citizen may go elsewhere.
 */
export const CONCLUDING: Readonly<Record<Line, readonly ConcludingLimit[]>> = {
  PETITION: concludes("PET-ANSWER", "PET-REVIEW", "PET-RECHECK"),
  LITIGATION: concludes("LIT-TRIAL-ORD", "LIT-TRIAL-SUM", "LIT-TRIAL-SMALL", "LIT-2ND-JUDGMENT", "LIT-2ND-RULING"),
  MEDIATION: concludes("MED-LABOR", "MED-MEDICAL", "MED-MEDICAL-ADM-FINISH"),
  ARBITRATION: [
    ...concludes("ARB-AWARD"),
    // Nobody has refused to accept: the application still stands in the way of everything but the suit (调仲法 29).
    { limitId: "ARB-ACCEPT", from: "APPLIED", to: "DECLINED", opens: ["LITIGATION"] },
  ],
  INSPECTION: concludes("INS-INVEST"),
  LEGAL_AID: [],
  HOTLINE: [],
};

export const CONCLUDING_IDS: readonly string[] = Object.values(CONCLUDING).flatMap((rows) =>
  rows.map(({ limitId }) => limitId),
);

export interface Lapse {
  readonly stage: Stage;
  /** In Chinese: which clock has passed, when, and by which article. */
  readonly text: string;
}

const ROWS: ReadonlyMap<string, LimitRow> = new Map(LIMITS.map((row) => [row.id, row]));

/** What the clocks of a record make of its standing towards a procedure that is asked for. */
export function lapseOf(record: RoutedRecord, requested: RequestedProcedure): Lapse | undefined {
  const standing = standingOf(record);
  if (!standing) return undefined;
  for (const { limitId, from, to, opens } of CONCLUDING[record.line]) {
    if (standing.stage !== from || (opens !== null && !opens.includes(requested))) continue;
    const clock = record.passed?.find((one) => one.limitId === limitId);
    if (clock) return { stage: to, text: inWords(clock) };
  }
  return undefined;
}

function inWords({ limitId, lateAfter }: PassedClock): string {
  const { title, basis, verified } = ROWS.get(limitId)!;
  return `${title}的期限(${limitId},${basis}${verified ? "" : ",未核实"})已于${lateAfter}届满`;
}
