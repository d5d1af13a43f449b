import * as fc from "fast-check";
import { decideStatus, type StatusReport } from "../../src/agencies/status.rules";
import { entryStates, nextSteps, type Line } from "../../src/agencies/workflow.rules";
import { WORKFLOWS } from "../../src/agencies/workflows.rules";
import { seededCalendar } from "../../src/deadlines/calendar.seed";
import {
  clockKey,
  hasOwnClock,
  lateFrom,
  NOTHING_KNOWN,
  type Clock,
  type Entered,
} from "../../src/deadlines/clock.rules";
import {
  enterState,
  foldClocks,
  limitsMoved,
  mayBeAnnounced,
  swept,
  type Ground,
} from "../../src/deadlines/clocks.rules";
import { addDays } from "../../src/deadlines/day.rules";
import type { LimitRow } from "../../src/deadlines/limit.rules";
import { days, hours, limitsOfLine, on } from "../../src/deadlines/limit-rows.rules";
import { LIMITS } from "../../src/deadlines/limits.rules";
import type { Matter } from "../../src/deadlines/matter.rules";

const calendar = seededCalendar();
const ofLine = (line: Line) => LIMITS.filter((row) => row.line === line);
/** Nothing is known of the matter, and its category leaves everything open. */
const UNTOLD: Matter = { category: "OTHER", flags: [], number: "", fields: {} };
const groundOf = (...rows: readonly LimitRow[]): Ground => ({ rows, calendar, matter: UNTOLD });
const rowOf = (id: string) => LIMITS.find((row) => row.id === id)!;

/** `STATE 2026-03-02`, or `STATE 2026-03-02 party`. */
function entered(lines: readonly string[]): Entered[] {
  return lines.map((line, at) => {
    const [state = "", day = "", party] = line.split(" ");
    const from = lines[at - 1]?.split(" ")[0] ?? null;
    return { eventId: `e${at}`, from, state, on: day, minutes: 600, isByParty: party === "party", sequence: at };
  });
}

/** `PET-FWD OPEN 2026-03-17 >2026-03-17`: state, due day, late after. */
function told(clocks: readonly Clock[], id: string): string[] {
  return clocks
    .filter((clock) => clock.limitId === id)
    .map((clock) =>
      [
        `${clock.anchorOn}→${clock.dueOn ?? "…"}`,
        clock.lateAfter === clock.dueOn ? "" : `(${clock.lateAfter})`,
        clock.state,
        clock.closedOn ?? "",
      ]
        .filter(Boolean)
        .join(" "),
    );
}

describe("by hand", () => {
  test.each([
    ["registering starts it", "PET-FWD", ["REGISTERED 2026-03-02"], ["2026-03-02→2026-03-17 OPEN"]],
    [
      "a duty whose last day is a holiday is due on that day and late only after the next working day",
      "PET-FWD",
      ["REGISTERED 2026-09-16"],
      ["2026-09-16→2026-10-01 (2026-10-08) OPEN"],
    ],
    [
      "done on the last day that is not late",
      "PET-FWD",
      ["REGISTERED 2026-09-16", "SCREENED 2026-09-20", "FORWARDED 2026-10-08"],
      ["2026-09-16→2026-10-01 (2026-10-08) MET 2026-10-08"],
    ],
    [
      "done a day later",
      "PET-FWD",
      ["REGISTERED 2026-09-16", "SCREENED 2026-09-20", "FORWARDED 2026-10-09"],
      ["2026-09-16→2026-10-01 (2026-10-08) LATE 2026-10-09"],
    ],
    [
      "a paper's day of receipt is not known, so nobody is late",
      "PET-NOTE-FWD",
      ["FORWARDED 2026-03-02", "NOTIFIED 2026-05-02"],
      ["2026-03-02→2026-03-17 MET 2026-05-02"],
    ],
    [
      "the sixty days begin with acceptance and not with registration, and grow by thirty",
      "PET-ANSWER",
      ["REGISTERED 2026-03-02", "NOTIFIED 2026-03-10", "PROCESSING 2026-03-11", "EXTENDED 2026-05-06"],
      ["2026-03-10→2026-06-08 OPEN"],
    ],
    [
      "it is extended once, however often the status comes",
      "PET-ANSWER",
      ["NOTIFIED 2026-03-10", "EXTENDED 2026-05-06", "PROCESSING 2026-05-07", "EXTENDED 2026-06-01"],
      ["2026-03-10→2026-06-08 OPEN"],
    ],
    [
      "a hearing stops the clock, and nobody knows the last day",
      "PET-RECHECK",
      ["RECHECK_REQUESTED 2026-03-02", "RECHECK_HEARING 2026-03-10"],
      ["2026-03-02→… STANDING"],
    ],
    [
      "its days are added when it is over",
      "PET-RECHECK",
      ["RECHECK_REQUESTED 2026-03-02", "RECHECK_HEARING 2026-03-10", "RECHECK_REQUESTED 2026-03-15"],
      ["2026-03-02→2026-04-06 (2026-04-07) OPEN"],
    ],
    [
      "coming back from a suspension starts no second clock",
      "ARB-AWARD",
      ["ACCEPTED 2026-03-02", "SUSPENDED 2026-03-20", "HEARING_SET 2026-03-20", "AWARD_FINAL 2026-04-01"],
      ["2026-03-02→2026-04-16 MET 2026-04-01"],
    ],
    [
      "what one party does leaves the others their time",
      "LIT-APPEAL-JUDGMENT",
      ["JUDGED 2026-03-02", "APPEALED 2026-03-05 party"],
      ["2026-03-02→2026-03-17 OPEN"],
    ],
    [
      "what ends it for all ends it",
      "LIT-APPEAL-JUDGMENT",
      ["JUDGED 2026-03-02", "EFFECTIVE 2026-03-20"],
      ["2026-03-02→2026-03-17 MET 2026-03-20"],
    ],
    [
      "once in a record",
      "LIT-RETRIAL-APPLY",
      ["EFFECTIVE 2026-03-02", "RETRIAL_REVIEW 2026-04-01", "EFFECTIVE 2026-05-01"],
      ["2026-03-02→2026-09-02 MET 2026-04-01"],
    ],
    [
      "again when the state comes again and the row does not say once",
      "ARB-ACCEPT",
      ["APPLIED 2026-03-02", "NOT_ACCEPTED 2026-03-04", "APPLIED 2026-04-01"],
      ["2026-03-02→2026-03-09 MET 2026-03-04", "2026-04-01→2026-04-09 OPEN"],
    ],
    [
      "completed papers are received anew: the court has its seven days again",
      "LIT-FILE",
      ["COMPLAINT_RECEIVED 2026-03-02", "CORRECTION 2026-03-04", "COMPLAINT_RECEIVED 2026-04-01", "FILED 2026-04-07"],
      ["2026-03-02→2026-04-07 MET 2026-04-01", "2026-04-01→2026-04-08 MET 2026-04-07"],
    ],
    [
      "while papers are being completed nobody knows the last day",
      "LIT-FILE",
      ["COMPLAINT_RECEIVED 2026-03-02", "CORRECTION 2026-03-04"],
      ["2026-03-02→… STANDING"],
    ],
    [
      "three months for an appeal against a judgment",
      "LIT-2ND-JUDGMENT",
      ["JUDGED 2026-03-02", "APPEALED 2026-03-10 party"],
      ["2026-03-10→2026-06-10 OPEN"],
    ],
    ["none against a ruling", "LIT-2ND-JUDGMENT", ["RULED 2026-03-02", "APPEALED 2026-03-10 party"], []],
    ["nor where the record opens with it", "LIT-2ND-JUDGMENT", ["APPEALED 2026-03-10"], []],
    [
      "thirty days there",
      "LIT-2ND-RULING",
      ["REFUSED 2026-03-02", "APPEALED 2026-03-09"],
      ["2026-03-09→2026-04-08 OPEN"],
    ],
    ["and none against a judgment", "LIT-2ND-RULING", ["JUDGED 2026-03-02", "APPEALED 2026-03-09"], []],
    [
      "the ruling of one round and the judgment of the next are appealed each in its time",
      "LIT-2ND-JUDGMENT",
      ["RULED 2026-03-02", "APPEALED 2026-03-09", "TRIAL 2026-04-01", "JUDGED 2026-05-06", "APPEALED 2026-05-11"],
      ["2026-05-11→2026-08-11 OPEN"],
    ],
    [
      "a case that is sent back has a first instance of its own",
      "LIT-TRIAL-ORD-REMAND",
      ["TRIAL 2026-01-05", "JUDGED 2026-03-02", "APPEALED 2026-03-09", "TRIAL 2026-05-06"],
      ["2026-05-06→2026-11-06 OPEN"],
    ],
    [
      "a review that orders it has the answer given anew, extended as the first was",
      "PET-ANSWER-AGAIN",
      [
        "ANSWERED 2026-03-02",
        "REVIEW_REQUESTED 2026-03-10",
        "REVIEWED 2026-04-01",
        "PROCESSING 2026-04-02",
        "EXTENDED 2026-05-20",
      ],
      ["2026-04-02→2026-07-01 OPEN"],
    ],
    ["a hearing that is over begins nothing", "PET-ANSWER-AGAIN", ["HEARING 2026-03-02", "PROCESSING 2026-03-10"], []],
    ["a length that the case sets has no clock by itself", "PET-FEEDBACK", ["ASSIGNED 2026-03-02"], []],
    ["what no status starts has no clock", "ARB-LIM", ["APPLIED 2026-03-02", "ACCEPTED 2026-03-03"], []],
    [
      "a right that ran out may begin anew",
      "MED-CONF",
      ["AGREED_WRITTEN 2026-03-02", "AGREED_WRITTEN 2026-06-02"],
      ["2026-03-02→2026-04-01 LATE 2026-04-01", "2026-06-02→2026-07-02 OPEN"],
    ],
  ])("%s", (_why, id, states, expected) => {
    const row = rowOf(id);
    expect(told(foldClocks(entered(states), groundOf(row)), id)).toEqual(expected);
  });

  test("years without a notice are provisional", () => {
    const [clock] = foldClocks(entered(["APPLIED 2031-03-03"]), groundOf(rowOf("ARB-ACCEPT")));
    expect(clock).toMatchObject({ isProvisional: true, state: "OPEN" });
    expect(mayBeAnnounced(clock!)).toBe(false);
  });

  test("what has to be confirmed is shown, and nobody is told that it has passed", () => {
    const row = rowOf("PET-ANSWER");
    const [clock] = foldClocks(entered(["NOTIFIED 2026-03-10"]), groundOf(row));
    expect(clock!.awaitsCondition).toBe(true);
    expect(mayBeAnnounced(clock!)).toBe(false);
    expect(mayBeAnnounced({ ...clock!, applies: true, awaitsCondition: false })).toBe(true);
  });

  test("a receipt that was told by hand is what the days are counted from, in a fold over the same states too", () => {
    const row = rowOf("PET-NOTE-FWD");
    const states = entered(["FORWARDED 2026-03-02", "NOTIFIED 2026-05-02"]);
    const known = { ...NOTHING_KNOWN, receivedOn: "2026-03-05" };
    const clocks = foldClocks(states, groundOf(row), (key) => (key === "PET-NOTE-FWD:e0" ? known : NOTHING_KNOWN));
    expect(told(clocks, "PET-NOTE-FWD")).toEqual(["2026-03-02→2026-03-20 LATE 2026-05-02"]);
  });

  test("what somebody found not to apply never runs", () => {
    const row = rowOf("PET-ANSWER");
    const clocks = foldClocks(entered(["NOTIFIED 2026-03-10"]), groundOf(row), () => ({
      ...NOTHING_KNOWN,
      applies: false,
    }));
    expect(clocks[0]!.state).toBe("CANCELLED");
  });

  test("time takes a right and leaves a duty", () => {
    const [right] = foldClocks(entered(["AGREED_ORAL 2026-03-02"]), groundOf(rowOf("MED-CONF")));
    expect(swept(rowOf("MED-CONF"), right!)).toMatchObject({ state: "LATE", closedOn: "2026-04-01", closedBy: null });
    const [duty] = foldClocks(entered(["ACCEPTED 2026-03-02"]), groundOf(rowOf("ARB-AWARD")));
    expect(swept(rowOf("ARB-AWARD"), duty!)).toBe(duty);
  });

  test("a step that was taken in time and told late saves a right that had been swept", () => {
    const row = rowOf("MED-CONF");
    const [right] = foldClocks(entered(["AGREED_ORAL 2026-03-02"]), groundOf(row));
    const late = entered(["CONFIRM_APPLIED 2026-03-30"])[0]!;
    expect(enterState([swept(row, right!)], late, groundOf(row))).toMatchObject([
      { state: "MET", closedOn: "2026-03-30" },
    ]);
  });

  test("it is late from midnight in China, or from the hour", () => {
    expect(lateFrom({ lateAfter: "2026-03-17", dueMinutes: null })).toBe("2026-03-18T00:00:00+08:00");
    const [row] = limitsOfLine("LITIGATION", [
      { ...rowOf("LIT-PRESERVE-RULING"), period: hours(48), starts: on("FILED"), basis: "民事诉讼法 104(2)" },
    ]);
    const [clock] = foldClocks(entered(["FILED 2026-03-02"]), groundOf(row!));
    expect(lateFrom(clock!)).toBe("2026-03-04T11:00:00+08:00");
  });

  test("a bound and what is counted backwards have no clock by themselves", () => {
    const drafts: readonly LimitRow[] = [
      { ...rowOf("PET-FWD"), bound: "AT_MOST" },
      { ...rowOf("PET-FWD"), isBefore: true },
      { ...rowOf("PET-FWD"), isRule: true },
      { ...rowOf("PET-FWD"), period: null },
      { ...rowOf("PET-FWD"), starts: null },
    ];
    expect(drafts.map(hasOwnClock)).toEqual([false, false, false, false, false]);
    expect(hasOwnClock({ ...rowOf("PET-FWD"), period: days(1) })).toBe(true);
  });
});

/** A walk through a line's table, as reports with the days on which they happened. */
const walks = (line: Line) =>
  fc
    .array(fc.record({ step: fc.nat(99), days: fc.nat(60) }), { minLength: 1, maxLength: 14 })
    .map((choices): { entry: string; reports: StatusReport[] } => {
      const entry = entryStates(WORKFLOWS[line])[0]!.id;
      let state = entry;
      let day = "2026-01-05";
      const reports: StatusReport[] = [];
      for (const choice of choices) {
        day = addDays(day, choice.days);
        const steps = nextSteps(WORKFLOWS[line], state, day);
        if (steps.length === 0) break;
        state = steps[choice.step % steps.length]!.to;
        const sequence = reports.length + 1;
        const occurredAt = new Date(`${day}T02:00:00Z`);
        reports.push({ sequence, toState: state, occurredAt, bodyHash: `${sequence}` });
      }
      return { entry, reports };
    });

const NOW = new Date("2035-01-01T00:00:00Z");

/** The record's clocks as the hub keeps them: each status is folded in when its turn comes, with sweeps in between. */
function receive(line: Line, entry: string, arrivals: readonly StatusReport[], sweepOn: readonly string[]) {
  const rows = ofLine(line);
  const workflow = WORKFLOWS[line];
  let clocks = foldClocks(entered([`${entry} 2026-01-05`]), groundOf(...rows));
  let held: StatusReport[] = [];
  const record = { state: entry, lastSequence: 0 };
  arrivals.forEach((report, turn) => {
    const decision = decideStatus(workflow, record, { appliedHash: undefined, held }, report, NOW);
    if (!decision.ok) throw new Error(decision.refusal.code);
    const { change } = decision;
    if (change.kind === "HELD") held = [...held, report];
    if (change.kind === "APPLIED") {
      for (const { report: step, from } of change.steps) {
        const [one] = toEntered(line, from, [step]);
        clocks = enterState(clocks, one!, groundOf(...rows));
        Object.assign(record, { state: step.toState, lastSequence: step.sequence });
        held = held.filter((waiting) => waiting !== step);
      }
    }
    clocks = sweep(clocks, rows, sweepOn[turn] ?? "2026-01-01");
  });
  return clocks;
}

function toEntered(line: Line, entry: string, reports: readonly StatusReport[]): Entered[] {
  let from = entry;
  return reports.map(({ sequence, toState, occurredAt }) => {
    const step = WORKFLOWS[line].transitions.find((row) => row.from === from && row.to === toState)!;
    from = toState;
    const day = occurredAt.toISOString().slice(0, 10);
    return {
      eventId: `s${sequence}`,
      from: step.from,
      state: toState,
      on: day,
      minutes: 600,
      isByParty: step.by === "PARTY",
      sequence,
    };
  });
}

function sweep(clocks: readonly Clock[], rows: readonly LimitRow[], today: string): readonly Clock[] {
  return clocks.map((clock) => {
    const row = rows.find(({ id }) => id === clock.limitId)!;
    const isDue = clock.lateAfter !== null && today > clock.lateAfter && mayBeAnnounced(clock);
    return isDue ? swept(row, clock) : clock;
  });
}

const NEVER = "9999-01-01";

test.each(["PETITION", "LITIGATION", "MEDIATION", "ARBITRATION", "LEGAL_AID"] as const)(
  "%s: whatever the order of arrival and whenever it is swept, the same statuses end in the same clocks",
  (line) => {
    fc.assert(
      fc.property(
        walks(line).chain(({ entry, reports }) =>
          fc.record({
            entry: fc.constant(entry),
            reports: fc.constant(reports),
            arrivals: fc.shuffledSubarray(reports, { minLength: reports.length }),
            sweepOn: fc.array(fc.integer({ min: 0, max: 900 }).map((far) => addDays("2026-01-05", far))),
          }),
        ),
        ({ entry, reports, arrivals, sweepOn }) => {
          const rows = ofLine(line);
          const start = entered([`${entry} 2026-01-05`]);
          const whole = foldClocks([...start, ...toEntered(line, entry, reports)], groundOf(...rows));
          const kept = receive(line, entry, arrivals, sweepOn);
          expect(sweep(kept, rows, NEVER)).toEqual(sweep(whole, rows, NEVER));
          expect(new Set(kept.map(clockKey)).size).toBe(kept.length);
        },
      ),
      { numRuns: 300 },
    );
  },
);

test.each(["PETITION", "LITIGATION", "MEDIATION", "ARBITRATION", "LEGAL_AID", "INSPECTION", "HOTLINE"] as const)(
  "%s: a status does to the clocks that it can move what it does to all of them",
  (line) => {
    const sweepOn = fc.array(fc.integer({ min: 0, max: 900 }).map((far) => addDays("2026-01-05", far)));
    fc.assert(
      fc.property(walks(line), sweepOn, ({ entry, reports }, sweeps) => {
        const rows = ofLine(line);
        let clocks = foldClocks(entered([`${entry} 2026-01-05`]), groundOf(...rows));
        toEntered(line, entry, reports).forEach((one, turn) => {
          clocks = sweep(clocks, rows, sweeps[turn] ?? "2026-01-01");
          const { started, moved } = limitsMoved(rows, new Set([one.state]));
          const known = clocks.filter(
            ({ limitId, closedBy }) => started.includes(limitId) || (moved.includes(limitId) && closedBy === null),
          );
          const after = enterState(clocks, one, groundOf(...rows));
          const changed = (from: readonly Clock[], to: readonly Clock[]) => to.filter((clock) => !from.includes(clock));
          expect(changed(known, enterState(known, one, groundOf(...rows)))).toEqual(changed(clocks, after));
          clocks = after;
        });
      }),
      { numRuns: 300 },
    );
  },
);
