import { ROLE_LABELS, type Role } from "../../src/access/caller";
import type { Line } from "../../src/agencies/workflow.rules";
import { mayReadNote } from "../../src/dispute/note.rules";

const OPEN: readonly Line[] = ["PETITION", "LITIGATION", "ARBITRATION", "LEGAL_AID"];
const REPORTING: readonly Line[] = ["INSPECTION", "HOTLINE"];
const LINES: readonly Line[] = [...OPEN, ...REPORTING, "MEDIATION"];
const ROLES = Object.keys(ROLE_LABELS) as Role[];

/** Whether it may be read by somebody of this role, and agency if he acts for one, where `one` wrote it. */
const may = (role: Role, own: { readonly id: string; readonly line: Line } | null, record: Line) =>
  mayReadNote({ role, agency: own }, { line: record, agencyId: "one" });
const agencies = (id: string) => LINES.map((line) => ({ id, line }));
const readersOf = (id: string, record: Line) =>
  agencies(id).flatMap((own) => (may("AGENCY", own, record) ? own.line : []));

test.each(OPEN)("notes of %s are not closed by this rule", (line) => {
  for (const role of ROLES) expect(may(role, null, line)).toBe(true);
  for (const own of [...agencies("one"), ...agencies("another")]) expect(may("AGENCY", own, line)).toBe(true);
});

test("notes of mediation are read by mediators (人民调解法15)", () => {
  expect(readersOf("one", "MEDIATION")).toEqual(["MEDIATION"]);
  expect(readersOf("another", "MEDIATION")).toEqual(["MEDIATION"]);
});

test.each(REPORTING)("notes of %s are read by the agency whose record it is (劳动保障监察条例9)", (line) => {
  expect(may("AGENCY", { id: "one", line }, line)).toBe(true);
  expect(readersOf("another", line)).toEqual([]);
});

test.each(["MEDIATION", ...REPORTING] as const)("notes of %s are read by the desk, and by no other role", (line) => {
  expect(ROLES.filter((role) => may(role, null, line))).toEqual(["WINDOW_CLERK", "SUPERVISOR"]);
});
