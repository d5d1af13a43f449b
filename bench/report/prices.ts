import { median, print, range, type Row } from "./table";

/** What something costs: one row beside the other that it is measured against, in the same rounds. */
export interface Price {
  readonly of: string;
  readonly scenario: string;
  readonly base: Row;
  readonly changed: Row;
}

type Figure = keyof Row["rounds"][number];

/** Round by round, as both had their turns within seconds of each other. */
const ratios = ({ base, changed }: Price, figure: Figure): number[] =>
  changed.rounds.map((round, index) => round[figure] / base.rounds[index]![figure]);

function percent(ratio: number): string {
  // Who asks no database has no figure of it.
  if (!Number.isFinite(ratio)) return "";
  return `${ratio < 1 ? "" : "+"}${((ratio - 1) * 100).toFixed(1)} %`;
}

const CELLS: readonly (readonly [head: string, cell: (price: Price) => string])[] = [
  ["", ({ of }) => of],
  ["asked", ({ scenario }) => scenario],
  ["CPU ms of base", ({ base }) => base.serverCpuMs.toFixed(3)],
  ["changed", ({ changed }) => changed.serverCpuMs.toFixed(3)],
  ["price", (price) => percent(median(ratios(price, "serverCpuMs")))],
  ["min-max", (price) => range(ratios(price, "serverCpuMs")).map(percent).join(" to ")],
  ["pg CPU", (price) => percent(median(ratios(price, "postgresCpuMs")))],
  ["/s to base", (price) => median(ratios(price, "rps")).toFixed(2)],
];

/** CPU is that of one request. A price is the median of the rounds' ratios, the range theirs. */
export function printPrices(title: string, prices: readonly Price[]): void {
  print(
    title,
    CELLS.map(([head]) => head),
    (price) => CELLS.map(([, cell]) => cell(price)),
    prices,
  );
}
