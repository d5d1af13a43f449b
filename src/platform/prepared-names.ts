import { createHash } from "node:crypto";

/** Statements that may be prepared in one period; a deployment's own clients send a few dozen. */
const MOST_NAMES = 200;
/** Texts of batches hang on which of their columns differ; an agency's system sends the same few again and again. */
export const MOST_BATCHES = 20;
/** A statement sent once is not worth a place in every session's memory. */
const USES_BEFORE = 3;
const MOST_CANDIDATES = 2_000;
/** Texts of the hub's own statements, of which there are far fewer. */
const MOST_TEXTS = 500;

/** A name that no other text has. */
export function statementName(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}

/**
 * Says which statements are prepared under a name. PostgreSQL keeps such a statement with its plan, some hundred kilobytes,
 * in each session that has seen it, until the session ends; so a stranger's thousand queries must not all get one. The
 * count begins anew with each period, and sessions live no longer than one (`SESSION_SECONDS`).
 */
export class PreparedNames {
  private granted = new Set<string>();
  private uses = new Map<string, number>();
  private endsAt = 0;
  private readonly nameByText = new Map<string, string>();

  constructor(
    private readonly periodMs: number,
    private readonly most = MOST_NAMES,
    private readonly now: () => number = () => performance.now(),
  ) {}

  isNamed(name: string): boolean {
    if (this.now() >= this.endsAt) this.begin();
    if (this.granted.has(name)) return true;
    if (this.granted.size >= this.most) return false;
    const uses = (this.uses.get(name) ?? 0) + 1;
    if (uses < USES_BEFORE) {
      if (this.uses.size >= MOST_CANDIDATES) this.uses.clear();
      this.uses.set(name, uses);
      return false;
    }
    this.uses.delete(name);
    this.granted.add(name);
    return true;
  }

  /** The name under which a statement of the hub's own is to be sent; undefined when it is sent without one. */
  nameOf(text: string): string | undefined {
    let name = this.nameByText.get(text);
    if (name === undefined) {
      if (this.nameByText.size >= MOST_TEXTS) this.nameByText.clear();
      this.nameByText.set(text, (name = statementName(text)));
    }
    return this.isNamed(name) ? name : undefined;
  }

  private begin(): void {
    this.granted = new Set();
    this.uses = new Map();
    this.endsAt = this.now() + this.periodMs;
  }
}
