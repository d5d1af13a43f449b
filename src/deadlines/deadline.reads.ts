import { callerScope } from "../access/caller";
import type { HubContext } from "../access/hub-context";
import { deadlinesIn, visibleDeadlines } from "../access/visibility";
import { digest } from "../platform/canonical-json";
import { businessDay } from "../platform/clock";
import { toWish, type PageArguments } from "../platform/connection";
import { fromGlobalId } from "../platform/global-id";
import type { Condition } from "../platform/keyset-page";
import {
  one,
  pageOf,
  root,
  type ComputedRead,
  type OneRead,
  type RelatedRead,
  type RootRead,
} from "../platform/read/reads";
import { addDays, type Day } from "./day.rules";
import { basisOf, ROLL_LABELS } from "./deadline-answer";
import { Deadline, RUNNING_CONDITION } from "./deadline.entity";
import type { ConditionBy } from "./deadline.labels";
import type { DeadlineComputation, DeadlineFilter } from "./deadline.types";
import { daysLeft, lightOf, ORANGE_DAYS, YELLOW_DAYS, type Light, type LitDeadline } from "./lights.rules";
import { periodInWords } from "./limit-rows.rules";
import { LimitVersion } from "./limit-version.entity";
import type { PackRow } from "./packs.rules";

/** The deadline a property of the row names; who sees the row, sees its deadline. */
export const deadlineBy = (property: string): OneRead<HubContext> => one(() => Deadline, property);

export const RECORD_DEADLINES = pageOf<HubContext>(() => Deadline, "recordId", "listsOn");
export const DISPUTE_DEADLINES = pageOf<HubContext>(() => Deadline, "disputeId", "listsOn");

export interface DeadlinesArguments extends PageArguments {
  readonly filter?: DeadlineFilter | null | undefined;
}

/** Deadlines that run, the nearest first: of an agency its own, of staff those of their region. */
export const DEADLINES: RootRead<HubContext, DeadlinesArguments> = root(
  () => Deadline,
  ({ filter, ...page }, context) => {
    const scope = `deadlines:${digest(filter ?? {})}:${callerScope(context.caller)}`;
    const conditions = [
      { text: `t.${RUNNING_CONDITION}`, values: [] },
      visibleDeadlines(context.caller),
      ...filterConditions(context, filter ?? {}),
    ];
    return { conditions, page: { ...toWish(context.hub.crypto, scope, page), scope } };
  },
  { kind: "page", order: { properties: ["listsOn", "id"], direction: "asc" } },
);

function filterConditions({ hub }: HubContext, filter: DeadlineFilter): Condition[] {
  const now = hub.clock.now();
  const { agencyId, regionCode, line, light, dueBefore, isOverdue, isProvisional, isVerified } = filter;
  const conditions: Condition[] = [];
  const where = (text: string, ...values: unknown[]) => conditions.push({ text, values });
  // An id of something else names no agency, and so no deadline.
  if (agencyId) where("t.agency_id = $1", fromGlobalId("Agency", agencyId) ?? null);
  if (regionCode) conditions.push(deadlinesIn(regionCode));
  if (line) where("t.line = $1", line);
  if (dueBefore) where("t.lists_on < $1", dueBefore);
  if (light) conditions.push(...ofLight(light, businessDay(now), now));
  if (isOverdue === true) conditions.push(passed(now));
  if (isOverdue === false) conditions.push(negated(passed(now)));
  if (typeof isProvisional === "boolean") where("t.is_provisional = $1", isProvisional);
  if (typeof isVerified === "boolean") where("t.is_verified = $1", isVerified);
  return conditions;
}

/** As `hasCertainlyPassed` says it. */
const passed = (now: Date): Condition => ({
  text: "t.state = 'OPEN' and t.late_from <= $1 and not t.is_provisional and not t.awaits_condition",
  values: [now],
});

const negated = ({ text, values }: Condition): Condition => ({ text: `(${text}) is not true`, values });

/** As `lightOf` says it; the days stand in the order of the list, so that each light is a stretch of it. */
function ofLight(light: Light, today: Day, now: Date): Condition[] {
  const until = (days: number): Condition => ({ text: "t.lists_on <= $1", values: [addDays(today, days)] });
  const after = (days: number): Condition => ({ text: "t.lists_on > $1", values: [addDays(today, days)] });
  switch (light) {
    case "RED":
      return [until(0), passed(now)];
    case "ORANGE":
      return [until(ORANGE_DAYS), negated(passed(now))];
    case "YELLOW":
      return [after(ORANGE_DAYS), until(YELLOW_DAYS)];
    case "GREEN":
      return [after(YELLOW_DAYS)];
    default:
      return light satisfies never;
  }
}

export const LIGHT: ComputedRead<HubContext> = {
  kind: "computed",
  needs: ["state", "dueOn", "lateFrom", "isProvisional", "awaitsCondition"],
  related: {},
  value: (deadline, _related, { hub }) => {
    const now = hub.clock.now();
    return lightOf(deadline as unknown as LitDeadline, businessDay(now), now);
  },
};

export const DAYS_LEFT: ComputedRead<HubContext> = {
  kind: "computed",
  needs: ["state", "dueOn"],
  related: {},
  value: (deadline, _related, { hub }) => daysLeft(deadline as unknown as LitDeadline, businessDay(hub.clock.now())),
};

export const IS_BY_HAND: ComputedRead<HubContext> = {
  kind: "computed",
  needs: ["opened"],
  related: {},
  value: (deadline) => (deadline as unknown as Deadline).opened !== null,
};

const RULE: RelatedRead<HubContext> = { read: one(() => LimitVersion, "ruleId"), needs: ["row"] };

/** A field that the limit itself says, as it read when the deadline was counted. */
const fromRule = (value: (row: PackRow) => unknown): ComputedRead<HubContext> => ({
  kind: "computed",
  needs: [],
  related: { rule: RULE },
  value: (_deadline, { rule }) => value((rule as LimitVersion).row),
});

const toBasis = (row: PackRow): readonly string[] => {
  const { basis, period, hoursFrom = "MOMENT", roll } = row;
  return period ? basisOf({ basis, period, hoursFrom, roll }) : [basis];
};

export const TITLE = fromRule(({ title }) => title);
export const HOLDER = fromRule(({ holder }) => holder);
export const CONDITION = fromRule(({ onlyIf }) => onlyIf ?? null);
/** A person's word wins; a clock that the hub itself rules out is cancelled, and then nobody need say any more. */
export const CONDITION_BY: ComputedRead<HubContext> = {
  kind: "computed",
  needs: ["applies", "awaitsCondition", "state"],
  related: { rule: RULE },
  value: (deadline, { rule }): ConditionBy | null => {
    const { applies, awaitsCondition, state } = deadline as unknown as Deadline;
    if ((rule as LimitVersion).row.onlyIf === undefined) return null;
    if (applies !== null) return "PERSON";
    return awaitsCondition || state === "CANCELLED" ? null : "HUB";
  },
};
export const EXPIRY = fromRule(({ expiry }) => expiry);
export const BASIS = fromRule(toBasis);

export const HOW_COMPUTED: ComputedRead<HubContext> = {
  kind: "computed",
  needs: [
    ...[
      "ruleId",
      "calendarVersion",
      "anchorAt",
      "receivedOn",
      "awaitsReceipt",
      "isProvisional",
      "pauses",
      "granted",
      "opened",
    ],
    ...["rawDueOn", "dueOn", "lateAfter", "skipped"],
  ],
  related: { rule: RULE },
  value: (deadline, { rule }) => howComputed(deadline as unknown as Deadline, (rule as LimitVersion).row),
};

const CALENDAR_GUESSED = "有关年份的放假安排尚未公布,暂按周末和法定节日推算,公布后须重新计算";
const RECEIPT_UNKNOWN = "收到之日尚未确认,暂按状态发生之日起算,实际届满日只会更晚";

function howComputed(deadline: Deadline, row: PackRow): DeadlineComputation {
  const { rawDueOn, dueOn, lateAfter, skipped, pauses, isProvisional, awaitsReceipt } = deadline;
  const period = deadline.opened?.period ?? row.period;
  const isGuessed = isProvisional && !awaitsReceipt;
  return {
    anchor: row.anchor,
    startOn: deadline.receivedOn ?? businessDay(deadline.anchorAt),
    period: period ? periodInWords(period) : "",
    extensions: deadline.granted.map(({ at, period, eventId }) => ({
      period: periodInWords(period),
      by: row.extensions[at]?.by ?? "",
      basis: row.extensions[at]?.basis ?? row.basis,
      isByStatus: eventId !== null,
    })),
    pauses: [...pauses],
    roll: ROLL_LABELS[row.roll],
    ...{ rawDueOn, dueOn, lateAfter },
    skipped: [...skipped],
    basis: toBasis({ ...row, period }),
    provisionalBecause: [...(awaitsReceipt ? [RECEIPT_UNKNOWN] : []), ...(isGuessed ? [CALENDAR_GUESSED] : [])],
    ruleVersion: deadline.ruleId,
    calendarVersion: deadline.calendarVersion,
  };
}
