import { stateOf, type Line } from "../agencies/workflow.rules";
import { WORKFLOWS } from "../agencies/workflows.rules";
import { officeTime, YEAR_END } from "./calendar";
import { decideRoutes } from "../routing/confirm.rules";
import type { RoutedRecord } from "../routing/standing.rules";
import {
  takingOf,
  type GivingBack,
  type PlannedReferral,
  type PlannedStep,
  type Round,
  type Silence,
  type Taking,
} from "./plan";
import type { Quarrel, Way } from "./quarrels";
import type { Dealer, Dice } from "./random";
import { openingDetails, stepDetails, stepDocuments, stepNote } from "./record-papers";
import { ENDINGS, FIXED_WALKS, WALKS, type Walk } from "./walks";

export interface RoutedMatter {
  readonly quarrel: Quarrel;
  readonly amountYuan: string | null;
  readonly headCount: number;
}

const HOME: Readonly<Record<Line, string>> = {
  PETITION: "ph-petition",
  LITIGATION: "ph-court",
  MEDIATION: "ph-mediation",
  ARBITRATION: "ph-arbitration",
  LEGAL_AID: "ph-legal-aid",
  INSPECTION: "ph-inspection",
  HOTLINE: "ph-hotline",
};
const PROPERTY_COMMITTEE = "ph-mediation-property";

const REASONS: Readonly<Record<Line, string>> = {
  PETITION: "属信访事项(信访工作条例22、31)",
  LITIGATION: "应由人民法院审理(民事诉讼法122)",
  MEDIATION: "双方可先行调解(人民调解法17)",
  ARBITRATION: "劳动争议,仲裁前置(劳动争议调解仲裁法5)",
  LEGAL_AID: "符合法律援助范围(法律援助法31)",
  INSPECTION: "用人单位拖欠工资,可以投诉(劳动保障监察条例9、11)",
  HOTLINE: "城市服务日常诉求(国办发〔2020〕53号)",
};

/** How often an agency sends a matter back. No figure is published; this is our guess. */
const RETURNED_SHARE = 0.045;
/** Wages and injuries of migrant workers are what legal aid is asked for most; the share is our guess. */
const AID_SHARE = 0.35;
/** Wages that go to the inspectors before anybody else; the share is our guess. */
const INSPECTION_SHARE = 0.4;

const RETURNS: Readonly<Record<Line, { reason: GivingBack["reason"]; note: string; next: Line | null }>> = {
  MEDIATION: { reason: "MATERIAL_MISSING", note: "缺少对方联系方式,无法通知调解,请补充后再转", next: "MEDIATION" },
  PETITION: { reason: "MATERIAL_MISSING", note: "缺少主要事实和证明材料,请补充后再转", next: "PETITION" },
  LITIGATION: { reason: "MATERIAL_MISSING", note: "起诉状缺少明确的被告信息,请补正后再转", next: "LITIGATION" },
  ARBITRATION: { reason: "NOT_COMPETENT", note: "属劳务关系,不属劳动人事争议仲裁受理范围", next: "MEDIATION" },
  LEGAL_AID: { reason: "NOT_ACCEPTABLE", note: "不属法律援助事项范围", next: null },
  INSPECTION: { reason: "NOT_COMPETENT", note: "已申请仲裁,应依仲裁程序办理(劳动保障监察条例21)", next: "ARBITRATION" },
  HOTLINE: { reason: "DUPLICATE", note: "同一诉求已在信访渠道办理", next: "PETITION" },
};

type Answers = PlannedReferral["answers"];

/** Plans which agencies a matter goes to, round by round, and what becomes of it there. */
export class Router {
  private slips = 0;

  constructor(
    private readonly dice: Dice,
    private readonly dealer: Dealer,
  ) {}

  /**
   * @param from when the desk has the matter in hand
   * @param before what was done with it before it came back
   */
  route(matter: RoutedMatter, from: number, before: readonly Round[] = []): Round[] {
    const referredAt = officeTime(this.dice, from, 0, 2);
    if (referredAt >= YEAR_END) return [];
    const { way } = matter.quarrel;
    if (way === "PROPERTY") return this.routeProperty(matter, referredAt);
    const line = [this.firstLine(way), ...OTHERWISE].find((each) => mayGo(matter.quarrel, each, before));
    if (!line) return [];
    const aid = this.wantsAid(matter) ? [this.refer(matter, "LEGAL_AID", referredAt)] : [];
    return this.follow(matter, this.refer(matter, line, referredAt), aid, before);
  }

  /** Who is owed wages chooses between inspection and the way through arbitration (劳动保障监察条例 9, 劳动争议调解仲裁法 9). */
  private firstLine(way: Exclude<Way, "PROPERTY">): Line {
    if (way === "WAGES" && this.dealer.yes("inspection", INSPECTION_SHARE)) return "INSPECTION";
    const isLabour = way === "LABOUR" || way === "WAGES";
    return isLabour ? this.dealer.deal("labour", { MEDIATION: 40, ARBITRATION: 60 }) : LINE_OF_WAY[way];
  }

  /** A property quarrel is offered to the trade's committee and to the town's: the first to accept holds it. */
  private routeProperty(matter: RoutedMatter, referredAt: number): Round[] {
    const pattern = this.dealer.deal("property", { RACE: 60, ONE_SILENT: 20, ONE_RETURNS: 15, BOTH_RETURN: 5 });
    const slip = this.nextSlip();
    const taking = this.take(matter, "MEDIATION", slip, referredAt);
    const back = (note: string): GivingBack => ({
      kind: "RETURN",
      reason: "OTHER_AGENCY",
      note,
      returnedAt: this.within(referredAt, 0, 3),
    });
    const ofTrade: Taking | GivingBack | Silence =
      pattern === "RACE" ? { ...taking } : pattern === "ONE_SILENT" ? SILENCE : back("非物业服务引起,应由属地调解");
    const ofTown = pattern === "BOTH_RETURN" ? back("当事人已另行选定调解组织") : taking;
    const answers: Answers = new Map([
      [PROPERTY_COMMITTEE, ofTrade],
      [HOME.MEDIATION, ofTown],
    ]);
    const referral = this.referral(slip, "MEDIATION", answers, pattern === "ONE_RETURNS");
    return this.follow(matter, referral, []);
  }

  /** What the end of the leading referral makes necessary is referred next, until nothing is. */
  private follow(matter: RoutedMatter, first: Step, beside: readonly Step[], before: readonly Round[] = []): Round[] {
    const rounds: Round[] = [[first, ...beside].map(({ referral }) => referral)];
    let last = first;
    while (rounds.length < 4) {
      const next = this.nextLine(matter, last, rounds.length);
      if (!next || !mayGo(matter.quarrel, next, [...before, ...rounds])) break;
      const referredAt = officeTime(this.dice, last.endedAt, 1, 4);
      if (referredAt >= YEAR_END) break;
      const following = this.refer(matter, next, referredAt, false);
      if (last.walk?.leadsToSuit) this.finishSuit(last, following);
      rounds.push([following.referral]);
      last = following;
    }
    return rounds;
  }

  private nextLine({ quarrel }: RoutedMatter, { referral, taking, walk }: Step, roundsSoFar: number): Line | null {
    const { line } = referral;
    if (!taking) {
      const isReturned = [...referral.answers.values()].every(({ kind }) => kind === "RETURN");
      return isReturned ? RETURNS[line].next : null;
    }
    const { phase, outcome } = stateOf(WORKFLOWS[line], lastState(taking, line))!;
    if (walk?.leadsToSuit) return phase === "SETTLING" && outcome === "REDIRECTED" ? "LITIGATION" : null;
    if (phase !== "ENDED" || outcome === "RESOLVED" || outcome === "WITHDRAWN" || roundsSoFar > 2) return null;
    if (line === "MEDIATION") {
      const isLabour = quarrel.way === "LABOUR" || quarrel.way === "WAGES";
      const goesOn = this.dealer.yes("after mediation", isLabour ? 0.85 : 0.55);
      return goesOn ? (isLabour ? "ARBITRATION" : "LITIGATION") : null;
    }
    if (line === "PETITION") {
      const isChannelled = lastState(taking, line) === "CHANNELLED";
      return isChannelled && this.dealer.yes("after channelling", 0.6) ? "LITIGATION" : null;
    }
    if (line === "INSPECTION") return this.dealer.yes("after inspection", 0.7) ? "ARBITRATION" : null;
    if (line === "HOTLINE") return this.dealer.yes("after the hotline", 0.6) ? "PETITION" : null;
    if (line === "ARBITRATION") return this.dealer.yes("after refusal", 0.7) ? "LITIGATION" : null;
    return null;
  }

  /** The judgment takes the award's place. Of a suit that was withdrawn the commission hears only after the year. */
  private finishSuit({ referral, taking }: Step, { taking: suit, endedAt }: Step): void {
    if (!taking || !suit) return;
    const { phase, outcome } = stateOf(WORKFLOWS.LITIGATION, lastState(suit, "LITIGATION"))!;
    if (phase !== "ENDED" || outcome === "WITHDRAWN") return;
    const at = officeTime(this.dice, endedAt, 1, 5);
    if (at < YEAR_END)
      taking.steps.push(this.step(referral.line, referral.slip, taking.steps.length + 1, "SUPERSEDED", at, null));
  }

  private wantsAid({ quarrel }: RoutedMatter): boolean {
    const share = quarrel.category === "WAGE_ARREARS" || quarrel.category === "WORK_INJURY" ? AID_SHARE : 0;
    return share > 0 && this.dealer.yes("legal aid", share);
  }

  private refer(matter: RoutedMatter, line: Line, referredAt: number, mayReturn = true): Step {
    const slip = this.nextSlip();
    const { reason, note } = RETURNS[line];
    const isFixed = FIXED_WALKS[matter.quarrel.category] !== undefined;
    if (mayReturn && !isFixed && this.dealer.yes("returned", RETURNED_SHARE)) {
      const returnedAt = this.within(referredAt, 1, 6);
      return this.referral(slip, line, new Map([[HOME[line], { kind: "RETURN", reason, note, returnedAt }]]));
    }
    return this.referral(slip, line, new Map([[HOME[line], this.take(matter, line, slip, referredAt)]]));
  }

  private referral(slip: string, line: Line, answers: Answers, waitsForReturn = false): Step {
    const reason = `${REASONS[line]};分流单号 ${slip}`;
    const referral: PlannedReferral = { slip, line, takesLead: line !== "LEGAL_AID", reason, answers, waitsForReturn };
    const taking = [...answers.values()].find((answer) => answer.kind === "TAKE");
    const returnedAt = [...answers.values()].map((answer) => (answer.kind === "RETURN" ? answer.returnedAt : 0));
    const endedAt = taking ? (taking.steps.at(-1)?.occurredAt ?? taking.acceptedAt) : Math.max(...returnedAt);
    return { referral, taking, walk: taking && this.walkOf.get(taking), endedAt };
  }

  private readonly walkOf = new WeakMap<Taking, Walk>();

  /** Silence, if the agency would accept only when the year is over. */
  private take(matter: RoutedMatter, line: Line, slip: string, referredAt: number): Taking | Silence {
    const { dice } = this;
    const acceptedAt = officeTime(dice, referredAt, 0, 3);
    if (acceptedAt >= YEAR_END) return SILENCE;
    const walk = this.chooseWalk(matter, line);
    const taking: Taking = {
      kind: "TAKE",
      number: "",
      acceptedAt,
      details: openingDetails(dice, line, matter.quarrel, matter.amountYuan, matter.headCount),
      steps: [],
    };
    let at = acceptedAt;
    for (const { toState, fewestDays, mostDays } of walk.steps) {
      at = officeTime(dice, at, fewestDays, mostDays);
      // The year ends before this step: the record is still open when the books are closed.
      if (at >= YEAR_END) break;
      taking.steps.push(this.step(line, slip, taking.steps.length + 1, toState, at, matter.amountYuan));
    }
    this.walkOf.set(taking, walk);
    return taking;
  }

  private chooseWalk({ quarrel }: RoutedMatter, line: Line): Walk {
    const fixed = line === "PETITION" ? FIXED_WALKS[quarrel.category] : undefined;
    if (fixed) return fixed;
    const ending = this.dealer.deal(`ending ${line}`, ENDINGS[line]);
    const fitting = WALKS[line].filter((walk) => walk.ending === ending);
    return this.dice.weighted(fitting.map((walk) => [walk, walk.weight] as const));
  }

  private step(
    line: Line,
    slip: string,
    sequence: number,
    toState: string,
    at: number,
    amount: string | null,
  ): PlannedStep {
    return {
      sequence,
      toState,
      occurredAt: at,
      note: stepNote(toState),
      details: stepDetails(this.dice, line, toState, amount),
      documents: stepDocuments(slip, sequence, toState, at),
    };
  }

  /** Nothing happens after the last day; what would is done on it. */
  private within(from: number, fewestDays: number, mostDays: number): number {
    return Math.min(officeTime(this.dice, from, fewestDays, mostDays), YEAR_END - 60_000);
  }

  private nextSlip(): string {
    this.slips += 1;
    return `R${String(this.slips).padStart(6, "0")}`;
  }
}

interface Step {
  readonly referral: PlannedReferral;
  readonly taking: Taking | undefined;
  readonly walk: Walk | undefined;
  readonly endedAt: number;
}

const SILENCE: Silence = { kind: "SILENCE" };

const LINE_OF_WAY = {
  MEDIATION: "MEDIATION",
  PETITION: "PETITION",
  COURT: "LITIGATION",
  HOTLINE: "HOTLINE",
} as const;

/** Where a matter goes that may not go its usual way, or not a second time. */
const OTHERWISE: readonly Line[] = ["ARBITRATION", "MEDIATION", "PETITION"];

/** Whether the advice of the hub lets a clerk refer it, after all that was done. */
function mayGo({ category, flags, facts, mediation }: Quarrel, line: Line, rounds: readonly Round[]): boolean {
  const records = rounds.flat().flatMap((referral): RoutedRecord[] => {
    const taking = takingOf(referral);
    if (!taking) return [];
    const state = lastState(taking, referral.line);
    const { phase, outcome } = stateOf(WORKFLOWS[referral.line], state)!;
    const isRechecked = taking.steps.some(({ toState }) => toState === "RECHECKED");
    const mediationKind = referral.line === "MEDIATION" ? mediation : null;
    return [{ line: referral.line, state, phase, outcome, isRechecked, mediationKind }];
  });
  const dispute = { category, flags, records, told: {}, partyNames: [] };
  const [route] = decideRoutes(dispute, facts, [{ line, door: null, overrideReason: null }], "WINDOW_CLERK");
  return route!.ok;
}

export function lastState({ steps }: Taking, line: Line): string {
  return steps.at(-1)?.toState ?? WORKFLOWS[line].states.find((state) => state.entry)!.id;
}
