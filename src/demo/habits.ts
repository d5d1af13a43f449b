import { decideStep, type Line } from "../agencies/workflow.rules";
import { WORKFLOWS } from "../agencies/workflows.rules";
import { dateText } from "./calendar";
import { Dice } from "./random";
import { lastState } from "./rounds";
import type { PlannedReferral, PlannedStep, Taking } from "./plan";

/**
 * How an agency's system behaves. The hub meets all of these in the field: a system that catches up at night, one that
 * sends what it is not sure to have sent, one that saves up, one that is restarted under its users, one with mistakes.
 */
export type Habit = "late" | "duplicates" | "batches" | "restarts" | "mistaken" | "plain";

export const HABIT_LABELS: Readonly<Record<Habit, string>> = {
  late: "迟报、乱序",
  duplicates: "重复报送",
  batches: "成批报送",
  restarts: "中途重启",
  mistaken: "偶有错报",
  plain: "按时逐条",
};

/** Which body has which habit. The second mediation body is there so that the first has somebody to race against. */
export const HABITS: Readonly<Record<string, Habit>> = {
  "ph-petition": "late",
  "ph-court": "batches",
  "ph-mediation": "restarts",
  "ph-arbitration": "mistaken",
  "ph-legal-aid": "duplicates",
  "ph-mediation-property": "plain",
  "ph-inspection": "late",
  "ph-hotline": "batches",
};

/** One sending of a status, and what the hub must answer to it, whatever else goes on at the time. */
export interface Sending {
  readonly step: PlannedStep;
  /** Tells the sendings of one status apart; the same tail means the very same request once more. */
  readonly tail: "" | "-again" | "-wrong";
  readonly expects: "APPLIED" | "HELD" | "DUPLICATE" | "SAME_ANSWER" | "STEP_NOT_ALLOWED";
}

/** The sendings of one record in the order in which they go out. Depends on the plan alone. */
export function sendingsOf(habit: Habit, { slip, line }: PlannedReferral, taking: Taking): Sending[] {
  const number = Number(slip.slice(1));
  switch (habit) {
    case "late":
      return outOfOrder(taking.steps, number % 3);
    case "duplicates":
      return taking.steps.flatMap((step): Sending[] => {
        if ((number + step.sequence) % 5 !== 0) return [once(step)];
        return [once(step), { step, tail: "", expects: "SAME_ANSWER" }, { step, tail: "-again", expects: "DUPLICATE" }];
      });
    case "mistaken":
      return taking.steps.flatMap((step, index): Sending[] => {
        if (new Dice(`mistake ${slip}#${step.sequence}`).between(1, 50) !== 1) return [once(step)];
        const from = taking.steps[index - 1]?.toState ?? lastState({ ...taking, steps: [] }, line);
        const wrong = { ...step, toState: wrongStateAfter(line, from, step), details: null, documents: [] };
        return [{ step: wrong, tail: "-wrong", expects: "STEP_NOT_ALLOWED" }, once(step)];
      });
    case "batches":
    case "restarts":
    case "plain":
      return taking.steps.map(once);
  }
}

const once = (step: PlannedStep): Sending => ({ step, tail: "", expects: "APPLIED" });

/** In order; each pair the wrong way round; or the last one first. What comes early is held, not lost. */
function outOfOrder(steps: readonly PlannedStep[], manner: number): Sending[] {
  const order = steps.map((_, index) => index);
  if (manner === 1) order.unshift(...order.splice(-1));
  if (manner === 2) order.sort((a, b) => (a ^ 1) - (b ^ 1));
  let applied = 0;
  const held = new Set<number>();
  return order.map((index) => {
    held.add(index);
    const expects = index === applied ? "APPLIED" : "HELD";
    while (held.delete(applied)) applied++;
    return { step: steps[index]!, tail: "", expects };
  });
}

/** A state that exists and cannot follow: what a mistyped code or a skipped step looks like. */
function wrongStateAfter(line: Line, from: string, { occurredAt }: PlannedStep): string {
  const occurredOn = dateText(occurredAt);
  const wrong = WORKFLOWS[line].states.find(({ id }) => {
    const decision = decideStep(WORKFLOWS[line], { from, to: id, occurredOn });
    return !decision.ok && decision.refusal.code === "STEP_NOT_ALLOWED";
  });
  return wrong!.id;
}
