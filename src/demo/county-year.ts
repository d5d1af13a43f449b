import { officeTime, YEAR_END } from "./calendar";
import { Counter } from "./counter";
import { endOf, stateAfter } from "./outlook";
import type { CitizenFile, Matter, Plan, PlannedEvaluation, PlannedRepeat, PlanSize, Round } from "./plan";
import { referralsOf } from "./plan";
import { Dealer, Dice } from "./random";
import { recordNumber } from "./record-papers";
import { Router, type RoutedMatter } from "./rounds";

/**
 * Whoever came with the same matter again, of those who had come for the first time. [003]: 一次性化解率, matters settled
 * without a second coming, was 92.9 % for letters, 98.5 % for visits and 97.7 % online; what is left came again. For the
 * other ways in nothing is published; they are taken to be like the online one.
 */
const AGAIN = { LETTER: 0.071, VISIT: 0.015, ONLINE: 0.023, OTHER: 0.023 } as const;
/** Others who share the grievance and have their own submission put to it: our guess. */
const JOINING_SHARE = 0.015;
/** Citizens with more than one matter in the year, and matters so alike that the hub asks: our guesses. */
const SECOND_MATTER_SHARE = 0.12;
const ALIKE_SHARE = 0.03;

/** [001]: 群众参评率 90 % and above. */
const EVALUATED_SHARE = 0.9;
/** [003]: 97.8 % satisfied with the petition office; with the responsible body 97.76 % ([003], hotline). */
const SATISFIED = { centre: 0.978, agency: 0.9776 } as const;

/**
 * Invents the year of a county's dispute centre, shaped on what such centres have published (domain D; the square brackets
 * name the source). Pure: the same size and seed give the same plan, in whatever process it is made.
 */
export function planYear(size: PlanSize): Plan {
  return new Year(size).plan();
}

class Year {
  private readonly dice: Dice;
  private readonly dealer: Dealer;
  private readonly counter: Counter;
  private readonly router: Router;

  constructor(private readonly size: PlanSize) {
    this.dice = new Dice(`county year ${YEAR_END}/${size.seed}/${size.submissions}`);
    this.dealer = new Dealer(this.dice.apart("shares"));
    this.counter = new Counter(this.dice.apart("counter"), this.dealer);
    this.router = new Router(this.dice.apart("routing"), this.dealer);
  }

  plan(): Plan {
    const files: CitizenFile[] = [];
    while (this.left() > 0) files.push(this.file(files.length + 1));
    files.sort((a, b) => a.matters[0]!.first.submittedAt - b.matters[0]!.first.submittedAt);
    numberRecords(files);
    return { ...this.size, files };
  }

  private left(): number {
    return this.size.submissions - this.counter.submissions;
  }

  private file(ordinal: number): CitizenFile {
    const first = this.counter.open(this.dice.between(0, 364));
    const opened = [first];
    const { isPerson } = first;
    if (isPerson && this.left() > 0 && this.dealer.yes("second matter", SECOND_MATTER_SHARE)) {
      opened.push(this.counter.openAnother(opened, "UNLIKE"));
    }
    if (isPerson && this.left() > 0 && this.dealer.yes("alike matter", ALIKE_SHARE)) {
      opened.push(this.counter.openAnother(opened, "ALIKE"));
    }
    const matters = opened.map((open) => this.matter(open));
    const hasNumber = first.matter.first.applicant.person?.idKind === "RESIDENT_ID";
    const asks = hasNumber && ordinal % 10 === 0 ? "HISTORY" : ordinal % 25 === 7 ? "TRACK" : null;
    return { id: `F${String(ordinal).padStart(6, "0")}`, matters, asks };
  }

  private matter(opened: ReturnType<Counter["open"]>): Matter {
    const { matter, quarrel } = opened;
    const routed: RoutedMatter = { quarrel, amountYuan: matter.amountYuan, headCount: matter.first.headCount };
    const hasGrade = matter.grade !== null;
    const rounds = this.router.route(routed, matter.first.submittedAt);
    const endedAt = endOf(rounds, matter.first.submittedAt);
    const outcome = stateAfter(rounds, { hasGrade, isEvaluated: false, cameBack: false });
    const evaluation = this.evaluation(outcome, endedAt);
    const state = stateAfter(rounds, { hasGrade, isEvaluated: isReached(evaluation), cameBack: false });

    const closedAt = state === "CLOSED" ? (evaluation?.evaluatedAt ?? endedAt) : null;
    // One that closes by itself, as by a withdrawal, may be closed before a later submission reaches it.
    const mayCloseEarly = outcome === "CLOSED" || rounds.length === 0;
    const repeats = this.repeats(opened, { rounds, closedAt, mayCloseEarly, endedAt });
    const cameBack = repeats.find(({ when }) => when === "AFTER_CLOSE");
    if (!cameBack) {
      return { ...matter, rounds, evaluation, repeats, laterRounds: [], laterEvaluation: null, endState: state };
    }
    const way = quarrel.way === "PETITION" ? "PETITION" : "COURT";
    const again = { ...routed, quarrel: { ...quarrel, way } } as const;
    const laterRounds = this.router.route(again, cameBack.submission.submittedAt, rounds);
    // What ended before it came back is history; its state follows from what has been done since.
    const laterOutcome = stateAfter(laterRounds, { hasGrade, isEvaluated: false, cameBack: true });
    const laterEvaluation = this.evaluation(laterOutcome, endOf(laterRounds, cameBack.submission.submittedAt));
    const endState = stateAfter(laterRounds, { hasGrade, isEvaluated: isReached(laterEvaluation), cameBack: true });
    return { ...matter, rounds, evaluation, repeats, laterRounds, laterEvaluation, endState };
  }

  private evaluation(state: string, endedAt: number): PlannedEvaluation | null {
    if (state !== "RESOLVED" && state !== "UNRESOLVED") return null;
    const evaluatedAt = officeTime(this.dice, endedAt, 3, 12);
    if (evaluatedAt >= YEAR_END) return null;
    const rest = (1 - EVALUATED_SHARE) / 2;
    const reached = this.dealer.deal("evaluated", { REACHED: EVALUATED_SHARE, NOT_REACHED: rest, NOT_ASKED: rest });
    if (reached === "NOT_ASKED") return null;
    if (reached === "NOT_REACHED") return { centre: reached, agency: reached, evaluatedAt, remark: null };
    const satisfaction = (whom: "centre" | "agency") =>
      this.dealer.deal(`satisfied with the ${whom}`, {
        SATISFIED: SATISFIED[whom] * 0.82,
        BASICALLY_SATISFIED: SATISFIED[whom] * 0.18,
        DISSATISFIED: 1 - SATISFIED[whom],
      });
    const [centre, agency] = [satisfaction("centre"), satisfaction("agency")];
    const isCross = centre === "DISSATISFIED" || agency === "DISSATISFIED";
    return { centre, agency, evaluatedAt, remark: isCross ? "认为办理时间过长" : null };
  }

  private repeats(
    opened: ReturnType<Counter["open"]>,
    course: {
      readonly rounds: readonly Round[];
      readonly closedAt: number | null;
      readonly mayCloseEarly: boolean;
      readonly endedAt: number;
    },
  ): PlannedRepeat[] {
    const repeats: PlannedRepeat[] = [];
    const { door, isPerson } = opened;
    const { submittedAt } = opened.matter.first;
    if (isPerson && this.left() > 0 && this.dealer.yes(`again ${door}`, AGAIN[door])) {
      const laterAt = course.closedAt === null ? YEAR_END : officeTime(this.dice, course.closedAt, 10, 60);
      const comesBack = laterAt < YEAR_END && this.dealer.yes("back after the close", 0.3);
      const when = comesBack
        ? "AFTER_CLOSE"
        : course.mayCloseEarly
          ? "BEFORE_REFERRAL"
          : this.dealer.deal("again", { WHILE_HANDLED: 60, BEFORE_REFERRAL: 40 });
      const at = comesBack ? laterAt : this.between(submittedAt, course.endedAt);
      repeats.push({ submission: this.counter.again(opened, at), isSamePerson: true, when });
    }
    if (this.left() > 0 && this.dealer.yes("joining", JOINING_SHARE)) {
      const when = course.mayCloseEarly ? "BEFORE_REFERRAL" : "WHILE_HANDLED";
      const at = this.between(submittedAt, course.endedAt);
      repeats.push({ submission: this.counter.join(opened, at), isSamePerson: false, when });
    }
    return repeats;
  }

  /** Some days after it was first brought, while it is not settled yet. */
  private between(from: number, to: number): number {
    const days = Math.max(1, Math.floor((to - from) / 86_400_000));
    return Math.min(officeTime(this.dice, from, 1, days), YEAR_END - 60_000);
  }
}

/** Nobody reached is a try and no follow-up; the dispute stays where it was. */
function isReached(evaluation: PlannedEvaluation | null): boolean {
  return evaluation !== null && evaluation.centre !== "NOT_REACHED";
}

/** Every agency numbers its records in the order in which it accepted them. */
function numberRecords(files: readonly CitizenFile[]): void {
  const byAgency = new Map<
    string,
    { taking: { number: string; acceptedAt: number }; line: Parameters<typeof recordNumber>[1] }[]
  >();
  for (const { line, answers } of files.flatMap(({ matters }) => matters.flatMap(referralsOf))) {
    for (const [code, answer] of answers) {
      if (answer.kind !== "TAKE") continue;
      const list = byAgency.get(code) ?? [];
      byAgency.set(code, list);
      list.push({ taking: answer, line });
    }
  }
  for (const [code, list] of byAgency) {
    list.sort((a, b) => a.taking.acceptedAt - b.taking.acceptedAt);
    list.forEach(({ taking, line }, index) => (taking.number = recordNumber(code, line, index + 1, taking.acceptedAt)));
  }
}
