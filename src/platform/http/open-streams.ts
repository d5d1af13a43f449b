/** Counts the open streams of this process, whatever carries them, and ends them when the server closes. */
export class OpenStreams {
  private readonly open = new Set<() => void>();

  constructor(private readonly limit: number) {}

  /** Takes a place; gives it back by the function returned. Undefined when there is none left. */
  add(end: () => void): (() => void) | undefined {
    if (this.open.size >= this.limit) return undefined;
    this.open.add(end);
    return () => this.open.delete(end);
  }

  endAll(): void {
    for (const end of this.open) end();
    this.open.clear();
  }
}
