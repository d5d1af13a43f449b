import type { Role } from "../access/caller";
import type { Line } from "../agencies/workflow.rules";

/**
 * What is said in mediation stays there: other lines see that there was a mediation and how it ended, never the notes
 * (人民调解法 15(4), 特邀调解规定 22, 28). The desk, which follows the whole dispute, may read them.
 */
export function mayReadMediationNote(
  caller: { readonly role: Role; readonly agency: { readonly line: Line } | null },
  record: { readonly line: Line },
): boolean {
  if (record.line !== "MEDIATION") return true;
  if (caller.role === "AGENCY") return caller.agency?.line === "MEDIATION";
  return caller.role === "WINDOW_CLERK" || caller.role === "SUPERVISOR";
}
