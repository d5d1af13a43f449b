import { checkDigit11643 } from "../person/identity.rules";
import { checkDigit32100 } from "../person/organisation.rules";
import {
  BIRTHPLACES,
  BODY_NAMES,
  FIRM_WORDS,
  GIVEN,
  MOBILE_PREFIXES,
  SURNAMES,
  TRANSCRIBED,
  type BodyKind,
  type Town,
} from "./names";
import { YEAR } from "./calendar";
import type { Dice } from "./random";

export interface PlannedPerson {
  readonly name: string;
  readonly idKind: "RESIDENT_ID" | "PASSPORT" | "NONE";
  readonly idNumber: string | null;
  readonly phone: string | null;
}

export interface PlannedBody {
  readonly name: string;
  readonly uscc: string | null;
}

/** A party as the hub's input wants it: one or the other. */
export interface PlannedSubject {
  readonly person?: PlannedPerson;
  readonly organisation?: PlannedBody;
}

/** Invents people and bodies; no two of them have a number in common. */
export class Invention {
  private readonly taken = new Set<string>();

  constructor(private readonly dice: Dice) {}

  /** An adult with a resident's number: who files, stands for others, or is complained of. */
  resident(): PlannedPerson {
    return {
      name: this.name(),
      idKind: "RESIDENT_ID",
      idNumber: this.once(() => this.residentNumber()),
      phone: this.phone(),
    };
  }

  /** Who comes to a counter: nearly always with a resident's card, sometimes with a passport or with nothing. */
  citizen(): PlannedPerson {
    const kind = this.dice.weighted([
      ["RESIDENT_ID", 96],
      ["PASSPORT", 1],
      ["NONE", 3],
    ] as const);
    if (kind === "RESIDENT_ID") return this.resident();
    const name = this.name();
    // Without a document name and telephone together are all that tells one person from another, so both are there.
    if (kind === "NONE") return { name, idKind: kind, idNumber: null, phone: this.once(() => this.mobile()) };
    return { name, idKind: kind, idNumber: this.once(() => `E${this.dice.digits(8)}`), phone: this.phone() };
  }

  /** Somebody complained of, of whom the applicant usually knows no more than the name. */
  opponent(): PlannedPerson {
    if (this.dice.fraction() < 0.3) return this.resident();
    // The telephone is always told: two strangers of one name and no telephone are kept apart, but say little.
    return { name: this.name(), idKind: "NONE", idNumber: null, phone: this.once(() => this.mobile()) };
  }

  body(kind: BodyKind, town: Town): PlannedBody {
    const { code, endings } = BODY_NAMES[kind];
    const { dice } = this;
    const head =
      kind === "VILLAGE" || kind === "OFFICE"
        ? `${town.name}${kind === "VILLAGE" ? dice.pick(["永兴", "长丰", "东湖", "北桥", "新民"]) : ""}`
        : `平湖${dice.pick(FIRM_WORDS)}${dice.pick(FIRM_WORDS).slice(0, 1)}`;
    return { name: `${head}${dice.pick(endings)}`, uscc: this.once(() => this.uscc(code)) };
  }

  private name(): string {
    const { dice } = this;
    if (dice.fraction() < 0.01) return dice.pick(TRANSCRIBED);
    const given = dice.fraction() < 0.25 ? dice.pick(GIVEN) : dice.pick(GIVEN) + dice.pick(GIVEN);
    return dice.pick(SURNAMES) + given;
  }

  private residentNumber(): string {
    const { dice } = this;
    const born = new Date(Date.UTC(dice.between(YEAR - 85, YEAR - 20), 0, 1) + dice.between(0, 364) * 86_400_000);
    const first17 = `${dice.weighted(BIRTHPLACES)}${born.toISOString().slice(0, 10).replaceAll("-", "")}${dice.digits(3)}`;
    return first17 + checkDigit11643(first17);
  }

  /** Most people leave a mobile number; some a line at home; a petition without any is valid too. */
  private phone(): string | null {
    const chance = this.dice.fraction();
    if (chance < 0.06) return null;
    return chance < 0.12 ? `0573-85${this.dice.digits(6)}` : this.once(() => this.mobile());
  }

  private mobile(): string {
    return `${this.dice.pick(MOBILE_PREFIXES)}${this.dice.digits(8)}`;
  }

  private uscc(code: string): string {
    const subject = `MA${this.dice.digits(6)}`;
    const first17 = `${code}330482${subject}${checkCharacter11714(subject)}`;
    return first17 + checkDigit32100(first17);
  }

  private once(make: () => string): string {
    for (;;) {
      const made = make();
      if (this.taken.has(made)) continue;
      this.taken.add(made);
      return made;
    }
  }
}

/** GB 11714: the ninth character of a body's own number, which stands inside its social credit code. */
export function checkCharacter11714(first8: string): string {
  const weights = [3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number.parseInt(first8[index]!, 36), 0);
  const check = 11 - (sum % 11);
  return check === 10 ? "X" : check === 11 ? "0" : String(check);
}

/** The slip of a tired hand: the right number with a wrong last character. */
export function misspelt(idNumber: string): string {
  const last = idNumber.at(-1)!;
  return idNumber.slice(0, -1) + (last === "X" ? "0" : String((Number(last) + 1) % 10));
}
