import type { Condition } from "../platform/keyset-page";
import type { Caller } from "./caller";
import { regionPrefix } from "./region.rules";

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
  const condition = visibleBy(caller, "d");
  return {
    text: `exists (select 1 from dispute d where d.id = t.dispute_id and ${condition.text})`,
    values: condition.values,
  };
}

/** The same for a `dispute` that the statement knows by another name. */
export function visibleBy(caller: Caller, dispute: string): Condition {
  switch (caller.role) {
    case "WINDOW_CLERK":
    case "SUPERVISOR":
    case "AUDITOR":
    case "REPORTING":
      return caller.regionCode === null ? NOTHING : inSubtree(dispute, caller.regionCode);
    case "AGENCY":
      return caller.agency === null ? NOTHING : takesPart(dispute, caller.agency.id);
    case "ADMINISTRATOR":
    case "PUBLIC":
      return NOTHING;
    default:
      caller.role satisfies never;
      return NOTHING;
  }
}

/** A range instead of LIKE: digits only, so ":" sorts right behind every code of the subtree, and an index serves it. */
function inSubtree(dispute: string, regionCode: string): Condition {
  const prefix = regionPrefix(regionCode);
  return { text: `${dispute}.region_code >= $1 and ${dispute}.region_code < $2`, values: [prefix, `${prefix}:`] };
}

function takesPart(dispute: string, agencyId: string): Condition {
  return {
    text:
      `exists (select 1 from referral_candidate c where c.dispute_id = ${dispute}.id and c.agency_id = $1 ` +
      `and c.state in ('OFFERED', 'ACCEPTED'))`,
    values: [agencyId],
  };
}
