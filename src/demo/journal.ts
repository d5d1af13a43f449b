import { appendFileSync, existsSync, readFileSync, truncateSync } from "node:fs";
import type { Entry } from "./book";
import { entriesOf, type About, type DeedAnswer, type DeedName } from "./deed-answers";

/** What was about to be sent. */
export interface Intent {
  readonly name: DeedName;
  readonly input: object;
  /** What the client needs to make sense of the answer, should it have forgotten everything else. */
  readonly about: About;
}

type Line =
  | { readonly key: string; readonly intent: Intent }
  | { readonly key: string; readonly answer: DeedAnswer }
  | { readonly entry: Entry };

/**
 * What a client keeps so that it can be killed at any moment: each deed before it is sent, word for word, and the answer
 * when it has come. After a restart a deed without an answer is sent again under its old key, one with an answer is not.
 */
export class Journal {
  private readonly intents = new Map<string, Intent>();
  private readonly answers = new Map<string, DeedAnswer>();
  private readonly all: Entry[] = [];

  constructor(private readonly file: string) {
    if (!existsSync(file)) return;
    const text = readFileSync(file, "utf8");
    // A last line that was cut off in the writing is dropped: an intent had not been sent, an answer will be given again.
    const whole = text.slice(0, text.lastIndexOf("\n") + 1);
    truncateSync(file, Buffer.byteLength(whole));
    for (const line of whole.split("\n").slice(0, -1)) this.remember(JSON.parse(line) as Line);
  }

  get isNew(): boolean {
    return this.intents.size === 0;
  }

  answerTo(key: string): DeedAnswer | undefined {
    return this.answers.get(key);
  }

  intentOf(key: string): Intent | undefined {
    return this.intents.get(key);
  }

  unanswered(): string[] {
    return [...this.intents.keys()].filter((key) => !this.answers.has(key));
  }

  noteIntent(key: string, intent: Intent): void {
    this.write({ key, intent });
  }

  noteAnswer(key: string, answer: DeedAnswer): void {
    this.write({ key, answer });
  }

  /** What the client has seen without a deed, or beside it. */
  noteEntry(entry: Entry): void {
    this.write({ entry });
  }

  /** What the client believes, read off everything it was ever answered. Of a record only its latest state counts. */
  book(): Entry[] {
    const latest = new Map<string, Entry>();
    for (const entry of this.all) if (isStanding(entry)) latest.set(`${entry.kind} ${entry.id}`, entry);
    return [...this.all.filter((entry) => !isStanding(entry)), ...latest.values()];
  }

  private write(line: Line): void {
    appendFileSync(this.file, `${JSON.stringify(line)}\n`);
    this.remember(line);
  }

  private remember(line: Line): void {
    if ("entry" in line) {
      this.all.push(line.entry);
    } else if ("intent" in line) {
      this.intents.set(line.key, line.intent);
    } else {
      const { name, about, input } = this.intents.get(line.key)!;
      this.answers.set(line.key, line.answer);
      this.all.push(...entriesOf(name, about, input, line.answer));
    }
  }
}

function isStanding({ kind }: Entry): boolean {
  return kind === "RECORD" || kind === "DISPUTE";
}
