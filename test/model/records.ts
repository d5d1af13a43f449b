import type { StateRow, TransitionRow } from "../../src/agencies/workflow.rules";
import { WORKFLOWS } from "../../src/agencies/workflows.rules";
import { refuse } from "./refusal";
import type { Answer, DisputeFact, Input, RecordFact } from "./world";

export const stateRow = ({ line }: Pick<RecordFact, "line">, id: string) =>
  WORKFLOWS[line].states.find((state) => state.id === id);

/** What a record may be told next on a day, in the order of the table. */
export function stepsFrom(record: Pick<RecordFact, "line" | "state">, day: string): TransitionRow[] {
  return WORKFLOWS[record.line].transitions.filter(
    ({ from, to }) => from === record.state && mayBeEntered(stateRow(record, to)!, day),
  );
}

export const mayBeEntered = (state: StateRow, day: string) => !state.legacyUntil || day <= state.legacyUntil;
/** China has kept UTC+8 since 1992. */
export const chineseDay = (moment: number) => new Date(moment + 8 * 3_600_000).toISOString().slice(0, 10);
export const isSameNumber = (one: string, other: string) => toBrackets(one) === toBrackets(other);
const toBrackets = (number: string) => number.replace(/[（〔]/g, "(").replace(/[）〕]/g, ")");
export const papers = (input: Input) => (input["documents"] ?? []).length as number;

/** The one field of each line's record that the sequences write. */
export const DETAIL_FIELDS = {
  PETITION: ["petition", "petitionIsFirst"],
  LITIGATION: ["litigation", "causeOfAction"],
  MEDIATION: ["mediation", "mediator"],
  ARBITRATION: ["arbitration", "workerCount"],
  LEGAL_AID: ["legalAid", "lawyer"],
  INSPECTION: ["inspection", "affectedWorkers"],
  HOTLINE: ["hotline", "handlingUnit"],
} as const;

/** Undefined leaves the field as it is, null clears it. */
export function detailOf(line: RecordFact["line"], input: Input): unknown {
  const [group, field] = DETAIL_FIELDS[line];
  return input["details"]?.[group]?.[field];
}

export function detailsFault(line: RecordFact["line"], input: Input): Answer | undefined {
  const [own] = DETAIL_FIELDS[line];
  const other = Object.keys(input["details"] ?? {}).find((group) => input["details"][group] && group !== own);
  if (other) return refuse("DETAILS_OF_OTHER_LINE", `details.${other}`);
  const fields = input["details"]?.[own] ?? {};
  const miscounted = ["workerCount", "affectedWorkers"].find(
    (field) => typeof fields[field] === "number" && fields[field] < 1,
  );
  return miscounted === undefined ? undefined : refuse("DETAILS_INVALID", `details.${own}.${miscounted}`);
}

/** @param occurredAt null when a record goes back: an end it falls back into was reached before. */
export function enterState(
  dispute: DisputeFact,
  record: RecordFact,
  { id, phase, outcome }: StateRow,
  occurredAt: number | null,
): void {
  if (outcome !== record.outcome) dispute.isEvaluated = false;
  const endedAt = phase === "ENDED" ? (record.endedAt ?? occurredAt) : null;
  Object.assign(record, { state: id, phase, outcome, endedAt, version: record.version + 1 });
}
