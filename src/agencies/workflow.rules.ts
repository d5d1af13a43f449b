import { allow, refuse, type Decision } from "../platform/decision";

export type Line = "PETITION" | "LITIGATION" | "MEDIATION" | "ARBITRATION" | "LEGAL_AID" | "INSPECTION" | "HOTLINE";

/**
 * ACTIVE: a body of this line is at work. SETTLING: an outcome is reached but may still change (a window to contest,
 * effect or performance is awaited, or a body of another line has it). ENDED: a lawful end.
 */
export type Phase = "ACTIVE" | "SETTLING" | "ENDED";

/** What the record's present state says about the quarrel; null while ACTIVE. */
export type Outcome = "RESOLVED" | "UNRESOLVED" | "WITHDRAWN" | "REDIRECTED";

/** Whose deed a step is. Agencies also report what parties and other bodies do to their record. */
export type Doer = "AGENCY" | "PARTY" | "OTHER_BODY";

export interface StateRow {
  readonly id: string;
  readonly label: string;
  readonly phase: Phase;
  readonly outcome: Outcome | null;
  /** A record may open in this state. */
  readonly entry?: true;
  /** `YYYY-MM-DD`: history only; nothing that happened after this day may enter the state. */
  readonly legacyUntil?: string;
  readonly basis?: string;
}

export interface TransitionRow {
  readonly from: string;
  readonly to: string;
  /** Who may take the step, in Chinese. */
  readonly actor: string;
  readonly by: Doer;
  /** Chinese name of the paper the step produces. */
  readonly document: string | null;
  /** Law and article. Paragraphs in brackets: `22(1)`. */
  readonly basis: string;
  /** False where nobody has read the article: the basis then says (memory) or (policy). */
  readonly verified: boolean;
  /** The end is reached already; the step only adds to it (an archive, a payment) and changes no outcome. */
  readonly afterEnd?: true;
}

export interface Workflow {
  readonly line: Line;
  readonly title: string;
  readonly states: readonly StateRow[];
  readonly transitions: readonly TransitionRow[];
}

export interface Actor {
  readonly actor: string;
  readonly by: Doer;
}

type StateExtras = Pick<StateRow, "entry" | "legacyUntil" | "basis">;

export const active = (id: string, label: string, extras: StateExtras = {}): StateRow => ({
  id,
  label,
  phase: "ACTIVE",
  outcome: null,
  ...extras,
});
export const settling = (id: string, label: string, outcome: Outcome, extras: StateExtras = {}): StateRow => ({
  id,
  label,
  phase: "SETTLING",
  outcome,
  ...extras,
});
export const ended = (id: string, label: string, outcome: Outcome, extras: StateExtras = {}): StateRow => ({
  id,
  label,
  phase: "ENDED",
  outcome,
  ...extras,
});

export const agency = (actor: string): Actor => ({ actor, by: "AGENCY" });
export const party = (actor: string): Actor => ({ actor, by: "PARTY" });
export const otherBody = (actor: string): Actor => ({ actor, by: "OTHER_BODY" });

export type StepLine = readonly [
  from: string | readonly string[],
  to: string,
  who: Actor,
  document: string | null,
  basis: string,
  afterEnd?: "AFTER_END",
];

/** One line may start from several states; the table that results has a row for each of them. */
export function steps(lines: readonly StepLine[]): TransitionRow[] {
  return lines.flatMap(([from, to, who, document, basis, afterEnd]) =>
    (typeof from === "string" ? [from] : from).map((start) => ({
      from: start,
      to,
      actor: who.actor,
      by: who.by,
      document,
      basis,
      verified: !isUnread(basis),
      ...(afterEnd ? { afterEnd: true as const } : {}),
    })),
  );
}

function isUnread(basis: string): boolean {
  return basis.includes("(memory)") || basis.includes("(policy)");
}

export function stateOf(workflow: Workflow, id: string): StateRow | undefined {
  return workflow.states.find((state) => state.id === id);
}

/** In the order of the table, where the usual opening stands first. */
export function entryStates(workflow: Workflow): readonly StateRow[] {
  return workflow.states.filter((state) => state.entry);
}

/** With a day, only the steps that could be taken on it. */
export function nextSteps(workflow: Workflow, from: string, occurredOn?: string): readonly TransitionRow[] {
  return workflow.transitions.filter(
    (step) =>
      step.from === from && (occurredOn === undefined || mayBeEnteredOn(stateOf(workflow, step.to), occurredOn)),
  );
}

/** Days are compared as text, which `YYYY-MM-DD` allows. */
function mayBeEnteredOn(state: StateRow | undefined, day: string): boolean {
  return state !== undefined && (state.legacyUntil === undefined || day <= state.legacyUntil);
}

export type WorkflowRefusalCode = "STATE_UNKNOWN" | "STEP_NOT_ALLOWED" | "STATE_LEGACY";

/** `allowed` names what could have been reported for the same day instead. */
export interface WorkflowRefusal<Allowed> {
  readonly code: WorkflowRefusalCode;
  readonly allowed: readonly Allowed[];
}

export function decideStep(
  workflow: Workflow,
  wish: { readonly from: string; readonly to: string; readonly occurredOn: string },
): Decision<TransitionRow, WorkflowRefusal<TransitionRow>> {
  const allowed = nextSteps(workflow, wish.from, wish.occurredOn);
  if (!stateOf(workflow, wish.from) || !stateOf(workflow, wish.to)) return refuse({ code: "STATE_UNKNOWN", allowed });
  const step = nextSteps(workflow, wish.from).find((row) => row.to === wish.to);
  if (!step) return refuse({ code: "STEP_NOT_ALLOWED", allowed });
  return allowed.includes(step) ? allow(step) : refuse({ code: "STATE_LEGACY", allowed });
}

export function decideEntry(
  workflow: Workflow,
  wish: { readonly state: string; readonly occurredOn: string },
): Decision<StateRow, WorkflowRefusal<StateRow>> {
  const allowed = entryStates(workflow).filter((state) => mayBeEnteredOn(state, wish.occurredOn));
  const state = stateOf(workflow, wish.state);
  if (!state) return refuse({ code: "STATE_UNKNOWN", allowed });
  if (!state.entry) return refuse({ code: "STEP_NOT_ALLOWED", allowed });
  return allowed.includes(state) ? allow(state) : refuse({ code: "STATE_LEGACY", allowed });
}

/** Every state that can follow one of `from`, these included. */
export function reachableFrom(workflow: Workflow, from: readonly string[]): ReadonlySet<string> {
  const reached = new Set(from);
  for (const id of reached) for (const step of nextSteps(workflow, id)) reached.add(step.to);
  return reached;
}

/** What is wrong with the table itself; empty when a record can neither get lost in it nor come back from its end. */
export function faultsOf(workflow: Workflow): string[] {
  return [...faultsOfStates(workflow), ...faultsOfSteps(workflow), ...faultsOfPaths(workflow)];
}

function faultsOfStates({ states }: Workflow): string[] {
  return [
    ...repeated(states.map((state) => state.id)).map((id) => `state ${id} is listed twice`),
    ...repeated(states.map((state) => state.label)).map((label) => `two states are called ${label}`),
    ...states.flatMap((state) => {
      const faults: string[] = [];
      if (state.label.trim() === "") faults.push(`state ${state.id} has no label`);
      if (state.phase === "ACTIVE" && state.outcome) faults.push(`state ${state.id} is ACTIVE and has an outcome`);
      if (state.phase !== "ACTIVE" && !state.outcome) faults.push(`state ${state.id} lacks an outcome`);
      if (state.entry && state.phase !== "ACTIVE")
        faults.push(`a record would open in ${state.id}, which is not ACTIVE`);
      if (state.legacyUntil && !/^\d{4}-\d{2}-\d{2}$/.test(state.legacyUntil)) {
        faults.push(`state ${state.id} is legacy until ${state.legacyUntil}, which is not a day`);
      }
      return faults;
    }),
  ];
}

function faultsOfSteps(workflow: Workflow): string[] {
  const { transitions } = workflow;
  return [
    ...repeated(transitions.map(nameOf)).map((name) => `step ${name} is listed twice`),
    ...transitions.flatMap((step) => {
      const from = stateOf(workflow, step.from);
      const to = stateOf(workflow, step.to);
      const faults: string[] = [];
      if (!from) faults.push(`step ${nameOf(step)} leaves an unknown state`);
      if (!to) faults.push(`step ${nameOf(step)} leads to an unknown state`);
      if (step.from === step.to) faults.push(`step ${nameOf(step)} leads nowhere`);
      if (step.actor.trim() === "" || step.basis.trim() === "")
        faults.push(`step ${nameOf(step)} lacks actor or basis`);
      if (step.verified === isUnread(step.basis))
        faults.push(`step ${nameOf(step)} contradicts its basis on being read`);
      if (from?.phase === "ENDED" && !step.afterEnd) faults.push(`step ${nameOf(step)} leaves an end`);
      if (step.afterEnd && (from?.phase !== "ENDED" || to?.phase !== "ENDED" || from.outcome !== to.outcome)) {
        faults.push(`step ${nameOf(step)} is after the end, yet does not keep it`);
      }
      return faults;
    }),
  ];
}

function faultsOfPaths(workflow: Workflow): string[] {
  const reached = reachableFrom(
    workflow,
    entryStates(workflow).map((state) => state.id),
  );
  // No new record can pass through a state kept for history, so nobody's way to an end may depend on one.
  const today = {
    ...workflow,
    transitions: workflow.transitions.filter((step) => !stateOf(workflow, step.to)?.legacyUntil),
  };
  return workflow.states.flatMap((state) => {
    const faults: string[] = [];
    if (!reached.has(state.id)) faults.push(`state ${state.id} cannot be reached`);
    const ends = [...reachableFrom(today, [state.id])].some((id) => stateOf(workflow, id)?.phase === "ENDED");
    if (!ends) faults.push(`state ${state.id} has no way to an end`);
    return faults;
  });
}

function nameOf(step: { readonly from: string; readonly to: string }): string {
  return `${step.from}→${step.to}`;
}

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

const DOERS: Readonly<Record<Doer, string>> = { AGENCY: "本条线机关", PARTY: "当事人", OTHER_BODY: "其他机关" };

/** The table as a page for readers who do not read code. */
export function toDiagram(workflow: Workflow): string {
  const { line, title, states, transitions } = workflow;
  const labelOf = (id: string): string => `${stateOf(workflow, id)?.label ?? ""} \`${id}\``;
  const unread = transitions.filter((step) => !step.verified).length;
  return [
    `# ${title} \`${line}\``,
    "",
    "Printed from the table the hub runs; change the table, not this page.",
    `${states.length} states, ${transitions.length} steps, of which ${unread} rest on memory or policy and wait for a reader of the law.`,
    "",
    "```mermaid",
    "stateDiagram-v2",
    ...states.map((state) => `  state "${state.label}" as ${state.id}`),
    ...states.filter((state) => state.entry).map((state) => `  [*] --> ${state.id}`),
    ...transitions.map((step) => `  ${step.from} --> ${step.to}: ${step.actor}`),
    ...states.filter((state) => state.phase === "ENDED").map((state) => `  ${state.id} --> [*]`),
    "```",
    "",
    "## 状态 States",
    "",
    "| id | 中文 | phase | outcome | opens a record | note |",
    "| --- | --- | --- | --- | --- | --- |",
    ...states.map((state) => {
      const legacy = state.legacyUntil ? `history only, until ${state.legacyUntil}` : "";
      const note = [legacy, state.basis ?? ""].filter(Boolean).join("; ");
      return `| \`${state.id}\` | ${state.label} | ${state.phase} | ${state.outcome ?? "—"} | ${state.entry ? "yes" : ""} | ${note} |`;
    }),
    "",
    "## 流转 Steps",
    "",
    "| from | to | actor | deed of | document | basis | article read |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...transitions.map(
      (step) =>
        `| ${labelOf(step.from)} | ${labelOf(step.to)} | ${step.actor} | ${DOERS[step.by]} | ${step.document ?? "—"} | ${step.basis} | ${step.verified ? "yes" : "**no**"} |`,
    ),
    "",
  ].join("\n");
}
