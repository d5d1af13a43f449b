/**
 * Audits of the GraphQL-over-HTTP suite that may fail, each with its reason. Empty: all 61 pass for a caller with a
 * token. The suite is run with introspection on, as two of its audits ask `__type`, and with a bearer token, as three
 * ask by GET, which a caller without one may not (D13).
 */
export const AUDIT_EXCEPTIONS: Readonly<Record<string, string>> = {};

/** What fails besides when the same suite comes without a token, and is meant to. */
export const ANONYMOUS_AUDIT_EXCEPTIONS: Readonly<Record<string, string>> = {
  "5A70": "MAY: a GET without token or preflight header could come from any page a browser has open",
  D6D5: "MAY: the same",
  "6A70": "MAY: the same",
};
