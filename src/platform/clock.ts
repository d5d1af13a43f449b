/** The only door to the present moment. Tests hand in a clock they move themselves. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

const BUSINESS_DAY = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" });

/** The calendar day in China, `YYYY-MM-DD`, on which the moment falls; the law counts in these days. */
export function businessDay(moment: Date): string {
  return BUSINESS_DAY.format(moment);
}
