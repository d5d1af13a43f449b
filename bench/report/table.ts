import type { Measured } from "./rounds";

export interface Row {
  readonly scenario: string;
  readonly name: string;
  readonly rps: number;
  readonly rpsRange: readonly [number, number];
  readonly p50: number;
  readonly p99: number;
  /** Of the medians. */
  readonly ratioToFloor: number | null;
  /** Of the single rounds, smallest and largest. */
  readonly ratioRange: readonly [number, number] | null;
  readonly serverCpuMs: number;
  readonly postgresCpuMs: number;
  readonly peakMiB: number;
  readonly bytes: number;
}

export function toRows(scenario: string, measured: readonly Measured[]): Row[] {
  const floor = measured.find(({ name }) => name === "floor");
  return measured.map(({ name, rounds, peakMiB }) => {
    const speeds = rounds.map(({ rps }) => rps);
    const ratios = floor && rounds.map(({ rps }, index) => rps / floor.rounds[index]!.rps);
    const of = (pick: (round: (typeof rounds)[number]) => number) => median(rounds.map(pick));
    return {
      scenario,
      name,
      rps: median(speeds),
      rpsRange: range(speeds),
      p50: of(({ figures }) => figures.all.p50),
      p99: of(({ figures }) => figures.all.p99),
      ratioToFloor: floor ? median(speeds) / median(floor.rounds.map(({ rps }) => rps)) : null,
      ratioRange: ratios ? range(ratios) : null,
      serverCpuMs: of(({ serverCpuMs }) => serverCpuMs),
      postgresCpuMs: of(({ postgresCpuMs }) => postgresCpuMs),
      peakMiB,
      bytes: of(({ figures }) => figures.bytes / figures.count),
    };
  });
}

const HEADS = [
  "",
  "/s",
  "min-max",
  "to floor",
  "min-max",
  "p50 ms",
  "p99 ms",
  "p99/p50",
  "CPU ms",
  "pg CPU ms",
  "peak MiB",
  "bytes",
];

/** Medians over the rounds; CPU and bytes are those of one request. */
export function printTable(title: string, rows: readonly Row[]): void {
  const cells = rows.map((row) => [
    row.name,
    row.rps.toFixed(0),
    `${row.rpsRange[0].toFixed(0)}-${row.rpsRange[1].toFixed(0)}`,
    row.ratioToFloor?.toFixed(2) ?? "",
    row.ratioRange ? `${row.ratioRange[0].toFixed(2)}-${row.ratioRange[1].toFixed(2)}` : "",
    row.p50.toFixed(2),
    row.p99.toFixed(2),
    (row.p99 / row.p50).toFixed(1),
    row.serverCpuMs.toFixed(2),
    row.postgresCpuMs.toFixed(2),
    row.peakMiB.toFixed(0),
    row.bytes.toFixed(0),
  ]);
  const widths = HEADS.map((head, column) => Math.max(head.length, ...cells.map((line) => line[column]!.length)));
  const line = (parts: readonly string[]) =>
    parts.map((part, column) => (column === 0 ? part.padEnd(widths[0]!) : part.padStart(widths[column]!))).join("  ");
  console.log(`\n${title}\n${line(HEADS)}`);
  for (const parts of cells) console.log(line(parts));
}

/** How often the hub does what each of the others does. */
export function printRatios(rows: readonly Row[]): void {
  const hub = rows.find(({ name }) => name === "hub");
  if (!hub) return;
  const others = rows.filter(({ name }) => name !== "hub");
  console.log(others.map(({ name, rps }) => `hub/${name} ${(hub.rps / rps).toFixed(2)}`).join("   "));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

const range = (values: readonly number[]): [number, number] => [Math.min(...values), Math.max(...values)];
