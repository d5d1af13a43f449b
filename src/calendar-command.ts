import { randomUUID } from "node:crypto";
import { CalendarFileFault } from "./deadlines/calendar-file";
import { loadCalendarNotice } from "./deadlines/calendar.command";
import type { YearNotice } from "./deadlines/calendar.rules";
import { workOffBacklog } from "./deadlines/clock-backlog.command";
import type { HubClient } from "./demo/hub-client";
import type { Hub } from "./hub-parts";

/** Records whose clocks are folded anew in one transaction. */
const BATCH = 300;

type Loaded =
  | { readonly __typename: "CalendarNoticeLoaded"; readonly version: number; readonly touchedRecords: number }
  | { readonly __typename: "Refused"; readonly code: string; readonly message: string; readonly reason: string | null };

/**
 * Loads a notice into a database that may have no hub, and counts anew what it touches.
 * @param by who sits at the machine
 * @returns what became of it, in Chinese
 * @throws {CalendarFileFault} for a notice that is refused
 */
export async function loadNotice(hub: Hub, notice: YearNotice, by: string): Promise<string> {
  const caller = { role: "SUPERVISOR", subject: by, regionCode: null, agency: null, expiresAt: null } as const;
  const key = randomUUID();
  const answer = await loadCalendarNotice(
    { hub, caller, requestId: `calendar:${key}` },
    { ...notice, days: [...notice.days], clientKey: key },
  );
  if (!isLoaded(answer)) return unchanged(notice);
  let counted = 0;
  for (let batch = 1; batch > 0; counted += batch) batch = await workOffBacklog(hub, BATCH);
  return `${notice.source}:已装入,日历版本 ${answer.version};重新计算了 ${counted} 个案卷的期限。`;
}

const LOAD = `mutation ($input: LoadCalendarNoticeInput!) {
  loadCalendarNotice(input: $input) {
    __typename
    ... on CalendarNoticeLoaded { version touchedRecords }
    ... on Refused { code message reason }
  }
}`;

/** The same through a hub that is running; its jobs count anew. */
export async function sendNotice(client: HubClient, notice: YearNotice): Promise<string> {
  const input = { ...notice, clientKey: randomUUID() };
  const { loadCalendarNotice: answer } = await client.ask<{ loadCalendarNotice: Loaded }>(LOAD, { input });
  if (!isLoaded(answer)) return unchanged(notice);
  const { version, touchedRecords } = answer;
  return `${notice.source}:已由运行中的枢纽装入,日历版本 ${version};${touchedRecords} 个案卷的期限将在一分钟左右重新计算。`;
}

/** @throws {CalendarFileFault} for any refusal but that the same is in force already */
function isLoaded(answer: Loaded): answer is Loaded & { readonly __typename: "CalendarNoticeLoaded" } {
  if (answer.__typename === "CalendarNoticeLoaded") return true;
  if (answer.code === "NOTICE_IN_FORCE") return false;
  throw new CalendarFileFault(null, answer.reason ?? answer.message);
}

function unchanged({ source }: YearNotice): string {
  return `${source}:与现行通知相同,没有改动。`;
}
