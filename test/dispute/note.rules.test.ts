import { ROLE_LABELS, type Role } from "../../src/access/caller";
import type { Line } from "../../src/agencies/workflow.rules";
import { mayReadMediationNote } from "../../src/dispute/note.rules";

const LINES: readonly Line[] = ["PETITION", "LITIGATION", "MEDIATION", "ARBITRATION", "LEGAL_AID"];
const ROLES = Object.keys(ROLE_LABELS) as Role[];

const may = (role: Role, own: Line | null, record: Line) =>
  mayReadMediationNote({ role, agency: own && { line: own } }, { line: record });

test("notes of every line but mediation are not closed by this rule", () => {
  for (const line of LINES.filter((one) => one !== "MEDIATION")) {
    for (const role of ROLES) expect(may(role, null, line)).toBe(true);
    for (const own of LINES) expect(may("AGENCY", own, line)).toBe(true);
  }
});

test("notes of mediation are read by mediators and by the desk, and by nobody else (人民调解法15)", () => {
  expect(LINES.filter((own) => may("AGENCY", own, "MEDIATION"))).toEqual(["MEDIATION"]);
  expect(ROLES.filter((role) => may(role, null, "MEDIATION"))).toEqual(["WINDOW_CLERK", "SUPERVISOR"]);
});
