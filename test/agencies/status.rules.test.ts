import * as fc from "fast-check";
import {
  CLOCK_TOLERANCE_MS,
  decideStatus,
  HOLD_WINDOW,
  missingBefore,
  type StatusReport,
} from "../../src/agencies/status.rules";
import { nextSteps } from "../../src/agencies/workflow.rules";
import { WORKFLOWS } from "../../src/agencies/workflows.rules";

const MEDIATION = WORKFLOWS.MEDIATION;
const LITIGATION = WORKFLOWS.LITIGATION;
const NOW = new Date("2026-03-02T01:00:00Z");

const report = (sequence: number, toState: string, changes: Partial<StatusReport> = {}): StatusReport => ({
  sequence,
  toState,
  occurredAt: new Date("2026-03-01T01:00:00Z"),
  bodyHash: `${sequence}:${toState}`,
  ...changes,
});

/** A record as the hub keeps it: what is in force, what waits, what was refused; and the one way to change it. */
class Record {
  lastSequence = 0;
  readonly applied = new Map<number, string>();
  held: StatusReport[] = [];
  readonly refused = new Map<number, string>();

  constructor(
    public state: string,
    private readonly workflow = MEDIATION,
  ) {}

  receive(received: StatusReport, now = NOW) {
    const known = { appliedHash: this.applied.get(received.sequence), held: this.held };
    const decision = decideStatus(this.workflow, this, known, received, now);
    if (!decision.ok) {
      if (received.sequence > this.lastSequence) this.refused.set(received.sequence, decision.refusal.code);
      return decision;
    }
    const { change } = decision;
    if (change.kind === "HELD") this.held.push(received);
    if (change.kind !== "APPLIED") return decision;
    for (const { report: step } of change.steps) {
      this.applied.set(step.sequence, step.bodyHash);
      this.lastSequence = step.sequence;
      this.state = step.toState;
      this.held = this.held.filter((held) => held !== step);
    }
    if (change.refused) {
      this.refused.set(change.refused.report.sequence, change.refused.code);
      this.held = this.held.filter((held) => held !== change.refused!.report);
    }
    return decision;
  }

  /** Everything by which two records could differ. */
  picture() {
    const { state, lastSequence } = this;
    const bySequence = (a: StatusReport, b: StatusReport) => a.sequence - b.sequence;
    return {
      state,
      lastSequence,
      applied: [...this.applied].sort(([a], [b]) => a - b),
      held: [...this.held].sort(bySequence).map(({ bodyHash }) => bodyHash),
      refused: [...this.refused].sort(([a], [b]) => a - b),
    };
  }
}

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}

const WAY = ["CONSENT_PENDING", "ACCEPTED", "IN_MEDIATION", "AGREED_WRITTEN", "PERFORMING", "PERFORMED"];
const SIX = WAY.map((toState, index) => report(index + 1, toState));

describe("B5, B6, G8: the order of arrival makes no difference", () => {
  const scenarios: readonly (readonly [string, readonly StatusReport[], string])[] = [
    ["six statuses in a lawful row", SIX, "PERFORMED"],
    [
      "a forbidden step in the middle",
      SIX.map((one) => (one.sequence === 3 ? report(3, "PERFORMED") : one)),
      "ACCEPTED",
    ],
    ["a forbidden step at the start", SIX.map((one) => (one.sequence === 1 ? report(1, "PERFORMED") : one)), "APPLIED"],
    ["a forbidden step at the end", SIX.map((one) => (one.sequence === 6 ? report(6, "FAILED") : one)), "PERFORMING"],
    [
      "a number that is missing",
      SIX.map((one) => (one.sequence > 3 ? { ...one, sequence: one.sequence + 1 } : one)),
      "IN_MEDIATION",
    ],
  ];

  test.each(scenarios)(
    "all 720 orders of %s end in the same state, with the same held and the same refused",
    (_, six, end) => {
      const inOrder = new Record("APPLIED");
      for (const one of six) inOrder.receive(one);
      expect(inOrder.state).toBe(end);
      const orders = permutations(six);
      expect(orders).toHaveLength(720);
      for (const order of orders) {
        const record = new Record("APPLIED");
        for (const one of order) record.receive(one);
        expect(record.picture()).toEqual(inOrder.picture());
      }
    },
  );

  test("any walk through any table, shuffled and with every report sent twice, ends where the walk ended", () => {
    const walk = fc
      .tuple(
        fc.constantFrom(...Object.values(WORKFLOWS)),
        fc.array(fc.nat(), { minLength: 1, maxLength: 12 }),
        fc.nat(),
      )
      .map(([workflow, choices, opening]) => {
        const entries = workflow.states.filter(({ entry, legacyUntil }) => entry && !legacyUntil);
        const start = entries[opening % entries.length]!.id;
        const reports: StatusReport[] = [];
        let state = start;
        for (const choice of choices) {
          const possible = nextSteps(workflow, state, "2026-03-01");
          if (possible.length === 0) break;
          state = possible[choice % possible.length]!.to;
          reports.push(report(reports.length + 1, state));
        }
        return { workflow, start, end: state, reports };
      });
    const shuffledTwice = walk.chain((taken) =>
      fc
        .shuffledSubarray([...taken.reports, ...taken.reports], { minLength: taken.reports.length * 2 })
        .map((order) => ({ ...taken, order })),
    );
    fc.assert(
      fc.property(shuffledTwice, ({ workflow, start, end, reports, order }) => {
        const record = new Record(start, workflow);
        for (const one of order) record.receive(one);
        expect(record).toMatchObject({ state: end, lastSequence: reports.length, held: [] });
        expect(record.refused.size).toBe(0);
      }),
      { numRuns: 300, seed: 2026 },
    );
  });
});

describe("the next number", () => {
  test("takes effect when the table allows the step", () => {
    const answer = new Record("APPLIED").receive(report(1, "ACCEPTED"));
    expect(answer).toMatchObject({ ok: true, change: { kind: "APPLIED", refused: null } });
    expect(answer).toHaveProperty("change.steps.0", expect.objectContaining({ from: "APPLIED", phase: "ACTIVE" }));
  });

  test("is refused with the steps that were possible when the table forbids it", () => {
    const record = new Record("APPLIED");
    expect(record.receive(report(1, "PERFORMED"))).toMatchObject({ ok: false, refusal: { code: "STEP_NOT_ALLOWED" } });
    expect(record.receive(report(1, "PERFORMED"))).toHaveProperty(
      "refusal.allowed",
      nextSteps(MEDIATION, "APPLIED", "2026-03-01"),
    );
    expect(record).toMatchObject({ state: "APPLIED", lastSequence: 0 });
  });

  test("is refused when no such state exists, or only history may enter it", () => {
    expect(new Record("APPLIED").receive(report(1, "NIRVANA"))).toMatchObject({ refusal: { code: "STATE_UNKNOWN" } });
    const court = new Record("COMPLAINT_RECEIVED", LITIGATION);
    expect(court.receive(report(1, "PRE_FILING_MEDIATION"))).toMatchObject({ refusal: { code: "STATE_LEGACY" } });
  });

  test("may be history: what happened on the last day of 2024 in Shanghai may still enter, a second later it may not", () => {
    const at = (occurredAt: string) =>
      new Record("COMPLAINT_RECEIVED", LITIGATION).receive(
        report(1, "PRE_FILING_MEDIATION", { occurredAt: new Date(occurredAt) }),
      );
    expect(at("2024-12-31T15:59:59Z")).toMatchObject({ ok: true });
    expect(at("2024-12-31T16:00:00Z")).toMatchObject({ refusal: { code: "STATE_LEGACY" } });
  });
});

describe("a number that comes early", () => {
  test("waits, and says which numbers have to come before it", () => {
    const record = new Record("APPLIED");
    expect(record.receive(SIX[3]!)).toMatchObject({ change: { kind: "HELD", missing: [1, 2, 3] } });
    expect(record.receive(SIX[1]!)).toMatchObject({ change: { kind: "HELD", missing: [1, 3] } });
    expect(record).toMatchObject({ state: "APPLIED", lastSequence: 0 });
  });

  test("takes effect with its predecessor, and so do all that follow without a hole", () => {
    const record = new Record("APPLIED");
    for (const early of [5, 3, 2]) record.receive(SIX[early - 1]!);
    const answer = record.receive(SIX[0]!);
    expect(answer).toMatchObject({ change: { kind: "APPLIED", refused: null } });
    expect(answer).toHaveProperty("change.steps.length", 3);
    expect(record).toMatchObject({ state: "IN_MEDIATION", lastSequence: 3 });
    expect(record.held.map(({ sequence }) => sequence)).toEqual([5]);
  });

  test("is refused when its turn comes and the table forbids it; its number is free for the right one", () => {
    const record = new Record("APPLIED");
    record.receive(report(2, "PERFORMED"));
    record.receive(SIX[2]!);
    const answer = record.receive(SIX[0]!);
    expect(answer).toMatchObject({ change: { kind: "APPLIED", refused: { code: "STEP_NOT_ALLOWED" } } });
    expect(record.held.map(({ sequence }) => sequence)).toEqual([3]);
    expect(record.receive(SIX[1]!)).toHaveProperty("change.steps.length", 2);
    expect(record).toMatchObject({ state: "IN_MEDIATION", lastSequence: 3 });
  });

  test("is refused at once when no state of the line has that name: no predecessor could ever make it right", () => {
    expect(new Record("APPLIED").receive(report(2, "NIRVANA"))).toMatchObject({ refusal: { code: "STATE_UNKNOWN" } });
  });

  test("may be a hundred early and not one more", () => {
    const early = (by: number) => new Record("APPLIED").receive(report(by, "ACCEPTED"));
    expect(early(HOLD_WINDOW)).toMatchObject({ change: { kind: "HELD" } });
    expect(early(HOLD_WINDOW + 1)).toMatchObject({ refusal: { code: "SEQUENCE_TOO_FAR" } });
    expect(early(2_147_483_647)).toMatchObject({ refusal: { code: "SEQUENCE_TOO_FAR" } });
  });
});

describe("a number already used", () => {
  test("is a repetition when the report is the same, whether it took effect or waits", () => {
    const record = new Record("APPLIED");
    record.receive(SIX[0]!);
    record.receive(SIX[2]!);
    expect(record.receive(SIX[0]!)).toEqual({ ok: true, change: { kind: "DUPLICATE", of: "APPLIED" } });
    expect(record.receive(SIX[2]!)).toEqual({ ok: true, change: { kind: "DUPLICATE", of: "HELD" } });
    expect(record).toMatchObject({ state: "CONSENT_PENDING", lastSequence: 1 });
  });

  test("is a contradiction when the report is another one, and moves nothing", () => {
    const record = new Record("APPLIED");
    record.receive(SIX[0]!);
    record.receive(SIX[2]!);
    const before = record.picture();
    expect(record.receive(report(1, "ACCEPTED"))).toMatchObject({
      refusal: { code: "SEQUENCE_CONFLICT", allowed: [] },
    });
    expect(record.receive(report(3, "FAILED"))).toMatchObject({ refusal: { code: "SEQUENCE_CONFLICT" } });
    expect({ ...record.picture(), refused: [] }).toEqual({ ...before, refused: [] });
  });

  test("is recognised even when the sender's clock is now ahead of ours", () => {
    const record = new Record("APPLIED");
    const late = report(1, "ACCEPTED", { occurredAt: NOW });
    record.receive(late);
    expect(record.receive(late, new Date(NOW.getTime() - 86_400_000))).toMatchObject({ change: { kind: "DUPLICATE" } });
  });
});

test("a status may be dated ten minutes ahead, as clocks differ, and not a millisecond more", () => {
  const ahead = (milliseconds: number) =>
    new Record("APPLIED").receive(report(1, "ACCEPTED", { occurredAt: new Date(NOW.getTime() + milliseconds) }));
  expect(ahead(CLOCK_TOLERANCE_MS)).toMatchObject({ ok: true });
  expect(ahead(CLOCK_TOLERANCE_MS + 1)).toMatchObject({ refusal: { code: "OCCURRED_IN_FUTURE" } });
});

test("nothing is missing when nothing waits beyond the next number", () => {
  expect(missingBefore({ state: "APPLIED", lastSequence: 4 }, [{ sequence: 5 }])).toEqual([]);
  expect(missingBefore({ state: "APPLIED", lastSequence: 4 }, [{ sequence: 8 }, { sequence: 6 }])).toEqual([5, 7]);
});
