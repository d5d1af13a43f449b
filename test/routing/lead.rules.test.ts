import type { Outcome } from "../../src/agencies/workflow.rules";
import { makeCalendar } from "../../src/deadlines/calendar.rules";
import { DISPUTE_STATES, type DisputeState } from "../../src/dispute/dispute-state.rules";
import { leadOf, needsCoordination, runningClocks } from "../../src/routing/lead.rules";
import { decideObjection } from "../../src/routing/objection.rules";

const record = (
  agencyId: string,
  phase: "ACTIVE" | "SETTLING" | "ENDED",
  outcome: Outcome | null = phase === "ACTIVE" ? null : "REDIRECTED",
) => ({ agencyId, phase, outcome });

test.each<[string, string | null, DisputeState, readonly ReturnType<typeof record>[], string | null]>([
  ["the centre, as long as nobody has taken it", null, "ROUTED", [record("a", "ACTIVE")], null],
  ["the agency at work", "a", "IN_PROCESS", [record("a", "ACTIVE")], "a"],
  [
    "the agency whose outcome may still change",
    "a",
    "IN_PROCESS",
    [record("a", "SETTLING"), record("b", "ACTIVE")],
    "a",
  ],
  [
    "the centre, when the leading agency is done and another works on",
    "a",
    "IN_PROCESS",
    [record("a", "ENDED"), record("b", "ACTIVE")],
    null,
  ],
  [
    "the agency that solved it, while another works on beside",
    "a",
    "IN_PROCESS",
    [record("a", "ENDED", "RESOLVED"), record("b", "ACTIVE")],
    "a",
  ],
  ["the centre, when the matter was sent elsewhere", "a", "TRIAGED", [record("a", "ENDED")], null],
  ["the centre, when a closed dispute comes back", "a", "REOPENED", [record("a", "ENDED")], null],
  ["the agency that solved it", "a", "RESOLVED", [record("a", "ENDED", "RESOLVED")], "a"],
  [
    "the agency that tried in vain, until the citizen was asked",
    "a",
    "UNRESOLVED",
    [record("a", "ENDED", "UNRESOLVED")],
    "a",
  ],
  [
    "the centre, when the agency tried in vain and another one tries",
    "a",
    "IN_PROCESS",
    [record("a", "ENDED", "UNRESOLVED"), record("b", "ACTIVE")],
    null,
  ],
  [
    "the centre, when another one solved what the agency had given up",
    "a",
    "RESOLVED",
    [record("a", "ENDED", "WITHDRAWN"), record("b", "ENDED", "RESOLVED")],
    null,
  ],
  ["the agency that had it, once it is closed", "a", "CLOSED", [record("a", "ENDED", "RESOLVED")], "a"],
])("the lead is with %s", (_who, lead, state, records, expected) => {
  expect(leadOf(lead, state, records)).toBe(expected);
});

describe("the clocks of a dispute", () => {
  const nothing = { referrals: [], records: [], hasOpenOrder: false };

  test.each(["REGISTERED", "TRIAGED", "REOPENED", "RESOLVED", "UNRESOLVED"] as const)(
    "are the centre's own when it alone has something to do (%s)",
    (state) => {
      expect(runningClocks({ ...nothing, state })).toEqual([{ kind: "CENTRE" }]);
    },
  );

  test("are one for each offer that waits, each record that has not ended, and the coordinating meeting", () => {
    const referrals = [
      { id: "1", state: "OFFERED" },
      { id: "2", state: "RETURNED" },
    ];
    const records = [record("a", "ACTIVE"), record("b", "SETTLING"), record("c", "ENDED")];
    expect(runningClocks({ state: "IN_PROCESS", referrals, records, hasOpenOrder: true })).toEqual([
      { kind: "ANSWER", referralId: "1" },
      { kind: "RECORD", agencyId: "a" },
      { kind: "RECORD", agencyId: "b" },
      { kind: "COORDINATION" },
    ]);
  });

  test("have all stopped when it is closed, and only then", () => {
    const all = { ...nothing, records: [record("a", "ACTIVE")], hasOpenOrder: true };
    const stopped = (Object.keys(DISPUTE_STATES) as DisputeState[]).filter(
      (state) => runningClocks({ ...all, state }).length === 0,
    );
    expect(stopped).toEqual(["CLOSED"]);
  });
});

describe("the coordinating meeting", () => {
  const at = (day: number) => new Date(Date.UTC(2026, 0, day));
  const returned = (day: number) => ({ state: "RETURNED", decidedAt: at(day) });
  const accepted = (day: number) => ({ state: "ACCEPTED", decidedAt: at(day) });

  test.each<[string, Parameters<typeof needsCoordination>[0], Parameters<typeof needsCoordination>[1], boolean]>([
    ["not after the first return", [returned(1)], [], false],
    ["after the second", [returned(1), returned(2)], [], true],
    ["though somebody else accepted between", [returned(1), accepted(2), returned(3)], [], true],
    [
      "not for offers that wait or were accepted",
      [returned(1), { state: "OFFERED", decidedAt: null }, accepted(2)],
      [],
      false,
    ],
    ["not while it has it", [returned(1), returned(2), returned(4)], [{ closedAt: null }], false],
    [
      "not for the first return after it has decided",
      [returned(1), returned(2), returned(4)],
      [{ closedAt: at(3) }],
      false,
    ],
    [
      "again after the second one since",
      [returned(1), returned(2), returned(4), returned(5)],
      [{ closedAt: at(3) }],
      true,
    ],
  ])("gets the dispute %s", (_when, referrals, orders, expected) => {
    expect(needsCoordination(referrals, orders)).toBe(expected);
  });
});

describe("an objection of competence", () => {
  // A holiday from Wednesday to Friday, made up for on the Sunday before it.
  const notice = {
    year: 2026,
    source: "通知",
    days: [
      { day: "2026-07-05", kind: "MAKE_UP_WORKDAY", name: "某节" },
      ...["2026-07-08", "2026-07-09", "2026-07-10"].map((day) => ({ day, kind: "HOLIDAY", name: "某节" }) as const),
    ],
  } as const;
  const calendar = makeCalendar([notice], () => []);

  test.each([
    ["an offer on a Monday", "2026-06-01", "2026-06-08"],
    ["an offer on a Friday", "2026-06-05", "2026-06-12"],
    ["an offer on a Saturday", "2026-06-06", "2026-06-12"],
    ["an offer before a Sunday that is worked", "2026-07-03", "2026-07-14"],
    ["an offer on the first day of a holiday", "2026-07-08", "2026-07-17"],
  ])("to %s is heard until the fifth working day, which is not the day of the offer", (_offer, offeredOn, last) => {
    const decide = (today: string) => decideObjection("NOT_COMPETENT", offeredOn, today, calendar);
    expect(decide(last)).toEqual({ ok: true, change: null });
    const next = new Date(Date.parse(last) + 86_400_000).toISOString().slice(0, 10);
    expect(decide(next)).toEqual({
      ok: false,
      refusal: { code: "OBJECTION_LATE", basis: "信访工作条例 23(3)", dueOn: last },
    });
  });

  test.each(["NOT_ACCEPTABLE", "MATERIAL_MISSING", "DUPLICATE", "RECUSAL"] as const)(
    "is not what %s says, which is heard at any time",
    (reason) => {
      expect(decideObjection(reason, "2026-01-05", "2026-12-31", calendar).ok).toBe(true);
    },
  );
});
