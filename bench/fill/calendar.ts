/** The ten years that are played. They lie in the past, so that nothing in the database is yet to happen. */
export const BEGIN = Date.UTC(2015, 5, 1);
export const END = Date.UTC(2025, 5, 30);

export const MINUTE = 60_000;
export const DAY = 86_400_000;

let [lastAt, lastText] = [Number.NaN, ""];

/** The rows of one deed have the same moment, so the last one is remembered. */
export function iso(at: number): string {
  if (at !== lastAt) [lastAt, lastText] = [at, new Date(at).toISOString()];
  return lastText;
}

/** Trail and clocks are filled for what the last year saw: all ten would take a third more disk, and nothing reads them. */
export const LAST_YEAR = END - 365 * DAY;

/** Keys kept so long before the end that a client may still send its deed again. */
export const KEYS_SINCE = END - 90 * DAY;

/**
 * Place in the change feed: transactions that have long ended. Many changes share one, as the statuses of a batch do.
 */
export class FeedPositions {
  constructor(
    private readonly first: number,
    private readonly count: number,
  ) {}

  at(moment: number): number {
    const share = Math.min(Math.max((moment - BEGIN) / (END - BEGIN), 0), 0.999_999);
    return this.first + Math.floor(share * this.count);
  }
}
