import type { Channel } from "../intake/intake.labels";
import { findSimilar } from "../intake/similar.rules";
import { atAnyHour, atCounter, atNight, dayOf, DAYS } from "./calendar";
import { ESTATES, TOWNS, VILLAGES, type Town } from "./names";
import { Invention, type PlannedPerson, type PlannedSubject } from "./people";
import type { IntakeSlip, Matter, PlannedParty, PlannedSubmission } from "./plan";
import { QUARRELS, type Quarrel } from "./quarrels";
import type { Dealer, Dice, Shares } from "./random";
import { authorisation } from "./record-papers";

/** The kinds of way in that the published figures tell apart: 信, 访, 网, and the rest. */
export type Door = "LETTER" | "VISIT" | "ONLINE" | "OTHER";

/** What is known of a matter when it has been brought in, before anybody has worked on it. */
type NewMatter = Omit<Matter, "repeats" | "rounds" | "evaluation" | "laterRounds" | "laterEvaluation" | "endState">;

export interface OpenedMatter {
  readonly matter: NewMatter;
  readonly quarrel: Quarrel;
  readonly door: Door;
  readonly isPerson: boolean;
}

/** [002]: of all petitions 77.2 % came online; how letters, visits and the rest share what is left is our guess. */
const PETITION_CHANNELS: Shares<Channel> = {
  WEB: 52.2,
  QR: 17,
  PEOPLE_CN: 8,
  WINDOW: 12.8,
  LETTER: 7,
  VIDEO: 1,
  PHONE: 1.5,
  FAX: 0.5,
};
/** Nothing is published for matters that are no petitions; the window leads because one stop is what the centre is for. */
const OTHER_CHANNELS: Shares<Channel> = {
  WINDOW: 44,
  HOTLINE_12345: 20,
  GRID: 9,
  AGENT: 9,
  WEB: 8,
  LETTER: 3,
  PHONE: 3,
  MOBILE: 2,
  PLATFORM: 2,
};

const DOORS: Readonly<Record<Channel, Door>> = {
  LETTER: "LETTER",
  FAX: "LETTER",
  WINDOW: "VISIT",
  VIDEO: "VISIT",
  MOBILE: "VISIT",
  WEB: "ONLINE",
  QR: "ONLINE",
  PEOPLE_CN: "ONLINE",
  HOTLINE_12345: "OTHER",
  PHONE: "OTHER",
  AGENT: "OTHER",
  GRID: "OTHER",
  PLATFORM: "OTHER",
};

/** [003]: 16.33 % of the hotline's calls came at night. */
const NIGHT_SHARE = 0.1633;
/** Joint letters and visits of five and more: our guess. */
const COLLECTIVE_SHARE = 0.03;
const SLIP_SHARE = 0.015;
/** [003]: at least 92.5 % of what agents had filed was done with by the year's end, so hardly any is filed in December. */
const LAST_AGENT_DAY = 330;

/** What comes to the desk: who, by which way in, with what. */
export class Counter {
  submissions = 0;
  private readonly invention: Invention;
  private readonly agents: PlannedPerson[];

  constructor(
    private readonly dice: Dice,
    private readonly dealer: Dealer,
  ) {
    this.invention = new Invention(dice.apart("people"));
    this.agents = Array.from({ length: 24 }, () => this.invention.resident());
  }

  open(day: number): OpenedMatter {
    const quarrel = this.quarrel();
    const isFirm =
      ["CONTRACT_DEBT", "CONSTRUCTION_PROJECT", "ENTERPRISE_RELATED"].includes(quarrel.category) &&
      this.dealer.yes("firm applies", 0.35);
    const town = this.dice.pick(TOWNS);
    const applicant = isFirm
      ? { organisation: this.invention.body("COMPANY", town) }
      : { person: this.invention.citizen() };
    return this.bring(quarrel, town, applicant, day, false);
  }

  /** The same citizen brings something else; alike or not as the hub's own rule sees it. */
  openAnother(earlier: readonly OpenedMatter[], how: "ALIKE" | "UNLIKE"): OpenedMatter {
    const [first] = earlier;
    const { applicant, submittedAt } = first!.matter.first;
    for (;;) {
      const quarrel = how === "ALIKE" ? first!.quarrel : this.quarrel();
      const before = this.submissions;
      const day = Math.min(dayOf(submittedAt) + this.dice.between(1, how === "ALIKE" ? 10 : 120), DAYS - 1);
      const another = this.bring(quarrel, this.dice.pick(TOWNS), applicant, day, how === "ALIKE");
      if (this.isAlike(another, earlier) === (how === "ALIKE")) return another;
      this.submissions = before;
    }
  }

  again({ matter, door }: OpenedMatter, at: number): PlannedSubmission {
    // Most come back the way they came first; who wrote a letter may have lost patience with the post.
    const channel = door === "LETTER" && this.dice.fraction() < 0.3 ? "WINDOW" : matter.first.channel;
    return {
      ...this.submission(channel, at, matter.first.applicant, matter.title),
      content: `就“${matter.title}”一事再次反映,至今未得到解决,请求尽快办理。`,
      headCount: matter.first.headCount,
    };
  }

  join({ matter }: OpenedMatter, at: number): PlannedSubmission {
    const submission = this.submission("WINDOW", at, { person: this.invention.resident() }, matter.title);
    return { ...submission, content: `与他人所反映的“${matter.title}”系同一事项,要求一并处理。` };
  }

  private quarrel(): Quarrel {
    const shares = Object.fromEntries(QUARRELS.map(({ category, share }) => [category, share]));
    const category = this.dealer.deal("category", shares);
    return QUARRELS.find((quarrel) => quarrel.category === category)!;
  }

  private bring(
    quarrel: Quarrel,
    town: Town,
    applicant: PlannedSubject,
    day: number,
    isOpenedBesides: boolean,
  ): OpenedMatter {
    const { dice, dealer } = this;
    const isPetition = quarrel.way === "PETITION";
    const channel = dealer.deal<Channel>(`channel ${isPetition}`, isPetition ? PETITION_CHANNELS : OTHER_CHANNELS);
    const opponent = this.opponent(quarrel, town);
    const title = this.title(quarrel, town, opponent);
    const at = this.momentOf(
      channel,
      channel === "AGENT" && day > LAST_AGENT_DAY ? dice.between(LAST_AGENT_DAY - 60, LAST_AGENT_DAY) : day,
    );
    const isCollective = applicant.person !== undefined && dealer.yes("collective", COLLECTIVE_SHARE);
    const submission = this.submission(channel, at, applicant, title);
    const first: PlannedSubmission = {
      ...submission,
      content: `申请人反映:${title}。经多次协商未果,请求${quarrel.claim}。`,
      headCount: isCollective ? dice.between(5, 60) : 1,
      slip: this.slip(submission, isCollective),
    };
    const representatives: PlannedParty[] = isCollective
      ? Array.from({ length: dice.between(1, 4) }, () => ({
          role: "REPRESENTATIVE",
          person: this.invention.resident(),
        }))
      : [];
    const matter: NewMatter = {
      category: quarrel.category,
      title,
      regionCode: town.regionCode,
      flags: isCollective ? [...quarrel.flags, "COLLECTIVE"] : quarrel.flags,
      facts: quarrel.facts,
      grade: dice.weighted([
        [null, 35],
        ["SIMPLE", 35],
        ["COMPLEX", 20],
        ["URGENT", 5],
        ["DIFFICULT", 5],
      ] as const),
      // Amounts spread over the powers of ten, as amounts do.
      amountYuan: quarrel.hasAmount ? (10 ** (2.7 + dice.fraction() * 3)).toFixed(2) : null,
      otherParties: [...(opponent ? [{ role: "RESPONDENT" as const, ...opponent }] : []), ...representatives],
      first,
      isOpenedBesides,
    };
    return { matter, quarrel, door: DOORS[channel], isPerson: applicant.person !== undefined };
  }

  private submission(channel: Channel, at: number, applicant: PlannedSubject, title: string): PlannedSubmission {
    this.submissions += 1;
    const person = applicant.person ?? null;
    const agent = channel === "AGENT" ? this.dice.pick(this.agents) : null;
    return {
      externalNo: `S${String(this.submissions).padStart(6, "0")}`,
      channel,
      submittedAt: at,
      content: title,
      applicant,
      headCount: 1,
      agent: agent && {
        person: agent,
        authorisation: authorisation(person?.name ?? applicant.organisation!.name, agent, at),
      },
      slip: null,
    };
  }

  private slip({ channel, applicant }: PlannedSubmission, isCollective: boolean): IntakeSlip | null {
    if (!this.dealer.yes("slip", SLIP_SHARE)) return null;
    if (channel === "AGENT") return "AUTHORISATION_MISSING";
    if (isCollective) return "REPRESENTATIVES_TOO_MANY";
    return applicant.person?.idKind === "RESIDENT_ID" ? "ID_CHECK_DIGIT" : "SUBMITTED_IN_FUTURE";
  }

  private momentOf(channel: Channel, day: number): number {
    if (DOORS[channel] === "ONLINE") return atAnyHour(this.dice, day);
    if (channel === "HOTLINE_12345" && this.dealer.yes("night", NIGHT_SHARE)) return atNight(this.dice, day);
    return atCounter(this.dice, day);
  }

  private opponent({ against }: Quarrel, town: Town): PlannedSubject | null {
    if (against === "NOBODY") return null;
    if (against === "PERSON") return { person: this.invention.opponent() };
    return { organisation: this.invention.body(against, town) };
  }

  private title({ matters, against }: Quarrel, town: Town, opponent: PlannedSubject | null): string {
    const { dice } = this;
    const what = dice.pick(matters);
    if (opponent?.organisation) return `${opponent.organisation.name}${what}`;
    if (against === "NOBODY") return `${town.name}${dice.pick(VILLAGES)}${what}`;
    const place =
      dice.fraction() < 0.6
        ? `${dice.pick(ESTATES)}${dice.between(1, 40)}幢`
        : `${dice.pick(VILLAGES)}${dice.between(1, 18)}组`;
    return `${town.name}${place}${what}`;
  }

  private isAlike({ matter }: OpenedMatter, earlier: readonly OpenedMatter[]): boolean {
    const keysOf = ({ otherParties }: NewMatter): string[] =>
      otherParties.flatMap(({ role, person, organisation }) =>
        role === "RESPONDENT" ? [person?.name ?? organisation!.name] : [],
      );
    const open = earlier.map((known) => ({
      id: known.matter.first.externalNo,
      category: known.matter.category,
      title: known.matter.title,
      respondentKeys: keysOf(known.matter),
    }));
    const { category, title } = matter;
    return findSimilar({ category, title, respondentKeys: keysOf(matter) }, open).length > 0;
  }
}
