import type { Answer } from "./world";

/** Clocks of agencies and desks differ; what lies further in the future than this did not happen yet. */
export const FUTURE_MS = 10 * 60_000;

export function refuse(
  code: string,
  field: string,
  more: { currentVersion?: number; holder?: string; allowedSteps?: object[] } = {},
): Answer {
  const { currentVersion = null, holder, allowedSteps = [] } = more;
  return { is: "Refused", code, field, currentVersion, holder: holder ? { code: holder } : null, allowedSteps };
}

export const stale = (currentVersion: number) => refuse("VERSION_CONFLICT", "expectedVersion", { currentVersion });
