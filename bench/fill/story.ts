import type { SampleAgency } from "../../src/demo/sample-centre";
import type { Quarrel } from "../../src/demo/quarrels";
import type { Line, Outcome, Phase } from "../../src/agencies/workflow.rules";
import { deriveDisputeState, factsFromRecords } from "../../src/dispute/dispute-state.rules";
import { HOME, type County } from "./centre";
import { DAY, END, MINUTE } from "./calendar";
import { LINES, planOf, walkOf, type Plan } from "./plans";
import type { Random } from "./random";

export interface ToldEvent {
  readonly kind: string;
  readonly at: number;
  readonly by: string;
  readonly role: string;
  readonly agency: SampleAgency | null;
  readonly referral?: ToldReferral;
  readonly record?: ToldRecord;
  readonly from?: string;
  readonly to?: string;
  readonly sequence?: number;
  readonly note?: string;
}

export interface ToldReferral {
  readonly line: Line;
  readonly at: number;
  readonly candidates: readonly { readonly agency: SampleAgency; readonly state: string; readonly at: number | null }[];
  readonly state: "OFFERED" | "ACCEPTED" | "RETURNED";
  readonly holder: SampleAgency | null;
}

export interface ToldRecord {
  readonly agency: SampleAgency;
  readonly line: Line;
  readonly states: readonly string[];
  readonly phase: Phase;
  readonly outcome: Outcome | null;
  readonly openedAt: number;
  endedAt: number;
}

/** One dispute from its first day to the last day played. */
export interface Story {
  readonly county: County;
  readonly quarrel: Quarrel;
  readonly openedAt: number;
  readonly events: readonly ToldEvent[];
  readonly referrals: readonly ToldReferral[];
  readonly records: readonly ToldRecord[];
  readonly grade: string | null;
  readonly state: string;
  readonly stateSince: number;
  readonly closedAt: number | null;
  readonly round: number;
  readonly isReturned: boolean;
  readonly isEvaluated: boolean;
  readonly evaluatedAt: number | null;
  readonly lead: SampleAgency | null;
}

export interface Opening {
  readonly county: County;
  readonly quarrel: Quarrel;
  readonly openedAt: number;
  /** On the timeline at the end; 0 where that is left to chance. */
  readonly eventsWanted: number;
  /** One of those that the home county keeps open. */
  readonly isKept: boolean;
}

/** Tells one dispute; its state follows from its records by the same table the hub runs. */
export function tell(random: Random, { county, quarrel, openedAt, eventsWanted, isKept }: Opening): Story {
  const teller = new Teller(random, county, openedAt);
  const plan: Plan = eventsWanted > 0 ? "CIRCLE" : planOf(random, (END - openedAt) / DAY, isKept);
  const grade =
    plan === "NEW" && random.chance(0.6) ? null : random.of(["SIMPLE", "SIMPLE", "COMPLEX", "DIFFICULT", "URGENT"]);
  teller.register();
  if (plan !== "NEW") teller.refer(plan, eventsWanted);
  const evaluatedAt = plan === "SETTLED" && random.chance(0.6) ? teller.evaluate() : null;
  const isReturned = evaluatedAt !== null && random.chance(0.06) && teller.comeBack();
  const desk = {
    hasPendingReferral: teller.referrals.some(({ state }) => state === "OFFERED"),
    isGradedOrReferred: grade !== null || teller.referrals.length > 0,
    isEvaluated: evaluatedAt !== null && !isReturned,
    isReturned,
  };
  const present = teller.records.filter(({ phase }) => !isReturned || phase !== "ENDED");
  const { state } = deriveDisputeState(factsFromRecords(present, desk));
  return {
    county,
    quarrel,
    openedAt,
    events: teller.events,
    referrals: teller.referrals,
    records: teller.records,
    grade,
    state,
    stateSince: teller.now,
    closedAt: state === "CLOSED" ? teller.now : null,
    round: isReturned ? 2 : 1,
    isReturned,
    isEvaluated: desk.isEvaluated,
    evaluatedAt,
    lead: teller.records[0] && random.chance(0.7) ? teller.records[0].agency : null,
  };
}

class Teller {
  readonly events: ToldEvent[] = [];
  readonly referrals: ToldReferral[] = [];
  readonly records: ToldRecord[] = [];
  now: number;

  constructor(
    private readonly random: Random,
    private readonly county: County,
    openedAt: number,
  ) {
    this.now = openedAt;
  }

  register(): void {
    this.desk("REGISTERED");
    if (this.random.chance(0.12)) this.desk("ATTACHED", 9);
  }

  refer(plan: Plan, eventsWanted: number): void {
    const lines = LINES.draw(this.random, plan === "CIRCLE" && this.county.code === HOME);
    for (const [index, line] of lines.entries()) {
      // A dispute is at work as soon as one of its records is, so the others may be anywhere.
      const isOpen = index === 0 ? plan === "ACTIVE" : plan === "ACTIVE" && this.random.chance(0.4);
      if (plan === "OFFERED" || (index > 0 && this.random.chance(0.06))) this.offer(line, plan);
      else this.open(line, plan === "CIRCLE" && index === 0, isOpen, eventsWanted);
      if (plan === "OFFERED") break;
    }
  }

  evaluate(): number {
    this.desk("EVALUATED", 12);
    return this.now;
  }

  comeBack(): true {
    this.desk("ATTACHED", 60);
    return true;
  }

  /** Offered and not yet taken, or sent back. */
  private offer(line: Line, plan: Plan): void {
    const agency = this.county.agencies[line][0]!;
    const at = this.pass(3);
    const isReturned = plan !== "OFFERED" || this.random.chance(0.2);
    const referral: ToldReferral = {
      line,
      at,
      candidates: [{ agency, state: isReturned ? "RETURNED" : "OFFERED", at: isReturned ? at + DAY : null }],
      state: isReturned ? "RETURNED" : "OFFERED",
      holder: null,
    };
    this.referrals.push(referral);
    this.desk("REFERRED", 0, referral);
    if (isReturned) this.agency(agency, "RETURNED", { referral, note: "经审查不属本机关职权范围" });
  }

  private open(line: Line, isCircle: boolean, isOpen: boolean, eventsWanted: number): void {
    const [agency, other] = this.county.agencies[line] as [SampleAgency, SampleAgency?];
    const referral: ToldReferral = {
      line,
      at: this.pass(4),
      candidates: [
        { agency, state: "ACCEPTED", at: this.now + DAY },
        ...(other && this.random.chance(0.5) ? [{ agency: other, state: "LAPSED", at: this.now + DAY }] : []),
      ],
      state: "ACCEPTED",
      holder: agency,
    };
    this.referrals.push(referral);
    this.desk("REFERRED", 0, referral);
    const walk = walkOf(this.random, line, isCircle, isOpen, eventsWanted - this.events.length);
    const record: ToldRecord = { ...walk, agency, line, openedAt: this.pass(3), endedAt: 0 };
    this.records.push(record);
    this.agency(agency, "ACCEPTED", { referral, record, to: walk.states[0]! });
    for (const [index, to] of walk.states.slice(1).entries()) {
      this.pass(eventsWanted > 0 ? 1 : 12);
      this.agency(agency, "STATUS", { record, from: walk.states[index]!, to, sequence: index + 1 });
    }
    record.endedAt = this.now;
  }

  private desk(kind: string, days = 0, referral?: ToldReferral): void {
    if (days > 0) this.pass(days);
    const by = `clerk-${this.county.code}`;
    const note = kind === "REFERRED" ? "经甄别属该条线受理范围" : undefined;
    this.events.push({ kind, at: this.now, by, role: "WINDOW_CLERK", agency: null, referral, note } as ToldEvent);
    this.now += MINUTE;
  }

  private agency(agency: SampleAgency, kind: string, more: Partial<ToldEvent>): void {
    this.events.push({ kind, at: this.now, by: agency.code, role: "AGENCY", agency, ...more });
    this.now += MINUTE;
  }

  /** Some time goes by, less of it the nearer the end of the years played. */
  private pass(days: number): number {
    const left = Math.max(END - this.now, 60 * MINUTE);
    this.now += Math.floor(Math.min((0.2 + this.random.below(1_000) / 1_000) * days * DAY, left / 20));
    return this.now;
  }
}
