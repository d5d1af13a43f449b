import { allow, refuse, type Decision } from "../platform/decision";
import type { Line } from "./workflow.rules";

type Fields = Readonly<Record<string, unknown>>;

type Group = "petition" | "litigation" | "mediation" | "arbitration" | "legalAid" | "inspection" | "hotline";

/** Fields of a record as they are sent: at most one group, that of the record's own line. */
export type SentDetails = { readonly [Name in Group]?: object | null };

export const GROUP_OF_LINE: Readonly<Record<Line, Group>> = {
  PETITION: "petition",
  LITIGATION: "litigation",
  MEDIATION: "mediation",
  ARBITRATION: "arbitration",
  LEGAL_AID: "legalAid",
  INSPECTION: "inspection",
  HOTLINE: "hotline",
};

export interface DetailsRefusal {
  readonly code: "DETAILS_OF_OTHER_LINE" | "DETAILS_INVALID";
  readonly field: string;
}

const HEAD_COUNTS = ["workerCount", "affectedWorkers"];

function isNoHeadCount(value: unknown): boolean {
  return typeof value === "number" && (value < 1 || value > 100_000);
}

const NOTHING_SENT = allow<Fields>({});

/** @returns the properties of the record to set; a field left out keeps its value, one sent as null is cleared. */
export function decideDetails(line: Line, sent: SentDetails | null): Decision<Fields, DetailsRefusal> {
  if (sent === null) return NOTHING_SENT;
  const own = GROUP_OF_LINE[line];
  for (const [group, fields] of Object.entries(sent)) {
    if (fields && group !== own) return refuse({ code: "DETAILS_OF_OTHER_LINE", field: `details.${group}` });
  }
  const fields = (sent[own] ?? {}) as Fields;
  const miscounted = HEAD_COUNTS.find((name) => isNoHeadCount(fields[name]));
  if (miscounted) return refuse({ code: "DETAILS_INVALID", field: `details.${own}.${miscounted}` });
  return allow(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)));
}
