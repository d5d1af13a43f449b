import {
  decideEntry,
  decideStep,
  faultsOf,
  nextSteps,
  reachableFrom,
  stateOf,
  type Line,
  type Workflow,
} from "../../src/agencies/workflow.rules";
import { WORKFLOWS } from "../../src/agencies/workflows.rules";

const TODAY = "2026-03-02";
const LINES = Object.keys(WORKFLOWS) as Line[];

/** What the law's description of each line names, one departure a row. The tables may know more, never less. */
const LISTED: Readonly<Record<Line, string>> = {
  PETITION: `
    REGISTERED        → SCREENED
    SCREENED          → FORWARDED ASSIGNED TRANSFERRED_POLITICAL_LEGAL TRANSFERRED_DISCIPLINE DECLINED NO_LONGER_ACCEPTED
    FORWARDED         → OBJECTED NOTIFIED
    ASSIGNED          → OBJECTED NOTIFIED
    OBJECTED          → RETURNED NOTIFIED
    RETURNED          → SCREENED
    NOTIFIED          → CHANNELLED PROCESSING
    PROCESSING        → HEARING EXTENDED SETTLED ANSWERED
    HEARING           → PROCESSING
    EXTENDED          → PROCESSING
    SETTLED           → CONCLUDED
    ANSWERED          → REVIEW_REQUESTED CONCLUDED
    REVIEW_REQUESTED  → REVIEWED
    REVIEWED          → RECHECK_REQUESTED CONCLUDED
    RECHECK_REQUESTED → RECHECKED
    RECHECKED         → CONCLUDED`,
  LITIGATION: `
    COMPLAINT_RECEIVED   → CORRECTION FILED REFUSED
    CORRECTION           → FILED REFUSED RETURNED
    PRE_FILING_MEDIATION → MEDIATION_AGREED FILED
    FILED                → ENTRUSTED_MEDIATION SERVED
    REFUSED              → APPEALED
    ENTRUSTED_MEDIATION  → COURT_MEDIATED WITHDRAWN CLOSED_OTHER SERVED
    SERVED               → TRIAL
    TRIAL                → SUSPENDED JUDGED RULED COURT_MEDIATED WITHDRAWN TERMINATED
    SUSPENDED            → TRIAL
    JUDGED               → APPEALED EFFECTIVE
    RULED                → APPEALED EFFECTIVE
    APPEALED             → SECOND_JUDGED
    SECOND_JUDGED        → EFFECTIVE
    COURT_MEDIATED       → EFFECTIVE
    EFFECTIVE            → PERFORMED ENFORCING RETRIAL_REVIEW
    ENFORCING            → PERFORMED SETTLED_ENF TERMINATED_ROUND ENF_CLOSED
    RETRIAL_REVIEW       → RETRIAL
    CONFIRMATION_REVIEW  → CONFIRMED CONF_REJECTED CONF_WITHDRAWN
    PAYMENT_ORDER        → ORDER_EFFECTIVE ORDER_VOID`,
  MEDIATION: `
    APPLIED         → CONSENT_PENDING
    INITIATED       → CONSENT_PENDING
    CONSENT_PENDING → ACCEPTED REFUSED WITHDRAWN
    ACCEPTED        → IN_MEDIATION
    IN_MEDIATION    → AGREED_WRITTEN AGREED_ORAL FAILED WITHDRAWN
    AGREED_WRITTEN  → CONFIRM_APPLIED PERFORMING
    AGREED_ORAL     → CONFIRM_APPLIED PERFORMING
    CONFIRM_APPLIED → CONFIRMED CONF_REJECTED
    PERFORMING      → PERFORMED BREACHED
    PERFORMED       → REVISITED
    REVISITED       → ARCHIVED`,
  ARBITRATION: `
    APPLIED        → CORRECTION ACCEPTED NOT_ACCEPTED NO_DECISION_TIMEOUT
    CORRECTION     → ACCEPTED NOT_ACCEPTED NO_DECISION_TIMEOUT
    ACCEPTED       → SERVED
    SERVED         → PANEL_SET
    PANEL_SET      → HEARING_SET
    HEARING_SET    → HEARD
    HEARD          → SUSPENDED MEDIATED AWARD_FINAL AWARD_NONFINAL WITHDRAWN DEEMED_WITHDRAWN
    SUSPENDED      → HEARD
    MEDIATED       → EFFECTIVE
    AWARD_FINAL    → EFFECTIVE SUED ANNUL_APPLIED
    AWARD_NONFINAL → EFFECTIVE SUED
    ANNUL_APPLIED  → ANNULLED
    ANNULLED       → SUED
    EFFECTIVE      → ENFORCING SUED ANNUL_APPLIED`,
  LEGAL_AID: `
    APPLIED          → SUPPLEMENT UNDER_REVIEW ADVANCE_GRANTED
    SUPPLEMENT       → DEEMED_WITHDRAWN UNDER_REVIEW
    UNDER_REVIEW     → GRANTED DENIED
    ADVANCE_GRANTED  → ASSIGNED
    GRANTED          → ASSIGNED
    NOTIFIED_DEFENCE → ASSIGNED
    ASSIGNED         → IN_SERVICE
    IN_SERVICE       → REPLACED TERMINATED FINISHED
    FINISHED         → CLOSED
    CLOSED           → SUBSIDY_PAID
    DENIED           → OBJECTED
    TERMINATED       → OBJECTED
    OBJECTED         → UPHELD CORRECTED
    UPHELD           → RECONSIDERATION LAWSUIT`,
  INSPECTION: `
    COMPLAINT          → CASE_OPENED NOT_ACCEPTED CORRECTION REDIRECTED
    REPORT             → CASE_OPENED NOT_ACCEPTED
    CORRECTION         → CASE_OPENED NOT_ACCEPTED REDIRECTED
    CASE_OPENED        → INVESTIGATING
    INVESTIGATING      → PAUSED CORRECTION_ORDERED PENALTY HANDLING_DECISION CASE_CANCELLED TRANSFERRED
    PAUSED             → INVESTIGATING
    CORRECTION_ORDERED → PENALTY HANDLING_DECISION CASE_CANCELLED TRANSFERRED CLOSED
    HANDLING_DECISION  → RECONSIDERATION LAWSUIT ENFORCE_APPLIED
    PENALTY            → RECONSIDERATION LAWSUIT ENFORCE_APPLIED
    ENFORCE_APPLIED    → PERFORMED`,
  HOTLINE: `
    CALL_RECEIVED     → ANSWERED_ON_SPOT ORDER_CREATED REFUSED
    ORDER_CREATED     → DISPATCHED
    DISPATCHED        → SIGNED DISPATCH_OBJECTED
    DISPATCH_OBJECTED → DISPATCHED
    SIGNED            → HANDLING
    HANDLING          → REPLIED
    REPLIED           → REVISITED
    REVISITED         → EVALUATED REWORK
    EVALUATED         → CLOSED REWORK
    REWORK            → HANDLING`,
};

/** Wishes an agency's system might well send, and why the answer is no. */
const FORBIDDEN: readonly (readonly [Line, string, string, string])[] = [
  ["PETITION", "RECHECKED", "REGISTERED", "the same facts are not heard a fourth time"],
  ["PETITION", "RECHECKED", "RECHECK_REQUESTED", "there is no second recheck"],
  ["PETITION", "ANSWERED", "RECHECK_REQUESTED", "a recheck needs a review before it"],
  ["PETITION", "ANSWERED", "WITHDRAWN", "an answered petition ends by conclusion"],
  ["PETITION", "REGISTERED", "DECLINED", "nobody is turned away unread"],
  ["PETITION", "NOTIFIED", "DECLINED", "what was accepted is not declined afterwards"],
  ["PETITION", "PROCESSING", "CONCLUDED", "no conclusion without an opinion or a settlement"],
  ["PETITION", "CHANNELLED", "PROCESSING", "what went to its own procedure does not return as a petition"],
  ["PETITION", "TRANSFERRED_DISCIPLINE", "ANSWERED", "a report on a person is not answered by the bureau"],
  ["LITIGATION", "COMPLAINT_RECEIVED", "SERVED", "nothing is served before the case is filed"],
  ["LITIGATION", "COMPLAINT_RECEIVED", "ENTRUSTED_MEDIATION", "mediation is no condition of filing"],
  ["LITIGATION", "FILED", "JUDGED", "no judgment without a trial"],
  ["LITIGATION", "SECOND_JUDGED", "APPEALED", "the second instance is the last"],
  ["LITIGATION", "COURT_MEDIATED", "APPEALED", "a signed settlement is not appealed"],
  ["LITIGATION", "JUDGED", "ENFORCING", "nothing is enforced before it takes effect"],
  ["LITIGATION", "CONFIRMED", "RETRIAL_REVIEW", "special procedure knows objection, not retrial"],
  ["LITIGATION", "PERFORMED", "ENFORCING", "what was performed is not enforced"],
  ["MEDIATION", "REFUSED", "IN_MEDIATION", "nobody is mediated against his will"],
  ["MEDIATION", "APPLIED", "IN_MEDIATION", "mediation follows acceptance"],
  ["MEDIATION", "FAILED", "AGREED_WRITTEN", "a new attempt is a new record"],
  ["MEDIATION", "AGREED_WRITTEN", "CONFIRMED", "a court confirms on application only"],
  ["MEDIATION", "BREACHED", "ARCHIVED", "a broken agreement is not filed as a success"],
  ["ARBITRATION", "APPLIED", "AWARD_FINAL", "no award without a hearing"],
  ["ARBITRATION", "MEDIATED", "SUED", "a signed settlement is not sued over"],
  ["ARBITRATION", "AWARD_NONFINAL", "ANNUL_APPLIED", "annulment is for final awards"],
  ["ARBITRATION", "SUSPENDED", "SUED", "waiting for another case excuses the delay"],
  ["ARBITRATION", "AWARD_NONFINAL", "ENFORCING", "the window to sue comes first"],
  ["LEGAL_AID", "DENIED", "ASSIGNED", "no lawyer without a grant"],
  ["LEGAL_AID", "DENIED", "RECONSIDERATION", "the objection comes first"],
  ["LEGAL_AID", "CORRECTED", "LAWSUIT", "only a decision upheld is contested further"],
  ["LEGAL_AID", "CLOSED_WITHOUT_AID", "SUBSIDY_PAID", "no service, no subsidy"],
  ["INSPECTION", "COMPLAINT", "INVESTIGATING", "nothing is investigated before the case is opened"],
  ["INSPECTION", "CASE_OPENED", "HANDLING_DECISION", "no decision without an investigation"],
  ["INSPECTION", "CASE_OPENED", "WITHDRAWN", "an open case is the department's, not the complainant's"],
  ["INSPECTION", "REPORT", "WITHDRAWN", "who reports has no claim to withdraw"],
  ["INSPECTION", "PAUSED", "PENALTY", "no decision while the investigation rests"],
  ["INSPECTION", "HANDLING_DECISION", "CASE_CANCELLED", "what was decided is not cancelled as minor"],
  ["INSPECTION", "RECONSIDERATION", "ENFORCE_APPLIED", "a decision under attack is not sent to the court yet"],
  ["INSPECTION", "REDIRECTED", "CASE_OPENED", "what went to arbitration does not come back"],
  ["HOTLINE", "CALL_RECEIVED", "DISPATCHED", "nothing is dispatched without an order"],
  ["HOTLINE", "REPLIED", "CLOSED", "the caller is asked before an order is closed"],
  ["HOTLINE", "HANDLING", "CLOSED", "no order is closed without a reply"],
  ["HOTLINE", "HANDLING", "DISPATCH_OBJECTED", "the first to take it up may not push it away"],
  ["HOTLINE", "ANSWERED_ON_SPOT", "ORDER_CREATED", "what was answered makes no order"],
];

const listedSteps = LINES.flatMap((line) =>
  LISTED[line]
    .trim()
    .split("\n")
    .flatMap((row) => {
      const [from = "", targets = ""] = row.split("→").map((part) => part.trim());
      return targets.split(/\s+/).map((to) => [line, from, to] as const);
    }),
);

function codeOf(workflow: Workflow, from: string, to: string, occurredOn = TODAY): string {
  const decision = decideStep(workflow, { from, to, occurredOn });
  return decision.ok ? "ALLOWED" : decision.refusal.code;
}

describe.each(LINES)("the table of %s", (line) => {
  const workflow = WORKFLOWS[line];

  test("has no faults: each state can be reached and ended, and no end is left", () => {
    expect(faultsOf(workflow)).toEqual([]);
    expect(workflow.line).toBe(line);
  });

  test("never lets an ended record come back to life or change its outcome", () => {
    for (const end of workflow.states.filter((state) => state.phase === "ENDED")) {
      for (const id of reachableFrom(workflow, [end.id])) {
        expect(stateOf(workflow, id)).toMatchObject({ phase: "ENDED", outcome: end.outcome });
      }
    }
  });

  test("speaks Chinese to the clerk: labels, actors and papers", () => {
    const chinese = /^[一-龥、(),]+$/;
    for (const state of workflow.states) expect(state.label).toMatch(chinese);
    for (const step of workflow.transitions) {
      expect(step.actor).toMatch(chinese);
      if (step.document !== null) expect(step.document).toMatch(chinese);
    }
  });

  test("names an article for every step it calls verified", () => {
    for (const step of workflow.transitions.filter((row) => row.verified)) {
      expect(step.basis).toMatch(/\d|规范立案与调解工作的意见/);
    }
  });
});

test.each(listedSteps)("%s: from %s to %s, as the law describes it", (line, from, to) => {
  expect(codeOf(WORKFLOWS[line], from, to)).toBe("ALLOWED");
});

test.each(FORBIDDEN)("%s: never from %s to %s, for %s", (line, from, to) => {
  expect(codeOf(WORKFLOWS[line], from, to)).toBe("STEP_NOT_ALLOWED");
});

test("a petitioner may withdraw until the answer, and after it no more", () => {
  const { states } = WORKFLOWS.PETITION;
  const mayWithdraw = states.filter((state) => codeOf(WORKFLOWS.PETITION, state.id, "WITHDRAWN") === "ALLOWED");
  expect(mayWithdraw.map((state) => state.id)).toEqual([
    "REGISTERED",
    "SCREENED",
    "FORWARDED",
    "ASSIGNED",
    "OBJECTED",
    "RETURNED",
    "NOTIFIED",
    "PROCESSING",
    "EXTENDED",
    "HEARING",
  ]);
});

describe("mediation before filing", () => {
  test.each([
    ["2016-07-01", "ALLOWED"],
    ["2024-12-31", "ALLOWED"],
    ["2025-01-01", "STATE_LEGACY"],
    [TODAY, "STATE_LEGACY"],
  ])("on %s is answered with %s", (occurredOn, code) => {
    expect(codeOf(WORKFLOWS.LITIGATION, "COMPLAINT_RECEIVED", "PRE_FILING_MEDIATION", occurredOn)).toBe(code);
    const opening = decideEntry(WORKFLOWS.LITIGATION, { state: "PRE_FILING_MEDIATION", occurredOn });
    expect(opening.ok ? "ALLOWED" : opening.refusal.code).toBe(code);
  });

  test("that began in time may still end in agreement or in filing", () => {
    for (const to of ["MEDIATION_AGREED", "FILED"]) {
      expect(codeOf(WORKFLOWS.LITIGATION, "PRE_FILING_MEDIATION", to, "2025-01-15")).toBe("ALLOWED");
    }
  });

  test("is not offered as a button today", () => {
    const offered = nextSteps(WORKFLOWS.LITIGATION, "COMPLAINT_RECEIVED", TODAY).map((step) => step.to);
    expect(offered).toEqual(["CORRECTION", "FILED", "REFUSED", "WITHDRAWN"]);
  });
});

test("records open where their line begins, a court's also where it gives a new case number", () => {
  const openings = LINES.map((line) => [
    line,
    WORKFLOWS[line].states
      .filter((state) => decideEntry(WORKFLOWS[line], { state: state.id, occurredOn: TODAY }).ok)
      .map((state) => state.id),
  ]);
  expect(Object.fromEntries(openings)).toEqual({
    PETITION: ["REGISTERED"],
    LITIGATION: ["COMPLAINT_RECEIVED", "ENFORCING", "RETRIAL_REVIEW", "CONFIRMATION_REVIEW", "PAYMENT_ORDER"],
    MEDIATION: ["APPLIED", "INITIATED"],
    ARBITRATION: ["APPLIED"],
    LEGAL_AID: ["APPLIED", "NOTIFIED_DEFENCE"],
    INSPECTION: ["COMPLAINT", "REPORT"],
    HOTLINE: ["CALL_RECEIVED", "ORDER_CREATED"],
  });
});

test("legal aid never decides the quarrel it accompanies", () => {
  const outcomes = WORKFLOWS.LEGAL_AID.states.map((state) => state.outcome).filter((outcome) => outcome !== null);
  expect(new Set(outcomes)).toEqual(new Set(["REDIRECTED"]));
});

test("a fine pays no worker: only a decision that orders payment counts as one for the claim", () => {
  const outcomes = ["PENALTY", "HANDLING_DECISION"].map((id) => stateOf(WORKFLOWS.INSPECTION, id)?.outcome);
  expect(outcomes).toEqual(["UNRESOLVED", "RESOLVED"]);
});

test("a reply of the hotline counts as a resolution only when the caller has been asked", () => {
  const resolved = WORKFLOWS.HOTLINE.states.filter((state) => state.outcome === "RESOLVED").map((state) => state.id);
  expect(resolved).toEqual(["ANSWERED_ON_SPOT", "CLOSED"]);
});

test("an opinion that the petitioner may still contest is not yet a resolution, a settlement is", () => {
  const outcomeOf = (id: string) => stateOf(WORKFLOWS.PETITION, id)?.outcome;
  expect(["ANSWERED", "REVIEWED", "RECHECKED", "SETTLED"].map(outcomeOf)).toEqual([
    "UNRESOLVED",
    "UNRESOLVED",
    "UNRESOLVED",
    "RESOLVED",
  ]);
});
