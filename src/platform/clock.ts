/** The only door to the present moment. Tests hand in a clock they move themselves. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
