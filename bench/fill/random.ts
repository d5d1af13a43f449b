/** Numbers by seed: the same seed fills the same database, whatever the machine. */
export class Random {
  private state: Uint32Array;

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
    for (let i = 0; i < words; i++) text += this.word().toString(16).padStart(8, "0");
    return text;
  }

  /** A UUID version 7 of that moment, so that keys come in the order of time as the hub's own do. */
  uuid(at: number): string {
    const time = Math.floor(at).toString(16).padStart(12, "0");
    const [high, low] = [this.hex(1), this.hex(2)];
    const variant = "89ab".charAt(this.below(4));
    return `${time.slice(0, 8)}-${time.slice(8)}-7${high.slice(0, 3)}-${variant}${high.slice(3, 6)}-${low.slice(0, 12)}`;
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
