import { documentOf, isOfTheMoment, type About, type DeedAnswer, type DeedName } from "./deed-answers";
import type { HubClient } from "./hub-client";
import type { Journal } from "./journal";

/** Enough for the answer never to arrive, too little for it to matter to anybody who watches. */
const DYING_MS = 8;

/** Does deeds at the hub so that each is done once, whatever happens to the network, the hub or this process. */
export class Deeds {
  /** Refusals that came of working side by side, by code. */
  readonly conflicts = new Map<string, number>();
  private done = 0;
  private lastDeed = Number.POSITIVE_INFINITY;

  constructor(
    private readonly hub: HubClient,
    private readonly journal: Journal,
    private readonly prefix: string,
  ) {}

  /** This process is to be killed in the middle of a deed: after sending it, before hearing of it. */
  dieInDeed(ordinal: number): void {
    this.lastDeed = ordinal;
  }

  /** @param key names the deed for ever; a restarted client gets the answer that was noted, or sends what was noted. */
  async do(key: string, name: DeedName, about: About, input: object): Promise<DeedAnswer> {
    const known = this.journal.answerTo(key);
    if (known) return known;
    if (!this.journal.intentOf(key)) {
      const clientKey = `${this.prefix}${key}`;
      this.journal.noteIntent(key, { name, about, input: { clientKey, ...input } });
    }
    return this.send(key);
  }

  /** Sends a deed that has been answered once more, to the letter, and says whether the answer is the same. */
  async repeat(key: string): Promise<boolean> {
    const { name, input } = this.journal.intentOf(key)!;
    return JSON.stringify(await this.ask(name, input)) === JSON.stringify(this.journal.answerTo(key));
  }

  /** What a client does first when it is started again: it finds out what became of what it had sent. */
  async resume(): Promise<void> {
    for (const key of this.journal.unanswered()) await this.send(key);
  }

  private async send(key: string): Promise<DeedAnswer> {
    const { name, input } = this.journal.intentOf(key)!;
    this.done += 1;
    // SIGKILL leaves no time to tidy up, which is the point: nothing but the journal and the hub survives it.
    if (this.done === this.lastDeed) setTimeout(() => process.kill(process.pid, "SIGKILL"), DYING_MS);
    const answer = await this.ask(name, input);
    if (isOfTheMoment(answer)) {
      const code = answer["code"] as string;
      this.conflicts.set(code, (this.conflicts.get(code) ?? 0) + 1);
    }
    this.journal.noteAnswer(key, answer);
    return answer;
  }

  private async ask(name: DeedName, input: object): Promise<DeedAnswer> {
    const data = await this.hub.ask<Record<string, DeedAnswer>>(documentOf(name), { input });
    return data[name]!;
  }
}
