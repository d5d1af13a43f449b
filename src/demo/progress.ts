import { MultiBar, type SingleBar } from "cli-progress";

export interface Track {
  /** What the counts are reported under. */
  readonly key: string;
  readonly label: string;
  readonly total: number;
}

export interface Progress {
  show(counts: ReadonlyMap<string, number>): void;
  /** Something that happened meanwhile. */
  note(line: string): void;
  stop(): void;
}

const LINE_EVERY_MS = 5_000;

/** Bars on a terminal; anywhere else a line now and then, since bars in a file are a thousand lines of noise. */
export function openProgress(tracks: readonly Track[], out: NodeJS.WriteStream): Progress {
  return out.isTTY ? new Bars(tracks, out) : new Lines(tracks, out);
}

class Bars implements Progress {
  private readonly multi: MultiBar;
  private readonly bars: ReadonlyMap<string, SingleBar>;

  constructor(tracks: readonly Track[], stream: NodeJS.WriteStream) {
    this.multi = new MultiBar({ stream, format: "  {label} {bar} {value}/{total}", barsize: 40, hideCursor: true });
    this.bars = new Map(tracks.map(({ key, label, total }) => [key, this.multi.create(total, 0, { label })]));
  }

  show(counts: ReadonlyMap<string, number>): void {
    for (const [key, bar] of this.bars) bar.update(counts.get(key) ?? 0);
  }

  note(line: string): void {
    this.multi.log(`${line}\n`);
  }

  stop(): void {
    this.multi.stop();
  }
}

class Lines implements Progress {
  private shownAt = performance.now();
  private last = "";

  constructor(
    private readonly tracks: readonly Track[],
    private readonly out: NodeJS.WriteStream,
  ) {}

  show(counts: ReadonlyMap<string, number>): void {
    const isComplete = this.tracks.every(({ key, total }) => (counts.get(key) ?? 0) >= total);
    if (!isComplete && performance.now() - this.shownAt < LINE_EVERY_MS) return;
    this.shownAt = performance.now();
    const parts = this.tracks.map(({ key, label, total }) => `${label.trim()} ${counts.get(key) ?? 0}/${total}`);
    const line = `  ${parts.join("  ")}`;
    if (line !== this.last) this.out.write(`${line}\n`);
    this.last = line;
  }

  note(line: string): void {
    this.out.write(`${line}\n`);
  }

  stop(): void {}
}
