import { numbered, type Condition } from "../platform/keyset-page";
import { WINDOW } from "../platform/read/window";
import type { Line } from "../agencies/workflow.rules";
import { rolesOf } from "./access.check";
import { DESK, type Caller } from "./caller";
import { regionPrefix } from "./region.rules";

const TAKING_PART = "c.state in ('OFFERED', 'ACCEPTED')";

const NOTHING: Condition = { text: "false", values: [] };

/**
 * Which rows of `dispute` (as `t`) the caller may see, as SQL: what is hidden is never read, so it cannot leak by a
 * count, a cursor or an error. An unknown role sees nothing.
 */
export function visibleDisputes(caller: Caller): Condition {
  return visibleBy(caller, "t");
}

/** The same for a table that names its dispute in `dispute_id`. */
export function visibleThroughDispute(caller: Caller): Condition {
  if (caller.role === "AGENCY") return caller.agency === null ? NOTHING : takesPart("t.dispute_id", caller.agency.id);
  const condition = visibleBy(caller, "d");
  return {
    text: `exists (select 1 from dispute d where d.id = t.dispute_id and ${condition.text})`,
    values: condition.values,
  };
}

/** Lines that handle reports (举报) of others. */
const REPORT_LINES: readonly Line[] = ["INSPECTION", "HOTLINE"];

/** Rows of which some lead to an informer, by the columns that tell so. */
interface SecretRows {
  /** Since when the row is secret; null for one that is not. */
  readonly since: string;
  /** When the row was entered: the same moment for one that came by a report. */
  readonly entered: string;
  readonly disputeId: string;
}

/** Who is told that somebody is an informer, where he sees him at all. */
function mayKnowInformers({ role, agency }: Pick<Caller, "role" | "agency">): boolean {
  return DESK.includes(role) || (role === "AGENCY" && agency !== null && REPORT_LINES.includes(agency.line));
}

/** Whether the caller is told that this row leads to an informer. */
export const isToldSecret = (caller: Caller, { secretSince }: { readonly secretSince: Date | null }): boolean =>
  secretSince !== null && mayKnowInformers(caller);

/**
 * Rows that lead to an informer (劳动保障监察条例 9(3)): open to the desk, and to an agency that handles reports once it has
 * accepted the dispute; an offer opens nothing. What any other agency knew is not taken from it: it had accepted before the
 * row became secret, which one that came by a report always was. For everybody else they are not there.
 */
function openToCaller(caller: Caller, { since, entered, disputeId }: SecretRows): Condition {
  const { role, agency } = caller;
  if (DESK.includes(role)) return { text: "true", values: [] };
  if (role !== "AGENCY" || agency === null) return { text: `${since} is null`, values: [] };
  const known = mayKnowInformers(caller)
    ? accepted(disputeId)
    : `${since} <> ${entered} and ${accepted(disputeId, since)}`;
  return { text: `(${since} is null or ${known})`, values: [agency.id] };
}

/** The agency `$1` has accepted the dispute, before a moment if one is given; of several times the first counts. */
export function accepted(disputeId: string, before?: string): string {
  return (
    `exists (select 1 from referral_candidate c where c.dispute_id = ${disputeId} and c.agency_id = $1 ` +
    `and c.state = 'ACCEPTED'${before === undefined ? "" : ` and c.decided_at < ${before}`})`
  );
}

/** Parties of a dispute the caller may see. */
export function openParties(caller: Caller, party = "t"): Condition {
  const [since, entered, disputeId] = [`${party}.secret_since`, `${party}.joined_at`, `${party}.dispute_id`];
  return openToCaller(caller, { since, entered, disputeId });
}

/** Submissions of a dispute the caller may see. */
export function openSubmissions(caller: Caller, submission = "t"): Condition {
  const [since, entered] = [`${submission}.secret_since`, `${submission}.registered_at`];
  return openToCaller(caller, { since, entered, disputeId: `${submission}.dispute_id` });
}

/**
 * Papers (as `t`), of a dispute the caller may see: what an informer handed in often names him, and so does what inspectors
 * and the hotline write where there is a report.
 */
export function openDocuments(caller: Caller): Condition {
  const { text, values } = openSubmissions(caller, "s");
  if (DESK.includes(caller.role)) return { text, values };
  const isAgency = caller.role === "AGENCY" && caller.agency !== null;
  const before = `t.added_at < s.secret_since and ${accepted("s.dispute_id", "s.secret_since")}`;
  const known = mayKnowInformers(caller) ? accepted("s.dispute_id") : isAgency ? before : "false";
  const lines = REPORT_LINES.map((line) => `'${line}'`).join(", ");
  return {
    text:
      `(t.submission_id is null or exists (select 1 from submission s where s.id = t.submission_id and ${text})) ` +
      `and (t.record_id is null or not exists (select 1 from agency_record r join submission s on s.dispute_id = r.dispute_id ` +
      `where r.id = t.record_id and r.line in (${lines}) and s.secret_since is not null ` +
      `and not (${known})))`,
    values,
  };
}

/** Deadlines (as `t`) the caller may list: an agency those of its own records, staff those of their region. */
export function visibleDeadlines(caller: Caller): Condition {
  if (caller.role === "AGENCY") {
    return caller.agency === null ? NOTHING : { text: "t.agency_id = $1", values: [caller.agency.id] };
  }
  const isByRegion = visibleBy(caller, "t") !== NOTHING && caller.regionCode !== null;
  return isByRegion ? deadlinesIn(caller.regionCode) : NOTHING;
}

/** Those of a region. A town's stand in the index of its county: what runs there at one time is not much. */
export function deadlinesIn(regionCode: string): Condition {
  const own = inRegion(regionCode);
  const prefix = regionPrefix(regionCode);
  if (prefix.length <= 6) return own;
  return numbered([{ text: "left(t.region_code, 6) = $1", values: [prefix.slice(0, 6)] }, own]);
}

/**
 * The same for the rows of a window (`src/platform/read/window.ts`). Of a window's lines an agency sees few: it is asked
 * once for all of them, which costs PostgreSQL half of what asking line by line does. Staff see most, and their page is
 * full after the first lines. A line that tells an agency that it takes part no more is that agency's alone.
 */
export function visibleInWindow(caller: Caller): Condition {
  if (caller.role !== "AGENCY" || caller.agency === null) {
    const { text, values } = visibleThroughDispute(caller);
    return { text: `t.told_agency_id is null and ${text}`, values };
  }
  const lines = `select l.dispute_id from ${WINDOW} l`;
  return {
    text:
      `(t.told_agency_id = $1 or t.told_agency_id is null and t.dispute_id in (` +
      `select c.dispute_id from referral_candidate c where c.dispute_id = any(array(${lines})) ` +
      `and c.agency_id = $1 and ${TAKING_PART}))`,
    values: [caller.agency.id],
  };
}

/** The same for a `dispute` that the statement knows by another name. */
export function visibleBy(caller: Caller, dispute: string): Condition {
  switch (caller.role) {
    case "WINDOW_CLERK":
    case "SUPERVISOR":
    case "AUDITOR":
    case "REPORTING":
      return caller.regionCode === null ? NOTHING : inRegion(caller.regionCode, dispute);
    case "AGENCY":
      return caller.agency === null ? NOTHING : takesPart(`${dispute}.id`, caller.agency.id);
    case "ADMINISTRATOR":
    case "PUBLIC":
      return NOTHING;
    default:
      caller.role satisfies never;
      return NOTHING;
  }
}

/**
 * Disputes of a region and everything below it. City, county and town are said by the expression that the indexes begin
 * with (ADR 0011), so that an order by time follows without sorting. For a province the order's own index is best, and
 * the range only keeps other provinces out: digits only, so ":" sorts right behind every code of the subtree. A bare
 * range would be taken for a few rows by a plan made before its values are known; of COALESCE it expects half.
 */
export function inRegion(regionCode: string, dispute = "t"): Condition {
  const prefix = regionPrefix(regionCode);
  const code = `${dispute}.region_code`;
  if (prefix.length === 2) {
    return { text: `coalesce(${code} >= $1 and ${code} < $2, false)`, values: [prefix, `${prefix}:`] };
  }
  if (prefix.length < 12) return { text: `left(${code}, ${prefix.length}) = $1`, values: [prefix] };
  return { text: `left(${code}, 9) = $1 and ${code} = $2`, values: [prefix.slice(0, 9), prefix] };
}

/** A title is searched only by who may read it: with enough questions the answers would spell it out. */
export function maySearchTitles(caller: Caller): boolean {
  return rolesOf("Dispute", "title").has(caller.role);
}

function takesPart(disputeId: string, agencyId: string): Condition {
  return {
    text:
      `exists (select 1 from referral_candidate c where c.dispute_id = ${disputeId} and c.agency_id = $1 ` +
      `and ${TAKING_PART})`,
    values: [agencyId],
  };
}
