import { decideDocuments } from "../dispute/document.rules";
import { allow, refuse, type Decision } from "../platform/decision";

/** A joint visit or letter names five people at most (信访工作条例 20); the rest is counted. */
export const MOST_REPRESENTATIVES = 5;

/** A submission or a party may stand for this many heads; above it the number is a slip. */
const MOST_HEADS = 100_000;

/** Clocks of sending systems differ by this much. */
const CLOCK_TOLERANCE_MS = 10 * 60_000;

const MOST_ENTRIES = 50;

export interface IntakeFacts {
  readonly channel: string;
  readonly submittedAt: Date;
  readonly headCount: number;
  readonly agent?: unknown;
  readonly sourceSystem?: string | null;
  readonly externalNo?: string | null;
  readonly isReport?: boolean | null;
  readonly inOwnName?: boolean | null;
  readonly otherParties: readonly { readonly role: string; readonly headCount: number }[];
  readonly documents: readonly { readonly digest: string }[];
}

export interface IntakeRefusal {
  readonly code:
    | "SUBMITTED_IN_FUTURE"
    | "AUTHORISATION_MISSING"
    | "REPRESENTATIVES_TOO_MANY"
    | "HEAD_COUNT_INVALID"
    | "TOO_MANY_ENTRIES"
    | "DIGEST_FORMAT"
    | "SOURCE_INCOMPLETE"
    | "REPORT_IN_OWN_NAME";
  readonly field: string;
}

/** What can be said of a submission from itself alone, before anybody is looked up. */
export function decideIntake(intake: IntakeFacts, now: Date): Decision<null, IntakeRefusal> {
  const { otherParties, documents } = intake;
  if (intake.submittedAt.getTime() > now.getTime() + CLOCK_TOLERANCE_MS) {
    return refuse({ code: "SUBMITTED_IN_FUTURE", field: "submittedAt" });
  }
  if (intake.channel === "AGENT" && !intake.agent) return refuse({ code: "AUTHORISATION_MISSING", field: "agent" });
  if (!intake.sourceSystem !== !intake.externalNo) return refuse({ code: "SOURCE_INCOMPLETE", field: "externalNo" });
  if (intake.isReport && intake.inOwnName) return refuse({ code: "REPORT_IN_OWN_NAME", field: "inOwnName" });
  if (otherParties.length > MOST_ENTRIES) return refuse({ code: "TOO_MANY_ENTRIES", field: "otherParties" });
  const papers = decideDocuments(documents);
  if (!papers.ok) return papers;
  if (!isHeadCount(intake.headCount)) return refuse({ code: "HEAD_COUNT_INVALID", field: "headCount" });
  const badHeads = otherParties.findIndex((party) => !isHeadCount(party.headCount));
  if (badHeads >= 0) return refuse({ code: "HEAD_COUNT_INVALID", field: `otherParties.${badHeads}.headCount` });
  const speakers = otherParties.filter(({ role }) => role === "REPRESENTATIVE" || role === "APPLICANT").length;
  if (speakers + 1 > MOST_REPRESENTATIVES) return refuse({ code: "REPRESENTATIVES_TOO_MANY", field: "otherParties" });
  return allow(null);
}

function isHeadCount(count: number): boolean {
  return count >= 1 && count <= MOST_HEADS;
}
