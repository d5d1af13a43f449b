/** Of one table between two takings; with the seconds of a century it still fits into a number. */
const MOST_ROWS = 2 ** 21;

export type Value = string | number | boolean | null;
export type Row = Readonly<Record<string, Value>>;

/**
 * Rows of one table on their way into COPY. The columns come from the database's catalogue: a column that a row does not
 * name, or one it names that is not there, is an error and not a guess.
 */
export class TableWriter {
  private bytes = Buffer.allocUnsafe(1 << 20);
  private used = 0;
  /** Where each row ends, and the second it belongs to. */
  private ends: number[] = [];
  private seconds: number[] = [];
  written = 0;

  constructor(
    readonly table: string,
    readonly columns: readonly string[],
  ) {}

  /** @param at when the row was written in the life that is played; rows are laid down in this order */
  add(row: Row, at: number): void {
    let line = "";
    for (const column of this.columns) {
      const value = row[column];
      if (value === undefined) throw new Error(`the fill gives ${this.table}.${column} no value`);
      line += line === "" ? "" : "\t";
      line += value === null ? "\\N" : value === true ? "t" : value === false ? "f" : String(value);
    }
    line += "\n";
    if (this.written === 0) this.refuseStrangers(row);
    // Kept as bytes: millions of texts that live until the block is full would keep the garbage collector busy.
    const most = this.used + line.length * 3;
    if (most > this.bytes.length) this.grow(most);
    this.used += this.bytes.write(line, this.used);
    this.ends.push(this.used);
    this.seconds.push(Math.floor(at / 1_000));
    this.written++;
  }

  /** What has come together since the last time, in the order of time, as COPY reads it. */
  take(): Buffer {
    const { bytes, used, ends, seconds } = this;
    // One number of both, since numbers alone are sorted many times quicker than by a comparison of one's own.
    const keys = Float64Array.from(seconds, (second, index) => second * MOST_ROWS + index).sort();
    const sorted = Buffer.allocUnsafe(used);
    let at = 0;
    for (const key of keys) {
      const index = key % MOST_ROWS;
      at += bytes.copy(sorted, at, index === 0 ? 0 : ends[index - 1]!, ends[index]!);
    }
    [this.used, this.ends, this.seconds] = [0, [], []];
    return sorted;
  }

  private grow(least: number): void {
    const larger = Buffer.allocUnsafe(Math.max(least, this.bytes.length * 2));
    this.bytes.copy(larger, 0, 0, this.used);
    this.bytes = larger;
  }

  private refuseStrangers(row: Row): void {
    const stranger = Object.keys(row).find((column) => !this.columns.includes(column));
    if (stranger !== undefined) throw new Error(`the fill knows ${this.table}.${stranger}, the database does not`);
  }
}
