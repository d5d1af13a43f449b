export type Value = string | number | boolean | null;
export type Row = Readonly<Record<string, Value>>;

/**
 * Rows of one table on their way into COPY. The columns come from the database's catalogue: a column that a row does not
 * name, or one it names that is not there, is an error and not a guess.
 */
export class TableWriter {
  private lines: string[] = [];
  private times: number[] = [];
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
    if (this.written === 0) this.refuseStrangers(row);
    this.lines.push(line);
    this.times.push(at);
    this.written++;
  }

  /** What has come together since the last time, in the order of time, as COPY reads it. */
  take(): string[] {
    const { lines, times } = this;
    this.lines = [];
    this.times = [];
    const order = Float64Array.from(lines.keys()).sort((a, b) => times[a]! - times[b]! || a - b);
    const parts: string[] = [];
    for (let from = 0; from < order.length; from += 2_000) {
      const part = Array.from(order.subarray(from, from + 2_000), (index) => lines[index]!);
      parts.push(`${part.join("\n")}\n`);
    }
    return parts;
  }

  private refuseStrangers(row: Row): void {
    const stranger = Object.keys(row).find((column) => !this.columns.includes(column));
    if (stranger !== undefined) throw new Error(`the fill knows ${this.table}.${stranger}, the database does not`);
  }
}
