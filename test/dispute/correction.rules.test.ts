import { decideCorrection, type CorrectableEvent, type CorrectionWish } from "../../src/dispute/correction.rules";

const COURT = { agencyId: "court", isStaff: false };
const DESK = { agencyId: null, isStaff: true };

const event = (changes: Partial<CorrectableEvent> = {}): CorrectableEvent => ({
  id: "event",
  kind: "STATUS",
  agencyId: "court",
  byPrincipal: "court-system",
  sequence: 4,
  fromState: "TRIAL",
  isCorrected: false,
  isWithdrawn: false,
  ...changes,
});
const wish = (changes: Partial<CorrectionWish> = {}): CorrectionWish => ({
  expectedVersion: 7,
  withdraws: false,
  ...changes,
});
const decide = (
  corrected: CorrectableEvent,
  by: typeof COURT | typeof DESK,
  wanted: CorrectionWish,
  record: { lastSequence: number } | null = { lastSequence: 4 },
) => decideCorrection({ version: 7 }, corrected, record, by, wanted);

test("who reported an event may put its story right, and nothing moves", () => {
  expect(decide(event(), COURT, wish())).toEqual({ ok: true, change: { backTo: null } });
  expect(decide(event({ agencyId: null, kind: "REFERRED", sequence: null }), DESK, wish())).toMatchObject({ ok: true });
});

test("who reported the last status may withdraw it, and the record goes back to where it was", () => {
  expect(decide(event(), COURT, wish({ withdraws: true }))).toEqual({ ok: true, change: { backTo: "TRIAL" } });
});

test.each([
  ["another agency", event(), { agencyId: "committee", isStaff: false }],
  ["the desk, for an agency's event", event(), DESK],
  ["an agency, for the desk's event", event({ agencyId: null }), COURT],
])("%s may not correct it, however fresh its view", (_, corrected, by) => {
  expect(decide(corrected, by, wish())).toEqual({ ok: false, refusal: "NOT_YOUR_EVENT" });
});

test.each([
  ["the dispute has moved on", event(), wish({ expectedVersion: 6 }), "VERSION_CONFLICT"],
  ["the event is itself a correction", event({ kind: "CORRECTION", sequence: null }), wish(), "EVENT_IS_CORRECTION"],
  ["the event was corrected before", event({ isCorrected: true }), wish(), "EVENT_CORRECTED"],
  ["the status to withdraw is not the last", event({ sequence: 3 }), wish({ withdraws: true }), "NOT_LAST_STATUS"],
  [
    "what is to be withdrawn is not a status",
    event({ kind: "ACCEPTED", sequence: null }),
    wish({ withdraws: true }),
    "NOT_LAST_STATUS",
  ],
] as const)("a correction is refused when %s", (_, corrected, wanted, code) => {
  expect(decide(corrected, COURT, wanted)).toEqual({ ok: false, refusal: code });
});

test("a status without a record cannot be withdrawn", () => {
  expect(decide(event(), COURT, wish({ withdraws: true }), null)).toEqual({ ok: false, refusal: "NOT_LAST_STATUS" });
});
