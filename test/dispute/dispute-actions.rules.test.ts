import { ROLE_LABELS, type Role } from "../../src/access/caller";
import { disputeActions, type DisputeAction } from "../../src/dispute/dispute-actions.rules";
import { DISPUTE_STATES, type DisputeState } from "../../src/dispute/dispute-state.rules";

const EXPECTED: Readonly<Record<DisputeState, readonly DisputeAction[]>> = {
  REGISTERED: ["ATTACH_SUBMISSION", "REFER", "LINK"],
  TRIAGED: ["ATTACH_SUBMISSION", "REFER", "LINK"],
  ROUTED: ["ATTACH_SUBMISSION", "REFER", "LINK"],
  IN_PROCESS: ["ATTACH_SUBMISSION", "REFER", "LINK"],
  RESOLVED: ["ATTACH_SUBMISSION", "REFER", "LINK", "EVALUATE"],
  UNRESOLVED: ["ATTACH_SUBMISSION", "REFER", "LINK", "EVALUATE"],
  FOLLOW_UP: ["ATTACH_SUBMISSION", "REFER", "LINK", "EVALUATE"],
  CLOSED: ["ATTACH_SUBMISSION", "LINK"],
  REOPENED: ["ATTACH_SUBMISSION", "REFER", "LINK"],
};

test.each(Object.keys(DISPUTE_STATES) as DisputeState[])("the desk is offered what a dispute in %s allows", (state) => {
  for (const role of ["WINDOW_CLERK", "SUPERVISOR"] as const) {
    expect(disputeActions({ role }, { state })).toEqual(EXPECTED[state]);
  }
});

test("nobody but the desk is offered a deed of the desk", () => {
  const others = (Object.keys(ROLE_LABELS) as Role[]).filter(
    (role) => role !== "WINDOW_CLERK" && role !== "SUPERVISOR",
  );
  for (const role of others) expect(disputeActions({ role }, { state: "RESOLVED" })).toEqual([]);
});
