import type { StepAnswer } from "../dispute/refused";
import { stateOf, type StateRow, type TransitionRow, type Workflow } from "./workflow.rules";

/** The steps a record may take next, as they are told to its agency. */
export function toStepAnswers(workflow: Workflow, steps: readonly TransitionRow[]): StepAnswer[] {
  return steps.map(({ to, actor, document, basis }) => ({
    toState: to,
    label: stateOf(workflow, to)?.label ?? to,
    actor,
    document,
    basis,
  }));
}

/** The states a record may open in. */
export function toEntryAnswers(states: readonly StateRow[]): StepAnswer[] {
  return states.map(({ id, label, basis }) => ({
    toState: id,
    label,
    actor: "承办机关",
    document: null,
    basis: basis ?? "",
  }));
}
