import { createHash } from "node:crypto";

/**
 * Chance that can be had again: the same seed throws the same dice on every machine. Math.random cannot be seeded, and
 * an account that nobody can repeat proves nothing. The generator is sfc32 (Chris Doty-Humphrey, public domain).
 */
export class Dice {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(private readonly seed: string) {
    const words = createHash("sha256").update(seed).digest();
    [this.a, this.b, this.c] = [words.readUInt32LE(0), words.readUInt32LE(4), words.readUInt32LE(8)];
    for (let round = 0; round < 12; round++) this.word();
  }

  /** Dice of their own for one purpose, so that one throw more here does not turn every throw elsewhere. */
  apart(purpose: string): Dice {
    return new Dice(`${this.seed}/${purpose}`);
  }

  private word(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** From 0, included, to 1, not included. */
  fraction(): number {
    return this.word() / 2 ** 32;
  }

  /** A whole number, both ends included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.fraction() * (high - low + 1));
  }

  pick<T>(items: readonly T[]): T {
    return items[this.between(0, items.length - 1)]!;
  }

  /** One item, the likelier the greater its weight. */
  weighted<T>(items: readonly (readonly [item: T, weight: number])[]): T {
    const total = items.reduce((sum, [, weight]) => sum + weight, 0);
    let rest = this.fraction() * total;
    for (const [item, weight] of items) {
      rest -= weight;
      if (rest < 0) return item;
    }
    return items.at(-1)![0];
  }

  digits(count: number): string {
    return Array.from({ length: count }, () => this.between(0, 9)).join("");
  }
}

export type Shares<T extends string> = Readonly<Partial<Record<T, number>>>;

/**
 * Deals shares out like cards: after any number of draws every share is met to within about one. A published figure then
 * shows in a year of two hundred submissions as it does in one of twenty thousand, where dice would blur it.
 */
export class Dealer {
  private readonly tallies = new Map<string, Map<string, { due: number; given: number }>>();

  constructor(private readonly dice: Dice) {}

  deal<T extends string>(purpose: string, shares: Shares<T>): T {
    let tally = this.tallies.get(purpose);
    if (!tally) this.tallies.set(purpose, (tally = new Map()));
    const entries = Object.entries(shares) as [T, number][];
    const total = entries.reduce((sum, [, share]) => sum + share, 0);
    const open: [T, number][] = [];
    for (const [item, share] of entries) {
      const count = tally.get(item) ?? { due: 0, given: 0 };
      count.due += share / total;
      tally.set(item, count);
      open.push([item, Math.max(0, count.due - count.given)]);
    }
    // Who is owed most is the likeliest, not the certain winner: a fixed turn would march in step with other shares.
    const chosen = this.dice.weighted(open);
    tally.get(chosen)!.given += 1;
    return chosen;
  }

  yes(purpose: string, share: number): boolean {
    return this.deal(purpose, { yes: share, no: 1 - share }) === "yes";
  }
}
