import { covers } from "../access/region.rules";
import type { Line, Phase } from "../agencies/workflow.rules";
import { allow, refuse, type Decision } from "../platform/decision";

/** A body that is to be closed, or to take over. */
export interface SucceedingBody {
  readonly id: string;
  readonly line: Line;
  readonly regionCode: string;
  readonly closedAt: Date | null;
}

export type SuccessorRefusalCode =
  "AGENCY_UNKNOWN" | "SUCCESSOR_SAME" | "AGENCY_CLOSED" | "SUCCESSOR_LINE" | "SUCCESSOR_REGION";

/** 继受机关 (信访工作条例 24): another body of the same line, at work, whose place takes in that of the one that is closed. */
export function decideSuccessor<Body extends SucceedingBody>(
  agency: SucceedingBody,
  successor: Body | undefined,
): Decision<Body, SuccessorRefusalCode> {
  if (!successor) return refuse("AGENCY_UNKNOWN");
  if (successor.id === agency.id) return refuse("SUCCESSOR_SAME");
  if (successor.closedAt !== null) return refuse("AGENCY_CLOSED");
  if (successor.line !== agency.line) return refuse("SUCCESSOR_LINE");
  return covers(successor.regionCode, agency.regionCode) ? allow(successor) : refuse("SUCCESSOR_REGION");
}

interface HeldOffer {
  readonly id: string;
  readonly referralId: string;
  readonly agencyId: string;
  readonly state: string;
}

interface HeldRecord {
  readonly id: string;
  readonly referralId: string;
  readonly agencyId: string;
  readonly phase: Phase;
  readonly numberKey: string;
}

/** One dispute of which a closed body had something. */
export interface LeftDispute<Offer extends HeldOffer, Held extends HeldRecord> {
  readonly agencyId: string;
  readonly successorId: string;
  /** 回避: the successor is a party of the quarrel itself (信访工作条例 28(3)). */
  readonly isParty: boolean;
  /** All who were ever offered it. */
  readonly candidates: readonly Offer[];
  readonly records: readonly Held[];
  /** Keys of numbers under which the successor has records of its own, whatever dispute they are in. */
  readonly numbersTaken: ReadonlySet<string>;
}

export interface HandOver<Offer, Held> {
  /** An agency has one open offer and one open record in a dispute at most. */
  readonly offer: Offer | undefined;
  readonly record: Held | undefined;
}

/**
 * What goes over to the successor. The rest is dealt with as if there were none: an offer comes back to the desk, and for a
 * record the coordinating meeting names another body. That is so where the successor is a party, has sent this very
 * referral back, deals with the dispute already, or keeps another record under the same number.
 */
export function planHandOver<Offer extends HeldOffer, Held extends HeldRecord>({
  agencyId,
  successorId,
  isParty,
  candidates,
  records,
  numbersTaken,
}: LeftDispute<Offer, Held>): HandOver<Offer, Held> {
  const isAtWork = records.some((record) => record.agencyId === successorId && record.phase !== "ENDED");
  if (isParty || isAtWork) return { offer: undefined, record: undefined };
  const own = candidates.filter((candidate) => candidate.agencyId === successorId);
  const record = records.find(
    (one) =>
      one.agencyId === agencyId &&
      one.phase !== "ENDED" &&
      !numbersTaken.has(one.numberKey) &&
      !own.some(({ referralId, state }) => referralId === one.referralId && state === "RETURNED"),
  );
  // Whoever is at work on a dispute, or is asked to, is not asked once more.
  const isAsked = own.some(({ state }) => state === "OFFERED");
  if (record || isAsked) return { offer: undefined, record };
  const offer = candidates.find(
    (candidate) =>
      candidate.agencyId === agencyId &&
      candidate.state === "OFFERED" &&
      !own.some(({ referralId }) => referralId === candidate.referralId),
  );
  return { offer, record };
}
