import type { Measured, Round } from "./rounds";

export interface Row {
  readonly scenario: string;
  readonly name: string;
  readonly rps: number;
  readonly rpsRange: readonly [number, number];
  readonly p50: number;
  readonly p99: number;
  /** Of the reads among them. */
  readonly p50OfReads: number;
  readonly p99OfReads: number;
  /** Of the medians. */
  readonly ratioToFloor: number | null;
  /** Of the single rounds, smallest and largest. */
  readonly ratioRange: readonly [number, number] | null;
  readonly serverCpuMs: number;
  readonly postgresCpuMs: number;
  readonly peakMiB: number;
  readonly bytes: number;
  /** One after the other, for what is to be compared round by round. */
  readonly rounds: readonly Pick<Round, "rps" | "serverCpuMs" | "postgresCpuMs">[];
}

/** @param measured what was asked the same */
export function toRows(measured: readonly Measured[]): Row[] {
  return measured.map(({ scenario, server, rounds, peakMiB }) => {
    const floor = measured.find((other) => other.scenario === scenario && other.server.name === "floor");
    const speeds = rounds.map(({ rps }) => rps);
    const ratios = floor && rounds.map(({ rps }, index) => rps / floor.rounds[index]!.rps);
    const of = (pick: (round: Round) => number) => median(rounds.map(pick));
    return {
      scenario: scenario.name,
      name: server.name,
      rps: median(speeds),
      rpsRange: range(speeds),
      p50: of(({ figures }) => figures.all.p50),
      p99: of(({ figures }) => figures.all.p99),
      p50OfReads: of(({ figures }) => figures.reads.p50),
      p99OfReads: of(({ figures }) => figures.reads.p99),
      ratioToFloor: floor ? median(speeds) / median(floor.rounds.map(({ rps }) => rps)) : null,
      ratioRange: ratios ? range(ratios) : null,
      serverCpuMs: of(({ serverCpuMs }) => serverCpuMs),
      postgresCpuMs: of(({ postgresCpuMs }) => postgresCpuMs),
      peakMiB,
      bytes: of(({ figures }) => figures.bytes / figures.count),
      rounds: rounds.map(({ rps, serverCpuMs, postgresCpuMs }) => ({ rps, serverCpuMs, postgresCpuMs })),
    };
  });
}

const COLUMNS: readonly (readonly [head: string, cell: (row: Row) => string])[] = [
  ["/s", ({ rps }) => rps.toFixed(0)],
  ["min-max", ({ rpsRange: [least, most] }) => `${least.toFixed(0)}-${most.toFixed(0)}`],
  ["to floor", ({ ratioToFloor }) => ratioToFloor?.toFixed(2) ?? ""],
  ["min-max", ({ ratioRange }) => ratioRange?.map((ratio) => ratio.toFixed(2)).join("-") ?? ""],
  ["p50 ms", ({ p50 }) => p50.toFixed(2)],
  ["p99 ms", ({ p99 }) => p99.toFixed(2)],
  ["p99/p50", ({ p50, p99 }) => (p99 / p50).toFixed(1)],
  ["CPU ms", ({ serverCpuMs }) => serverCpuMs.toFixed(2)],
  ["pg CPU ms", ({ postgresCpuMs }) => postgresCpuMs.toFixed(2)],
  ["peak MiB", ({ peakMiB }) => peakMiB.toFixed(0)],
  ["bytes", ({ bytes }) => bytes.toFixed(0)],
];

/** Medians over the rounds; CPU and bytes are those of one request. */
export function printTable(title: string, rows: readonly Row[], nameOf: (row: Row) => string): void {
  print(
    title,
    ["", ...COLUMNS.map(([head]) => head)],
    (row) => [nameOf(row), ...COLUMNS.map(([, cell]) => cell(row))],
    rows,
  );
}

export function print<Item>(
  title: string,
  heads: readonly string[],
  cellsOf: (item: Item) => readonly string[],
  items: readonly Item[],
): void {
  const lines = [heads, ...items.map(cellsOf)];
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  console.log(`\n${title}`);
  for (const line of lines) {
    const cells = line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)));
    console.log(cells.join("  "));
  }
}

/** How often the hub does what each of the others does. */
export function printRatios(rows: readonly Row[]): void {
  const hub = rows.find(({ name }) => name === "hub");
  const others = rows.filter(({ name }) => name !== "hub");
  if (!hub || others.length === 0) return;
  console.log(others.map(({ name, rps }) => `hub/${name} ${(hub.rps / rps).toFixed(2)}`).join("   "));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export const range = (values: readonly number[]): [number, number] => [Math.min(...values), Math.max(...values)];
