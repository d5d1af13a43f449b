import { isRead } from "../law/cited.rules";
import type { ActiveProcedure, ExclusionFacts, ExclusionRow, RequestedProcedure, Stage } from "./exclusion.rules";

// The words in which the table of exclusions is written.

/** Stages other than those of the section, and facts. */
interface Narrowing {
  readonly stages?: readonly Stage[];
  readonly when?: ExclusionFacts;
  readonly suffix?: string;
}

export type Cell = (active: ActiveProcedure, stages: readonly Stage[]) => ExclusionRow;

const common = (requested: RequestedProcedure, basis: string | null, narrowing: Narrowing) => {
  return (active: ActiveProcedure, stages: readonly Stage[]) => ({
    id: `${active}/${requested}${narrowing.suffix ? `/${narrowing.suffix}` : ""}`,
    active,
    requested,
    stages: narrowing.stages ?? stages,
    when: narrowing.when ?? {},
    basis,
    verified: basis !== null && isRead(basis),
  });
};

const turnedAway =
  (verdict: "REFUSED" | "GUIDED") =>
  (requested: RequestedProcedure, route: string, basis: string | null = null, narrowing: Narrowing = {}): Cell =>
  (active, stages) => ({ ...common(requested, basis, narrowing)(active, stages), verdict, route });

const open =
  (verdict: "ALLOWED" | "SUSPENDS" | "NOT_APPLICABLE") =>
  (
    requested: RequestedProcedure,
    basis: string | null = null,
    remark: string | null = null,
    narrowing: Narrowing = {},
  ): Cell =>
  (active, stages) => ({ ...common(requested, basis, narrowing)(active, stages), verdict, remark });

export const refused = turnedAway("REFUSED");
export const guided = turnedAway("GUIDED");
export const allowed = open("ALLOWED");
export const suspends = open("SUSPENDS");
export const notApplicable = open("NOT_APPLICABLE");

/** From acceptance on; the conclusion of most procedures changes nothing about what may run beside them. */
export const LIVE: readonly Stage[] = ["ACCEPTED", "OVERDUE", "DECIDED"];
export const RUNNING: readonly Stage[] = ["ACCEPTED", "OVERDUE"];
export const ALL: readonly Stage[] = ["APPLIED", "DECLINED", ...LIVE];

export const HOTLINE_BASIS = "国办发〔2020〕53号";

/** What is said of one active procedure, and at which stages of it, where a cell names none of its own. */
export type Section = readonly [active: ActiveProcedure, stages: readonly Stage[], cells: readonly Cell[]];
