import { decideSuccessor, planHandOver } from "../../src/routing/succession.rules";

const body = (id: string, more: object = {}) => ({
  id,
  line: "MEDIATION" as const,
  regionCode: "330482",
  closedAt: null,
  ...more,
});
const OLD = body("old");

test.each<[string, ReturnType<typeof body> | undefined, string | null]>([
  ["a body of the same place", body("new"), null],
  ["one of the city above", body("new", { regionCode: "330400" }), null],
  ["nobody there is", undefined, "AGENCY_UNKNOWN"],
  ["the body itself", OLD, "SUCCESSOR_SAME"],
  ["one that is closed", body("new", { closedAt: new Date(0) }), "AGENCY_CLOSED"],
  ["one of another line", body("new", { line: "LITIGATION" }), "SUCCESSOR_LINE"],
  ["one of a town below", body("new", { regionCode: "330482101" }), "SUCCESSOR_REGION"],
  ["one of the next county", body("new", { regionCode: "330481" }), "SUCCESSOR_REGION"],
])("a body is succeeded by: %s", (_what, successor, code) => {
  const decision = decideSuccessor(OLD, successor);
  expect(decision.ok ? null : decision.refusal).toBe(code);
});

type Candidate = readonly [agencyId: string, referralId: string, state: string];
type Held = readonly [agencyId: string, referralId: string, phase: "ACTIVE" | "SETTLING" | "ENDED", number?: string];
interface Case {
  readonly candidates?: readonly Candidate[];
  readonly records?: readonly Held[];
  readonly isParty?: boolean;
  readonly numbersTaken?: readonly string[];
}

function plan({ candidates = [], records = [], isParty = false, numbersTaken = [] }: Case): string[] {
  const { offer, record } = planHandOver({
    agencyId: "old",
    successorId: "new",
    isParty,
    candidates: candidates.map(([agencyId, referralId, state]) => ({ id: referralId, agencyId, referralId, state })),
    records: records.map(([agencyId, referralId, phase, numberKey = "1"]) => {
      return { id: referralId, agencyId, referralId, phase, numberKey };
    }),
    numbersTaken: new Set(numbersTaken),
  });
  return [...(offer ? [`offer ${offer.referralId}`] : []), ...(record ? [`record ${record.referralId}`] : [])];
}

const OFFERED: Candidate = ["old", "r1", "OFFERED"];
const TAKEN: Candidate = ["old", "r1", "ACCEPTED"];
const OPEN: Held = ["old", "r1", "ACTIVE"];

test.each<[string, Case, readonly string[]]>([
  ["an offer goes over", { candidates: [OFFERED] }, ["offer r1"]],
  ["a record goes over", { candidates: [TAKEN], records: [OPEN] }, ["record r1"]],
  ["one that waits for its effect, too", { candidates: [TAKEN], records: [["old", "r1", "SETTLING"]] }, ["record r1"]],
  ["one that has ended stays", { candidates: [TAKEN], records: [["old", "r1", "ENDED"]] }, []],
  ["another body's stays", { records: [["third", "r1", "ACTIVE"]] }, []],
  ["nothing goes to a party", { candidates: [OFFERED], records: [["old", "r2", "ACTIVE"]], isParty: true }, []],
  [
    "nothing goes to one at work on the dispute",
    { candidates: [OFFERED], records: [OPEN, ["new", "r2", "ACTIVE"]] },
    [],
  ],
  [
    "but to one whose work has ended",
    { candidates: [TAKEN], records: [OPEN, ["new", "r2", "ENDED", "2"]] },
    ["record r1"],
  ],
  ["no offer to one that is asked already", { candidates: [OFFERED, ["new", "r2", "OFFERED"]] }, []],
  ["nor to one of the same referral", { candidates: [OFFERED, ["new", "r1", "OFFERED"]] }, []],
  ["nor to one that sent it back", { candidates: [OFFERED, ["new", "r1", "RETURNED"]] }, []],
  ["no record to one that sent it back", { candidates: [TAKEN, ["new", "r1", "RETURNED"]], records: [OPEN] }, []],
  [
    "a record to one that came too late for it",
    { candidates: [TAKEN, ["new", "r1", "LAPSED"]], records: [OPEN] },
    ["record r1"],
  ],
  ["no record whose number is in use there", { records: [OPEN], numbersTaken: ["1"] }, []],
  ["one offer and a record: the record", { candidates: [["old", "r2", "OFFERED"]], records: [OPEN] }, ["record r1"]],
])("%s", (_what, left, goes) => {
  expect(plan(left)).toEqual(goes);
});
