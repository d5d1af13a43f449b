/** Statements that may be prepared in one period; a deployment's own clients send a few dozen. */
const MOST_NAMES = 200;
/** A statement sent once is not worth a place in every session's memory. */
const USES_BEFORE = 3;
const MOST_CANDIDATES = 2_000;

/**
 * Says which statements are prepared under a name. PostgreSQL keeps such a statement with its plan, some hundred kilobytes,
 * in each session that has seen it, until the session ends; so a stranger's thousand queries must not all get one. The
 * count begins anew with each period, and sessions live no longer than one (`SESSION_SECONDS`).
 */
export class PreparedNames {
  private granted = new Set<string>();
  private uses = new Map<string, number>();
  private endsAt = 0;

  constructor(
    private readonly periodMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  isNamed(name: string): boolean {
    if (this.now() >= this.endsAt) this.begin();
    if (this.granted.has(name)) return true;
    if (this.granted.size >= MOST_NAMES) return false;
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

  private begin(): void {
    this.granted = new Set();
    this.uses = new Map();
    this.endsAt = this.now() + this.periodMs;
  }
}
