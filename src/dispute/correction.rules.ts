import { allow, refuse, type Decision } from "../platform/decision";

export interface CorrectableEvent {
  readonly id: string;
  readonly kind: string;
  readonly agencyId: string | null;
  readonly byPrincipal: string;
  readonly sequence: number | null;
  readonly fromState: string | null;
  /** Another correction already names this event. */
  readonly isCorrected: boolean;
  /** A correction took it back; one that only mended its time does not keep it from being taken back later. */
  readonly isWithdrawn: boolean;
}

export interface CorrectionWish {
  readonly expectedVersion: number;
  /** The status never happened: the record goes back to where it was before. */
  readonly withdraws: boolean;
}

export interface Corrector {
  readonly agencyId: string | null;
  readonly isStaff: boolean;
}

export type CorrectionCode =
  "VERSION_CONFLICT" | "NOT_YOUR_EVENT" | "EVENT_CORRECTED" | "EVENT_IS_CORRECTION" | "NOT_LAST_STATUS";

/**
 * Who reported an event may correct it, once; a correction is corrected by correcting the event again through a new
 * report. Withdrawing moves the state, so only the last status in force may be withdrawn; the state then is the one
 * before, and the status that led there is now the last one in force and may be withdrawn in turn.
 * @param inForce the last number of the event's record that no correction took back; null when it has no record
 */
export function decideCorrection(
  dispute: { readonly version: number },
  event: CorrectableEvent,
  inForce: { readonly lastSequence: number } | null,
  corrector: Corrector,
  wish: CorrectionWish,
): Decision<{ readonly backTo: string | null }, CorrectionCode> {
  const isOwn = event.agencyId === null ? corrector.isStaff : event.agencyId === corrector.agencyId;
  if (!isOwn) return refuse("NOT_YOUR_EVENT");
  if (dispute.version !== wish.expectedVersion) return refuse("VERSION_CONFLICT");
  if (event.kind === "CORRECTION") return refuse("EVENT_IS_CORRECTION");
  if (event.isWithdrawn) return refuse("EVENT_CORRECTED");
  if (!wish.withdraws) return event.isCorrected ? refuse("EVENT_CORRECTED") : allow({ backTo: null });
  const isLastStatus = event.kind === "STATUS" && inForce !== null && event.sequence === inForce.lastSequence;
  return isLastStatus ? allow({ backTo: event.fromState }) : refuse("NOT_LAST_STATUS");
}
