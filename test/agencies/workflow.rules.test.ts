import {
  active,
  agency,
  decideEntry,
  decideStep,
  ended,
  entryStates,
  faultsOf,
  nextSteps,
  otherBody,
  party,
  settling,
  stateOf,
  steps,
  toDiagram,
  type StepLine,
  type StateRow,
  type Workflow,
} from "../../src/agencies/workflow.rules";

const CLERK = agency("窗口");

/** A library's loan desk: short enough to see whole, with one of each thing a table can hold. */
const STATES: readonly StateRow[] = [
  active("ASKED", "已提出", { entry: true }),
  active("ASKED_BY_WIRE", "电报提出", { entry: true, legacyUntil: "1999-12-31" }),
  active("CARD_INDEX", "查卡片", { legacyUntil: "1999-12-31" }),
  active("FETCHING", "取书中"),
  settling("LENT", "已借出", "RESOLVED"),
  ended("GIVEN_BACK", "已归还", "RESOLVED"),
  ended("SHELVED", "已上架", "RESOLVED"),
  ended("TAKEN_BACK", "读者取消", "WITHDRAWN"),
];
const LINES: readonly StepLine[] = [
  ["ASKED", "FETCHING", CLERK, "索书单", "借阅规则 1"],
  ["ASKED", "CARD_INDEX", CLERK, null, "借阅规则 1"],
  ["ASKED_BY_WIRE", "FETCHING", CLERK, "索书单", "借阅规则 1"],
  ["CARD_INDEX", "FETCHING", CLERK, "索书单", "借阅规则 1"],
  ["FETCHING", "LENT", CLERK, "借书证", "借阅规则 2"],
  ["LENT", "GIVEN_BACK", party("读者"), null, "借阅规则 3"],
  ["GIVEN_BACK", "SHELVED", otherBody("书库"), null, "书库惯例 (policy)", "AFTER_END"],
  [["ASKED", "FETCHING"], "TAKEN_BACK", party("读者"), null, "读者之便 (memory)"],
];

function aWorkflow(changes: { states?: readonly StateRow[]; lines?: readonly StepLine[] } = {}): Workflow {
  return {
    line: "MEDIATION",
    title: "借阅",
    states: changes.states ?? STATES,
    transitions: steps(changes.lines ?? LINES),
  };
}

const loan = aWorkflow();
const withState = (id: string, change: Partial<StateRow>): Workflow =>
  aWorkflow({ states: STATES.map((state) => (state.id === id ? { ...state, ...change } : state)) });
const withLines = (...lines: StepLine[]): Workflow => aWorkflow({ lines: [...LINES, ...lines] });
const targets = (rows: readonly { to: string }[]): string[] => rows.map((row) => row.to);

describe("a step", () => {
  test("that the table lists is allowed, and the answer is its row with actor, paper and basis", () => {
    expect(decideStep(loan, { from: "FETCHING", to: "LENT", occurredOn: "2026-03-01" })).toEqual({
      ok: true,
      change: {
        from: "FETCHING",
        to: "LENT",
        actor: "窗口",
        by: "AGENCY",
        document: "借书证",
        basis: "借阅规则 2",
        verified: true,
      },
    });
  });

  test.each([
    ["to a state nobody knows", { from: "ASKED", to: "EATEN" }, "STATE_UNKNOWN", ["FETCHING", "TAKEN_BACK"]],
    ["from a state nobody knows", { from: "EATEN", to: "LENT" }, "STATE_UNKNOWN", []],
    ["that skips a state", { from: "ASKED", to: "LENT" }, "STEP_NOT_ALLOWED", ["FETCHING", "TAKEN_BACK"]],
    ["backwards", { from: "LENT", to: "FETCHING" }, "STEP_NOT_ALLOWED", ["GIVEN_BACK"]],
    ["out of an end", { from: "TAKEN_BACK", to: "ASKED" }, "STEP_NOT_ALLOWED", []],
    ["to where the record is already", { from: "LENT", to: "LENT" }, "STEP_NOT_ALLOWED", ["GIVEN_BACK"]],
    ["into a state kept for history", { from: "ASKED", to: "CARD_INDEX" }, "STATE_LEGACY", ["FETCHING", "TAKEN_BACK"]],
  ])("%s is refused, and what could be reported instead is named", (_case, wish, code, allowed) => {
    const decision = decideStep(loan, { ...wish, occurredOn: "2026-03-01" });
    if (decision.ok) throw new Error("allowed");
    expect([decision.refusal.code, targets(decision.refusal.allowed)]).toEqual([code, allowed]);
  });

  test.each([
    ["1999-12-31", true],
    ["2000-01-01", false],
  ])("into a state kept until the end of 1999 that happened on %s: %s", (occurredOn, ok) => {
    expect(decideStep(loan, { from: "ASKED", to: "CARD_INDEX", occurredOn }).ok).toBe(ok);
  });

  test("out of a state kept for history is still allowed today, or old records would never end", () => {
    expect(decideStep(loan, { from: "CARD_INDEX", to: "FETCHING", occurredOn: "2026-03-01" }).ok).toBe(true);
  });

  test("in history may be answered with what was possible then", () => {
    const decision = decideStep(loan, { from: "ASKED", to: "LENT", occurredOn: "1998-05-04" });
    expect(decision.ok ? [] : targets(decision.refusal.allowed)).toEqual(["FETCHING", "CARD_INDEX", "TAKEN_BACK"]);
  });
});

describe("opening a record", () => {
  test("is allowed in a state that says so", () => {
    expect(decideEntry(loan, { state: "ASKED", occurredOn: "2026-03-01" })).toEqual({ ok: true, change: STATES[0] });
  });

  test.each([
    ["in a state nobody knows", "EATEN", "STATE_UNKNOWN"],
    ["in the middle", "LENT", "STEP_NOT_ALLOWED"],
    ["in a state kept for history", "ASKED_BY_WIRE", "STATE_LEGACY"],
  ])("%s is refused, and today's openings are named", (_case, state, code) => {
    const decision = decideEntry(loan, { state, occurredOn: "2026-03-01" });
    if (decision.ok) throw new Error("allowed");
    expect(decision.refusal).toEqual({ code, allowed: [STATES[0]] });
  });

  test("in a state kept for history is allowed for what happened then", () => {
    expect(decideEntry(loan, { state: "ASKED_BY_WIRE", occurredOn: "1999-12-31" }).ok).toBe(true);
  });
});

test("the buttons of a day leave out what could only happen in the past", () => {
  expect(targets(nextSteps(loan, "ASKED"))).toEqual(["FETCHING", "CARD_INDEX", "TAKEN_BACK"]);
  expect(targets(nextSteps(loan, "ASKED", "2026-03-01"))).toEqual(["FETCHING", "TAKEN_BACK"]);
  expect(entryStates(loan).map((state) => state.id)).toEqual(["ASKED", "ASKED_BY_WIRE"]);
  expect(stateOf(loan, "LENT")?.label).toBe("已借出");
});

test("a line that starts from several states becomes a row for each", () => {
  const rows = loan.transitions.filter((step) => step.to === "TAKEN_BACK");
  expect(rows.map((row) => [row.from, row.by])).toEqual([
    ["ASKED", "PARTY"],
    ["FETCHING", "PARTY"],
  ]);
});

test("a basis from memory or of our own choosing is never shown as read", () => {
  const unread = loan.transitions.filter((step) => !step.verified).map((step) => step.basis);
  expect(unread).toEqual(["书库惯例 (policy)", "读者之便 (memory)", "读者之便 (memory)"]);
});

describe("a table is at fault when", () => {
  test("never, for the loan desk as written", () => {
    expect(faultsOf(loan)).toEqual([]);
  });

  test.each<[string, Workflow, string]>([
    ["a state is listed twice", aWorkflow({ states: [...STATES, STATES[3]!] }), "state FETCHING is listed twice"],
    ["two states bear the same name", withState("LENT", { label: "取书中" }), "two states are called 取书中"],
    ["a state has no name", withState("LENT", { label: " " }), "state LENT has no label"],
    ["work under way has an outcome", withState("FETCHING", { outcome: "RESOLVED" }), "state FETCHING is ACTIVE and"],
    ["a result lacks its outcome", withState("LENT", { outcome: null }), "state LENT lacks an outcome"],
    ["an end lacks its outcome", withState("SHELVED", { outcome: null }), "state SHELVED lacks an outcome"],
    ["a record opens with its result", withState("LENT", { entry: true }), "a record would open in LENT"],
    [
      "history ends on no day",
      withState("CARD_INDEX", { legacyUntil: "1999" }),
      "state CARD_INDEX is legacy until 1999",
    ],
    ["a step is listed twice", withLines(LINES[4]!), "step FETCHING→LENT is listed twice"],
    ["a step leaves an unknown state", withLines(["EATEN", "LENT", CLERK, null, "1"]), "step EATEN→LENT leaves an"],
    ["a step leads to an unknown state", withLines(["LENT", "EATEN", CLERK, null, "1"]), "step LENT→EATEN leads to an"],
    ["a step leads nowhere", withLines(["LENT", "LENT", CLERK, null, "1"]), "step LENT→LENT leads nowhere"],
    [
      "nobody takes a step",
      withLines(["ASKED", "LENT", agency(""), null, "1"]),
      "step ASKED→LENT lacks actor or basis",
    ],
    ["a step has no basis", withLines(["ASKED", "LENT", CLERK, null, " "]), "step ASKED→LENT lacks actor or basis"],
    [
      "an ended record comes back",
      withLines(["SHELVED", "ASKED", CLERK, null, "1"]),
      "step SHELVED→ASKED leaves an end",
    ],
    [
      "what follows an end is not an end",
      withLines(["SHELVED", "ASKED", CLERK, null, "1", "AFTER_END"]),
      "step SHELVED→ASKED is after the end",
    ],
    [
      "what follows an end has another outcome",
      withLines(["TAKEN_BACK", "SHELVED", CLERK, null, "1", "AFTER_END"]),
      "step TAKEN_BACK→SHELVED is after the end",
    ],
    [
      "work under way counts as after the end",
      withLines(["ASKED", "SHELVED", CLERK, null, "1", "AFTER_END"]),
      "step ASKED→SHELVED is after the end",
    ],
    [
      "no record can get to a state",
      aWorkflow({ states: [...STATES, ended("LOST", "已遗失", "UNRESOLVED")] }),
      "state LOST cannot be reached",
    ],
    [
      "a record gets stuck",
      aWorkflow({ lines: LINES.filter(([from]) => from !== "LENT") }),
      "state LENT has no way to an end",
    ],
    [
      "the only way to an end leads through history",
      aWorkflow({ lines: LINES.filter(([, to]) => to !== "TAKEN_BACK").filter((_line, index) => index > 0) }),
      "state ASKED has no way to an end",
    ],
    [
      "a row calls itself read against its own basis",
      { ...loan, transitions: loan.transitions.map((step) => ({ ...step, verified: true })) },
      "step GIVEN_BACK→SHELVED contradicts its basis",
    ],
  ])("%s", (_case, workflow, fault) => {
    expect(faultsOf(workflow).join("\n")).toContain(fault);
  });
});

describe("the printed page", () => {
  const page = toDiagram(loan);

  test("draws every state by its Chinese name, every step, every opening and every end", () => {
    expect(page).toContain('state "取书中" as FETCHING');
    expect(page).toContain("FETCHING --> LENT: 窗口");
    expect(page).toContain("[*] --> ASKED\n");
    expect(page).toContain("TAKEN_BACK --> [*]");
    expect(page).not.toContain("LENT --> [*]");
  });

  test("lists who does what on which paper and marks what nobody has read", () => {
    expect(page).toContain("| 取书中 `FETCHING` | 已借出 `LENT` | 窗口 | 本条线机关 | 借书证 | 借阅规则 2 | yes |");
    expect(page).toContain(
      "| 已提出 `ASKED` | 读者取消 `TAKEN_BACK` | 读者 | 当事人 | — | 读者之便 (memory) | **no** |",
    );
    expect(page).toContain("8 states, 9 steps, of which 3 rest on memory or policy");
    expect(page).toContain("| `CARD_INDEX` | 查卡片 | ACTIVE | — |  | history only, until 1999-12-31 |");
  });
});
