import { apply, dice, explore, newOwnership, RULES, walk, type Ownership, type Rules } from "./ownership";

const WALKS = 20_000;

test("no seven deeds in any order leave an open dispute without a lead owner who can lead, or without a clock", () => {
  const { fault, states } = explore(7);
  expect(fault).toBeNull();
  expect(states).toBeGreaterThan(40_000);
}, 60_000);

test("nor do thousands of long histories, always the same ones", () => {
  const throws = dice(20_260_101);
  const faults = Array.from({ length: WALKS }, () => walk(throws, 14)).filter((found) => found.faults.length > 0);
  expect(faults).toEqual([]);
}, 60_000);

/** Each is a rule that somebody might write; the shortest way to its harm is found. */
const WRONG: readonly (readonly [string, Partial<Rules>, string])[] = [
  ["who has finished keeps the lead", { leadOf: (lead) => lead }, "leads and is done"],
  ["the second return is not noticed", { needsCoordination: () => false }, "nobody coordinates"],
  [
    "every return opens an order",
    { needsCoordination: (offers) => offers.some((each) => each.state === "RETURNED") },
    "two orders are open",
  ],
  [
    "whoever succeeds inherits whatever there is",
    {
      planHandOver: ({ agencyId, candidates, records }) => ({
        offer: candidates.find((each) => each.agencyId === agencyId && each.state === "OFFERED"),
        record: records.find((each) => each.agencyId === agencyId && each.phase !== "ENDED"),
      }),
    },
    "is asked twice",
  ],
];

test.each(WRONG)("a wrong rule is found out: %s", (_what, wrong, harm) => {
  const { fault } = explore(8, { ...RULES, ...wrong });
  expect(fault?.faults.join()).toContain(harm);
  expect(fault?.deeds.length).toBeLessThanOrEqual(8);
});

test("the centre leads from the first moment, and again once the agency that led has sent the matter elsewhere", () => {
  const after = (one: Ownership, ...deeds: Parameters<typeof apply>[1][]) =>
    deeds.reduce((now, deed) => apply(now, deed), one);
  const taken = after(
    newOwnership(),
    { kind: "REFER", to: ["A", "B"], takesLead: true },
    { kind: "ACCEPT", offer: 0, by: "B" },
  );
  expect(taken).toMatchObject({ lead: "B", state: "IN_PROCESS" });
  expect(after(taken, { kind: "END", record: 0, outcome: "REDIRECTED" })).toMatchObject({
    lead: null,
    state: "TRIAGED",
  });
  expect(after(taken, { kind: "END", record: 0, outcome: "RESOLVED" })).toMatchObject({ lead: "B", state: "RESOLVED" });
});
