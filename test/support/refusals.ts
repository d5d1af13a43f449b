import { REFUSALS, type RefusalCode } from "../../src/dispute/refusals";
import { doDeed, type Deed } from "./deeds";
import type { TestHub, User } from "./hub";

/** Every table a deed changes; audit trail, keys and read log are told of apart. */
export const DOMAIN_TABLES = [
  "agency",
  "agency_record",
  "agency_succession",
  "calendar_notice",
  "case_document",
  "change_log",
  "deadline",
  "dispute",
  "dispute_link",
  "evaluation",
  "held_status",
  "organisation",
  "party",
  "person",
  "referral",
  "referral_candidate",
  "routing_decision",
  "submission",
  "supervision_order",
  "timeline_event",
  "told_fact",
] as const;

/** Rows and content of every domain table: equal before and after means that nothing at all was changed. */
export async function fingerprint(hub: TestHub): Promise<Record<string, string>> {
  const columns = DOMAIN_TABLES.map(
    (table) =>
      `(select count(*) || ' rows ' || md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from "${table}" t) as "${table}"`,
  );
  const [row] = await hub.hub.parts.db.query<Record<string, string>>(`select ${columns.join(", ")}`);
  return row!;
}

interface Left {
  readonly audit: number;
  readonly keys: number;
}

async function left(hub: TestHub): Promise<Left> {
  return { audit: await hub.count("audit_entry"), keys: await hub.count("idempotency") };
}

/** The refusal of a deed; fails unless it left its audit line and its key, and nothing else. */
export async function expectRefusal(
  hub: TestHub,
  user: User,
  deed: Deed,
  input: object,
  code: RefusalCode,
  more: object = {},
): Promise<void> {
  const [before, leftBefore] = [await fingerprint(hub), await left(hub)];
  const answer = await doDeed(hub, user, deed, input);
  expect(answer).toMatchObject({ __typename: "Refused", code, message: REFUSALS[code], ...more });
  expect(await fingerprint(hub)).toEqual(before);
  const isReused = code === "CLIENT_KEY_REUSED";
  expect(await left(hub)).toEqual({ audit: leftBefore.audit + 1, keys: leftBefore.keys + (isReused ? 0 : 1) });
  const [line] = await hub.hub.parts.db.query<{ verdict: string; action: string; principal: string }>(
    "select verdict, action, principal from audit_entry order by id desc limit 1",
  );
  expect(line).toEqual({ verdict: code, action: deed, principal: user });
}
