import { decideIntake, MOST_REPRESENTATIVES, type IntakeFacts } from "../../src/intake/intake.rules";

const NOW = new Date("2026-03-02T01:00:00Z");
const DIGEST = "ab".repeat(32);

const intake = (changes: Partial<IntakeFacts> = {}): IntakeFacts => ({
  channel: "WINDOW",
  submittedAt: NOW,
  headCount: 1,
  otherParties: [],
  documents: [],
  ...changes,
});
const parties = (count: number, role = "RESPONDENT", headCount = 1) =>
  Array.from({ length: count }, () => ({ role, headCount }));
const inMinutes = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

test.each<[string, Partial<IntakeFacts>]>([
  ["a plain visit", {}],
  ["a letter written years ago", { submittedAt: new Date("1987-05-01T00:00:00Z") }],
  ["one dated ten minutes ahead", { submittedAt: inMinutes(10) }],
  ["one filed by an agent", { channel: "AGENT", agent: {} }],
  ["one filed by an agent through another channel", { channel: "WEB", agent: {} }],
  ["one handed over with system and number", { sourceSystem: "12345", externalNo: "A-1" }],
  ["a collective with five who speak", { otherParties: parties(4, "REPRESENTATIVE"), headCount: 300 }],
  ["a collective of a hundred thousand", { headCount: 100_000 }],
  [
    "one with fifty parties and fifty papers",
    { otherParties: parties(50), documents: Array(50).fill({ digest: DIGEST }) },
  ],
])("%s is taken in", (_, changes) => {
  expect(decideIntake(intake(changes), NOW)).toEqual({ ok: true, change: null });
});

test.each<[string, Partial<IntakeFacts>, string, string]>([
  ["dated in the future", { submittedAt: inMinutes(11) }, "SUBMITTED_IN_FUTURE", "submittedAt"],
  ["by an agent who names no applicant's authorisation", { channel: "AGENT" }, "AUTHORISATION_MISSING", "agent"],
  ["with a source system and no number", { sourceSystem: "12345" }, "SOURCE_INCOMPLETE", "externalNo"],
  ["with a number and no source system", { externalNo: "A-1", sourceSystem: null }, "SOURCE_INCOMPLETE", "externalNo"],
  ["with fifty-one parties", { otherParties: parties(51) }, "TOO_MANY_ENTRIES", "otherParties"],
  ["with fifty-one papers", { documents: Array(51).fill({ digest: DIGEST }) }, "TOO_MANY_ENTRIES", "documents"],
  [
    "with a paper whose digest is cut short",
    { documents: [{ digest: DIGEST }, { digest: DIGEST.slice(1) }] },
    "DIGEST_FORMAT",
    "documents.1.digest",
  ],
  [
    "with a paper whose digest is not hexadecimal",
    { documents: [{ digest: "zz".repeat(32) }] },
    "DIGEST_FORMAT",
    "documents.0.digest",
  ],
  ["for nobody", { headCount: 0 }, "HEAD_COUNT_INVALID", "headCount"],
  ["for more people than a slip of the pen allows", { headCount: 100_001 }, "HEAD_COUNT_INVALID", "headCount"],
  [
    "with a party of minus one",
    { otherParties: [...parties(1), { role: "COLLECTIVE", headCount: -1 }] },
    "HEAD_COUNT_INVALID",
    "otherParties.1.headCount",
  ],
  ["with six who speak", { otherParties: parties(5, "REPRESENTATIVE") }, "REPRESENTATIVES_TOO_MANY", "otherParties"],
  ["with six who apply", { otherParties: parties(5, "APPLICANT") }, "REPRESENTATIVES_TOO_MANY", "otherParties"],
])("one %s is refused, and the field is named", (_, changes, code, field) => {
  expect(decideIntake(intake(changes), NOW)).toEqual({ ok: false, refusal: { code, field } });
});

test("five people at most are named as those who speak (信访工作条例20), the applicant among them", () => {
  expect(MOST_REPRESENTATIVES).toBe(5);
  const mixed = [
    ...parties(2, "REPRESENTATIVE"),
    ...parties(2, "APPLICANT"),
    ...parties(9),
    ...parties(1, "COLLECTIVE", 900),
  ];
  expect(decideIntake(intake({ otherParties: mixed }), NOW).ok).toBe(true);
  expect(decideIntake(intake({ otherParties: [...mixed, ...parties(1, "APPLICANT")] }), NOW).ok).toBe(false);
});
