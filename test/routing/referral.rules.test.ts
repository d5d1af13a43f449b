import {
  decideAnswer,
  decideReferral,
  isLastCandidate,
  type AgencyFacts,
  type DisputeBeforeReferral,
  type ReferralTarget,
} from "../../src/routing/referral.rules";

const AGENCIES = new Map<string, AgencyFacts>(
  [
    ["court", "LITIGATION"],
    ["higher-court", "LITIGATION"],
    ["committee", "MEDIATION"],
    ["village-committee", "MEDIATION"],
  ].map(([id, line]) => [id!, { id: id!, line: line!, regionCode: "330482", isClosed: false, isParty: false }]),
);

const dispute = (changes: Partial<DisputeBeforeReferral> = {}): DisputeBeforeReferral => ({
  version: 3,
  isClosed: false,
  regionCode: "330482",
  offeredTo: [],
  recordAt: [],
  ...changes,
});
const target = (line: string, candidateIds: readonly string[], takesLead = false): ReferralTarget => ({
  line,
  candidateIds,
  takesLead,
});
const TO_COURT = target("LITIGATION", ["court"]);
const TO_BOTH_COMMITTEES = target("MEDIATION", ["committee", "village-committee"], true);

const decide = (before: DisputeBeforeReferral, targets: readonly ReferralTarget[], expectedVersion = 3) =>
  decideReferral(before, targets, AGENCIES, expectedVersion);

describe("a referral", () => {
  test("may go to several lines at once, to several agencies of each, one of them leading", () => {
    expect(decide(dispute(), [TO_COURT, TO_BOTH_COMMITTEES])).toEqual({ ok: true, change: null });
  });

  test("may go again to an agency that answered and whose record has ended", () => {
    expect(decide(dispute({ offeredTo: [], recordAt: [] }), [TO_COURT]).ok).toBe(true);
  });

  test.each([
    ["the dispute has moved on since the clerk looked", dispute({ version: 4 }), [TO_COURT], "VERSION_CONFLICT"],
    ["the dispute is closed", dispute({ isClosed: true }), [TO_COURT], "DISPUTE_CLOSED"],
    ["two of its targets would lead", dispute(), [TO_BOTH_COMMITTEES, { ...TO_COURT, takesLead: true }], "LEAD_TWICE"],
    ["nobody knows the agency", dispute(), [target("LITIGATION", ["moon-court"])], "AGENCY_UNKNOWN"],
    ["an agency is of another line", dispute(), [target("LITIGATION", ["court", "committee"])], "LINE_MIXED"],
    ["an agency is named twice in one target", dispute(), [target("LITIGATION", ["court", "court"])], "TARGET_TWICE"],
    ["an agency is named in two targets", dispute(), [TO_COURT, target("LITIGATION", ["court"])], "TARGET_TWICE"],
    ["the agency has it and has not answered", dispute({ offeredTo: ["court"] }), [TO_COURT], "ALREADY_REFERRED"],
    ["the agency is at work on it", dispute({ recordAt: ["court"] }), [TO_COURT], "RECORD_OPEN"],
  ])("is refused when %s", (_, before, targets, code) => {
    expect(decide(before, targets)).toMatchObject({ ok: false, refusal: { code } });
  });

  test("with one bad target among good ones is refused whole, naming the agency", () => {
    expect(decide(dispute({ recordAt: ["village-committee"] }), [TO_COURT, TO_BOTH_COMMITTEES])).toEqual({
      ok: false,
      refusal: { code: "RECORD_OPEN", agencyId: "village-committee" },
    });
  });

  test("judged on a stale view is told so before anything else", () => {
    expect(decide(dispute({ version: 9, isClosed: true }), [target("LITIGATION", [])])).toMatchObject({
      refusal: { code: "VERSION_CONFLICT" },
    });
  });
});

describe("an answer to a referral", () => {
  const offered = { state: "OFFERED", version: 1, holderId: null };
  const asCourt = { agencyId: "court", state: "OFFERED" };

  test("may be given while it is offered and unchanged", () => {
    expect(decideAnswer(offered, asCourt, 1)).toEqual({ ok: true, change: null });
  });

  test("B7: that comes second is told who holds it, whatever version it was based on", () => {
    const taken = { state: "ACCEPTED", version: 2, holderId: "higher-court" };
    for (const version of [1, 2, 99]) {
      for (const state of ["LAPSED", "OFFERED", "RETURNED"]) {
        expect(decideAnswer(taken, { agencyId: "court", state }, version)).toEqual({
          ok: false,
          refusal: { code: "REFERRAL_TAKEN", holderId: "higher-court" },
        });
      }
    }
  });

  test("cannot be given twice by the same agency", () => {
    const own = { state: "ACCEPTED", version: 2, holderId: "court" };
    expect(decideAnswer(own, { agencyId: "court", state: "ACCEPTED" }, 2)).toMatchObject({
      refusal: { code: "REFERRAL_ANSWERED" },
    });
    expect(decideAnswer(offered, { agencyId: "court", state: "RETURNED" }, 1)).toMatchObject({
      refusal: { code: "REFERRAL_ANSWERED" },
    });
  });

  test("based on an old view of a referral still open is sent to look again", () => {
    expect(decideAnswer({ ...offered, version: 2 }, asCourt, 1)).toMatchObject({
      refusal: { code: "VERSION_CONFLICT" },
    });
  });
});

test("B8: a referral is back at the desk only when its last candidate has returned it", () => {
  const candidates = (...states: string[]) => states.map((state, index) => ({ agencyId: `agency-${index}`, state }));
  expect(isLastCandidate(candidates("OFFERED"), "agency-0")).toBe(true);
  expect(isLastCandidate(candidates("OFFERED", "OFFERED"), "agency-0")).toBe(false);
  expect(isLastCandidate(candidates("OFFERED", "RETURNED", "RETURNED"), "agency-0")).toBe(true);
  expect(isLastCandidate(candidates("OFFERED", "RETURNED", "OFFERED"), "agency-0")).toBe(false);
});

test.each([
  ["an agency of the matter's own place", "330482", "330482", true],
  ["an agency of the place above", "330400", "330482", true],
  ["an agency of a town below", "330482101", "330482", true],
  ["an agency of another county", "330481", "330482", false],
  ["an agency of another province", "530102", "330482", false],
])("a dispute goes to %s or is refused", (_agency, agencyRegion, disputeRegion, isAllowed) => {
  const agencies = new Map([
    ["body", { id: "body", line: "MEDIATION", regionCode: agencyRegion, isClosed: false, isParty: false }],
  ]);
  const targets = [{ line: "MEDIATION", candidateIds: ["body"], takesLead: true }];
  const decision = decideReferral(dispute({ regionCode: disputeRegion }), targets, agencies, 3);
  expect(decision).toEqual(
    isAllowed ? { ok: true, change: null } : { ok: false, refusal: { code: "AGENCY_OUT_OF_REGION", agencyId: "body" } },
  );
});
