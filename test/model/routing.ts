import type { Line } from "../../src/agencies/workflow.rules";
import { SAMPLE_AGENCIES } from "../../src/demo/sample-centre";
import { LINE_LABELS } from "../../src/agencies/agency.entity";
import { decideRoutes } from "../../src/routing/confirm.rules";
import { DOOR_LABELS, type Door } from "../../src/routing/door.labels";
import { RETURN_REASON_LABELS } from "../../src/routing/referral.labels";
import { seededCalendar } from "../../src/deadlines/calendar.seed";
import { addDays } from "../../src/deadlines/day.rules";
import { chineseDay } from "./records";
import { refuse } from "./refusal";
import { derive, tell } from "./story";
import type { Answer, DisputeFact, ReferralFact, World } from "./world";

// The law's tables are the hub's own (test/routing tries them row by row); what is told a second time here is what the
// hub makes of them: which facts it knows, what it writes, and when the coordinating meeting has the dispute.

export interface Target {
  readonly line: Line;
  readonly agencyCodes: string[];
  readonly takesLead?: boolean;
  readonly reason: string;
  readonly door?: Door;
  readonly overrideReason?: string;
}

export type Routes = ReturnType<typeof decideRoutes>;

export function routesOf(dispute: DisputeFact, user: string, targets: readonly Target[]): Routes {
  // As the hub reads them: of two that stand in the way it names the older one.
  const byAge = [...dispute.records].sort((one, other) => one.openedAt - other.openedAt);
  const records = byAge.map((record) => ({
    line: record.line,
    state: record.state,
    phase: record.phase,
    outcome: record.outcome,
    isRechecked: dispute.events.some(
      (event) => event.record === record && event.kind === "STATUS" && event.to === "RECHECKED" && !event.isWithdrawn,
    ),
  }));
  return decideRoutes(
    { category: dispute.category as never, flags: [], records, told: {}, partyNames: [] },
    {},
    targets.map(({ line, door = null, overrideReason = null }) => ({ line, door, overrideReason })),
    user === "supervisor" ? "SUPERVISOR" : "WINDOW_CLERK",
  );
}

/** 登记必做: what was refused by law stands on the timeline. */
export function turnAway(
  world: World,
  dispute: DisputeFact,
  routes: Routes,
  targets: readonly Target[],
): Answer | undefined {
  const no = routes.flatMap((route, at) => (route.ok ? [] : [{ refusal: route.refusal, at }]));
  if (no.length === 0) return undefined;
  const registered = no.filter(({ refusal }) => refusal.isRegistered);
  for (const { refusal, at } of registered) {
    const { line, door } = targets[at]!;
    const wish = door ? DOOR_LABELS[door] : LINE_LABELS[line];
    const source = refusal.basis === null ? "" : `依据:${refusal.basis}。`;
    tell(world, dispute, {
      kind: "REFERRAL_REFUSED",
      occurredAt: world.now,
      note: `要求:${wish}。不予分流:${refusal.reason}。${source}途径:${refusal.route}`,
    });
  }
  if (registered.length > 0) derive(world, dispute);
  const { refusal, at } = registered[0] ?? no[0]!;
  const more = registered.length > 0 ? { currentVersion: dispute.version } : {};
  return refuse(refusal.code, `targets.${at}`, more);
}

export function mindedIn(route: Routes[number]): string {
  if (!route.ok || route.change.text === null) return "";
  return `;${route.change.verdict === "OVERRIDDEN" ? "与建议不符" : "提示"}:${route.change.text}`;
}

const CALENDAR = seededCalendar();

/** Counted day by day: the fifth working day after the offer is the last. */
export function isLateObjection(reason: string, offeredAt: number, now: number): boolean {
  if (reason !== "NOT_COMPETENT" && reason !== "OTHER_AGENCY") return false;
  let last = chineseDay(offeredAt);
  for (let left = 5; left > 0;) {
    last = addDays(last, 1);
    if (CALENDAR.restOn(last) === null) left -= 1;
  }
  return chineseDay(now) > last;
}

/** The second time that a dispute comes back to the desk as a whole; nobody closes an order in the model. */
export function coordinateAfter(world: World, dispute: DisputeFact, referral: ReferralFact, user: string): void {
  const returned = dispute.referrals.filter(({ state }) => state === "RETURNED");
  if (referral.state !== "RETURNED" || returned.length < 2 || dispute.isCoordinated) return;
  dispute.isCoordinated = true;
  const lines = dispute.referrals
    .flatMap(({ candidates }) => candidates.flatMap(({ agency, answer }) => (answer ? [{ agency, ...answer }] : [])))
    .map(({ agency, at, reason, note }) => {
      const { name } = SAMPLE_AGENCIES.find(({ code }) => code === agency)!;
      return { at, text: `${chineseDay(at)} ${name}退回(${RETURN_REASON_LABELS[reason as "RECUSAL"]}):${note}` };
    });
  tell(world, dispute, {
    kind: "COORDINATED",
    occurredAt: world.now,
    agency: user,
    note: lines
      .toSorted((one, other) => one.at - other.at || (one.text < other.text ? -1 : 1))
      .map(({ text }) => text)
      .join("\n"),
  });
}
