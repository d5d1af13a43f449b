/** Inspection and arbitration give way to whoever has it. Who knows that it is over need not be told that it began. */
export const NOBODY_ELSE_HAS_IT = {
  arbitrationBegan: false,
  arbitrationClosed: false,
  litigationBegan: false,
} as const;

/** An arbitration that was not accepted leaves the inspectors free. */
export const ARBITRATION_REFUSED = { arbitrationRefused: true, litigationBegan: false } as const;

/** One administrative act is reconsidered once, and not while a court has it. */
export const NOT_RECONSIDERED = {
  reconsiderationPending: false,
  reconsiderationDecided: false,
  litigationBegan: false,
} as const;
export const NOT_PENDING = { reconsiderationPending: false, litigationBegan: false } as const;
