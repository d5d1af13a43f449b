import type { Fact } from "../routing/fact.labels";
import type { RefusalCode } from "./refusals";
import { REFUSAL_BASIS, REFUSALS } from "./refusals";

/** A workflow state a caller may report next. */
export interface StepAnswer {
  readonly toState: string;
  readonly label: string;
  readonly actor: string;
  readonly document: string | null;
  readonly basis: string;
}

/** The refusal as it is kept under the client's key and given to GraphQL. */
export interface RefusedAnswer {
  readonly __typename: "Refused";
  readonly code: RefusalCode;
  readonly message: string;
  readonly field: string | null;
  readonly allowedSteps: readonly StepAnswer[];
  readonly currentVersion: number | null;
  readonly holderId: string | null;
  /** The row of the law's tables that said no. */
  readonly rule: string | null;
  readonly basis: string | null;
  readonly reason: string | null;
  readonly route: string | null;
  readonly missingFacts: readonly Fact[];
}

type More =
  "field" | "allowedSteps" | "currentVersion" | "holderId" | "rule" | "basis" | "reason" | "route" | "missingFacts";

export function refused(code: RefusalCode, more: Partial<Pick<RefusedAnswer, More>> = {}): RefusedAnswer {
  return {
    __typename: "Refused",
    code,
    message: REFUSALS[code],
    field: null,
    allowedSteps: [],
    currentVersion: null,
    holderId: null,
    rule: null,
    basis: REFUSAL_BASIS[code] ?? null,
    reason: null,
    route: null,
    missingFacts: [],
    ...more,
  };
}
