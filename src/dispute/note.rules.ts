import type { Role } from "../access/caller";
import type { Line } from "../agencies/workflow.rules";

/** What may tell of who informed (劳动保障监察条例 9(3)): a note is free text, so it is closed whether it does or not. */
const REPORT_LINES: readonly Line[] = ["INSPECTION", "HOTLINE"];

/**
 * What is said in mediation stays with mediators (人民调解法 15(4), 特邀调解规定 22, 28), what inspectors and the hotline write with
 * the agency whose record it is. Others see that there was a status and how it ended, never the note. The desk, which
 * follows the whole dispute, may read them.
 */
export function mayReadNote(
  caller: { readonly role: Role; readonly agency: { readonly id: string; readonly line: Line } | null },
  record: { readonly line: Line; readonly agencyId: string },
): boolean {
  const isReporting = REPORT_LINES.includes(record.line);
  if (record.line !== "MEDIATION" && !isReporting) return true;
  if (caller.role !== "AGENCY") return caller.role === "WINDOW_CLERK" || caller.role === "SUPERVISOR";
  return isReporting ? caller.agency?.id === record.agencyId : caller.agency?.line === record.line;
}
