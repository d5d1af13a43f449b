import { SingleBar } from "cli-progress";

/** How far a long piece of work has come; on the error stream, so that what is printed can be kept apart. */
export class Bar {
  private bar: SingleBar | undefined;
  private stage = "";
  private startedAt = 0;

  show(stage: string, done: number, of: number): void {
    if (stage !== this.stage) {
      this.end();
      this.stage = stage;
      this.startedAt = performance.now();
      this.bar = new SingleBar({ format: `${stage.padEnd(24)} {bar} {value}/{total} {took}`, stream: process.stderr });
      this.bar.start(of, 0, { took: "" });
    }
    this.bar!.update(done, { took: `${((performance.now() - this.startedAt) / 1000).toFixed(0)} s` });
  }

  end(): void {
    this.bar?.stop();
    this.bar = undefined;
  }
}
