const FOUR_DIGITS = Array.from({ length: 65_536 }, (_, number) => number.toString(16).padStart(4, "0"));

const THREE_DIGITS = FOUR_DIGITS.slice(0, 4_096).map((digits) => digits.slice(1));
const VARIANTS = ["8", "9", "a", "b"];

/** Numbers by seed: the same seed fills the same database, whatever the machine. */
export class Random {
  private state: Uint32Array;
  private uuidAt = -1;
  private uuidHead = "";

  constructor(seed: string) {
    let hash = 2_166_136_261;
    for (const character of seed) hash = Math.imul(hash ^ character.codePointAt(0)!, 16_777_619);
    this.state = Uint32Array.of(hash, 0x9e3779b9, 0x243f6a88, 1);
    for (let round = 0; round < 15; round++) this.word();
  }

  /** From 0 to below 2^32 (sfc32). */
  word(): number {
    const s = this.state;
    const sum = (s[0]! + s[1]! + s[3]!) | 0;
    s[3] = s[3]! + 1;
    s[0] = s[1]! ^ (s[1]! >>> 9);
    s[1] = s[2]! + (s[2]! << 3);
    s[2] = ((s[2]! << 21) | (s[2]! >>> 11)) + sum;
    return sum >>> 0;
  }

  below(bound: number): number {
    return Math.floor((this.word() / 4_294_967_296) * bound);
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  chance(share: number): boolean {
    return this.word() < share * 4_294_967_296;
  }

  of<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!;
  }

  /** Hexadecimal digits, eight for each word. */
  hex(words: number): string {
    let text = "";
    for (let i = 0; i < words; i++) {
      const word = this.word();
      text += FOUR_DIGITS[word >>> 16]! + FOUR_DIGITS[word & 0xffff]!;
    }
    return text;
  }

  /** A UUID version 7 of that moment, so that keys come in the order of time as the hub's own do. */
  uuid(at: number): string {
    if (at !== this.uuidAt) {
      const time = Math.floor(at).toString(16).padStart(12, "0");
      this.uuidHead = `${time.slice(0, 8)}-${time.slice(8)}-7`;
      this.uuidAt = at;
    }
    const [a, b, c] = [this.word(), this.word(), this.word()];
    const [first, second] = [THREE_DIGITS[a & 0xfff]!, THREE_DIGITS[(a >>> 12) & 0xfff]!];
    const last = FOUR_DIGITS[b >>> 16]! + FOUR_DIGITS[b & 0xffff]! + FOUR_DIGITS[c >>> 16]!;
    return `${this.uuidHead}${first}-${VARIANTS[a >>> 30]!}${second}-${last}`;
  }
}

/** Picks by weight. */
export class Lot<Item> {
  private readonly bounds: readonly number[];
  private readonly total: number;

  constructor(
    private readonly items: readonly Item[],
    weightOf: (item: Item) => number,
  ) {
    let total = 0;
    this.bounds = items.map((item) => (total += weightOf(item)));
    this.total = total;
  }

  draw(random: Random): Item {
    const at = (random.word() / 4_294_967_296) * this.total;
    return this.items[this.bounds.findIndex((bound) => at < bound)]!;
  }
}
