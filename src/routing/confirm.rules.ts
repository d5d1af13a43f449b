import type { Role } from "../access/caller";
import type { Line } from "../agencies/workflow.rules";
import { allow, refuse, type Decision } from "../platform/decision";
import { DOOR_LABELS, type Door } from "./door.labels";
import { FACT_LABELS, type Fact } from "./fact.labels";
import type { RoutedDispute } from "./known-facts.rules";
import { lineDoorOf, USUAL_REQUEST } from "./line-doors.rules";
import { adviseRouting, besides, shutBy, type Beside, type RoutingAdvice, type ShutDoor } from "./routing-advice.rules";

/** One target of a referral, as a person wants it. */
export interface WantedRoute {
  readonly line: Line;
  /** Which door of the line; the advice's first usual one if left out. */
  readonly door: Door | null;
  readonly overrideReason: string | null;
}

/** What a person has confirmed, or done against the advice: kept beside the referral (个人信息保护法 24). */
export interface ConfirmedRoute {
  readonly verdict: "CONFIRMED" | "GUIDED" | "OVERRIDDEN";
  readonly door: Door | null;
  /** The row that opened the door; for what was overridden, the one that shut it, if there is one. */
  readonly rule: string | null;
  readonly basis: string | null;
  /** In Chinese: what is to be minded, or the reason to go against the advice. */
  readonly text: string | null;
}

export type RouteRefusalCode =
  | "EXCLUDED"
  | "DOOR_FORBIDDEN"
  | "DOOR_NOT_LISTED"
  | "FACTS_MISSING"
  | "DOOR_OF_OTHER_LINE"
  | "OVERRIDE_NOT_ALLOWED"
  | "ACCUSATION_RECEIVER";

export interface RouteRefusal {
  readonly code: RouteRefusalCode;
  readonly rule: string | null;
  readonly basis: string | null;
  /** The lawful way, in Chinese. */
  readonly route: string | null;
  /** In Chinese: what stands in the way. */
  readonly reason: string;
  /** 登记必做 (信访工作条例 44): the wish is a citizen's, not a slip of the desk, and stays on the timeline. */
  readonly isRegistered: boolean;
  readonly missing: readonly Fact[];
}

/** Lines that an accusation may be given to: the petition office sends it on, and aid says nothing of it to anybody. */
const ACCUSATION_LINES: readonly Line[] = ["PETITION", "LEGAL_AID"];
const ACCUSATION_BASIS = "信访工作条例 22(2), 30";

/** Who may go against the advice, with a reason. */
const OVERRIDERS: readonly Role[] = ["SUPERVISOR"];

/**
 * Whether the target may be referred as it is wanted. What excludes a second procedure, and who may learn of an
 * accusation, is not for anybody to override; a door that the advice shuts or does not know is, with a name and a reason.
 */
export function decideRoute(
  dispute: RoutedDispute,
  advice: RoutingAdvice,
  wanted: WantedRoute,
  role: Role,
): Decision<ConfirmedRoute, RouteRefusal> {
  const { line, door, overrideReason } = wanted;
  if (door !== null && lineDoorOf(door)?.line !== line) {
    return refuse(refusal("DOOR_OF_OTHER_LINE", "该途径不由这一条线办理", advice));
  }
  if (dispute.category === "DISCIPLINE_REPORT" && !ACCUSATION_LINES.includes(line)) {
    const reason = "检举控告只能转送纪检监察或者有权处理机关";
    return refuse({ ...refusal("ACCUSATION_RECEIVER", reason, advice), basis: ACCUSATION_BASIS, isRegistered: true });
  }
  const isWanted = (row: { readonly line: Line | null; readonly door: Door }) =>
    row.line === line && (door === null ? isUsual(row.door) : row.door === door);

  const open = advice.lawful.find(isWanted);
  if (open) {
    const { rule, basis, beside } = open;
    const verdict = beside.some(({ verdict: said }) => said === "GUIDED") ? "GUIDED" : "CONFIRMED";
    return allow({ verdict, door: open.door, rule, basis, text: minded(beside) });
  }
  const requested = door === null ? USUAL_REQUEST[line] : lineDoorOf(door)!.requested;
  const excluded = besides(dispute, advice.facts, requested).refusal;
  if (excluded) return refuse(shut("EXCLUDED", shutBy(excluded), advice));

  const bar = advice.forbidden.find(isWanted);
  const undecided = advice.undecided.filter(isWanted);
  if (overrideReason !== null) {
    if (!OVERRIDERS.includes(role)) {
      return refuse(refusal("OVERRIDE_NOT_ALLOWED", "与建议不符的分流须由督办负责人决定", advice));
    }
    const { rule = null, basis = null } = bar ?? undecided[0] ?? {};
    return allow({ verdict: "OVERRIDDEN", door, rule, basis, text: overrideReason });
  }
  if (bar && (undecided.length === 0 || bar.how === "HANDLES")) return refuse(shut("DOOR_FORBIDDEN", bar, advice));
  if (undecided.length > 0) {
    const missing = [...new Set(undecided.flatMap((row) => row.missing))];
    const questions = missing.map((fact) => FACT_LABELS[fact].question).join("");
    const { rule, basis } = undecided[0]!;
    return refuse({ ...refusal("FACTS_MISSING", `须先问清:${questions}`, advice), rule, basis, missing });
  }
  return refuse(refusal("DOOR_NOT_LISTED", "该类纠纷的法定途径中没有这一条线", advice));
}

/** Whoever only says "the court" means a suit: an order for payment or a retrial is asked for by its name. */
function isUsual(door: Door): boolean {
  const { line, requested } = lineDoorOf(door)!;
  return line !== "LITIGATION" || requested !== null;
}

/** All targets of one referral; the first that may not be is told, with every one of them that the citizen must hear of. */
export function decideRoutes(
  dispute: RoutedDispute,
  stated: RoutingAdvice["facts"],
  targets: readonly WantedRoute[],
  role: Role,
): readonly Decision<ConfirmedRoute, RouteRefusal>[] {
  const advice = adviseRouting(dispute, stated);
  return targets.map((wanted) => decideRoute(dispute, advice, wanted, role));
}

function refusal(code: RouteRefusalCode, reason: string, advice: RoutingAdvice): RouteRefusal {
  return { code, rule: null, basis: null, route: lawfulWays(advice), reason, isRegistered: false, missing: [] };
}

function shut(
  code: "EXCLUDED" | "DOOR_FORBIDDEN",
  { rule, basis, reason, route }: Pick<ShutDoor, "rule" | "basis" | "reason" | "route">,
  advice: RoutingAdvice,
): RouteRefusal {
  return { code, rule, basis, reason, route: route ?? lawfulWays(advice), isRegistered: true, missing: [] };
}

/** Aid helps on every way and is none itself. */
function lawfulWays({ lawful }: RoutingAdvice): string {
  const ways = lawful.filter(({ door }) => door !== "LEGAL_AID").map(({ door }) => DOOR_LABELS[door]);
  return ways.length === 0 ? "由中心综合窗口研判" : `可以走:${ways.join("、")}`;
}

function minded(beside: readonly Beside[]): string | null {
  if (beside.length === 0) return null;
  return beside.map(({ text, basis }) => `${text}${basis === null ? "" : `(${basis})`}`).join(";");
}
